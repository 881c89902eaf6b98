/** Against the zstd program, which writes the low half of XXH64 behind each frame (RFC 8878 §3.1.1). */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { describeIf, requireProgram } from '../../test/support/require.ts';
import { Xxh64 } from './xxh64.ts';

const octets = (n: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => (i * i * 31 + (i >> 3)) & 255);

it('of nothing and of three octets', () => {
  // The whole 64 bits, as `xxhsum -H1` prints them of an empty file and of "abc".
  expect(new Xxh64().digest()).toBe(0xef46db3751d8e999n);
  const abc = new Xxh64();
  abc.update(new TextEncoder().encode('abc'));
  expect(abc.digest()).toBe(0x44bc2cf5ad770999n);
});

describeIf(requireProgram('zstd'), 'as zstd makes it', () => {
  it.each([1, 4, 5, 8, 12, 31, 32, 33, 63, 64, 100, 1000, 300_001])('of %i octets, whatever the pieces', (n) => {
    const content = octets(n);
    const { stdout } = spawnSync('zstd', ['-qc', '--check'], { input: content });
    for (const piece of [1, 7, 32, 45, n]) {
      const sum = new Xxh64();
      for (let at = 0; at < n; at += piece) sum.update(content.subarray(at, at + piece));
      expect(BigInt.asUintN(32, sum.digest())).toBe(BigInt(stdout.readUInt32LE(stdout.length - 4)));
    }
  });
});
