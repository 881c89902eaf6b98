/** A header whose end is known otherwise than by its fields may be cut within one: made anew of the values read it has the same octets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, plain } from '../../../test/support/layer-suite.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { rebuilt, rebuiltDeeply } from '../../../test/support/rebuild.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { ipv4 } from '../fields/addresses.ts';
import { choose, mayEnd, when } from '../fields/conditional.ts';
import { msbExtended } from '../fields/extended.ts';
import { bits, flags, u16, u16le, u32, u8 } from '../fields/integers.ts';
import { list, record } from '../fields/lists.ts';
import { octets, padding } from '../fields/octets.ts';
import { overlay } from '../fields/overlay.ts';
import { prefixedText } from '../fields/prefixed.ts';
import { layer } from '../layer/layer.ts';
import { objectOf } from '../object/packet-object.ts';
import { type AnyLayer, auto } from './spec.ts';

const Pair = layer('Pair', { fields: { n: u8({ measures: 'name' }), name: octets(), port: u16() } });
const has = (flag: string) => (self: Record<string, any>) => self['present'].has(flag);
const radio = (more: object): OneLayer =>
  oneLayer(
    {
      version: u8(),
      pad: u8(),
      len: u16le('greedy' in more ? {} : { measures: 'header' }),
      present: flags(32, ['tsft', 'flags', 'rate', 'channel'], {}, { little: true }),
      tsft: when(has('tsft'), u32()),
      flags: when(has('flags'), u8()),
      align: padding(2),
      rate: when(has('rate'), u16({ default: 7 })),
      a: bits(4),
      b: bits(12),
      channel: when(has('channel'), ipv4()),
      z: u8(),
    },
    more,
  );
/** Conditions that are declared, and a field that two cases share. */
const declared = (more: object): OneLayer =>
  oneLayer(
    {
      len: u8('greedy' in more ? {} : { measures: 'header' }),
      present: flags(8, ['x', 'y', 'z'], { default: 0 }),
      ...overlay('len', 2, [[[9, 10, 11], { id: u16() }]], { a: u8(), b: u8() }),
      x: when({ present: 'x' }, u32()),
      y: when({ present: 'y' }, ipv4()),
      between: u16(),
      z: when({ present: 'z' }, u8({ default: 3 })),
      end: u16(),
    },
    more,
  );
const LAYERS: Readonly<Record<string, [OneLayer, string]>> = {
  'a measured header': [radio({}), '00001b000f000000 01020304 05 00 0809 1234 c0000201 ff'.replaceAll(' ', '')],
  'a greedy one': [radio({ greedy: true }), '00001b000f000000 01020304 05 00 0809 1234 c0000201 ff'.replaceAll(' ', '')],
  'declared conditions': [declared({}), '110700 01 01020304 c0000201 1234 05 5678'.replaceAll(' ', '')],
  'declared conditions in a greedy one': [declared({ greedy: true }), '110700 01 01020304 c0000201 1234 05 5678'.replaceAll(' ', '')],
  'other kinds': [
    oneLayer(
      {
        k: u8(),
        n: msbExtended(),
        t: prefixedText('u8'),
        c: choose((self) => self['k'], { 1: u32() }, u8()),
        r: record(() => Pair as unknown as AnyLayer),
        m: u8({ measures: 'data' }),
        data: octets(),
        count: u8({ counts: 'items' }),
        items: list(u16()),
        end: mayEnd(u16()),
      },
      { greedy: true },
    ),
    '01 8105 026162 00000007 02616200500201020100090203'.replaceAll(' ', ''),
  ],
};

describe.each(Object.entries(LAYERS))('%s', (_name, [l, hex]) => {
  const whole = fromHex(hex);
  const { registry } = objectOf(l.make());
  const keeps = (octetsOf: Uint8Array): void => {
    const p = l.dissect(octetsOf);
    expect(toHex(rebuilt(p))).toBe(toHex(octetsOf));
    expect(toHex(rebuiltDeeply(p))).toBe(toHex(octetsOf));
  };

  it('says nothing of a cut when there is none', () => {
    expect(l.read(whole)).not.toHaveProperty('$rest', expect.anything());
    keeps(whole);
    expect(l.make().show()).not.toContain('$rest');
  });

  it('is made anew as it was, cut anywhere', () => {
    for (let n = 0; n <= whole.length; n++) {
      keeps(whole.subarray(0, n));
      holds(whole.subarray(0, n), l.T, true, registry);
    }
  });

  it('is made anew as it was, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 0, max: 255 }), fc.nat(40), (at, x, n) => {
        const bad = whole.slice(0, n);
        if (bad.length > 0) bad[at % bad.length] = x;
        holds(bad, l.T, true, registry);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a header that was cut', () => {
  const l = radio({});
  it('has what is left of the field in octets, and no value for it', () => {
    const eight = '000008000f000000';
    expect(plain(l.read(fromHex(eight)))).toMatchObject({ len: 8, $rest: '' });
    const view = l.read(fromHex('00000a000f0000000102')) as Record<string, unknown>;
    expect(view['tsft']).toBeUndefined();
    expect(plain(view['$rest'])).toBe('0102');
    // What follows by the header's own length is payload, and none of its fields.
    const p = l.dissect(fromHex(`${eight}0102030405060708`));
    expect(toHex(p.payload(l.T))).toBe('0102030405060708');
    expect((p.get(l.T) as unknown as Record<string, unknown>)['z']).toBeUndefined();
  });

  it('may be given so', () => {
    expect(toHex(l.make({ len: 10, present: 'tsft', $rest: Uint8Array.of(1, 2) }).bytes)).toBe('00000a00010000000102');
  });

  it('is changed without growing', () => {
    const p = l.dissect(fromHex('00000a000f0000000102'));
    expect(toHex(p.set(l.T, { version: 1 }).bytes)).toBe('01000a000f0000000102');
    // Without them, what is not given has its default again.
    expect(toHex(p.set(l.T, { tsft: 5, $rest: auto }).bytes)).toBe(
      '010016000f000000' + '00000005' + '00' + '0007' + '0000' + '00000000' + '00',
    );
  });
});

it('a measured header that is being written knows all its fields so far', () => {
  const l = oneLayer({
    size: u8({ measures: 'header' }),
    kind: u8(),
    more: when((self) => self['kind'] > 0, u8()),
    last: when((self) => self['more'] === 2, u16({ default: 9 })),
  });
  expect(toHex(l.make({ kind: 1, more: 2 }).bytes)).toBe('0501020009');
});
