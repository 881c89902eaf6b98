import { crc32 as zlibCrc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { askPython } from '../../test/support/python.ts';
import { describeIf, requireScapy } from '../../test/support/require.ts';
import { addSums, foldSum, internetChecksum, sumOctets, updateChecksum } from './checksum.ts';
import { crc32, crc32c, fletcher16 } from './crc.ts';
import { fromHex, toHex } from './hex.ts';
import { seededRandom } from './random.ts';

/** RFC 1071 §1 word for word, to compare with. */
function slowSum(b: Uint8Array, start: number, end: number, initial: number): number {
  let sum = initial;
  for (let o = start; o < end; o += 2) {
    sum += (b[o] as number) * 256 + (o + 1 < end ? (b[o + 1] as number) : 0);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum;
}

describe('the one’s complement sum', () => {
  it('is that of RFC 1071 §3', () => {
    expect(sumOctets(fromHex('0001f203f4f5f6f7'), 0, 8)).toBe(0xddf2);
    expect(internetChecksum(fromHex('0001f203f4f5f6f7'))).toBe(0x220d);
  });

  it('is right at every start, end and length, however often the same octets come', () => {
    const random = seededRandom('sums');
    for (const size of [60, 64, 65, 66, 100, 1500, 3000]) {
      const b = random.octets(size);
      for (let i = 0; i < 300; i++) {
        const start = random.below(size);
        const end = start + random.below(size - start + 1);
        const initial = random.below(0x10000);
        expect(sumOctets(b, start, end, initial)).toBe(slowSum(b, start, end, initial));
      }
    }
  });

  it('reads octets that were changed, and views into a larger buffer', () => {
    const slab = seededRandom(2).octets(4096);
    const b = slab.subarray(1001, 3001);
    for (let i = 0; i < 50; i++) {
      b[i * 7] = i;
      expect(sumOctets(b, 3, 1999)).toBe(slowSum(b, 3, 1999, 0));
      expect(sumOctets(slab, 3, 1999)).toBe(slowSum(slab, 3, 1999, 0));
    }
  });

  it('keeps 0 and 0xffff apart: only a sum of nothing but zeros is 0', () => {
    expect(sumOctets(new Uint8Array(200), 0, 200)).toBe(0);
    expect(sumOctets(new Uint8Array(20).fill(255), 0, 20)).toBe(0xffff);
    expect(sumOctets(new Uint8Array(2000).fill(255), 0, 2000)).toBe(0xffff);
    const long = new Uint8Array(1 << 20).fill(255);
    expect(sumOctets(long, 0, long.length)).toBe(0xffff);
    expect(sumOctets(long, 0, long.length, 0xffff)).toBe(0xffff);
    expect(foldSum(0xffff * 2 ** 30)).toBe(0xffff);
    expect(foldSum(0)).toBe(0);
    expect(addSums(0xffff, 0xffff)).toBe(0xffff);
    expect(addSums(0xffff, 1)).toBe(1);
  });

  it('of parts is the sum of the whole', () => {
    const b = seededRandom(3).octets(1461);
    const whole = sumOctets(b, 0, 1461);
    for (const cut of [2, 20, 64, 100, 1400]) {
      expect(sumOctets(b, cut, 1461, sumOctets(b, 0, cut))).toBe(whole);
      expect(addSums(sumOctets(b, 0, cut), sumOctets(b, cut, 1461))).toBe(whole);
    }
  });
});

describe('updateChecksum', () => {
  it('is that of RFC 1624 §4', () => {
    expect(updateChecksum(0xdd2f, 0x5555, 0x3285)).toBe(0x0000);
  });

  it('gives what a full computation gives', () => {
    const random = seededRandom('1624');
    for (let i = 0; i < 2000; i++) {
      const b = random.octets(20);
      const old = internetChecksum(b);
      const before = ((b[4] as number) << 8) | (b[5] as number);
      const after = random.pick([0, 0xffff, random.below(0x10000)]);
      b[4] = after >> 8;
      b[5] = after;
      expect(updateChecksum(old, before, after)).toBe(internetChecksum(b));
    }
  });
});

describe('crc32', () => {
  it('is zlib’s, at once and in parts', () => {
    const random = seededRandom('crc');
    for (const size of [0, 1, 7, 8, 9, 60, 1518]) {
      const b = random.octets(size);
      expect(crc32(b)).toBe(zlibCrc32(b));
      const cut = random.below(size + 1);
      expect(crc32(b, cut, size, crc32(b, 0, cut))).toBe(zlibCrc32(b));
    }
  });
});

describe('crc32c', () => {
  // RFC 3720 appendix B.4.
  it.each([
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(255), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    [Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ])('is that of iSCSI’s examples (%#)', (octets, crc) => {
    expect(crc32c(octets)).toBe(crc);
  });
});

describe('fletcher16', () => {
  it.each([
    ['abcde', 0xc8f0],
    ['abcdef', 0x2057],
    ['abcdefgh', 0x0627],
  ])('%s', (text, sum) => {
    expect(fletcher16(new TextEncoder().encode(text))).toBe(sum);
  });

  it('does not overflow', () => {
    // 255 is 0 to this sum, so a hundred thousand of them are nothing.
    expect(fletcher16(new Uint8Array(100_000).fill(255))).toBe(0);
    expect(fletcher16(new Uint8Array(255).fill(254))).toBe(0);
  });
});

describeIf(requireScapy(), 'as scapy computes', () => {
  it('checksums of random octets', () => {
    const random = seededRandom('scapy');
    const samples = Array.from({ length: 300 }, () => random.octets(random.below(200)));
    const theirs = askPython(
      'from scapy.utils import checksum\nanswer = [checksum(bytes.fromhex(x)) for x in given]',
      samples.map((b) => toHex(b)),
    );
    expect(samples.map((b) => internetChecksum(b))).toEqual(theirs);
  });
});
