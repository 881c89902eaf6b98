import { describe, expect, it } from 'vitest';
import { fixedOctets, fixedText, octets, text } from '../fields/octets.ts';
import { flags, u16, u32, u64, u8 } from '../fields/integers.ts';
import { host, ipv4 } from '../fields/addresses.ts';
import { aligned } from '../fields/aligned.ts';
import { listUntil } from '../fields/list-until.ts';
import { sized as sizedBy } from '../fields/sized.ts';
import { choose, mayEnd, when } from '../fields/conditional.ts';
import { list, record, records } from '../fields/lists.ts';
import { mark, option, optionList } from '../fields/options.ts';
import { leb128 } from '../fields/variable-integers.ts';
import { group } from '../fields/group.ts';
import { line } from '../fields/text-lines.ts';
import { layer } from '../layer/layer.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import type { Fields } from './field.ts';
import type { AnyLayer, Spec } from './spec.ts';

/** What making the layer says. */
function refusal(fields: Fields, more: Partial<Spec<any>> = {}): string {
  try {
    layer('T', { fields, ...more });
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_SPEC', details: { layer: 'T' } });
    return (error as Error).message;
  }
  return 'nothing';
}
const wrong = (options: object): never => options as never;
/** A number whose maker has not looked at its width. */
const ofBits = (bits: number): Fields[string] => ({ kind: { ...u8().kind, bits }, options: {} }) as never;
const sized = octets();
const items = list(u8());
const Pair = layer('Pair', { fields: { a: u8(), b: u8() } });

