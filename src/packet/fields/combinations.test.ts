import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { values } from '../laid/change.ts';
import { layer } from '../layer/layer.ts';
import { type AnyLayer, auto } from '../spec/spec.ts';
import type { Field } from '../spec/field.ts';
import { prefixed } from '../../protocols/application/dns/pieces.ts';
import { ipv4, ipv6, mac } from './addresses.ts';
import { choose, mayEnd, when } from './conditional.ts';
import { msbExtended } from './extended.ts';
import { bits, flags, u16, u16le, u32, u8 } from './integers.ts';
import { list, record, records } from './lists.ts';
import { mark, option, optionList } from './options.ts';
import { fixedOctets, octets, padding, terminatedText, uuid } from './octets.ts';
import { oui } from './special/oui.ts';
import { netbiosName } from './special/netbios-name.ts';
import { prefixedText } from './prefixed.ts';
import { ipv4Prefix } from './special/prefixes.ts';

const Pair = layer('Pair', { fields: { n: u8({ measures: 'name' }), name: octets(), port: u16() } });
const pair = (): AnyLayer => Pair as unknown as AnyLayer;

const LAYERS = {
  'a condition': oneLayer({ kind: u8(), extra: when((self) => self['kind'] === 1, u16le({ default: 7 })), z: u8() }),
  'a condition on a conditional field': oneLayer({
    kind: u8(),
    more: when((self) => self['kind'] > 0, u8()),
    last: when((self) => self['more'] === 2, u32()),
    z: u8(),
  }),
  'one of several': oneLayer({
    kind: u8(),
    value: choose((self) => self['kind'], { 1: u16(), 4: ipv4({ default: '192.0.2.9' }), 9: terminatedText() }, u8({ default: 3 })),
    z: u8(),
  }),
  'a list that is counted': oneLayer({ n: u8({ counts: 'items' }), items: list(u16()), z: u8() }),
  'a list that is measured': oneLayer({ n: u8({ measures: 'items' }), items: list(u8(), { rest: true }), z: u8() }),
  'a list of choices': oneLayer({
    kind: u8(),
    n: u8({ counts: 'items' }),
    items: list(choose((self) => self['kind'], { 1: u16() }, u8())),
    z: u8(),
  }),
  'a list of variable items': oneLayer({
    n: u8({ counts: 'items' }),
    items: list(msbExtended()),
    names: u8({ counts: 'texts' }),
    texts: list(prefixedText('u8')),
  }),
  'a list of networks': oneLayer({ n: u8({ counts: 'nets' }), nets: list(ipv4Prefix()), z: u8() }),
  'records that are counted': oneLayer({ n: u8({ counts: 'pairs' }), pairs: records(pair), z: u8() }),
  'a record': oneLayer({ a: u8(), pair: record(pair), z: u8() }),
  'a conditional list of records': oneLayer({
    kind: u8(),
    n: u8({ counts: 'pairs' }),
    pairs: when((self) => self['kind'] === 1, records(pair)),
    z: u8(),
  }),
  'two variable fields that are measured': oneLayer({
    n: u8({ measures: 'one' }),
    m: u16le({ measures: 'two' }),
    one: octets(),
    two: octets(),
    z: u8(),
  }),
  'a header that is measured, with options': oneLayer({
    size: bits(4, { measures: 'header', unit: 4 }),
    rest: bits(4),
    options: optionList({
      kinds: { 0: mark('End'), 1: mark('NOP'), 2: option('MSS', u16()), 9: option('Pair', record(pair)) },
      lengthCovers: 'option',
      end: 0,
      align: 4,
    }),
  }),
  'options to the end': oneLayer({
    a: u8(),
    options: optionList({ kinds: { 1: option('Name', octets()), 2: option('Numbers', list(u16())) }, typeOctets: 2, lengthOctets: 2 }),
  }),
  'filling before and behind a field': oneLayer({ a: u8(), before: padding(4), f: u16(), behind: padding(4, { fill: 0xff }), z: u8() }),
  'fields that may be missing at the end': oneLayer({ a: u8(), b: mayEnd(u16()), c: mayEnd(ipv4()), d: mayEnd(u8()) }),
};

