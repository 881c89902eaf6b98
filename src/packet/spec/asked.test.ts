/** Whatever functions a spec has, octets are dissected, read and shown: what throws is no answer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEveryField, showEveryWay } from '../../../test/support/exercise.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { rebuilt } from '../../../test/support/rebuild.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { choose, when } from '../fields/conditional.ts';
import { msbExtended } from '../fields/extended.ts';
import { bits, flags, u16, u32, u8 } from '../fields/integers.ts';
import { list, record } from '../fields/lists.ts';
import { octets } from '../fields/octets.ts';
import { option, optionList } from '../fields/options.ts';
import { layer } from '../layer/layer.ts';
import { type Field, field, type Self, type VariableKind } from './field.ts';
import type { AnyLayer, Spec } from './spec.ts';

const oops = (): never => {
  throw new TypeError('oops');
};
/** A condition that believes that `f` is there. */
const hasA = (self: Self): boolean => self['f'].has('a');
const f = (): Field<any, any> => flags(16, ['a', 'b']);
const OWN: VariableKind = {
  form: 'variable',
  end: (_b, at) => at + 1,
  read: (b, at) => b[at],
  write: (w, v) => w.u8(Number(v ?? 0)),
};
const own = (more: object): Field<any, any> => field({ ...OWN, label: 'own', ...more });

const Inner = layer('Inner', { fields: { n: u8(), f: when((self) => self['n'] > 0, f()), x: when(hasA, u8()), y: octets() } });
const inner = (): AnyLayer => Inner as unknown as AnyLayer;
const SPECS: Readonly<Record<string, Spec<any>>> = {
  'a condition on what was cut off': { greedy: true, fields: { v: list(u8()), f: f(), x: when(hasA, u16()) } },
  'a condition on what was cut off in a measured header': {
    fields: { size: u8({ measures: 'header' }), n: u8({ measures: 'v' }), v: octets(), f: f(), x: when(hasA, u16()), y: when(hasA, u32()) },
  },
  'a condition on what its own condition left out': {
    fields: { n: u8(), f: when((self) => self['n'] === 1, f()), x: when(hasA, u16()), z: u8() },
  },
  'a flag that does not exist': { fields: { f: f(), x: when((self) => self['f'].has('zz'), u16()) } },
  'a choice': { fields: { n: u8(), x: choose(oops, { 1: u16() }, u8()), z: u8() } },
  'a choice in a list': { fields: { n: u8({ counts: 'xs' }), xs: list(choose(oops, { 1: u16() }, u8())) } },
  records: { fields: { a: u8(), items: optionList({ kinds: { 1: option('Inner', record(inner)) } }) } },
  presence: { fields: { a: u8(), x: own({ present: oops }), z: u8() } },
  'an end': { fields: { a: u8(), x: own({ end: oops }), z: u8() } },
  'an end that is not a number': { fields: { a: u8(), x: own({ end: () => Number.NaN }), z: u8() } },
  'an end in a greedy layer': { greedy: true, fields: { a: u8(), x: own({ end: oops }), z: octets() } },
  'a value': { fields: { a: u8(), x: own({ read: oops, format: oops }), z: u8() } },
  'a text': { fields: { a: u8({ nameOf: oops } as never), x: own({ format: oops }) } },
  'a number with a meaning': { fields: { a: { kind: { ...u8().kind, decode: oops }, options: {} } as never, z: u8() } },
  begins: { fields: { a: u8() }, begins: oops },
  next: { fields: { a: u8() }, next: { to: () => [], choose: oops } },
  payloadLength: { fields: { a: u8() }, payloadLength: oops },
  'payloadLength that is not a number': { fields: { a: u8() }, payloadLength: () => Number.NaN },
  headerSize: { fields: { n: u8({ measures: 'x' }), x: octets() }, headerSize: oops },
  'headerSize before the start': { fields: { n: u8({ measures: 'x' }), x: octets() }, headerSize: () => -7 },
  summary: { fields: { a: u8() }, summary: oops },
  compute: { fields: { a: u8(), b: u16({ compute: oops }) } },
  'a length that was cut off': {
    greedy: true,
    fields: { v: msbExtended(), n: u16({ measures: 'x' }), x: octets(), m: u8({ counts: 'xs' }), xs: list(u8()) },
  },
  'a pseudo-header': { fields: { a: u8() }, pseudoHeader: oops },
};

describe.each(Object.entries(SPECS))('%s', (_name, spec) => {
  const l = oneLayer(spec.fields, spec);
  it('throws nothing while octets are dissected, read, shown and judged', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), (all) => {
        const p = l.dissect(Uint8Array.from(all));
        readEveryField(p);
        showEveryWay(p);
        expect(toHex(p.bytes)).toBe(toHex(Uint8Array.from(all)));
        // What was right is judged before a change.
        if (p.has(l.T) && 'a' in l.T.spec.fields && all.length > 0) expect(p.set(l.T, { a: all[0] }).bytes.length).toBe(all.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a function that throws says', () => {
  it('conditions are false, and the layer stands', () => {
    const l = oneLayer(SPECS['a condition on what its own condition left out']?.fields);
    expect(l.read(fromHex('0009'))).toMatchObject({ n: 0, f: undefined, x: undefined, z: 9 });
    expect(toHex(rebuilt(l.dissect(fromHex('0009'))))).toBe('0009');
    expect(l.read(fromHex('010001000709'))).toMatchObject({ n: 1, x: 7, z: 9 });
    expect(toHex(l.make({ n: 0, z: 9 }).bytes)).toBe('0009');
  });

  it('a layer that cannot be told is none', () => {
    expect(oneLayer({ a: u8() }, { begins: oops }).read(fromHex('01'))).toBeUndefined();
    expect(oneLayer({ n: u8({ measures: 'x' }), x: octets() }, { headerSize: oops }).read(fromHex('0101'))).toBeUndefined();
  });

  it('where packets are built, errors go to who builds', () => {
    expect(() => oneLayer({ a: u8(), b: u16({ compute: oops }) }).make().bytes).toThrow('oops');
  });
});

describe('payloadLength', () => {
  it('knows how much is there', () => {
    const l = oneLayer({ a: bits(8) }, { payloadLength: (_self, there) => there - 4 });
    const chain = (hex: string): string[] =>
      l
        .dissect(fromHex(hex))
        .layers()
        .map((x) => x.layerName);
    const p = l.dissect(fromHex('01 aabbcc 11223344'));
    expect(toHex(p.payload(l.T))).toBe('aabbcc');
    expect(chain('01 aabbcc 11223344')).toEqual(['T', 'Raw', 'Padding']);
    expect(chain('01 11223344')).toEqual(['T', 'Padding']);
    // Too few octets for what it takes off: no claim.
    expect(toHex(l.dissect(fromHex('01 1122')).payload(l.T))).toBe('1122');
  });
});
