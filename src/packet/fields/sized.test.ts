import { seconds, SOON } from '../../../test/support/growth.ts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { lossless, remade } from '../../../test/support/lossless.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { layer } from '../layer/layer.ts';
import type { GiveOf, ReadOf } from '../spec/field.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { ipv4 } from './addresses.ts';
import { when } from './conditional.ts';
import { u16, u32, u8 } from './integers.ts';
import { list, record, records } from './lists.ts';
import { fixedOctets, octets, terminatedText, text } from './octets.ts';
import { option, optionList } from './options.ts';
import { type LongLength, sized } from './sized.ts';

const Extension = layer('Extension', { fields: { type: u16(), data: sized('u16', octets()) } });
const Deep = layer('Deep', {
  fields: {
    id: u8(),
    all: sized(
      'u8',
      list(
        sized(
          'u8',
          record(() => Extension as unknown as AnyLayer),
        ),
      ),
    ),
    z: u8(),
  },
});
const extension = (): AnyLayer => Extension as unknown as AnyLayer;
const deep = (): AnyLayer => Deep as unknown as AnyLayer;

const LAYERS: Readonly<Record<string, OneLayer>> = {
  'a number': oneLayer({ a: u8(), f: sized('u16', u32()), z: u8() }),
  'octets behind three octets, little-endian': oneLayer({ f: sized('u24le', octets()), z: u8() }),
  'text behind leb128': oneLayer({ f: sized('leb128', text()), z: u8() }),
  'numbers behind ber': oneLayer({ f: sized('ber', list(u16())), z: u8() }),
  'texts behind quic': oneLayer({ f: sized('quic', terminatedText()), z: u8() }),
  'text behind ipfix': oneLayer({ f: sized('ipfix', text()), z: u8() }),
  'a fixed number of octets': oneLayer({ f: sized('u8', fixedOctets(3)), z: u8() }),
  'certificates (RFC 8446 §4.4.2)': oneLayer({ certs: sized('u24', list(sized('u16', octets()))), z: u8() }),
  'a size in a size': oneLayer({ f: sized('u8', sized('quic', octets())), g: sized('quic', sized('quic', u8())), z: u8() }),
  'lists in records in lists': oneLayer({ all: sized('u8', list(sized('u8', record(deep)))), z: u8() }),
  'records, and what is not given': oneLayer({ f: sized('u16', records(extension)), g: sized('u8', ipv4({ default: '192.0.2.1' })) }),
  'only sometimes': oneLayer({ kind: u8(), f: when({ kind: 1 }, sized('u8', list(u16()))), z: u8() }),
  'in options': oneLayer({ o: optionList({ kinds: { 1: option('A', sized('u8', octets())), 2: option('B', sized('u8', u16())) } }) }),
  'a measured list of them': oneLayer({ n: u8({ measures: 'f' }), f: list(sized('u8', octets()), { rest: true }), z: u8() }),
};

describe.each(Object.entries(LAYERS))('%s', (_name, l) => {
  it('loses nothing', () => lossless(l, [l.make().bytes, fromHex('03020001ff'), fromHex('0502000102ff'), fromHex('0600000300020101ff')]));
});

const of = (name: string): OneLayer => LAYERS[name] as OneLayer;

