import { describe, expect, expectTypeOf, it } from 'vitest';
import { deeply, lossless, remade } from '../../../test/support/lossless.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import type { ReadOf } from '../spec/field.ts';
import { ipv4 } from './addresses.ts';
import { u16, u32, u8 } from './integers.ts';
import { list } from './lists.ts';
import { marked } from './marked.ts';
import { octets, text } from './octets.ts';
import { attributeHead, deltaHead, type HeadWidths, tlvHead } from './option-heads.ts';
import { mark, option, optionList } from './options.ts';
import { sized } from './sized.ts';

const attributes = () =>
  optionList({
    head: attributeHead,
    kinds: {
      1: option('ORIGIN', u8(), { flags: 0x40 }),
      2: option('AS_PATH', list(u16()), { flags: 0x40 }),
      3: option('NEXT_HOP', ipv4(), { flags: 0x40 }),
      6: option('ATOMIC_AGGREGATE'),
      8: option('COMMUNITIES', list(u32()), { flags: 0xc0 }),
    },
  });
const transport = () =>
  optionList({ head: tlvHead('quic', 'quic'), kinds: { 1: option('max_idle_timeout', u32()), 4: option('x', octets()) } });

const LAYERS: Readonly<Record<string, OneLayer>> = {
  'BGP path attributes': oneLayer({ n: u16({ measures: 'a' }), a: attributes(), z: u8() }),
  CoAP: oneLayer({
    a: u8(),
    options: optionList({
      head: deltaHead,
      kinds: { 3: option('Uri-Host', text()), 11: option('Uri-Path', text()), 12: option('Format', u16()) },
    }),
    payload: marked(0xff, octets()),
  }),
  'numbers of two octets, lengths of three': oneLayer({
    o: optionList({ head: tlvHead('u16le', 'u24'), kinds: { 1: option('A', sized('u8', octets())), 2: option('B') } }),
  }),
  'SCTP parameters (RFC 9260 §3.2.1)': oneLayer({
    o: optionList({
      head: tlvHead('u16', 'u16', { covers: 'option' }),
      alignOptions: 4,
      kinds: { 5: option('IPv4', ipv4()), 7: option('Cookie', octets()) },
    }),
  }),
  'filled up as a whole, too': oneLayer({
    o: optionList({ head: tlvHead('u8', 'u8'), alignOptions: 2, align: 4, kinds: { 1: option('A', u8()), 2: option('B', u16()) } }),
  }),
  'a vendor’s': oneLayer({ o: optionList({ head: tlvHead('u32', 'u8'), kinds: { 0x137: option('A', u8()) } }) }),
  'QUIC transport parameters': oneLayer({ o: transport() }),
};

describe.each(Object.entries(LAYERS))('%s', (_name, l) => {
  it('loses nothing', () =>
    lossless(l, [
      fromHex('001640010100c00205000000010240030 4c0000201800600'.replace(' ', '')),
      fromHex('00bb74656d70657261747572651100ff6162'),
      fromHex('00070005616263000005000801020304'),
      fromHex('0102030100000201ff00'),
      fromHex('0104800000054004010a'),
    ]));
});

it('numbers beyond 2^53 come back from JSON', () => {
  const l = of('QUIC transport parameters');
  expect(remade(l, fromHex('ffffffffffffffff0161'))).toBe('ffffffffffffffff0161');
});

const of = (name: string): OneLayer => LAYERS[name] as OneLayer;
const read = (name: string, hex: string): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(deeply(of(name).read(fromHex(hex))), (_k, v: unknown) =>
      v instanceof Uint8Array || (typeof v === 'object' && v !== null && '0' in v && !Array.isArray(v))
        ? toHex(Uint8Array.from(Object.values(v)))
        : v,
    ),
  );
const made = (name: string, given: object): string => toHex(of(name).make(given).bytes);