describe.each(Object.entries(LAYERS))('%s', (name, l) => {
  it('keeps every octet through its values', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 40 }),
          fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }).map((a) => Uint8Array.from(a)),
        ),
        (all) => {
          const p = l.dissect(all);
          expect(toHex(p.bytes)).toBe(toHex(all));
          const view = p.get(l.T);
          expect(p.show()).toBeTypeOf('string');
          expect(JSON.parse(p.json())).toBeTypeOf('object');
          void p.issues;
          for (let bit = 0; bit < all.length * 8; bit += 5) expect(p.at(bit >> 3, bit & 7)).toBeDefined();
          if (view !== undefined) expect(toHex(l.make(values(view as object), p.payload(l.T)).bytes)).toBe(toHex(all));
        },
      ),
      { numRuns: 200 * Number(process.env['PKW_MUTATIONS'] ?? 1) },
    );
  });

  it('is built with nothing given, and read again', () => {
    const made = l.make();
    const p = l.dissect(made.bytes);
    expect(p.has(l.T), name).toBe(true);
    expect(toHex(l.make(values(p.get(l.T) as object)).bytes)).toBe(toHex(made.bytes));
  });
});

const bytesOf = (name: keyof typeof LAYERS, given: object): string => toHex(LAYERS[name].make(given).bytes);
const readOf = (name: keyof typeof LAYERS, hex: string): unknown => {
  const view = LAYERS[name].read(fromHex(hex));
  return view === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(values(view as object), (_k, v: unknown) =>
          v instanceof Uint8Array ? toHex(v) : typeof v === 'object' && v !== null && '$layer' in v ? values(v as object) : v,
        ),
      );
};

describe('octets of combinations', () => {
  it('conditions', () => {
    expect(bytesOf('a condition', { kind: 1 })).toBe('01070000');
    expect(bytesOf('a condition', { kind: 0 })).toBe('0000');
    // What is given is written, whatever the condition says.
    expect(bytesOf('a condition', { kind: 0, extra: 5 })).toBe('00050000');
    expect(readOf('a condition', '01341299')).toEqual({ kind: 1, extra: 0x1234, z: 0x99 });
    expect(readOf('a condition', '0299')).toEqual({ kind: 2, z: 0x99 });
    expect(readOf('a condition', '0134')).toBeUndefined();
    expect(readOf('a condition on a conditional field', '01020000000509')).toEqual({ kind: 1, more: 2, last: 5, z: 9 });
    expect(readOf('a condition on a conditional field', '010309')).toEqual({ kind: 1, more: 3, z: 9 });
    expect(readOf('a condition on a conditional field', '0009')).toEqual({ kind: 0, z: 9 });
  });

  it('choices', () => {
    expect(bytesOf('one of several', { kind: 4, value: '192.0.2.1' })).toBe('04c000020100');
    // Each has its own default.
    expect(bytesOf('one of several', { kind: 4 })).toBe('04c000020900');
    expect(bytesOf('one of several', { kind: 9 })).toBe('090000');
    expect(bytesOf('one of several', {})).toBe('000300');
    expect(readOf('one of several', '0961620007')).toEqual({ kind: 9, value: 'ab', z: 7 });
    expect(() => bytesOf('one of several', { kind: 1, value: 70_000 })).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^T\.value: /) }),
    );
  });

  it('lists', () => {
    expect(bytesOf('a list that is counted', { items: [1, 2], z: 9 })).toBe('020001000209');
    expect(bytesOf('a list that is measured', { items: [1, 2, 3] })).toBe('0301020300');
    expect(bytesOf('a list of choices', { kind: 1, items: [1, 2], z: 9 })).toBe('01020001000209');
    expect(bytesOf('a list of variable items', { items: [1, 300], texts: ['a', ''] })).toBe('0201822c02016100');
    expect(bytesOf('a list of networks', { nets: ['10.0.0.0/8', '0.0.0.0/0'] })).toBe('02080a0000');
    // A count given is a count sent, and one item alone is a list of it.
    expect(bytesOf('a list that is counted', { n: 9, items: 5 })).toBe('09000500');
    expect(() => bytesOf('a list that is counted', { items: [1, 'x'] })).toThrow(
      expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringMatching(/^T\.items: /) }),
    );
  });

  it('what a list cannot use of the octets that a sibling gives it stands at its end', () => {
    const l = oneLayer({ n: u8({ measures: 'items' }), items: list(u16(), { rest: true }), z: u8() });
    expect(l.read(fromHex('030001ff09'))).toMatchObject({ n: 3, items: [1, Uint8Array.of(0xff)], z: 9 });
  });

  it('records', () => {
    expect(bytesOf('records that are counted', { pairs: [{ name: 'a', port: 80 }, Pair({ name: 'bc' })] })).toBe(
      '020161005002626300000' + '0',
    );
    expect(readOf('records that are counted', '0101610050' + '09')).toEqual({ n: 1, pairs: [{ n: 1, name: '61', port: 80 }], z: 9 });
    // The innermost field is the one that is named.
    expect(() => bytesOf('records that are counted', { pairs: [{ port: -1 }] })).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^Pair\.port: /) }),
    );
    expect(() => bytesOf('records that are counted', { pairs: [5] })).toThrow(
      expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringMatching(/^T\.pairs: /) }),
    );
  });

  it('options', () => {
    const given = { options: ['NOP', ['MSS', 1460], [77, Uint8Array.of(1)]] };
    expect(bytesOf('a header that is measured, with options', given)).toBe('3001020405b44d0301000000');
    expect(readOf('a header that is measured, with options', '3001020405b44d0301000000')).toEqual({
      size: 3,
      rest: 0,
      options: [['NOP'], ['MSS', 1460], [77, '01'], ['End']],
    });
    expect(bytesOf('options to the end', { options: [['Numbers', [1, 2]]] })).toBe('00000200040001' + '0002');
    expect(() => bytesOf('options to the end', { options: [['Numbers', [70_000]]] })).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^T\.options: /) }),
    );
  });

  it('filling', () => {
    expect(bytesOf('filling before and behind a field', { a: 1, f: 2 })).toBe('010000000002ffff00');
    expect(bytesOf('filling before and behind a field', { a: 1, f: 2, before: new Uint8Array(0), behind: Uint8Array.of(9) })).toBe(
      '0100020900',
    );
  });

  it('fields that may be missing', () => {
    const name = 'fields that may be missing at the end';
    expect(readOf(name, '01')).toEqual({ a: 1 });
    expect(readOf(name, '010002')).toEqual({ a: 1, b: 2 });
    expect(readOf(name, '010002c0000201')).toEqual({ a: 1, b: 2, c: '192.0.2.1' });
    expect(bytesOf(name, { a: 1 })).toBe('01');
    expect(bytesOf(name, { a: 1, b: 2 })).toBe('010002');
    const p = LAYERS[name].make({ a: 1, b: 2 });
    expect(toHex(p.set(LAYERS[name].T, { b: auto }).bytes)).toBe('01');
  });
});