describe('a field behind its length', () => {
  it('is as long as its length says', () => {
    const l = of('a number');
    expect(toHex(l.make({ a: 1, f: 5, z: 9 }).bytes)).toBe('0100040000000509');
    expect(l.read(fromHex('0100040000000509'))).toMatchObject({ a: 1, f: 5, z: 9 });
    // Too few or too many octets for a number: they are octets, and nothing else moves.
    expect(l.read(fromHex('0100020102' + '09'))).toMatchObject({ f: Uint8Array.of(1, 2), z: 9 });
    expect(l.read(fromHex('010005000000050609'))).toMatchObject({ f: Uint8Array.of(0, 0, 0, 5, 6), z: 9 });
    expect(toHex(l.make({ f: Uint8Array.of(7) }).bytes)).toBe('0000010700');
    // More than there is.
    expect(l.read(fromHex('0100060000000509'))).toBeUndefined();
  });

  it('has lengths of several forms', () => {
    expect(toHex(of('octets behind three octets, little-endian').make({ f: 'ab' }).bytes)).toBe('020000616200');
    expect(
      toHex(
        of('text behind leb128')
          .make({ f: 'x'.repeat(130) })
          .bytes.slice(0, 3),
      ),
    ).toBe('820178');
    expect(
      toHex(
        of('numbers behind ber')
          .make({ f: Array.from({ length: 64 }, () => 0) })
          .bytes.slice(0, 3),
      ),
    ).toBe('818000');
    expect(
      toHex(
        of('texts behind quic')
          .make({ f: 'x'.repeat(63) })
          .bytes.slice(0, 3),
      ),
    ).toBe('404078');
  });

  it('keeps a length in more octets than it needs', () => {
    const l = of('texts behind quic');
    expect(l.read(fromHex('400361620009'))).toMatchObject({ f: { value: 'ab', lengthOctets: 2 }, z: 9 });
    expect(toHex(l.make({ f: { value: 'ab', lengthOctets: 4 }, z: 9 }).bytes)).toBe('8000000361620009');
    expect(of('numbers behind ber').read(fromHex('8200020102' + '09'))).toMatchObject({ f: { value: [0x102], lengthOctets: 3 }, z: 9 });
  });

  it('has its octets to itself, at every level', () => {
    const l = of('certificates (RFC 8446 §4.4.2)');
    expect(toHex(l.make({ certs: ['a', Uint8Array.of(1, 2)], z: 9 }).bytes)).toBe('00000700016100020102' + '09');
    expect(l.read(fromHex('0000070001610002010209'))).toMatchObject({ certs: [fromHex('61'), fromHex('0102')], z: 9 });
    // The second one says more than the list has.
    expect(l.read(fromHex('0000070001610003010209'))).toMatchObject({ certs: fromHex('00016100030102'), z: 9 });
  });

  it('nests', () => {
    const l = of('lists in records in lists');
    const all = [{ id: 1, all: [{ type: 2, data: 'ab' }], z: 3 }, { id: 4 }];
    const made = l.make({ all, z: 9 });
    expect(toHex(made.bytes)).toBe('0f' + '0a' + '0107' + '06' + '000200026162' + '03' + '03040000' + '09');
    expect(l.read(made.bytes)).toMatchObject({
      all: [
        { id: 1, all: [{ type: 2 }] },
        { id: 4, all: [] },
      ],
      z: 9,
    });
    expect(remade(l, made.bytes)).toBe(toHex(made.bytes));
  });

  it('refuses what its length cannot say', () => {
    const l = oneLayer({ f: sized('u8', octets()) });
    expect(() => l.make({ f: new Uint8Array(256) }).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^T\.f: 256 does not fit/) }),
    );
  });

  it('is read in linear time', () => {
    const l = of('certificates (RFC 8446 §4.4.2)');
    const counted = oneLayer({ certs: sized('u24', list(sized('u16', record(extension)))) });
    const made = new Map(
      [60_000].map((n) => [n, counted.make({ certs: Array.from({ length: n }, () => ({ type: 1, data: 'abc' })) }).bytes]),
    );
    const read = (n: number): void => expect((counted.read(made.get(n) as Uint8Array)?.['certs'] as unknown[] | undefined)?.length).toBe(n);
    expect(seconds(() => read(60_000))).toBeLessThan(SOON);
    expect(l.read(new Uint8Array(70_000))).toMatchObject({ certs: [] });
  });

  it('has types', () => {
    const fixed = sized('u16', list(u16()));
    expectTypeOf<ReadOf<typeof fixed>>().toEqualTypeOf<readonly number[] | Uint8Array>();
    expectTypeOf<GiveOf<typeof fixed>>().toEqualTypeOf<readonly number[] | Uint8Array>();
    const open = sized('quic', u16());
    expectTypeOf<ReadOf<typeof open>>().toEqualTypeOf<number | Uint8Array | LongLength<number | Uint8Array>>();
  });
});
