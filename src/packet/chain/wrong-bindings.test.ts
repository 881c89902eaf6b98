/** Bindings that no packet could have are refused where they are made. */
import { expect, test } from 'vitest';
import { Ether } from '../../protocols/link/ethernet.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { u8 } from '../fields/integers.ts';
import { layer } from '../layer/layer.ts';
import { bind, bindAll, decodeAs } from './bindings.ts';

const X = layer('X', { fields: { a: u8() } });
const wrong = (v: unknown): never => v as never;

test.each<[string, () => unknown, string]>([
  ['too large', () => bind(UDP, { dport: 70_000 }, X), 'UDP.dport: 70000 is no number of it; give a whole number of 0 to 65535'],
  ['negative', () => bind(UDP, { dport: -1 }, X), 'UDP.dport: -1 is no number of it'],
  ['a fraction', () => bind(Ether, { type: 1.5 }, X), 'Ether.type: 1.5 is no number of it'],
  ['a name', () => bind(UDP, wrong({ dport: 'http' }), X), 'UDP.dport'],
  ['no layer', () => bind(UDP, { dport: 53 }, wrong(undefined)), 'UDP.dport: undefined was to follow; give a layer'],
  ['a table', () => bindAll('udp.port', wrong({ http: X })), 'udp.port: NaN is no number of it'],
  ['a space in the place of a layer', () => decodeAs(wrong('udp.port'), wrong(53), X), 'stands in the place of a layer'],
])('%s', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringContaining(message) }));
});
