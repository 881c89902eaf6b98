/** Records are written as layers are: lengths, checksums and computed values where none is given; given ones as they stand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, plain } from '../../../test/support/layer-suite.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { rebuilt, rebuiltDeeply } from '../../../test/support/rebuild.ts';
import { sumOctets } from '../../bytes/checksum.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { layer } from '../layer/layer.ts';
import { objectOf } from '../object/packet-object.ts';
import { type AnyLayer, auto } from '../spec/spec.ts';
import { ipv4 } from './addresses.ts';
import { u16, u32, u8 } from './integers.ts';
import { list, record, records } from './lists.ts';
import { octets } from './octets.ts';
import { option, optionList } from './options.ts';

/** The sums of Fletcher's checksum (RFC 905 annex B; RFC 2328 §12.1.7), both 0 where it is right. */
function fletcher(b: Uint8Array, from: number, to: number): [number, number] {
  let c0 = 0,
    c1 = 0;
  for (let i = from; i < to; i++) {
    c0 = (c0 + (b[i] as number)) % 255;
    c1 = (c1 + c0) % 255;
  }
  return [c0, c1];
}

/** A link state advertisement: RFC 2328 §A.4.1. The checksum is over all but its age, with itself as 0. */
const Lsa = layer('Lsa', {
  fields: {
    age: u16(),
    options: u8(),
    type: u8({ default: 1 }),
    id: ipv4({ default: '192.0.2.1' }),
    router: ipv4({ default: '192.0.2.1' }),
    seq: u32({ default: 0x8000_0001 }),
    chksum: u16(),
    length: u16({ measures: 'layer' }),
    body: octets(),
  },
  compute: {
    chksum: (_lsa, { b, start, end }) => {
      const whole = b.slice(start + 2, end);
      whole.fill(0, 14, 16);
      const [c0, c1] = fletcher(whole, 0, whole.length);
      const mod = (x: number): number => ((x % 255) + 255) % 255 || 255;
      const n = whole.length - 14;
      return (mod((n - 1) * c0 - c1) << 8) | mod(c1 - n * c0);
    },
  },
});
const lsa = (): AnyLayer => Lsa as unknown as AnyLayer;
const update = oneLayer({ n: u32({ counts: 'lsas' }), lsas: records(lsa), rest: octets() });

describe('records inside layers', () => {
  it('get their lengths and checksums', () => {
    const { bytes } = update.make({ lsas: [{ body: Uint8Array.of(1, 2, 3, 4) }, { seq: 0x8000_0002 }] });
    expect(bytes.length).toBe(4 + 24 + 20);
    expect(toHex(bytes.subarray(22, 24))).toBe('0018');
    expect(toHex(bytes.subarray(46, 48))).toBe('0014');
    expect(fletcher(bytes, 6, 28)).toEqual([0, 0]);
    expect(fletcher(bytes, 30, 48)).toEqual([0, 0]);
    expect(toHex(bytes.subarray(20, 22))).not.toBe('0000');
  });

  it('keep what is given, and take `auto` for nothing given', () => {
    const hex = (given: object): string => toHex(update.make({ lsas: [given] }).bytes.subarray(20, 24));
    expect(hex({ chksum: 1, length: 9 })).toBe('00010009');
    expect(hex({ chksum: auto, length: auto })).toBe(hex({}));
    expect(hex({ chksum: auto, length: auto })).not.toBe('00000014');
  });

  it('are read by their own length', () => {
    const { bytes } = update.make({ lsas: [{ body: Uint8Array.of(1, 2, 3, 4) }, { seq: 7 }] });
    expect(plain(update.read(bytes))).toMatchObject({
      n: 2,
      lsas: [
        { length: 24, body: '01020304' },
        { length: 20, body: '', seq: 7 },
      ],
      rest: '',
    });
    // One that claims more than is there, or less than its header has, is none.
    for (const length of [25, 19, 0]) {
      const bad = update.make({ lsas: [{ length, body: Uint8Array.of(1, 2, 3, 4) }] }).bytes;
      expect(plain(update.read(bad)), String(length)).toMatchObject({ lsas: [] });
    }
  });

  it('are as right as they were after a change, and as wrong', () => {
    const change = (given: object): { before: string; after: string } => {
      const p = update.dissect(update.make({ lsas: [given, {}] }).bytes);
      const before = toHex(p.bytes.subarray(4, 24));
      const { lsas } = p.get(update.T) as { lsas: unknown[] };
      const moved = toHex(p.set(update.T, { lsas: [lsas[1], lsas[0]] }).bytes);
      return { before, after: moved.slice(2 * 24, 2 * 44) };
    };
    for (const given of [{}, { chksum: 1 }, { chksum: 0xffff, age: 9 }]) {
      const { before, after } = change(given);
      expect(after).toBe(before);
    }
  });

  it('have what they measure themselves right again when one of them was changed', () => {
    const p = update.dissect(update.make({ lsas: [{}] }).bytes);
    const [read] = (p.get(update.T) as { lsas: { seq: number }[] }).lsas;
    const { chksum: _c, length: _l, ...rest } = plain(read) as Record<string, unknown>;
    const { bytes } = p.set(update.T, { lsas: [{ ...rest, seq: 5, body: fromHex('0102') }] });
    expect(toHex(bytes.subarray(22, 24))).toBe('0016');
    expect(fletcher(bytes, 6, 26)).toEqual([0, 0]);
  });
});

