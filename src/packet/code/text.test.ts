import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { toHex } from '../../bytes/hex.ts';
import type { Field } from '../spec/field.ts';
import { bits, i32, i32le, scaled, signedBits, u16le, u24le, u32le } from '../fields/integers.ts';
import { bitsLe } from '../fields/little-bits.ts';
import type { Slot } from '../spec/slot.ts';
import { evaluate } from './evaluate.ts';
import { loadText, misfitText, storeText } from './text.ts';

const WIDTHS = Array.from({ length: 32 }, (_, i) => i + 1);
const OFFSETS = [0, 1, 2, 3, 4, 5, 6, 7];

/** A slot of `width` bits that many bits into its octets. */
function slotOf(width: number, bit: number, little: boolean, signed: boolean): Slot {
  return { name: 'f', bit, bits: width, kind: { form: 'integer', bits: width, little, signed } } as unknown as Slot;
}

/** The number as defined, bit by bit, in bigints: network order counts from the left, little order from the right of each octet. */
function defined(b: Uint8Array, bit: number, width: number, little: boolean, signed: boolean): number {
  let n = 0n;
  for (let k = 0; k < width; k++) {
    const at = bit + k;
    const x = BigInt(((b[at >> 3] as number) >> (little ? at & 7 : 7 - (at & 7))) & 1);
    n = little ? n | (x << BigInt(k)) : (n << 1n) | x;
  }
  return Number(signed ? BigInt.asIntN(width, n) : n);
}

const PATTERNS = [
  [0, 0, 0, 0, 0],
  [255, 255, 255, 255, 255],
  [0x80, 0, 0, 0, 1],
  [0x12, 0x34, 0x56, 0x78, 0x9a],
  [0xa5, 0x5a, 0xc3, 0x3c, 0x96],
  [0x7f, 0xff, 0xff, 0xff, 0xfe],
].map((p) => Uint8Array.from(p));

describe.each([
  { little: false, signed: false },
  { little: false, signed: true },
  { little: true, signed: false },
  { little: true, signed: true },
])('bits across octets, little $little, signed $signed', ({ little, signed }) => {
  it('are loaded and stored at every width and offset', () => {
    for (const width of WIDTHS)
      for (const bit of OFFSETS) {
        const slot = slotOf(width, bit, little, signed);
        const load = evaluate('', `return (b,o)=>${loadText(slot, 'b', 'o')}`) as (b: Uint8Array, o: number) => number;
        const store = evaluate('', `return (b,o,x)=>{${storeText(slot, 'b', 'o', 'x')}}`) as (b: Uint8Array, o: number, x: number) => void;
        for (const pattern of PATTERNS) {
          const where = `${width} bits at ${bit} of ${toHex(pattern)}`;
          const n = defined(pattern, bit, width, little, signed);
          expect(load(pattern, 0), where).toBe(n);
          for (const under of PATTERNS) {
            const b = under.slice();
            store(b, 0, n);
            expect(load(b, 0), `${where} stored over ${toHex(under)}`).toBe(n);
            // All other bits are as they were.
            store(b, 0, defined(under, bit, width, little, signed));
            expect(toHex(b), where).toBe(toHex(under));
          }
        }
      }
  });

  it('fit or do not', () => {
    for (const width of WIDTHS) {
      const low = signed ? -(2 ** (width - 1)) : 0,
        high = 2 ** (signed ? width - 1 : width) - 1;
      const misfit = evaluate('', `return (x)=>${misfitText(slotOf(width, 0, little, signed), 'x')}`) as (x: number) => boolean;
      for (const x of [low, high, Math.min(high, 1), 0]) expect(misfit(x), `${x} in ${width}`).toBe(false);
      for (const x of [low - 1, high + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40, -(2 ** 40), 2 ** 32 + high])
        expect(misfit(x), `${x} in ${width}`).toBe(true);
    }
  });
});