describe('a spec is refused, with layer, field, what is wrong and the cure', () => {
  it.each<[what: string, fields: Fields, more: Partial<Spec<any>>, says: string | RegExp]>([
    ['a misspelt role', { n: u8(wrong({ mesures: 'x' })), x: sized }, {}, "T.n: a field has no 'mesures'; did you mean 'measures'?"],
    ['a misspelt entry', { n: u8() }, wrong({ nxet: () => undefined }), "T: a spec has no 'nxet'; did you mean 'next'?"],
    [
      'a filling of no messages',
      { n: u8({ measures: 'layer' }) },
      wrong({ filling: { to: 4, layer: () => 0 } }),
      /^T: filling goes between messages/,
    ],
    [
      'a column that is none',
      { n: u8() },
      wrong({ columns: { 't.n': 5 } }),
      /^T: the column 't.n' is 5; give a function, or \{ hex, of \}/,
    ],
    ['columns that are none', { n: u8() }, wrong({ columns: 5 }), /^T: columns is 5; give functions by name/],
    [
      'a field that JSON would call',
      { toJSON: u8() } as never,
      {},
      /^T.toJSON: a field cannot have this name, because JSON.stringify calls/,
    ],
    [
      'a condition on what is no field',
      { type: u8(), a: when('tpye', u8()) },
      {},
      "T.a: depends on 'tpye', which is not a field before it; did you mean 'type'?",
    ],
    [
      'a choice by what is no field',
      { type: u8(), a: choose('tpye', { 1: u8() }, octets()) },
      {},
      /^T.a: is chosen by 'tpye'.*did you mean 'type'\?$/,
    ],
    [
      'one by what is like none',
      { type: u8(), a: choose('qqqqqqq', { 1: u8() }, octets()) },
      {},
      /^T.a: is chosen by 'qqqqqqq', .*; give one of these: type$/,
    ],
    ['a filling of no end', { n: u8() }, wrong({ repeats: true, filling: { to: 4, layer: () => 0 } }), /^T: filling goes between messages/],
    [
      'a filling to nothing',
      { n: u8() },
      wrong({ repeats: true, filling: { to: 1, layer: () => 0 } }),
      /^T: filling is an object; give \{ to, layer \}/,
    ],
    [
      'a column without digits',
      { n: u8() },
      wrong({ columns: { 't.n': { of: () => 1 } } }),
      /^T: the column 't.n' is an object; give a function, or \{ hex, of \}/,
    ],
    ['a role that nobody knows', { n: u8(wrong({ constructor: 1 })) }, {}, "T.n: a field has no 'constructor'"],
    [
      'a target that is misspelt',
      { n: u8({ measures: 'dta' }), data: sized },
      {},
      /^T.n: measures 'dta', but .* not a field of this layer; did you mean 'data'\?$/,
    ],
    ['a list that is misspelt', { n: u8({ counts: 'item' }), items }, {}, /^T.n: counts 'item', but .*did you mean 'items'/],
    ['measuring itself', { n: u8({ measures: 'n' }) }, {}, /^T.n: measures itself/],
    ['counting itself', { n: u8({ counts: 'n' }) }, {}, /^T.n: counts itself/],
    ['measuring what has a fixed size', { n: u8({ measures: 'x' }), x: u32() }, {}, /^T.n: measures 'x', whose size is fixed/],
    ['counting what is not a list', { n: u8({ counts: 'x' }), x: sized }, {}, /^T.n: counts 'x', which is not a list but octets/],
    ['counting bits', { n: u8({ counts: 'x' }), x: flags(8, 'AB') }, {}, /^T.n: counts 'x', which is not a list/],
    ['a length that is text', { n: text(wrong({ measures: 'layer' })) }, {}, /^T.n: measures needs a number, but this is text/],
    ['a length that is not always there', { n: when(() => true, u8({ measures: 'x' })), x: sized }, {}, /^T.n: measures needs a number/],
    ['a count that is an address', { n: ipv4(wrong({ counts: 'items' })), items }, {}, /^T.n: counts needs a number/],
    ['a selector that is octets', { n: octets({ selects: 'space' }) }, {}, /^T.n: selects needs a number/],
    ['a port that is octets', { n: fixedOctets(2, { hints: 'space' }) }, {}, /^T.n: hints needs a number/],
    ['a checksum that is octets', { n: fixedOctets(2, { checksums: 'layer' }) }, {}, /^T.n: checksums needs a number/],
    ['a checksum of another width', { n: u32({ checksums: 'layer' }) }, {}, /^T.n: an Internet checksum has 16 bits, not 32/],
    [
      'two lengths of one field',
      { n: u8({ measures: 'x' }), m: u8({ measures: ['x'] }), x: sized },
      {},
      /^T.m: 'x' is measured by 'n' already/,
    ],
    [
      'two lengths of the layer',
      { n: u8({ measures: 'layer' }), m: u8({ measures: 'layer' }) },
      {},
      /^T.m: 'layer' is measured by 'n' already/,
    ],
    [
      'two counts of one list',
      { n: u8({ counts: 'items' }), m: u8({ counts: 'items' }), items },
      {},
      /^T.m: 'items' is counted by 'n' already/,
    ],
    [
      'two ways to compute',
      { n: u16({ measures: 'layer', checksums: 'layer' }) },
      {},
      /^T.n: measures and checksums would compute it in two ways/,
    ],
    ['a list that loses octets', { n: u8({ measures: 'items' }), items }, {}, /^T.n: measures the list 'items'.*\{ rest: true \}$/],
    [
      'records that lose octets',
      {
        n: u8({ measures: 'items' }),
        items: when(
          () => true,
          records(() => layer('R', { fields: {} })),
        ),
      },
      {},
      /rest: true/,
    ],
    ['a choice that loses octets', { n: u8({ measures: 'x' }), x: choose(() => 1, { 1: list(u16()) }, octets()) }, {}, /rest: true/],
    ['a default that does not fit', { n: u8({ default: 256 }) }, {}, /^T.n: its default 256 does not fit 8 bits; give 0 to 255$/],
    ['a default that is not a number', { n: u8(wrong({ default: 'x' })) }, {}, /^T.n: its default 'x' does not fit/],
    ['flags that nobody knows', { f: flags(8, 'AB', { default: 'Z' }) }, {}, /^T.f: its default is not valid: unknown flag 'Z'/],
    ['too many bits', { n: ofBits(33) }, {}, /^T.n: has 33 bits/],
    ['a part of a bit', { n: ofBits(0.5), m: ofBits(7.5) }, {}, /^T.n: has 0.5 bits/],
    ['a name of the engine', { $p: u8() }, {}, /^T.\$p: names with \$ are reserved/],
    ['a name that moves', { a: u8(), 1: u8() }, {}, /^T.1: a name that is a number would lose its place/],
    ['a name that classes have', { constructor: u8() } as never, {}, /^T.constructor: a field cannot have this name/],
    [
      'a name that all objects have',
      { toString: u8() } as never,
      {},
      /^T.toString: a field cannot have this name, because every object has/,
    ],
    ['one more', { hasOwnProperty: u8() } as never, {}, /^T.hasOwnProperty: a field cannot have this name/],
    [
      'a length behind octets',
      { d: octets(), n: u8({ measures: 'd' }) },
      {},
      /^T.n: measures 'd', which comes before it.*put the length first$/,
    ],
    ['a length of any width there', { d: octets(), n: leb128({ measures: 'd' }) }, {}, /^T.n: measures 'd', which comes before it/],
    [
      'a count behind its list',
      { items, n: u8({ counts: 'items' }) },
      {},
      /^T.n: counts 'items', which comes before it.*put the count first$/,
    ],
    [
      'lengths in a ring',
      { a: leb128({ measures: 'b' }), b: leb128({ measures: 'a' }), c: u8() },
      {},
      /^T.b: measures 'a', which comes before it/,
    ],
    ['a length of nothing', { n: u8({ measures: [] }), x: octets() }, {}, /^T.n: measures is \[\]; name the fields/],
    ['a length of one field twice', { n: u8({ measures: ['x', 'x'] }), x: octets() }, {}, /^T.n: measures 'x' twice; name it once$/],
    [
      'two fields that take all',
      { a: octets(), b: octets() },
      {},
      /^T.b: comes after 'a', which takes all octets that are left; let a number/,
    ],
    ['a number behind such', { a: octets(), b: u8() }, {}, /^T.b: comes after 'a'/],
    ['one that is there sometimes', { n: u8(), a: octets(), b: when('n', u8()) }, {}, /^T.b: comes after 'a'/],
    ['options before a number', { o: optionList({ kinds: {} }), b: u8() }, {}, /^T.b: comes after 'o'/],
    [
      'a number behind a list',
      { a: list(u8()), b: u8() },
      {},
      /^T.b: comes after 'a', which may take all octets that are left; let a number/,
    ],
    ['one behind records', { a: records(() => Pair), b: u16() }, {}, /^T.b: comes after 'a', which may take/],
    ['one behind a list of octets up to an end', { a: listUntil(octets(), 0), b: u8() }, {}, /^T.b: comes after 'a', which may take/],
    ['one behind an aligned list', { a: aligned(4, list(u8())), b: u8() }, {}, /^T.b: comes after 'a', which may take/],
    ['one behind a choice that may take all', { t: u8(), a: choose('t', { 1: octets() }, u8()), b: u8() }, {}, /^T.b: comes after 'a'/],
    ['one behind octets that are there sometimes', { t: u8(), a: when('t', octets()), b: u8() }, {}, /^T.b: comes after 'a'/],
    ['one behind what may be left out', { a: mayEnd(u8()), b: u8() }, {}, /^T.b: comes after 'a', which .* make this field optional$/],
    ['the least of more than there is', { a: u8() }, { least: 100 }, /^T: least is 100, more than the 1 octets that are always there/],
    [
      'two checksums of the same',
      { a: u16({ checksums: 'layer' }), b: u16({ checksums: 'layer' }) },
      {},
      /^T.b: is a checksum of the layer, and so is 'a'/,
    ],
    ['an address that is none', { a: ipv4({ default: 'x' }) }, {}, /^T.a: its default 'x' is not valid: /],
    [
      'text that is too long',
      { a: fixedText(2, { default: 'abc' }) },
      {},
      /^T.a: its default 'abc' is not valid: .* does not fit a field of 2/,
    ],
    ['too many octets', { a: fixedOctets(2, { default: new Uint8Array(3) }) }, {}, /^T.a: its default 3 octets is not valid/],
    ['a number of 64 bits that is more', { a: u64({ default: 2n ** 64n }) }, {}, /^T.a: its default 18446744073709551616 is not valid/],
    ['a number of any width below 0', { a: leb128({ default: -1 }) }, {}, /^T.a: its default -1 is not valid/],
    [
      'a group without that name',
      { a: group({ x: u8() }, { default: { y: 1 } }) },
      {},
      /^T.a: its default an object is not valid: .* has no 'y'/,
    ],
    ['two lines', { a: line({ default: 'a\nb' }) }, {}, /^T.a: its default 'a\nb' is not valid: a line contains/],
    [
      'items that do not fit',
      { a: list(u8(), { default: [1, 300] }) },
      {},
      /^T.a: its default \[1, 300\] is not valid: 300 does not fit 8 bits/,
    ],
    [
      'one that is there sometimes, and too large',
      { n: u8(), a: when('n', u8({ default: 300 })) },
      {},
      /^T.a: its default 300 is not valid/,
    ],
    [
      'an option that nobody knows',
      { a: optionList({ kinds: {} }, { default: ['X'] }) },
      {},
      /^T.a: its default \['X'\] is not valid: unknown option/,
    ],
    [
      'numbers below that are none',
      { n: u8() },
      wrong({ below: { UDP: { sport: -1 } } }),
      /^T: below is an object; give numbers of up to 32 bits/,
    ],
    ['numbers below that no field holds', { n: u8() }, { below: { UDP: { sport: 2 ** 32 } } }, /^T: below is/],
    ['what is not a field', { n: 8 as never }, {}, /^T.n: is 8; give a field/],
    [
      'computing what is not a field',
      { n: u8() },
      { compute: { m: () => 1 } as never },
      /^T.m: compute has it, but 'm' is not a field.*did you mean 'n'/,
    ],
    ['computing what is not a number', { x: octets() }, { compute: { x: () => 1 } as never }, /^T.x: compute needs a number/],
    ['a function that is none', { n: u8() }, wrong({ begins: true }), /^T: begins is true; give a function$/],
    ['a next that is a function', { n: u8() }, wrong({ next: () => undefined }), /^T: next is a function; give \{ to, choose \}/],
    [
      'more than can be computed',
      Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`n${i}`, u8({ compute: () => 0 })])),
      {},
      /number 32; .* at most 31/,
    ],
  ])('%s', (_what, fields, more, says) => {
    const said = refusal(fields, more);
    if (typeof says === 'string') expect(said).toBe(says);
    else expect(said).toMatch(says);
  });

  it('but not what can be read, or where others decide', () => {
    expect(refusal({ n: u8({ measures: 'a' }), a: octets(), b: octets() })).toBe('nothing');
    expect(refusal({ t: u8(), a: when({ t: 1 }, octets()), b: when({ t: 2 }, octets()) })).toBe('nothing');
    // Each has as many octets as the number says, as ARP's addresses have.
    expect(refusal({ n: u8({ measures: ['a', 'b'] }), a: octets(), x: u8(), b: octets() })).toBe('nothing');
    expect(refusal({ t: u8(), a: choose('t', { 1: u8() }, ipv4(), { default: 7 }) })).toBe('nothing');
    // A list ends where fewer octets are left than an item has.
    expect(refusal({ a: list(u32()), b: u16() })).toBe('nothing');
    expect(refusal({ a: records(() => Pair), b: u8() })).toBe('nothing');
    expect(refusal({ n: u8({ counts: 'a' }), a: list(u8()), b: u8() })).toBe('nothing');
    expect(refusal({ t: u8(), a: choose('t', { 1: u8(), 2: sizedBy('u8', octets()) }, octets()), b: u8() })).toBe('nothing');
    expect(refusal({ a: mayEnd(u8()), b: mayEnd(u8()), c: octets() })).toBe('nothing');
    expect(refusal({ a: ipv4({ default: host('example.org') as never }) })).toBe('nothing');
    expect(refusal({ t: u8(), a: when({ t: 1 }, u16({ checksums: 'layer' })), b: when({ t: 2 }, u16({ checksums: 'layer' })) })).toBe(
      'nothing',
    );
    // What left is counted when it is built, and says nothing when it is read.
    expect(refusal({ items, n: u8({ counts: 'items', loose: true }) })).toBe('nothing');
    const Self: AnyLayer = layer('Self', () => ({
      fields: {
        n: u8(),
        more: optionList(
          {
            kinds: {
              1: option(
                'S',
                record((): AnyLayer => Self),
              ),
            },
          },
          { default: [['S', { n: 1, more: [] }]] },
        ),
      },
    })) as unknown as AnyLayer;
    expect(() => Self.layout).not.toThrow();
  });

  it('an option list with one name for two types', () => {
    expect(() => optionList({ kinds: { 1: option('A'), 2: mark('A') } })).toThrow(
      expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringContaining("'A' twice, as 1 and 2") }),
    );
  });
});

