/** What zlib compressed, undone by us: in pieces of any size, damaged, and cut off. */
import { deflateRawSync, deflateSync, gzipSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../bytes/random.ts';
import { contentDecoders } from './content-decoders.ts';
import { Inflate } from './inflate.ts';

const random = seededRandom(7);
const noise = Uint8Array.from({ length: 40_000 }, () => random.u32() & 255);
const words = Buffer.from(
  Array.from({ length: 30_000 }, () => ['the ', 'octets ', 'of ', 'a ', `${random.u32() % 1000} `][random.u32() % 5]).join(''),
);
const INPUTS: readonly [string, Uint8Array][] = [
  ['nothing', new Uint8Array(0)],
  ['one octet', Uint8Array.of(7)],
  ['zeros', new Uint8Array(200_000)],
  ['noise', noise],
  ['words', words],
  ['noise, then words, then noise', Buffer.concat([noise, words.subarray(0, 90_000), noise])],
];

function decoded(name: string, octets: Uint8Array, piece: number, isLast = true): { readonly octets: Buffer; readonly error?: unknown } {
  const parts: Buffer[] = [];
  const decoder = (contentDecoders[name] as NonNullable<(typeof contentDecoders)[string]>)((part) => void parts.push(Buffer.from(part)));
  try {
    for (let q = 0; q < octets.length; q += piece) decoder.push(octets.slice(q, q + piece), false);
    if (isLast) decoder.push(new Uint8Array(0), true);
  } catch (error) {
    return { octets: Buffer.concat(parts), error };
  }
  return { octets: Buffer.concat(parts) };
}

describe('deflate', () => {
  for (const [what, input] of INPUTS)
    it(`undoes ${what}`, () => {
      for (const level of [0, 9])
        for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY])
          for (const piece of [1, 77, 4096, 1 << 20]) {
            if (piece === 1 && level !== 9) continue;
            const o = { level, strategy };
            for (const [name, coded] of [
              ['gzip', gzipSync(input, o)],
              ['deflate', deflateSync(input, o)],
              ['deflate', deflateRawSync(input, o)],
            ] as const) {
              const { octets, error } = decoded(name, coded, piece);
              expect([name, error, octets.equals(input)]).toEqual([name, undefined, true]);
            }
          }
    });

  it('gives what there is of what is cut off, and says so', () => {
    const whole = gzipSync(words);
    for (let n = 0; n < whole.length; n += 997) {
      const { octets, error } = decoded('gzip', whole.subarray(0, n), 1000);
      expect(words.subarray(0, octets.length).equals(octets)).toBe(true);
      if (n > 0) expect(error).toBeInstanceOf(Error);
      if (n > 50_000) expect(octets.length).toBeGreaterThan(words.length / 3);
    }
  });

  it('never gives what is wrong without a word: each damaged octet is an error, by the sum at the latest', () => {
    const whole = gzipSync(words.subarray(0, 5000));
    for (let at = 10; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1 << (at & 7);
      const { octets, error } = decoded('gzip', damaged, 500);
      // Some bits mean nothing: those that fill the last octet, lengths of codes that are not used.
      if (error === undefined) expect(octets.equals(words.subarray(0, 5000))).toBe(true);
    }
  });

  it('reads several members, and all that a head may have (RFC 1952 §2.3.1)', () => {
    const [a, b] = [gzipSync('first '), gzipSync('second')];
    expect(decoded('gzip', Buffer.concat([a, b]), 3)).toEqual({ octets: Buffer.from('first second') });
    const head = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 3, 0, 9, 9, 9, ...Buffer.from('name\0comment\0'), 1, 2]);
    expect(decoded('gzip', Buffer.concat([head, a.subarray(10)]), 1)).toEqual({ octets: Buffer.from('first ') });
  });

  it('refuses what RFC 1951 does not have', () => {
    for (const hex of ['07', '0400', '01000000ff', 'ede0010000', '63606400']) {
      const octets = Buffer.from(hex, 'hex');
      const inflate = new Inflate(() => undefined);
      let isRefused = false;
      try {
        inflate.push(octets);
        isRefused = !inflate.isAtEnd;
      } catch {
        isRefused = true;
      }
      expect([hex, isRefused]).toEqual([hex, true]);
    }
  });
});
