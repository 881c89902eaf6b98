import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { latin1, utf8, utf8Octets } from './text.ts';

describe('latin1', () => {
  it('is what Buffer gives, at every length', () => {
    const b = seededRandom('latin1').octets(20_000);
    for (const length of [0, 1, 7, 8, 9, 63, 127, 128, 129, 4096, 4097, 19_000]) {
      expect(latin1(b, 3, 3 + length)).toBe(Buffer.from(b.subarray(3, 3 + length)).toString('latin1'));
    }
  });

  it('keeps 0x80 … 0x9f, which windows-1252 does not', () => {
    expect(latin1(Uint8Array.of(0x80, 0x9f), 0, 2)).toBe('\u0080\u009f');
  });
});

describe('utf8', () => {
  it('goes there and back', () => {
    const text = 'Zürich — 東京 🚀';
    const octets = utf8Octets(text);
    expect(Buffer.from(octets).toString('utf8')).toBe(text);
    expect(utf8(octets)).toBe(text);
    expect(utf8(octets, 0, 2)).toBe('Z\ufffd');
  });

  it('keeps a byte order mark, and never throws', () => {
    expect(utf8(Uint8Array.of(0xef, 0xbb, 0xbf, 65))).toBe('\ufeffA');
    expect(utf8(Uint8Array.of(0xff, 0xc0, 0x80))).toBe('\ufffd\ufffd\ufffd');
  });
});
