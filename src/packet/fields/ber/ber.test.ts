import { seconds, SOON } from '../../../../test/support/growth.ts';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { deeply, lossless } from '../../../../test/support/lossless.ts';
import { type OneLayer, oneLayer } from '../../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { layer } from '../../layer/layer.ts';
import type { Field, ReadOf } from '../../spec/field.ts';
import { when } from '../conditional.ts';
import { u8 } from '../integers.ts';
import { list } from '../lists.ts';
import { octets } from '../octets.ts';
import { sized } from '../sized.ts';
import { ber } from './ber.ts';

/** SNMP's messages: RFC 1157 §4, RFC 3416 §3, RFC 3412 §6. */
const value = () =>
  ber.choice({
    integer: ber.integer(),
    octets: ber.octetString(),
    oid: ber.oid(),
    null: ber.null(),
    counter: ber.tagged(0x41, ber.integer()),
    counter64: ber.tagged(0x46, ber.integer()),
    endOfMibView: ber.tagged(0x82, ber.null()),
  });
const pdu = () =>
  ber.sequence({
    requestId: ber.integer(),
    errorStatus: ber.integer(),
    errorIndex: ber.integer(),
    variables: ber.sequenceOf(ber.sequence({ name: ber.oid(), value: value() })),
  });
const pdus = () => ber.choice({ get: ber.tagged(0xa0, pdu()), getNext: ber.tagged(0xa1, pdu()), response: ber.tagged(0xa2, pdu()) });
const usm = () =>
  ber.sequence({
    engineId: ber.octetString(),
    boots: ber.integer(),
    time: ber.integer(),
    user: ber.text(),
    authentication: ber.octetString(),
    privacy: ber.octetString(),
  });
const message = () =>
  ber.sequence({
    version: ber.integer(),
    community: when({ version: [0, 1] }, ber.text()),
    pdu: when({ version: [0, 1] }, pdus()),
    header: when(
      { version: 3 },
      ber.sequence({ id: ber.integer(), maxSize: ber.integer(), flags: ber.octetString(), model: ber.integer() }),
    ),
    security: when({ version: 3 }, ber.explicit(0x04, usm())),
    scoped: when(
      { version: 3 },
      ber.choice({
        plain: ber.sequence({ engineId: ber.octetString(), name: ber.octetString(), pdu: pdus() }),
        encrypted: ber.octetString(),
      }),
    ),
  });
const SNMP = oneLayer({ message: message() });

const Point = layer('Point', { fields: { x: ber.integer(), y: ber.integer() } });
const LDAP = () =>
  ber.sequence({
    id: ber.integer(),
    op: ber.choice({
      bind: ber.tagged(
        0x60,
        ber.sequence({ version: ber.integer(), name: ber.text({ encoding: 'utf8' }), simple: ber.tagged(0x80, ber.text()) }),
      ),
      unbind: ber.tagged(0x42, ber.null()),
    }),
    controls: ber.optional(ber.tagged(0xa0, ber.sequenceOf(ber.sequence({ type: ber.text(), critical: ber.optional(ber.boolean()) })))),
  });

/** From net-snmp's `snmpget -v1 -c public`, as many texts print it; lengths counted by hand. */
const GET = '302602010004067075626c6963a01902010102010002010030 0e300c06082b060102010101000500'.replaceAll(' ', '');

const LAYERS: Readonly<Record<string, OneLayer>> = {
  SNMP,
  LDAP: oneLayer({ message: LDAP() }),
  'a number': oneLayer({ f: ber.integer(), z: u8() }),
  'a truth value': oneLayer({ f: ber.boolean(), z: u8() }),
  'an identifier': oneLayer({ f: ber.oid(), z: u8() }),
  nothing: oneLayer({ f: ber.null(), z: u8() }),
  'a layer as a sequence': oneLayer({ f: ber.sequence(() => Point), g: ber.optional(ber.integer()), z: u8() }),
  'in other fields': oneLayer({
    f: sized('u8', list(ber.choice({ a: ber.integer(), b: ber.tagged(0x1f8101, ber.octetString()) }))),
    g: ber.explicit(0xa3, octets()),
  }),
};