describe('roles', () => {
  it('measures the layer, in units, with a bias, both ways', () => {
    const l = oneLayer({ len: u8({ measures: 'layer', unit: 4, bias: 1 }), a: u8(), b: u16() });
    expect(toHex(l.make({}, Uint8Array.of(1, 2, 3, 4)).bytes)).toBe('0100000001020304');
    const p = l.dissect(fromHex('01000000010203040506'));
    expect(toHex(p.payload(l.T))).toBe('01020304');
    expect(p.layers().map((x) => x.layerName)).toEqual(['T', 'Raw', 'Padding']);
    expect(() => l.make({}, new Uint8Array(1100)).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^T\.len: /) }),
    );
  });

  it('measures the header, and what it holds goes no further', () => {
    const l = oneLayer({ size: u8({ measures: 'header', unit: 2, bias: 1 }), a: u8(), rest: octets() });
    expect(toHex(l.make({ rest: Uint8Array.of(1, 2) }, Uint8Array.of(9)).bytes)).toBe('0100010209');
    expect(l.read(fromHex('0100010209'))?.['rest']).toEqual(Uint8Array.of(1, 2));
    // Less than what stands in it for certain, and more than there is.
    expect(toHex(l.dissect(fromHex('00000909')).payload(l.T))).toBe('0909');
    expect(l.dissect(fromHex('ff00010209')).issues).toMatchObject([{ kind: 'truncated', field: 'size' }]);
  });

  it('measures the payload', () => {
    const l = oneLayer({ len: u16({ measures: 'payload', zeroIsOpen: true }) });
    expect(toHex(l.make({}, new Uint8Array(3)).bytes)).toBe('0003000000');
    expect(toHex(l.dissect(fromHex('00010203')).payload(l.T))).toBe('02');
    expect(toHex(l.dissect(fromHex('00000203')).payload(l.T))).toBe('0203');
  });

  it('measures fields by name, several with one number', () => {
    const l = oneLayer({ n: u8({ measures: ['one', 'two'], bias: -1 }), one: octets(), two: octets() });
    expect(toHex(l.make({ one: Uint8Array.of(1, 2), two: Uint8Array.of(3, 4) }).bytes)).toBe('0301020304');
    expect(l.read(fromHex('0301020304'))).toMatchObject({ one: Uint8Array.of(1, 2), two: Uint8Array.of(3, 4) });
  });

  it('counts with a bias, and loosely', () => {
    const strict = oneLayer({ n: u8({ counts: 'items', bias: 1 }), items: list(u8()) });
    expect(toHex(strict.make({ items: [7, 8] }).bytes)).toBe('010708');
    expect(strict.read(fromHex('010708'))?.['items']).toEqual([7, 8]);
    expect(() => strict.make({ items: [] }).bytes).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    const loose = oneLayer({ n: u8({ counts: 'items', loose: true }), items: list(u8()) });
    expect(toHex(loose.make({ items: [7, 8] }).bytes)).toBe('020708');
    expect(loose.read(fromHex('0107 08'))?.['items']).toEqual([7, 8]);
  });

  it('follows a change, as long as it is ours', () => {
    const l = oneLayer({
      n: u8({ counts: 'items' }),
      m: u8({ measures: 'items' }),
      items: list(u16(), { rest: true }),
      len: u8({ measures: 'layer' }),
    });
    const p = l.make({ items: [1] });
    expect(toHex(p.set(l.T, { items: [1, 2, 3] }).bytes).slice(0, 4)).toBe('0306');
    p.set(l.T, { n: 9 });
    expect(toHex(p.set(l.T, { items: [1] }).bytes).slice(0, 4)).toBe('0902');
    p.set(l.T, { n: auto });
    expect(toHex(p.bytes).slice(0, 4)).toBe('0102');
  });

  it('a change in place reaches fields behind variable ones', () => {
    const l = oneLayer({ n: u8({ measures: 'x' }), x: octets(), y: u16(), f: flags(8, 'AB') });
    const p = l.make({ x: Uint8Array.of(1, 2, 3) }, Uint8Array.of(9));
    p.set(l.T, { y: 0x1234, f: 'B' });
    expect(toHex(p.bytes)).toBe('0301020312340209');
  });
});