const Inner = layer('Inner', {
  fields: { length: u8({ measures: 'header', unit: 2 }), n: u8({ counts: 'xs' }), sum: u16({ checksums: 'layer' }), xs: list(u16()) },
});
const Outer = layer('Outer', {
  fields: { total: u16({ measures: 'layer' }), sum: u16({ checksums: 'layer' }), inner: record(() => Inner as unknown as AnyLayer) },
});
const outer = (): AnyLayer => Outer as unknown as AnyLayer;
const NESTED: Readonly<Record<string, OneLayer>> = {
  'in a list': oneLayer({ n: u8({ counts: 'items' }), items: records(outer), z: u8() }),
  'in an option': oneLayer({ items: optionList({ kinds: { 1: option('Outer', record(outer)) } }) }),
  alone: oneLayer({ a: u8(), items: record(outer), z: u8() }),
  advertisements: update,
};

describe('records inside records', () => {
  it('are finished from the inside out', () => {
    const { bytes } = (NESTED['alone'] as OneLayer).make({ items: { inner: { xs: [1, 2] } } });
    expect(toHex(bytes.subarray(1, 3))).toBe('000c');
    expect(toHex(bytes.subarray(5, 6))).toBe('04');
    expect(sumOctets(bytes, 1, 13)).toBe(0xffff);
    expect(sumOctets(bytes, 5, 13)).toBe(0xffff);
  });

  it.each(Object.entries(NESTED))('%s: nothing is lost', (_name, l) => {
    const { registry } = objectOf(l.make());
    const made = [l.make(), l.make(l === update ? { lsas: [{}, { body: 'ab' }] } : {})].map((p) => p.bytes);
    for (const octets of made) {
      const p = l.dissect(octets);
      expect(toHex(rebuilt(p))).toBe(toHex(octets));
      expect(toHex(rebuiltDeeply(p))).toBe(toHex(octets));
      for (let n = 0; n < octets.length; n++) holds(octets.subarray(0, n), l.T, false, registry);
    }
    fc.assert(
      fc.property(fc.constantFrom(...made), fc.nat(60), fc.integer({ min: 0, max: 255 }), (octets, at, x) => {
        const bad = octets.slice();
        bad[at % bad.length] = x;
        holds(bad, l.T, false, registry);
      }),
      { numRuns: 300 },
    );
  });
});