describe.each(Object.entries(LAYERS))('%s', (_name, l) => {
  it('loses nothing', () =>
    lossless(
      l,
      [
        GET,
        '30060201010201020900',
        '0202000509',
        '01010109',
        '0603550403ff',
        '050009',
        '06058055040309',
        '0a0201051f8101024142a30102',
        '300c020101600702010304008000',
      ].map((x) => fromHex(x)),
    ));
});

const of = (name: string): OneLayer => LAYERS[name] as OneLayer;
const one = (f: Field<any, any>, hex: string): unknown => oneLayer({ f }).read(fromHex(hex))?.['f'];
const octetsOf = (f: Field<any, any>, v: unknown): string => toHex(oneLayer({ f }).make({ f: v }).bytes);

describe('values of BER', () => {
  // X.690 §8.3, §8.19.5 and §8.2; the others worked by hand.
  it.each([
    [ber.integer(), 0, '020100'],
    [ber.integer(), 127, '02017f'],
    [ber.integer(), 128, '02020080'],
    [ber.integer(), -1, '0201ff'],
    [ber.integer(), -128, '020180'],
    [ber.integer(), -129, '0202ff7f'],
    [ber.integer(), 2n ** 64n - 1n, '020900ffffffffffffffff'],
    [ber.integer(), -(2n ** 63n), '02088000000000000000'],
    [ber.boolean(), true, '0101ff'],
    [ber.null(), null, '0500'],
    [ber.oid(), '2.999.3', '0603883703'],
    [ber.oid(), '1.3.6.1.4.1.311.21.20', '06092b060104018237' + '1514'],
    [ber.text(), 'public', '04067075626c6963'],
    [ber.tagged(0x7f21, ber.integer()), 5, '7f210105'],
    [ber.explicit(0xa1, ber.integer()), 5, 'a103020105'],
  ] as const)('%#: %o', (f, v, hex) => {
    expect(octetsOf(f as Field<any, any>, v)).toBe(hex);
    expect(one(f as Field<any, any>, hex)).toEqual(v);
  });

  it('keep what we would write otherwise', () => {
    expect(one(ber.integer(), '02020005')).toEqual({ value: 5, octets: fromHex('02020005') });
    expect(one(ber.integer(), '02810105')).toEqual({ value: 5, octets: fromHex('02810105') });
    expect(one(ber.boolean(), '010101')).toEqual({ value: true, octets: fromHex('010101') });
    expect(one(ber.integer(), '0401aa')).toEqual({ octets: fromHex('0401aa') });
    expect(one(ber.oid(), '060180')).toEqual({ octets: fromHex('060180') });
    // The indefinite form.
    expect(one(ber.sequence({ a: ber.integer() }), '30800201010000')).toEqual({ octets: fromHex('30800201010000') });
    expect(one(ber.sequence({ a: ber.integer() }), '30820003020105')).toEqual({ a: 5, $length: 3 });
    expect(octetsOf(ber.sequence({ a: ber.integer() }), { a: 6, $length: 3 })).toBe('30820003020106');
    expect(octetsOf(ber.integer(), { octets: fromHex('0401aa') })).toBe('0401aa');
  });

  it('have names for numbers, by which they are given and shown', () => {
    const error = ber.integer({ names: { none: 0, tooBig: 1, noSuchName: 2 } });
    const answer = oneLayer({ error, scope: ber.integer({ tag: 0x0a, names: { sub: 2 } }) });
    const p = answer.make({ error: 'noSuchName', scope: 'sub' });
    expect(toHex(p.bytes)).toBe('0201020a0102');
    expect(answer.read(p.bytes)).toMatchObject({ error: 2, scope: 2 });
    expect(p.show()).toContain('noSuchName');
    expect([7, { value: 1, octets: fromHex('02020001') }].map((v) => error.kind.format?.(v))).toEqual(['7', 'tooBig (02020001)']);
    expect(() => octetsOf(error, 'noSuchNam')).toThrow(/not a whole number or known name.*noSuchName/);
    expect(() => ber.integer({ names: { a: 0.5 } })).toThrow(/its name 'a' is for 0.5/);
    expect(() => ber.integer({ names: 5 as never })).toThrow(/names is 5/);
  });

  it('have them in sequences, lists, choices, tags and records, too', () => {
    const status = () => ber.integer({ names: { noError: 0, noSuchName: 2 } });
    const Inner = layer('Inner', { fields: { s: status() } });
    const l = oneLayer({
      v: ber.sequence({
        s: status(),
        all: ber.sequenceOf(
          ber.choice({
            plain: status(),
            text: ber.text(),
            record: ber.tagged(
              0xa5,
              ber.sequence(() => Inner),
            ),
          }),
        ),
        deep: ber.explicit(0xa3, status()),
        odd: ber.integer(),
      }),
    });
    const value = {
      s: 2,
      all: [
        ['plain', 0],
        ['text', 'a'],
        ['record', { s: 2 }],
      ],
      deep: 2,
      odd: 5,
    };
    expect(l.make({ v: value }).show()).toContain(
      "= {'s': noSuchName, 'all': [['plain', noError], ['text', 'a'], ['record', <Inner  s=noSuchName |>]], 'deep': noSuchName, 'odd': 5}",
    );
  });

  it('refuse what they cannot be', () => {
    const code = (f: Field<any, any>, v: unknown): unknown => {
      try {
        octetsOf(f, v);
      } catch (error) {
        return (error as { code?: unknown }).code;
      }
      return undefined;
    };
    expect(code(ber.integer(), 1.5)).toBe('ERR_VALUE');
    expect(code(ber.integer(), 'x')).toBe('ERR_VALUE');
    for (const bad of ['', '3.1', '1.40', '1', 'a.b', '1..2', '1.2.-3']) expect(code(ber.oid(), bad), bad).toBe('ERR_VALUE');
    expect(code(ber.sequence({ a: ber.integer() }), { b: 1 })).toBe('ERR_VALUE');
    expect(code(value(), ['intger', 1])).toBe('ERR_VALUE');
    expect(() => ber.choice({ a: ber.integer(), b: ber.integer() })).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
    expect(() => ber.tagged(0xa0, u8() as never)).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
  });

  it('come back, whatever they are', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (n) => {
        expect(BigInt(one(ber.integer(), octetsOf(ber.integer(), n)) as bigint)).toBe(n);
      }),
    );
    fc.assert(
      fc.property(fc.nat(2), fc.nat(39), fc.array(fc.bigInt({ min: 0n, max: 2n ** 100n }), { maxLength: 5 }), (a, b, more) => {
        const text = [a, b, ...more].join('.');
        expect(one(ber.oid(), octetsOf(ber.oid(), text))).toBe(text);
      }),
    );
  });
});

