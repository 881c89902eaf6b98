/** Bindings that no packet could have are refused where they are made. */
import { expect, test } from 'vitest';
import { Ether } from '../../protocols/link/ethernet.ts';
import { packet, protocols } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { u16, u8 } from '../fields/integers.ts';
import { records } from '../fields/lists.ts';
import { octets } from '../fields/octets.ts';
import { when } from '../fields/conditional.ts';
import { sized } from '../fields/sized.ts';
import { layer } from '../layer/layer.ts';
import { bind, bindAll, bindVariants, decodeAs } from './bindings.ts';

const X = layer('X', { fields: { a: u8() } });
const Y = layer('Y', { fields: { a: u8(), sometimes: when('a', u8()), rest: sized('u8', octets()), last: u8() } });
const wrong = (v: unknown): never => v as never;

test.each<[string, () => unknown, string]>([
  ['too large', () => bind(UDP, { dport: 70_000 }, X), 'UDP.dport: 70000 does not fit this field; give a whole number from 0 to 65535'],
  ['negative', () => bind(UDP, { dport: -1 }, X), 'UDP.dport: -1 does not fit this field'],
  ['a fraction', () => bind(Ether, { type: 1.5 }, X), 'Ether.type: 1.5 does not fit this field'],
  ['a name', () => bind(UDP, wrong({ dport: 'http' }), X), 'UDP.dport'],
  ['no layer', () => bind(UDP, { dport: 53 }, wrong(undefined)), 'UDP.dport: undefined cannot follow; give a layer'],
  ['a table', () => bindAll('udp.port', wrong({ http: X })), 'udp.port: NaN does not fit this field'],
  ['a space in the place of a layer', () => decodeAs(wrong('udp.port'), wrong(53), X), 'was given where a layer is expected'],
  ['a variant of no field', () => bindVariants(Y, 'aa', [[1, X]]), "Y has no field 'aa'; did you mean 'a'?"],
  [
    'a variant of a field that is there sometimes',
    () => bindVariants(Y, 'sometimes', [[1, X]]),
    'Y.sometimes: variants need a number at a fixed place',
  ],
  ['a variant of a field behind others', () => bindVariants(Y, 'last', [[1, X]]), 'Y.last: variants need a number at a fixed place'],
  [
    'a variant of a number too large',
    () => bindVariants(Y, 'a', [[256, X]]),
    'Y.a: 256 does not fit this field; give a whole number from 0 to 255',
  ],
  [
    'a variant of a range too large',
    () => bindVariants(Y, 'a', [[[4, 256], X]]),
    'Y.a: 256 does not fit this field; give a whole number from 0 to 255',
  ],
  ['a variant of a negative number', () => bindVariants(Y, 'a', [[-1, X]]), 'Y.a: -1 does not fit this field'],
  [
    'a variant of a range upside down',
    () => bindVariants(Y, 'a', [[[5, 1], X]]),
    "Y.a: a variant's range is 5 to 1: give the lower number first",
  ],
  ['a variant that is not a layer', () => bindVariants(Y, 'a', [[1, wrong(undefined)]]), 'Y.a: undefined cannot follow; give a layer'],
  ['a variant of no layer', () => bindVariants(wrong('Y'), 'a', [[1, X]]), "bindVariants: 'Y' was given where a layer is expected"],
  ['no field', () => bind(UDP, {}, X), 'bind: no field of UDP is given, so nothing would be bound; bind(UDP, { dport: 9999 }, LAYER)'],
  ['a field that is none', () => bind(UDP, { port: 1 }, X), "UDP has no field 'port'; did you mean 'sport'?"],
  ['one that is like none', () => bind(UDP, { something: 1 }, X), "UDP has no field 'something'; it has sport, dport, len, chksum"],
  ['a layer', () => protocols.with(wrong(X)), 'with: the layer X is not a binding; say what it follows: bind(UDP, { dport: 9999 }, LAYER)'],
  ['nothing', () => protocols.with(wrong(undefined)), 'with: undefined is not a binding'],
  [
    'a number space that is misspelt',
    () => protocols.with(bindAll('udp.prt', { 7777: X })),
    "no field of a layer has the number space 'udp.prt'; did you mean 'udp.port'?",
  ],
  [
    'a number that no field of the space holds',
    () => protocols.with(bindAll('udp.port', { 99_999: X })),
    'udp.port: 99999 does not fit this field; give a whole number from 0 to 65535',
  ],
  [
    'one of 8 bits',
    () => protocols.with(bindAll('ip.proto', { 300: X })),
    'ip.proto: 300 does not fit this field; give a whole number from 0 to 255',
  ],
  [
    'a layer below without that field',
    () => packet(UDP(), layer('W', { fields: { a: u8() }, below: { UDP: { sprt: 5 } } })()).bytes,
    "W: below says what sprt holds, but UDP has no field 'sprt'; did you mean 'sport'?",
  ],
  ['records of a field', () => records(wrong(() => u8())), 'records: its function gives a field; let it give a layer'],
])('%s', (_, make, message) => {
  expect(make).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^ERR_(SPEC|FIELD)$/), message: expect.stringContaining(message) }),
  );
});

test('what a space of its own, or a number that fits, is', () => {
  const Own = layer('Own', { fields: { kind: u16({ selects: 'udp.kind' }) } });
  expect(protocols.with(bindAll('udp.kind', { 300: X }), bind(UDP, { dport: 7777 }, Own)).next('udp.kind', 300)).toBe(X);
  expect(protocols.with(bindAll('app.port', { 300: X })).next('app.port', 300)).toBe(X);
  expect(protocols.with(bindAll('udp.port', { 65_535: X })).next('udp.port', 65_535)).toBe(X);
});

test('two layers of one name', () => {
  const IP = layer('IP', { fields: { a: u8() } });
  const twin = layer('X', { fields: { b: u8() } });
  const refused = (name: string) =>
    expect.objectContaining({ code: 'ERR_LAYER', message: `two layers are called ${name}: this registry has another one of that name` });
  expect(() => protocols.with(bind(UDP, { dport: 7777 }, IP))).toThrow(refused('IP'));
  expect(() => protocols.with(bind(UDP, { dport: 1 }, X), bind(UDP, { dport: 2 }, twin))).toThrow(refused('X'));
  // Led to, and bound nowhere.
  expect(() => protocols.with(bind(UDP, { dport: 1 }, layer('Dot11Beacon', { fields: { a: u8() } })))).toThrow(refused('Dot11Beacon'));
  const registry = protocols.with(bind(UDP, { dport: 1 }, X));
  expect(registry.with(bind(UDP, { dport: 2 }, X)).layer('X')).toBe(X);
});
