import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u16le, u32, u32le, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { attribute, attributes, elements, nest, nulText, present } from './attributes.ts';
import { bodyOf, readBody } from './message.ts';

const Sample = layer('Sample', {
  fields: {
    index: u32le(),
    attributes: attributes({
      name: attribute(3, nulText()),
      mtu: attribute(4, u32le()),
      small: attribute(5, u8()),
      flag: attribute(6, present()),
      big: attribute(7, u32()),
      inner: nest(
        8,
        attributes({
          kind: attribute(1, nulText()),
          data: nest(
            2,
            choose(({ kind }) => kind as string, { point: attributes({ x: attribute(1, u16le()) }) }, octets()),
          ),
        }),
      ),
      list: nest(9, elements(1, attributes({ name: attribute(1, nulText()) }))),
    }),
  },
});

describe('attributes', () => {
  it('are length, type and value in host order, filled up to 4 octets', () => {
    // Worked out by hand from linux/netlink.h: nla_len counts its own 4 octets, not the filling.
    expect(toHex(bodyOf(Sample, { index: 1, attributes: { name: 'lo', small: 7, flag: true, big: 1 } }))).toBe(
      ['01000000', '07000300', '6c6f0000', '05000500', '07000000', '04000600', '08000700', '00000001'].join(''),
    );
  });

  it('nest, and a value may depend on what stands before it', () => {
    const values = { index: 2, attributes: { inner: { kind: 'point', data: { x: 513 } }, list: [{ name: 'a' }, { name: 'b' }] } };
    const body = bodyOf(Sample, values);
    expect(toHex(body)).toBe(
      [
        '02000000',
        '1c000880',
        '0a000100',
        '706f696e',
        '74000000',
        '0c000280',
        '06000100',
        '01020000',
        '1c000980',
        '0c000180',
        '06000100',
        '61000000',
        '0c000180',
        '06000100',
        '62000000',
      ].join(''),
    );
    expect(readBody(Sample, body)?.attributes).toEqual(values.attributes);
  });

  it('of other numbers, and values that are too short, are kept as octets', () => {
    const body = fromHex(['00000000', '06006300', 'beef0000', '06000400', '01020000', '07000300', '6c6f0000'].join(''));
    const read = readBody(Sample, body)?.attributes;
    expect(read).toEqual({
      name: 'lo',
      others: [
        [0x63, Uint8Array.of(0xbe, 0xef)],
        [4, Uint8Array.of(1, 2)],
      ],
    });
    const again = bodyOf(Sample, { attributes: read ?? {} });
    expect(readBody(Sample, again)?.attributes).toEqual(read);
  });

  it('that are damaged end the list', () => {
    for (const damage of ['03000100', '00000000', 'ffff0100', '080001']) {
      expect(readBody(Sample, fromHex(`00000000${'0500050007000000'}${damage}`))?.attributes).toEqual({ small: 7 });
    }
    expect(readBody(Sample, fromHex('000000'))).toBeUndefined();
  });

  it('never throw on octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const { attributes: read } = readBody(Sample, body) ?? {};
        expect(read === undefined || typeof read === 'object').toBe(true);
      }),
    );
  });

  it('that the table does not have are refused', () => {
    expect(() => bodyOf(Sample, { attributes: { colour: 1 } as object })).toThrow("there is no attribute 'colour'");
    expect(() => bodyOf(Sample, { attributes: { mtu: 2 ** 32 } })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
  });
});
