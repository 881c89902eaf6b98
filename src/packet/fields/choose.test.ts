import { describe, expect, expectTypeOf, it } from 'vitest';
import { lossless } from '../../../test/support/lossless.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { Registry } from '../chain/registry.ts';
import { packetFunction } from '../packet-functions.ts';
import { layer } from '../layer/layer.ts';
import type { GiveOf, ReadOf } from '../spec/field.ts';
import { type Names, names } from '../spec/names.ts';
import type { AnyLayer, GivenOf, ViewOf } from '../spec/spec.ts';
import { ipv4 } from './addresses.ts';
import { choose, when } from './conditional.ts';
import { flag, flags, bits, u16, u24, u8 } from './integers.ts';
import { list, record, records } from './lists.ts';
import { octets, text } from './octets.ts';
import { sized } from './sized.ts';

const types = () => u8({ names: { hello: 1, address: 4, bye: 9 } });
const byType = () => choose('type', { hello: u16(), 4: ipv4(), bye: sized('u8', text()) }, octets());
const Item = layer('Item', { fields: { type: types(), value: sized('u8', byType()) } });
const item = (): AnyLayer => Item as unknown as AnyLayer;
const Tagged = layer('Tagged', { fields: { tag: u8({ default: 0x30 }), value: sized('ber', octets()) } });
const peeked = () => choose.peek(u8(), { 0x30: record(() => Tagged), 2: u16({ default: 0x0200 }) }, sized('u8', octets()));

const LAYERS: Readonly<Record<string, OneLayer>> = {
  'by a number or its name': oneLayer({ type: types(), value: byType() }),
  'in records, behind a length': oneLayer({ n: u8({ counts: 'all' }), all: records(item), z: u8() }),
  'by a flag, a set of flags, a text': oneLayer({
    on: flag(),
    set: flags(7, 'ABCDEFG'),
    word: sized('u8', text()),
    a: choose('on', { 1: u8() }, u16()),
    b: choose('set', { 3: u8() }, u16()),
    c: choose('word', { x: u8() }, u16()),
  }),
  'by what is there only sometimes': oneLayer({ kind: u8(), type: when('kind', types()), value: when('kind', byType()), z: u8() }),
  'lists of choices': oneLayer({ type: types(), n: u8({ counts: 'all' }), all: list(choose('type', { hello: u16() }, u8())), z: u8() }),
  'by what stands there': oneLayer({ n: u8({ counts: 'all' }), one: peeked(), all: list(peeked()), z: u8() }),
  'by bits that stand there': oneLayer({ all: sized('u8', list(choose.peek(u16(), { 0x0100: u16() }, u24()))) }),
};

describe.each(Object.entries(LAYERS))('%s', (_name, l) => {
  it('loses nothing', () =>
    lossless(l, [
      fromHex('01300204050200300101'),
      fromHex('09026162'),
      fromHex('0301010002010502000901'),
      fromHex('83017801020304050607'),
    ]));
});

const of = (name: string): OneLayer => LAYERS[name] as OneLayer;