describe('heads of options', () => {
  it('attributes have flags, and a long length where they need it (RFC 4271 §4.3)', () => {
    const name = 'BGP path attributes';
    const a = [
      ['ORIGIN', 0],
      ['AS_PATH', [65_001]],
      ['NEXT_HOP', '192.0.2.1'],
    ];
    expect(made(name, { a, z: 9 })).toBe('0010' + '40010100' + '400202fde9' + '400304c0000201' + '09');
    expect(read(name, '001040010100400202fde9400304c000020109')).toEqual({ n: 16, a, z: 9 });
    // Other flags than usual, and a long length that is not needed.
    expect(read(name, '0005' + '5001000102' + '09')).toMatchObject({ a: [['ORIGIN', 2, 0x50]] });
    expect(made(name, { a: [['ORIGIN', 2, 0x50], ['ATOMIC_AGGREGATE'], [99, Uint8Array.of(1), 0xe0]] })).toBe(
      '000c' + '5001000102' + '000600' + 'e0630101' + '00',
    );
    expect(made(name, { a: [['COMMUNITIES', Array.from({ length: 64 }, () => 1)]] }).slice(4, 12)).toBe('d0080100');
    expect(() => made(name, { a: [['COMMUNITIES', Array.from({ length: 64 }, () => 1), 0xc0]] })).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE' }),
    );
    expect(() => made(name, { a: [['ORIGIN', 1, 300]] })).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
  });

  it('deltas count from the option before, and end at the mark (RFC 7252 §3.1)', () => {
    // The options of figure 16: Uri-Path "temperature".
    expect(made('CoAP', { options: [['Uri-Path', 'temperature']] })).toBe('00bb74656d7065726174757265');
    const given = {
      a: 0,
      options: [
        ['Uri-Path', 'a'],
        ['Uri-Path', 'b'],
        [300, '00'.repeat(300)],
      ],
      payload: '7b7d',
    };
    const long = made('CoAP', { ...given, options: [...given.options.slice(0, 2), [300, new Uint8Array(300)]], payload: '{}' });
    // 300 - 11 = 289 = 269 + 20; 300 = 269 + 31.
    expect(long).toBe(`00b1610162ee0014001f${'00'.repeat(300)}ff7b7d`);
    expect(read('CoAP', long)).toEqual(given);
    expect(read('CoAP', '00c0ff')).toMatchObject({ options: [['Format', '']], payload: '' });
    // A reserved half octet is no option.
    expect(read('CoAP', '00b161f0ff')).toMatchObject({
      options: [
        ['Uri-Path', 'a'],
        ['malformed', 'f0ff'],
      ],
    });
    expect(() =>
      made('CoAP', {
        options: [
          ['Uri-Path', 'a'],
          ['Uri-Host', 'b'],
        ],
      }),
    ).toThrow(expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringContaining('order of their numbers') }));
  });

  it('each is filled up where the list says so', () => {
    const name = 'SCTP parameters (RFC 9260 §3.2.1)';
    expect(
      made(name, {
        o: [
          ['Cookie', 'abc'],
          ['IPv4', '192.0.2.1'],
        ],
      }),
    ).toBe('00070007616263000005' + '0008c0000201');
    expect(read(name, '000700076162630000050008c0000201')).toEqual({
      o: [
        ['Cookie', '616263'],
        ['IPv4', '192.0.2.1'],
      ],
    });
    expect(read(name, '00070007616263ff00050008c0000201')).toEqual({
      o: [
        ['Cookie', '616263'],
        ['padding', 'ff'],
        ['IPv4', '192.0.2.1'],
      ],
    });
    expect(read(name, '00070007616263')).toEqual({
      o: [
        ['Cookie', '616263'],
        ['padding', ''],
      ],
    });
  });

  it('are in the form that their number has', () => {
    expect(made('numbers of two octets, lengths of three', { o: [['B'], [0x1234, 'x']] })).toBe('02000000003412000001' + '78');
    expect(made('a vendor’s', { o: [['A', 1]] })).toBe('000001370101');
    const name = 'QUIC transport parameters';
    expect(
      made(name, {
        o: [
          ['max_idle_timeout', 5],
          [0x3ff, new Uint8Array(64)],
        ],
      }).slice(0, 20),
    ).toBe('01040000000543ff4040');
    expect(read(name, '4001040000000504400101')).toEqual({
      o: [
        ['max_idle_timeout', 5, [2, 1]],
        ['x', '01', [1, 2]],
      ],
    });
    expect(of(name).read(fromHex('ffffffffffffffff00'))).toMatchObject({ o: [[2n ** 62n - 1n, new Uint8Array(0)]] });
  });

  it('belong to specs that make sense', () => {
    expect(() => optionList({ kinds: {}, alignOptions: 4 })).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
    expect(() => optionList({ head: deltaHead, kinds: { 0: mark('End') } })).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
  });

  it('have types', () => {
    const a = attributes();
    expectTypeOf<Extract<ReadOf<typeof a>[number], readonly ['ORIGIN', ...unknown[]]>>().toEqualTypeOf<
      readonly ['ORIGIN', number | Uint8Array] | readonly ['ORIGIN', number | Uint8Array, number]
    >();
    const t = transport();
    expectTypeOf<Extract<ReadOf<typeof t>[number], readonly [number | bigint, ...unknown[]]>>().toEqualTypeOf<
      readonly [number | bigint, Uint8Array] | readonly [number | bigint, Uint8Array, HeadWidths]
    >();
  });
});