describe('SNMP', () => {
  const variables = [{ name: '1.3.6.1.2.1.1.1.0', value: ['null', null] }];
  const get = { version: 0, community: 'public', pdu: ['get', { requestId: 1, errorStatus: 0, errorIndex: 0, variables }] };

  it('v1 is read and made', () => {
    expect(SNMP.read(fromHex(GET))?.['message']).toEqual(get);
    expect(toHex(SNMP.make({ message: get }).bytes)).toBe(GET);
  });

  it('a long length leaves the members where they are', () => {
    const long = `3084000000${GET.slice(2)}`;
    expect(deeply(SNMP.read(fromHex(long)))).toEqual({ message: { ...get, $length: 5 } });
    expect(toHex(SNMP.make({ message: { ...get, $length: 5 } }).bytes)).toBe(long);
  });

  it('v3 is read and made', () => {
    const v3 = {
      version: 3,
      header: { id: 7, maxSize: 65_507, flags: Uint8Array.of(4), model: 3 },
      security: { engineId: new Uint8Array(0), boots: 0, time: 0, user: '', authentication: new Uint8Array(0), privacy: new Uint8Array(0) },
      scoped: [
        'plain',
        {
          engineId: new Uint8Array(0),
          name: new Uint8Array(0),
          pdu: ['get', { requestId: 2, errorStatus: 0, errorIndex: 0, variables: [] }],
        },
      ],
    };
    const made = SNMP.make({ message: v3 }).bytes;
    // As net-snmp's discovery begins (RFC 3414 §4).
    expect(toHex(made)).toBe(
      '3038020103' + '300e020107020300ffe3040104020103' + '0410300e0400020100020100040004000400' + '301104000400a00b0201020201000201003000',
    );
    expect(deeply(SNMP.read(made))).toEqual({ message: v3 });
    expect(deeply(SNMP.read(SNMP.make({ message: { ...v3, scoped: ['encrypted', 'abc'] } }).bytes))).toMatchObject({
      message: { scoped: ['encrypted', fromHex('616263')] },
    });
  });

  it('has values of unknown tags as octets', () => {
    const made = SNMP.make({ message: { ...get, pdu: [0xa9, fromHex('a9020500')] } }).bytes;
    expect(SNMP.read(made)).toMatchObject({ message: { pdu: [0xa9, fromHex('a9020500')] } });
  });

  it('has types', () => {
    const f = pdu();
    type Read = Extract<ReadOf<typeof f>, { readonly requestId: unknown }>;
    expectTypeOf<Extract<Read['requestId'], number | bigint>>().toEqualTypeOf<number | bigint>();
    const v = value();
    expectTypeOf<Extract<ReadOf<typeof v>, readonly ['null', unknown]>>().not.toBeNever();
  });
});

