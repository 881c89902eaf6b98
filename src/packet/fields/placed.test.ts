import { describe, expect, expectTypeOf, it } from 'vitest';
import { lossless } from '../../../test/support/lossless.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { layer } from '../layer/layer.ts';
import type { GiveOf, ReadOf } from '../spec/field.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { aligned } from './aligned.ts';
import { choose, when } from './conditional.ts';
import { group } from './group.ts';
import { bits, flag, flags, signedBits, u16le, u64le, u8 } from './integers.ts';
import { list, record } from './lists.ts';
import { bitsLe } from './little-bits.ts';
import { marked } from './marked.ts';
import { octets, padding } from './octets.ts';
import { option, optionList } from './options.ts';
import { sized } from './sized.ts';

const sequence = () => group({ frag: bitsLe(4), seq: bitsLe(12) });
const version = () =>
  group({ version: bits(4, { default: 6 }), urgent: flag(), kind: flags(3, 'ABC'), delta: signedBits(11), odd: bits(13) });
const Bits = layer('Bits', { fields: { high: bits(3), low: bits(13), sequence: sequence() } });

const LAYERS: Readonly<Record<string, OneLayer>> = {
  'a group': oneLayer({ a: u8(), g: version(), z: u8() }),
  'groups in a list, little-endian': oneLayer({ n: u8({ counts: 'all' }), all: list(sequence()), z: u8() }),
  'a group only sometimes': oneLayer({
    kind: u8(),
    g: when({ kind: 1 }, sequence()),
    h: choose((s) => s['kind'], { 2: version() }, u8()),
    z: u8(),
  }),
  'groups in options': oneLayer({ o: optionList({ kinds: { 1: option('A', sequence()), 2: option('B', list(version())) } }) }),
  'bits in a record': oneLayer({
    r: record(() => Bits as unknown as AnyLayer),
    s: sized('u8', list(record(() => Bits as unknown as AnyLayer))),
  }),
  radiotap: oneLayer({
    present: flags(8, ['tsft', 'flags', 'rate', 'channel']),
    tsft: when({ present: 'tsft' }, aligned(8, u64le())),
    flags: when({ present: 'flags' }, u8()),
    rate: when({ present: 'rate' }, u8()),
    channel: when({ present: 'channel' }, aligned(2, group({ freq: u16le(), flags: u16le() }))),
    z: u8(),
  }),
  'aligned octets': oneLayer({ n: u8({ measures: 'o' }), o: octets(), v: aligned(4, octets()) }),
  'aligned, with padding behind': oneLayer({ a: u8(), list: sized('u8', list(aligned(2, u8()))), b: padding(4), z: u8() }),
  'behind a mark': oneLayer({ a: u8(), payload: marked(0xff, octets()) }),
  'behind two marks': oneLayer({ a: marked(1, u8()), b: marked(Uint8Array.of(2, 2), sized('u8', octets())), z: u8() }),
};

describe.each(Object.entries(LAYERS))('%s', (_name, l) => {
  it('loses nothing', () => lossless(l, [fromHex('0f0100000000000000ffffffffffffffff0102030405060708'), fromHex('01ff0102030405')]));
});

const of = (name: string): OneLayer => LAYERS[name] as OneLayer;

describe('group', () => {
  it('has its bits in order, from either end', () => {
    // 6 | 1 | 010 | -1 in 11 bits | 5 in 13 bits: 0110 1010 1111 1111 1110 0000 0000 0101.
    const l = of('a group');
    expect(toHex(l.make({ a: 1, g: { urgent: true, kind: 'B', delta: -1, odd: 5 } }).bytes)).toBe('016affe00500');
    expect(l.read(fromHex('016affe00500'))?.['g']).toMatchObject({ version: 6, urgent: true, delta: -1, odd: 5 });
    // 802.11: fragment number in the lowest four bits of the first octet (IEEE 802.11-2020 §9.2.4.4).
    expect(toHex(of('groups in a list, little-endian').make({ all: [{ frag: 1, seq: 0x234 }, {}] }).bytes)).toBe('024123000000');
    expect(of('groups in a list, little-endian').read(fromHex('01412309'))).toMatchObject({ all: [{ frag: 1, seq: 0x234 }] });
  });

  it('is shown by its names', () => {
    const p = of('a group').dissect(fromHex('016affe00500'));
    expect(p.show()).toContain("'version': 6");
    expect(JSON.parse(p.json()).layers.T.g).toEqual({ version: 6, urgent: true, kind: 'B', delta: -1, odd: 5 });
  });

  it('refuses what does not fit', () => {
    const l = of('a group');
    const message = (given: object): string => {
      try {
        void l.make({ g: given }).bytes;
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(message({ version: 16 })).toBe('T.g: version: 16 does not fit 4 bits (0 to 15)');
    expect(message({ versoin: 1 })).toContain("did you mean 'version'");
    expect(() => group({ a: bits(3) })).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
    expect(() => group({ a: bits(4), b: bitsLe(4) })).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
    expect(() => group({ a: octets() })).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
  });

  it('has types', () => {
    const g = sequence();
    expectTypeOf<ReadOf<typeof g>>().toEqualTypeOf<{ readonly frag: number; readonly seq: number }>();
    expectTypeOf<GiveOf<typeof g>>().toEqualTypeOf<{ readonly frag?: number; readonly seq?: number }>();
  });
});

describe('aligned', () => {
  it('has zeros before it, from the start of the layer', () => {
    const l = of('radiotap');
    expect(toHex(l.make({ tsft: 1n, flags: 2, channel: { freq: 2412 }, z: 9 }).bytes)).toBe(
      '0b00000000000000' + '0100000000000000' + '02' + '00' + '6c090000' + '09',
    );
    expect(toHex(l.make({ rate: 4, channel: { freq: 2412 }, z: 9 }).bytes)).toBe('0c046c09000009');
    expect(l.read(fromHex('0c046c09000009'))).toMatchObject({ rate: 4, channel: { freq: 2412, flags: 0 }, z: 9 });
    expect(l.read(fromHex('08ff6c09000009'))).toMatchObject({ channel: { value: { freq: 2412, flags: 0 }, padding: Uint8Array.of(0xff) } });
  });
});

describe('marked', () => {
  it('is there behind its mark only', () => {
    const l = of('behind a mark');
    expect(toHex(l.make({ a: 1, payload: 'x' }).bytes)).toBe('01ff78');
    expect(toHex(l.make({ a: 1 }).bytes)).toBe('01');
    expect(l.read(fromHex('01ff'))).toMatchObject({ payload: new Uint8Array(0) });
    expect(l.dissect(fromHex('0178')).get(l.T)).toMatchObject({ a: 1 });
    expect(toHex(l.dissect(fromHex('0178')).payload(l.T))).toBe('78');
  });
});

it('a packet that moves to another slab while it is written is the same', () => {
  const odd = oneLayer({
    a: u8(),
    all: sized('u16', list(aligned(4, sized('u8', octets())))),
    o: optionList({ kinds: { 1: option('A', list(aligned(4, u8()))) } }),
  });
  const given = { all: Array.from({ length: 40 }, () => new Uint8Array(13)), o: Array.from({ length: 20 }, () => ['A', [1, 2, 3]]) };
  const first = toHex(odd.make(given).bytes);
  // A slab has 2^18 octets: some of these begin in one and end in another.
  for (let i = 0; i < 900; i++) expect(toHex(odd.make(given).bytes) === first).toBe(true);
});
