import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossless } from '../../../test/support/lossless.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { layer } from '../layer/layer.ts';
import { type AnyLayer, auto } from '../spec/spec.ts';
import { when } from './conditional.ts';
import { u16, u8 } from './integers.ts';
import { list, record, records } from './lists.ts';
import { octets } from './octets.ts';
import { berLength, leb128, quicInt } from './variable-integers.ts';

const Inner = layer('Inner', { fields: { n: quicInt({ measures: 'data' }), data: octets(), z: u8() } });
const inner = (): AnyLayer => Inner as unknown as AnyLayer;

const LAYERS = {
  'a length of MQTT': oneLayer({
    type: u8(),
    len: leb128({ most: 4, measures: 'body' }),
    body: octets(),
    crc: u16({ checksums: 'header' }),
  }),
  'a length of BER': oneLayer({ a: u8(), len: berLength({ measures: 'body' }), body: octets(), z: u16() }),
  'a count of QUIC': oneLayer({ n: quicInt({ counts: 'items' }), items: list(u8()), z: u8() }),
  'a length and a count': oneLayer({
    len: leb128({ measures: 'items' }),
    n: quicInt({ counts: 'items' }),
    before: u8({ measures: 'tail' }),
    items: list(u8(), { rest: true }),
    tail: octets(),
    z: u8(),
  }),
  'units and a bias': oneLayer({ len: leb128({ measures: 'body', unit: 2, bias: -1 }), body: octets() }),
  'in a record': oneLayer({ a: u8(), inner: record(inner), z: u8() }),
  'in records': oneLayer({ n: leb128({ counts: 'all' }), all: records(inner), z: u8() }),
  'only sometimes': oneLayer({
    kind: u8(),
    len: when({ kind: 1 }, leb128({ measures: 'body' })),
    body: when({ kind: 1 }, octets()),
    z: u8(),
  }),
};

describe.each(Object.entries(LAYERS))('%s', (_name, l) => {
  it('loses nothing', () => lossless(l));
});

describe('numbers of variable size that measure and count', () => {
  const mqtt = LAYERS['a length of MQTT'];

  it('are computed in their shortest form', () => {
    expect(toHex(mqtt.make({ type: 0x30, body: 'ab' }).bytes)).toBe('3002' + '6162' + '6e9b');
    for (const n of [0, 1, 127, 128, 300, 16_383, 16_384]) {
      const made = mqtt.make({ type: 1, body: new Uint8Array(n).fill(7) });
      const p = mqtt.dissect(made.bytes);
      expect(p.get(mqtt.T)).toMatchObject({ type: 1, len: n, body: new Uint8Array(n).fill(7) });
      expect(toHex(mqtt.make({ type: 1, body: new Uint8Array(n).fill(7) }, Uint8Array.of(9)).bytes.slice(0, -3))).toBe(
        toHex(made.bytes.slice(0, -2)),
      );
    }
  });

  it('bound what is read', () => {
    expect(mqtt.read(fromHex('3082006162ffff'))).toMatchObject({ len: { value: 2, octets: 2 }, body: fromHex('6162'), crc: 0xffff });
    // More than there is: the field takes what is there.
    expect(LAYERS['units and a bias'].dissect(fromHex('096162')).issues).toMatchObject([{ kind: 'truncated', field: 'len' }]);
  });

  it('are computed for what is given, together with others', () => {
    const l = LAYERS['a length and a count'];
    const items = Array.from({ length: 200 }, (_, i) => i);
    const hex = toHex(l.make({ items, tail: 'xy', z: 9 }).bytes);
    expect(hex.slice(0, 12)).toBe('c801' + '40c8' + '02' + '00');
    expect(hex.slice(-6)).toBe('787909');
    expect(l.read(fromHex(hex))).toMatchObject({ len: 200, n: 200, before: 2, z: 9 });
    expect(() => LAYERS['units and a bias'].make({ body: 'ab' }).bytes).not.toThrow();
    expect(toHex(LAYERS['units and a bias'].make({ body: 'abcd' }).bytes)).toBe('0361626364');
  });

  it('are computed in records', () => {
    const l = LAYERS['in records'];
    const data = new Uint8Array(64);
    const made = l.make({ all: [{ data, z: 1 }, { data: Uint8Array.of(5) }] });
    expect(l.read(made.bytes)).toMatchObject({ n: 2, all: [{ n: 64, z: 1 }, { n: 1 }], z: 0 });
    expect(toHex(made.bytes)).toBe(`024040${'00'.repeat(64)}0101050000`);
  });

  it('are there when their condition holds', () => {
    const l = LAYERS['only sometimes'];
    expect(toHex(l.make({ kind: 1, body: 'a' }).bytes)).toBe('01016100');
    expect(toHex(l.make({ kind: 2 }).bytes)).toBe('0200');
  });

  it('follow a change while they are right and short', () => {
    const p = mqtt.make({ body: 'abc' });
    expect(toHex(p.set(mqtt.T, { body: new Uint8Array(130) }).bytes.slice(0, 3))).toBe('008201');
    const right = mqtt.dissect(fromHex('0001610000'));
    expect(toHex(right.set(mqtt.T, { body: 'abc' }).bytes)).toBe('0003616263' + '0000');
    // In more octets than it needs: nobody says that it should be ours.
    const long = mqtt.dissect(fromHex('008100610000'));
    expect(toHex(long.set(mqtt.T, { body: 'abc' }).bytes)).toBe('0081006162630000');
    const again = mqtt.dissect(fromHex('008100610000'));
    expect(toHex(again.set(mqtt.T, { len: auto, body: 'abc' }).bytes)).toBe('00036162630000');
  });

  it('name the field when the number is too large', () => {
    const l = oneLayer({ len: leb128({ most: 1, measures: 'body' }), body: octets() });
    expect(() => l.make({ body: new Uint8Array(128) }).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^T\.len: /) }),
    );
  });

  it('do not measure the layer', () => {
    for (const measures of ['layer', 'payload', 'header'])
      expect(() => oneLayer({ len: leb128({ measures }), a: u8() })).toThrow(
        expect.objectContaining({
          code: 'ERR_SPEC',
          message: `T.len: measures the ${measures}, which includes itself; let it measure a field by name`,
        }),
      );
  });

  it('are what was given, whatever that is', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ maxLength: 9 }), (len, body) => {
        const l = LAYERS['a length of BER'];
        expect(l.make({ len, body }).bytes.length).toBe(3 + body.length + (len < 128 ? 1 : 1 + Math.ceil(len.toString(16).length / 2)));
      }),
    );
  });
});
