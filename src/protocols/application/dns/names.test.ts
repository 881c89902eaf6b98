import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { OctetWriter } from '../../../packet/spec/octet-writer.ts';
import { writeName } from './name-field.ts';
import { nameEnd, parseName, readName } from './names.ts';

const at12 = (hex: string): Uint8Array => fromHex(`${'00'.repeat(12)}${hex}`);
const written = (name: string | Uint8Array): string => {
  const w = new OctetWriter();
  writeName(w, name);
  return toHex(w.b.subarray(0, w.q));
};
/** The name at `at`, or -1 where it cannot be read. */
const read = (b: Uint8Array, at = 12): string | -1 => (nameEnd(b, at, b.length, 0) < 0 ? -1 : readName(b, at, 0));

describe('names', () => {
  // Octets and text of RFC 1035 §4.1.4's example, compressed as there: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA, root.
  const rfc = fromHex(
    `${'00'.repeat(20)}0146034953490441525041 00${'00'.repeat(8)}03464f4fc014${'00'.repeat(18)}c01a${'00'.repeat(26)}00`.replaceAll(
      ' ',
      '',
    ),
  );

  it('are read as RFC 1035 §4.1.4 compresses them', () => {
    expect([20, 40, 64, 92].map((o) => read(rfc, o))).toEqual(['F.ISI.ARPA.', 'FOO.F.ISI.ARPA.', 'ARPA.', '.']);
    expect([20, 40, 64, 92].map((o) => nameEnd(rfc, o, rfc.length, 0) - o)).toEqual([12, 6, 2, 1]);
  });

  it.each([
    ['an escaped dot', '03612e6200', 'a\\.b.'],
    ['an escaped backslash', '03615c6200', 'a\\\\b.'],
    ['octets that are no printable ASCII (RFC 4343 §2.1)', '0500207fc3a900', '\\000\\032\\127\\195\\169.'],
    ['the root', '00', '.'],
    ['case as it is', '03577757036578 5500'.replaceAll(' ', ''), 'WwW.exU.'],
  ])('have %s, both ways', (_what, hex, text) => {
    expect(read(at12(hex))).toBe(text);
    expect(written(text)).toBe(hex);
  });

  it('may be given without the final dot, with escapes that need not be, or as octets', () => {
    expect(written('a.b')).toBe('0161016200');
    expect(written('a.b.')).toBe('0161016200');
    expect(written('')).toBe('00');
    expect(written('\\097.\\b')).toBe('0161016200');
    expect(written('é')).toBe('02c3a900');
    expect(written(fromHex('0161c00c'))).toBe('0161c00c');
  });

  it.each([['a..b'], ['.a'], ['..'], ['a\\'], ['a\\256'], ['a\\25']])('refuse %s', (name) => {
    // Two digits after a backslash are an escaped digit and another: only the last of these is a name.
    if (name === 'a\\25') expect(written(name)).toBe('0361323500');
    else expect(() => parseName(name)).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
  });

  it('refuse what is longer than RFC 1035 §2.3.4 allows, and take what is just as long', () => {
    const label = 'x'.repeat(63);
    expect(() => written(`${label}y`)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    const longest = `${label}.${label}.${label}.${'x'.repeat(61)}`;
    expect(written(longest)).toHaveLength(255 * 2);
    expect(read(at12(written(longest)))).toBe(`${longest}.`);
    expect(() => written(`${longest}x`)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    expect(read(at12(`3f${'78'.repeat(63)}3f${'78'.repeat(63)}3f${'78'.repeat(63)}3e${'78'.repeat(62)}00`))).toBe(-1);
  });

  it.each([
    ['points at itself', 'c00c', 12],
    ['points forward', 'c00e0161 00'.replaceAll(' ', ''), 12],
    ['points into its own labels', '0161c00c', 12],
    ['points into the header', 'c000', 12],
    ['two point at each other', 'c00ec00c', 14],
    ['has a label of type 01', '4161 00'.replaceAll(' ', ''), 12],
    ['has a label of type 10', '8161 00'.replaceAll(' ', ''), 12],
    ['is cut in a label', '0561', 12],
    ['is cut before the root', '0161', 12],
    ['is cut in a pointer', '0161c0', 12],
    ['points at a name that runs into it', '0361620161c00c', 17],
    ['is empty', '', 12],
  ])('cannot be read when one %s', (_what, hex, at) => {
    const b = at12(hex);
    expect(nameEnd(b, at, b.length, 0)).toBe(-1);
    // Nor does reading it all the same throw or loop.
    expect(typeof readName(b, at, 0)).toBe('string');
  });

  it('count offsets from the message, wherever it lies', () => {
    const b = fromHex(`${'ff'.repeat(30)}${'00'.repeat(12)}0161000162c00c`);
    expect(nameEnd(b, 45, b.length, 30)).toBe(49);
    expect(readName(b, 45, 30)).toBe('b.a.');
  });

  it('take a bounded number of steps, however many pointers a message is made of', () => {
    // 8,000 pointers, each to the one before, behind one name: only the first 127 lead to it.
    const b = at12(`016100${Array.from({ length: 8000 }, (_, i) => (0xc000 | (i === 0 ? 12 : 13 + 2 * i)).toString(16)).join('')}`);
    let steps = 0;
    const counted = new Proxy(b, {
      get: (t, k) => {
        steps++;
        return k === 'length' ? t.length : t[Number(k)];
      },
    });
    const ends = Array.from({ length: 8000 }, (_, i) => nameEnd(counted, 15 + 2 * i, b.length, 0));
    expect(ends.filter((e) => e > 0)).toHaveLength(127);
    expect(steps).toBeLessThan(8000 * 127 * 5);
  });
});
