import { describe, expect, it } from 'vitest';
import { fixedOctets, octets, text } from '../fields/octets.ts';
import { flags, u16, u32, u8 } from '../fields/integers.ts';
import { ipv4 } from '../fields/addresses.ts';
import { choose, when } from '../fields/conditional.ts';
import { list, records } from '../fields/lists.ts';
import { mark, option, optionList } from '../fields/options.ts';
import { layer } from '../layer/layer.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import type { Fields } from './field.ts';
import type { Spec } from './spec.ts';

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

describe('a spec is refused, with layer, field, what is wrong and the cure', () => {
  it.each<[what: string, fields: Fields, more: Partial<Spec<any>>, says: string | RegExp]>([
    ['a misspelt role', { n: u8(wrong({ mesures: 'x' })), x: sized }, {}, "T.n: a field has no 'mesures'; did you mean 'measures'?"],
    ['a misspelt entry', { n: u8() }, wrong({ nxet: () => undefined }), "T: a spec has no 'nxet'; did you mean 'next'?"],
    [
      'a column without digits',
      { n: u8() },
      wrong({ columns: { 't.n': { of: () => 1 } } }),
      /^T: columns is .*; give functions by name, or \{ hex, of \}$/,
    ],
    ['a role that nobody knows', { n: u8(wrong({ constructor: 1 })) }, {}, "T.n: a field has no 'constructor'"],
    [
      'a target that is misspelt',
      { n: u8({ measures: 'dta' }), data: sized },
      {},
      /^T.n: measures 'dta', but .* no field of this layer; did you mean 'data'\?$/,
    ],
    ['a list that is misspelt', { n: u8({ counts: 'item' }), items }, {}, /^T.n: counts 'item', but .*did you mean 'items'/],
    ['measuring itself', { n: u8({ measures: 'n' }) }, {}, /^T.n: measures itself/],
    ['counting itself', { n: u8({ counts: 'n' }) }, {}, /^T.n: counts itself/],
    ['measuring what has a fixed size', { n: u8({ measures: 'x' }), x: u32() }, {}, /^T.n: measures 'x', whose size is fixed/],
    ['counting what is no list', { n: u8({ counts: 'x' }), x: sized }, {}, /^T.n: counts 'x', which is no list but octets/],
    ['counting bits', { n: u8({ counts: 'x' }), x: flags(8, 'AB') }, {}, /^T.n: counts 'x', which is no list/],
    ['a length that is text', { n: text(wrong({ measures: 'layer' })) }, {}, /^T.n: measures wants a number, and this is text/],
    ['a length that is not always there', { n: when(() => true, u8({ measures: 'x' })), x: sized }, {}, /^T.n: measures wants a number/],
    ['a count that is an address', { n: ipv4(wrong({ counts: 'items' })), items }, {}, /^T.n: counts wants a number/],
    ['a selector that is octets', { n: octets({ selects: 'space' }) }, {}, /^T.n: selects wants a number/],
    ['a port that is octets', { n: fixedOctets(2, { hints: 'space' }) }, {}, /^T.n: hints wants a number/],
    ['a checksum that is octets', { n: fixedOctets(2, { checksums: 'layer' }) }, {}, /^T.n: checksums wants a number/],
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
    ['a default that is no number', { n: u8(wrong({ default: 'x' })) }, {}, /^T.n: its default 'x' does not fit/],
    ['flags that nobody knows', { f: flags(8, 'AB', { default: 'Z' }) }, {}, /^T.f: its default does not suit it: no flag is called 'Z'/],
    ['too many bits', { n: ofBits(33) }, {}, /^T.n: has 33 bits/],
    ['a part of a bit', { n: ofBits(0.5), m: ofBits(7.5) }, {}, /^T.n: has 0.5 bits/],
    ['a name of the engine', { $p: u8() }, {}, /^T.\$p: names with \$ are the engine's/],
    ['a name that moves', { a: u8(), 1: u8() }, {}, /^T.1: a name that is a number loses its place/],
    ['a name that classes have', { constructor: u8() } as never, {}, /^T.constructor: no field can have this name/],
    ['what is no field', { n: 8 as never }, {}, /^T.n: is 8; give a field/],
    [
      'computing what is no field',
      { n: u8() },
      { compute: { m: () => 1 } as never },
      /^T.m: compute has it, but 'm' is no field.*did you mean 'n'/,
    ],
    ['computing what is no number', { x: octets() }, { compute: { x: () => 1 } as never }, /^T.x: compute wants a number/],
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