describe('what is around a field', () => {
  const inner: readonly Field<any, any>[] = [
    ipv4(),
    mac(),
    uuid(),
    octets(),
    fixedOctets(3),
    terminatedText(),
    netbiosName(),
    oui(),
    flags(8, 'abcdefgh'),
  ];

  it.each(inner.map((f) => [f.kind.label, f] as const))('says of its values what %s says', (_label, { kind, options }) => {
    const f = { kind, options } as Field<any, any>;
    const around = [when(() => true, f), mayEnd(f), choose(() => 1, { 1: f }, f), prefixed(f)];
    for (const { kind: outer } of around) expect([outer.value, outer.list ?? false]).toEqual([kind.value, kind.list ?? false]);
    for (const { kind: outer } of [when(() => true, f), mayEnd(f), prefixed(f)]) {
      expect(outer.format).toBe(kind.format);
      expect(outer.random).toBe(kind.random);
    }
    expect(list(f).kind.value).toBe(kind.value);
    expect(list(f).kind.format === undefined).toBe(kind.format === undefined);
  });

  it('says nothing where the cases differ', () => {
    expect(choose(() => 1, { 1: ipv4() }, ipv6()).kind.value).toBeUndefined();
    expect(choose(() => 1, { 1: ipv4() }, u8()).kind.value).toBeUndefined();
  });

  it('shows each item of a list as one alone is shown', () => {
    const { T, make } = oneLayer({ n: u8({ measures: 'f' }), f: list(oui(), { rest: true }) });
    const p = make({ f: ['00:00:5e', '00:00:0c'] });
    expect(p.show()).toContain('f         = [00:00:5e, 00:00:0c]');
    expect(p.get(T)?.['f']).toEqual(['00:00:5e', '00:00:0c']);
    expect(make({ f: ['00:00:5e', fromHex('0102')] }).show()).toContain("f         = [00:00:5e, b'\\x01\\x02']");
  });

  it('has octets in JSON as digits alone, also where they are there only sometimes', () => {
    const { make } = oneLayer({ a: u8(), f: when((self) => self['a'] === 1, fixedOctets(2)) });
    expect(make({ a: 1, f: fromHex('00ff') }).json()).toContain('"f":"00ff"');
  });

  it('gives empty lists of records a line of their own, and quotes to text that looks like an address', () => {
    const { make } = oneLayer({ n: u8({ counts: 'f' }), f: list(record(pair)), t: when(() => true, terminatedText()) });
    expect(make({ t: '192.0.2.1' }).show()).toMatch(/\\f {9}\\\n.*t {9}= '192\.0\.2\.1'/);
  });
});
