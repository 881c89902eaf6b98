/** Octets belong to exactly one level: what does not fit inside stays as octets at the bound, and nothing is lost on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, plain } from '../../../test/support/layer-suite.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { rebuilt, rebuiltDeeply } from '../../../test/support/rebuild.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { objectOf } from '../object/packet-object.ts';
import { layer } from '../layer/layer.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { choose, when } from './conditional.ts';
import { u16, u32, u8 } from './integers.ts';
import { list, record, records } from './lists.ts';
import { octets } from './octets.ts';
import { option, optionList } from './options.ts';

const asLayer =
  (l: unknown): (() => AnyLayer) =>
  () =>
    l as AnyLayer;
const keeps = (l: OneLayer, hex: string): void => {
  const p = l.dissect(fromHex(hex));
  expect(toHex(rebuilt(p))).toBe(hex.replaceAll(' ', ''));
  expect(toHex(rebuiltDeeply(p))).toBe(hex.replaceAll(' ', ''));
};
/** Whatever the octets are. */
const keepsAll = (l: OneLayer): void =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 24 }), (all) => {
      holds(Uint8Array.from(all), l.T, true, objectOf(l.make()).registry);
    }),
    { numRuns: 300 },
  );
const read = (l: OneLayer, hex: string): unknown => plain(l.read(fromHex(hex)));

describe('a record whose count or length says more than there is', () => {
  const Counted = layer('Counted', { fields: { n: u8({ counts: 'items' }), items: list(u8()) } });
  const Measured = layer('Measured', { fields: { n: u8({ measures: 'data' }), data: octets() } });
  const Several = layer('Several', { fields: { n: u8({ counts: 'pairs' }), pairs: records(asLayer(Measured)) } });
  const options = oneLayer({
    options: optionList({
      kinds: {
        1: option('Counted', record(asLayer(Counted))),
        2: option('Measured', record(asLayer(Measured))),
        3: option('Several', record(asLayer(Several))),
      },
    }),
  });

  it('is none: its option keeps the octets', () => {
    expect(read(options, '01020905')).toEqual({ options: [['Counted', '0905']] });
    expect(read(options, '02020905')).toEqual({ options: [['Measured', '0905']] });
    expect(read(options, '0303020107')).toEqual({ options: [['Several', '020107']] });
    expect(read(options, '01020105')).toEqual({ options: [['Counted', { n: 1, items: [5] }]] });
    keeps(options, '01020905');
    keeps(options, '0303020107');
    keepsAll(options);
  });

  it('is none in a list of records: the octets are what follows', () => {
    const l = oneLayer({ lists: records(asLayer(Counted)), rest: octets() });
    expect(read(l, '0105 0905')).toEqual({ lists: [{ n: 1, items: [5] }], rest: '0905' });
    keeps(l, '0105 0905');
    keepsAll(l);
  });

  it('counts only what stands there: a list that is absent by its condition is no lie', () => {
    const Perhaps = layer('Perhaps', {
      fields: { kind: u8(), n: u8({ counts: 'items' }), items: when((self) => self['kind'] === 1, list(u8())) },
    });
    const l = oneLayer({ options: optionList({ kinds: { 1: option('Perhaps', record(asLayer(Perhaps))) } }) });
    expect(read(l, '01020009')).toEqual({ options: [['Perhaps', { kind: 0, n: 9 }]] });
    keeps(l, '01020009');
  });
});

describe('a list that a sibling measures', () => {
  const numbers = oneLayer({ n: u8({ measures: 'items' }), items: list(u16(), { rest: true }), z: u8() });
  const Pair = layer('Pair', { fields: { a: u8(), b: u16() } });
  const pairs = oneLayer({ n: u8({ measures: 'pairs' }), pairs: records(asLayer(Pair), { rest: true }), z: u8() });
  const both = oneLayer({ n: u8({ measures: 'items' }), count: u8({ counts: 'items' }), items: list(u16(), { rest: true }), z: u8() });
  const chosen = oneLayer({
    kind: u8(),
    n: u8({ measures: 'items' }),
    items: choose((self) => self['kind'], { 1: list(u16(), { rest: true }) }, octets()),
  });

  it('keeps the octets behind its last whole item as its last entry', () => {
    expect(read(numbers, '030001ff09')).toEqual({ n: 3, items: [1, 'ff'], z: 9 });
    expect(read(numbers, '02000109')).toEqual({ n: 2, items: [1], z: 9 });
    expect(read(pairs, '05010002030409')).toEqual({ n: 5, pairs: [{ a: 1, b: 2 }, '0304'], z: 9 });
    expect(read(both, '0401000100ff09')).toEqual({ n: 4, count: 1, items: [1, '00ff'], z: 9 });
    for (const [l, hex] of [
      [numbers, '030001ff09'],
      [pairs, '05010002030409'],
      [both, '0401000100ff09'],
      [chosen, '0103000104'],
    ] as const)
      keeps(l, hex);
  });

  it.each([
    ['numbers', numbers],
    ['records', pairs],
    ['measured and counted', both],
    ['chosen', chosen],
  ])('loses nothing: %s', (_name, l) => keepsAll(l));

  it('is measured with the rest, and counted without', () => {
    expect(toHex(both.make({ items: [1, Uint8Array.of(7)] }).bytes)).toBe('030100010700');
    // What was right stays right.
    const p = both.dissect(fromHex('0301000107ff'));
    expect(toHex(p.set(both.T, { items: [1, 2, Uint8Array.of(7)] }).bytes)).toBe('05020001000207ff');
  });
});

describe('a record that was read, in another place', () => {
  const Name = layer('Name', { fields: { n: u8({ measures: 'data' }), data: octets(), z: u32() } });
  const l = oneLayer({ count: u8({ counts: 'names' }), names: records(asLayer(Name)) });
  it('is written of its values', () => {
    const [first, second] = (l.read(fromHex('02 0107 00000001 020809 00000002')) as { names: unknown[] }).names;
    expect(toHex(l.make({ names: [second, first] }).bytes)).toBe('020208090000000201070000' + '0001');
  });
});