describe('neighbours', () => {
  it.each([
    { name: 'network order', one: bits },
    { name: 'little order', one: bitsLe },
  ])('share octets, in $name', ({ one }) => {
    const rows = fc.array(fc.integer({ min: 1, max: 32 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.integer({ min: 0, max: 0xffff_ffff })), (widths, stream) => {
        const rest = -widths.reduce((n, w) => n + w, 0) & 7;
        const all = rest === 0 ? widths : [...widths, rest];
        const l = oneLayer(Object.fromEntries(all.map((w, i) => [`f${i}`, one(w) as Field<number, number>])));
        const given = Object.fromEntries(all.map((w, i) => [`f${i}`, (stream.next().value as number) % 2 ** w]));
        const p = l.make(given);
        expect({ ...l.read(p.bytes), ...given }).toMatchObject(given);
        for (const [name, value] of Object.entries(given)) expect(l.read(p.bytes)?.[name]).toBe(value);
        // In place, too: each is set to its complement and back, and nothing else moves.
        const before = toHex(p.bytes);
        all.forEach((w, i) => {
          p.set(l.T, { [`f${i}`]: 2 ** w - 1 - (given[`f${i}`] as number) });
          expect(toHex(p.bytes)).not.toBe(before);
          p.set(l.T, { [`f${i}`]: given[`f${i}`] });
          expect(toHex(p.bytes)).toBe(before);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('of a little-endian word are counted from its lowest bit (IEEE 802.11-2020 §9.2.4.1: protocol version, type, subtype)', () => {
    const l = oneLayer({ version: bitsLe(2), type: bitsLe(2), subtype: bitsLe(4), rest: bitsLe(8) });
    // A beacon's frame control is 0x0080.
    expect(l.read(Uint8Array.of(0x80, 0x00))).toMatchObject({ version: 0, type: 0, subtype: 8, rest: 0 });
    expect(toHex(l.make({ type: 2, subtype: 8, rest: 1 }).bytes)).toBe('8801');
  });

  it('know their bits', () => {
    const l = oneLayer({ low: bitsLe(4), long: bitsLe(9), high: bitsLe(3) });
    const p = l.make();
    // Bit 0 is the one furthest left.
    expect(
      ['low', 'long', 'high'].map((f) =>
        Array.from({ length: 16 }, (_, bit) => (p.at(bit >> 3, bit & 7)?.field === f ? bit : -1)).filter((bit) => bit >= 0),
      ),
    ).toEqual([
      [4, 5, 6, 7],
      [0, 1, 2, 3, 11, 12, 13, 14, 15],
      [8, 9, 10],
    ]);
  });

  it('cannot mix orders within an octet', () => {
    const refused = (message: string) => expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringContaining(message) });
    expect(() => oneLayer({ a: bits(4), b: bitsLe(4) })).toThrow(refused('T.b'));
    expect(() => oneLayer({ a: bits(4) })).toThrow(refused('T.a'));
    expect(() => oneLayer({ a: bits(4), b: u16le(), c: bits(4) })).toThrow(refused('T.b'));
  });
});

describe('numbers with a scale', () => {
  it('are scaled when given as numbers, in all ways of writing', () => {
    const l = oneLayer({ a: scaled(bits(12), 0.5), b: bits(4) });
    expect(toHex(l.make({ a: 2.5 }).bytes)).toBe('0050');
    expect(toHex(l.make({ a: 1 }).set(l.T, { a: 3 }).bytes)).toBe('0060');
    expect(l.read(Uint8Array.of(0xff, 0xf0))?.['a']).toBe(2047.5);
    expect(() => l.make({ a: 2048 }).bytes).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
  });
});

describe('whole octets', () => {
  it.each([
    { name: 'u16le', f: u16le(), octets: '0201', value: 0x0102 },
    { name: 'u24le', f: u24le(), octets: '030201', value: 0x010203 },
    { name: 'u32le', f: u32le(), octets: '04030281', value: 0x81020304 },
    { name: 'i32le', f: i32le(), octets: 'ffffffff', value: -1 },
    { name: 'i32', f: i32(), octets: '80000000', value: -2_147_483_648 },
    { name: 'signedBits(24)', f: signedBits(24), octets: 'fffffe', value: -2 },
  ])('$name', ({ f, octets, value }) => {
    const l = oneLayer({ f });
    expect(toHex(l.make({ f: value }).bytes)).toBe(octets);
    expect(l.read(l.make({ f: value }).bytes)?.['f']).toBe(value);
  });
});