describe('choose', () => {
  it('takes the field for the value', () => {
    const l = of('by a number or its name');
    expect(toHex(l.make({ type: 'hello', value: 5 }).bytes)).toBe('010005');
    expect(toHex(l.make({ type: 'bye', value: 'ab' }).bytes)).toBe('09026162');
    expect(l.read(fromHex('04c0000201'))).toMatchObject({ type: 4, value: '192.0.2.1' });
    expect(l.read(fromHex('070102'))).toMatchObject({ type: 7, value: Uint8Array.of(1, 2) });
    expect(of('in records, behind a length').read(fromHex('0201020005040101' + '09'))).toMatchObject({
      all: [
        { type: 1, value: 5 },
        { type: 4, value: Uint8Array.of(1) },
      ],
      z: 9,
    });
  });

  it('is checked when the layer is made', () => {
    const message = (fields: object): string => {
      try {
        oneLayer(fields as never);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(message({ tpye: types(), value: byType() })).toBe(
      "T.value: is chosen by 'type', which is not a field before it; did you mean 'tpye'?",
    );
    expect(message({ value: byType(), type: types() })).toContain('is not a field before it');
    expect(message({ type: types(), value: choose('type', { helo: u8() }, u8()) })).toBe(
      "T.value: 'type' is never 'helo'; did you mean 'hello'?",
    );
    expect(message({ type: bits(8), value: choose('type', { 256: u8() }, u8()) })).toContain("'type' is never '256'");
    expect(message({ type: types(), value: when('type', choose('typ', {}, u8())) })).toContain("did you mean 'type'?");
    expect(message({ type: u8({ names: names({ a: 1 }) }), value: choose('type', { a: u8() }, u8()) })).toBe('');
  });

  it('has types', () => {
    const f = byType();
    expectTypeOf<ReadOf<typeof f>>().toEqualTypeOf<number | string | Uint8Array>();
  });
});

const packet = packetFunction(new Registry([]));

describe('a field that another one chooses', () => {
  const One = layer('One', {
    fields: {
      type: types(),
      word: sized('u8', text()),
      on: flag(),
      set: flags(7, 'ABCDEFG'),
      any: choose('set', { 3: u8() }, sized('u8', text())),
      sure: choose('on', { 1: u8() }, sized('u8', text())),
      value: byType(),
    },
  });
  type View = ViewOf<typeof One>;

  it('has the type that the number says', () => {
    const told = (r: View): number | string | Uint8Array => {
      if (r.type === 1) {
        expectTypeOf(r.value).toEqualTypeOf<number | Uint8Array>();
        return r.value;
      }
      if (r.type === 9) expectTypeOf(r.value).toEqualTypeOf<string | Uint8Array>();
      if (r.type === 2) expectTypeOf(r.value).toEqualTypeOf<Uint8Array>();
      return r.value;
    };
    const make = (given: GivenOf<typeof One>) => packet(One(given)).get(One);
    expect(told(make({ type: 'hello', value: 5 }))).toBe(5);
    expectTypeOf<View['type']>().toEqualTypeOf<number>();
    expectTypeOf<View['value']>().toEqualTypeOf<number | string | Uint8Array>();
    expectTypeOf<View['word']>().toEqualTypeOf<string | Uint8Array>();
    // Any number may be set.
    const view = make({ type: 1, value: 5 });
    view.type = 77;
    expect(view.type).toBe(77);
  });

  it('has just that type where it is asked for', () => {
    const r = packet(One({ type: 1, value: 5 })).get(One);
    expect(choose.is(r, 'type', 4)).toBe(false);
    if (!choose.is(r, 'type', 1)) throw new Error('it is');
    expectTypeOf(r.value).toEqualTypeOf<number>();
    expect(r.value).toBe(5);
  });

  it('is told of true and false, and not of flags', () => {
    const sure = (r: View): number => {
      expectTypeOf(r.any).toEqualTypeOf<number | string | Uint8Array>();
      if (r.on) {
        expectTypeOf(r.sure).toEqualTypeOf<number>();
        return r.sure;
      }
      expectTypeOf(r.sure).toEqualTypeOf<string | Uint8Array>();
      return r.sure.length;
    };
    expect(sure(packet(One({ on: true, sure: 7 })).get(One))).toBe(7);
  });

  it('is told by the names of a table, but not of one that is loaded', () => {
    const table = names({ hello: 1, hi: 1, bye: 2 });
    const loaded: Names = table;
    const cases = () => ({ hi: u8(), bye: sized('u8', text()) });
    const Tabled = layer('Tabled', { fields: { type: u8({ names: table }), value: choose('type', cases(), octets()) } });
    const Loaded = layer('Loaded', { fields: { type: u8({ names: loaded }), value: choose('type', cases(), octets()) } });
    const r = packet(Tabled({ type: 'hello', value: 5 })).get(Tabled);
    if (!choose.is(r, 'type', 1)) throw new Error('it is');
    expectTypeOf(r.value).toEqualTypeOf<number>();
    expect(r.value).toBe(5);
    const other = packet(Loaded({ type: 'hello', value: 5 })).get(Loaded);
    if (other.type === 1) expectTypeOf(other.value).toEqualTypeOf<number | string | Uint8Array>();
    expect(other.value).toBe(5);
  });

  it('is told behind a length, in records, and to the functions of the spec', () => {
    const Behind = layer('Behind', {
      fields: { type: types(), value: sized('u8', byType()) },
      columns: {
        'behind.sum': ({ type, value }) => {
          if (type === 1) expectTypeOf(value).toEqualTypeOf<number | Uint8Array>();
          return type;
        },
      },
    });
    const Around = layer('Around', { fields: { all: records(() => Behind) } });
    const [first] = packet(Around({ all: [{ type: 4, value: '192.0.2.1' }] })).get(Around).all;
    if (first === undefined || !choose.is(first, 'type', 4)) throw new Error('it is');
    expectTypeOf(first.value).toEqualTypeOf<string | Uint8Array>();
    expect(first.value).toBe('192.0.2.1');
  });
});

describe('choose.peek', () => {
  it('takes nothing of what it looks at', () => {
    const l = of('by what stands there');
    expect(l.read(fromHex('01300200000205010109'))).toMatchObject({
      one: [0x30, { value: Uint8Array.of(0, 0) }],
      all: [[2, 0x0205]],
      z: 1,
    });
    expect(
      toHex(
        l.make({
          one: [0x30, { value: 'ab' }],
          all: [
            [2, 0x0207],
            [5, Uint8Array.of(1, 2, 3, 4, 5)],
          ],
          z: 9,
        }).bytes,
      ),
    ).toBe('02' + '30026162' + '0207' + '050102030405' + '09');
    expect(toHex(l.make().bytes)).toBe('00020000');
    expect(() => l.make({ one: 5 }).bytes).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
  });

  it('has types that narrow', () => {
    const f = peeked();
    expectTypeOf<Extract<ReadOf<typeof f>, readonly [2, unknown]>>().toEqualTypeOf<readonly [2, number]>();
    expectTypeOf<GiveOf<typeof f>>().extract<readonly [2, unknown]>().toEqualTypeOf<readonly [2, number]>();
  });
});