describe('LDAP', () => {
  it('leaves members out', () => {
    const l = of('LDAP');
    const bind = { id: 1, op: ['bind', { version: 3, name: 'cn=é', simple: 'x' }] };
    expect(toHex(l.make({ message: bind }).bytes)).toBe('3012020101600d020103' + '0405636e3dc3a9' + '800178');
    expect(deeply(l.read(l.make({ message: bind }).bytes))).toEqual({ message: bind });
    const more = { id: 2, op: ['unbind', null], controls: [{ type: '1.2', critical: true }, { type: '1.3' }] };
    expect(deeply(l.read(l.make({ message: more }).bytes))).toEqual({ message: more });
  });
});

describe('depth and size', () => {
  it('is read in linear time', () => {
    const l = oneLayer({ f: ber.sequenceOf(ber.sequence({ name: ber.oid(), value: value() })) });
    const made = new Map(
      [30_000].map((n) => [n, l.make({ f: Array.from({ length: n }, (_, i) => ({ name: `1.3.6.${i}`, value: ['integer', i] })) }).bytes]),
    );
    const read = (n: number): void => expect((l.read(made.get(n) as Uint8Array)?.['f'] as unknown[] | undefined)?.length).toBe(n);
    expect(seconds(() => read(30_000))).toBeLessThan(SOON);
    // One long number.
    expect(one(ber.integer(), `0283010000${'7f'.repeat(65_536)}`)).toHaveProperty('octets');
    expect(one(ber.oid(), `0683010000${'ff'.repeat(65_536)}`)).toHaveProperty('octets');
  });
});

describe('a tag around a value in another form', () => {
  it('keeps all octets, its own too', () => {
    const f = ber.explicit(0x04, ber.integer());
    expect(one(f, '040402020007')).toEqual({ value: 7, octets: fromHex('040402020007') });
    expect(one(f, '0403040161')).toEqual({ octets: fromHex('0403040161') });
  });
  it('loses nothing', () =>
    lossless(oneLayer({ f: ber.explicit(0x04, ber.sequence({ n: ber.integer() })) }), [fromHex('0406300402020007')]));
});