describe('no text of a spec becomes code', () => {
  const BAD = '4;globalThis.escaped=1;//\'"`\n';
  const bad = BAD as never;
  const measured = (options: object): Fields => ({ n: u8({ measures: 'layer', ...options }), x: octets() });
  it.each<[string, Fields, Partial<Spec<any>>]>([
    ['unit', measured({ unit: bad }), {}],
    ['bias', measured({ bias: bad }), {}],
    ['a unit that is a list', measured({ unit: [4] }), {}],
    ['a unit that turns into text', measured({ unit: { toString: () => BAD, valueOf: () => 4 } }), {}],
    ['zeroIsOpen', measured({ zeroIsOpen: bad }), {}],
    ['measures', { n: u8({ measures: BAD }), x: octets() }, {}],
    ['counts', { n: u8({ counts: BAD }), items }, {}],
    ['checksums', { n: u16({ checksums: bad }) }, {}],
    ['pseudoHeader', { n: u16({ checksums: 'layer', pseudoHeader: bad }) }, {}],
    ['default', { n: u8({ default: bad }) }, {}],
    ['an initial value', { n: { kind: { ...u8().kind, initial: BAD, encode: () => bad }, options: {} } as never }, {}],
    ['bits', { n: ofBits(bad) }, {}],
    ['octets', { n: fixedOctets(2), m: { kind: { ...fixedOctets(2).kind, octets: bad }, options: {} } as never }, {}],
    ['form', { n: { kind: { ...u8().kind, form: bad }, options: {} } as never }, {}],
    ['least', { n: u8() }, { least: bad }],
    ['a pseudo-header', { n: u8() }, { pseudoHeader: { from: bad, to: bad } }],
  ])('%s', (_what, fields, more) => {
    expect(refusal(fields, more)).toMatch(/^T/);
    expect(refusal(fields, more)).not.toBe('nothing');
    expect(globalThis).not.toHaveProperty('escaped');
  });

  it('any text may be a name or a space: it only ever stands in quotes', () => {
    for (const name of [BAD, '\u2028', '"]}});globalThis.escaped=1;(({["', 'a${globalThis.escaped=1}', "it's", 'a b']) {
      const l = oneLayer({
        n: u8({ measures: name }),
        [name]: octets(),
        k: u8({ counts: `${name} list` }),
        [`${name} list`]: list(u8()),
        s: u8({ selects: name }),
      });
      const octetsOf = fromHex('0207080109' + '05');
      expect(l.read(octetsOf)).toMatchObject({ n: 2, [name]: Uint8Array.of(7, 8), k: 1, [`${name} list`]: [9], s: 5 });
      expect(toHex(l.make({ [name]: Uint8Array.of(7, 8), [`${name} list`]: [9], s: 5 }).bytes)).toBe(toHex(octetsOf));
      expect(globalThis).not.toHaveProperty('escaped');
    }
  });
});
