/** What is printed is the packet, and not what it is made of. Texts are scapy's repr(), and our own source and JSON. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { RandShort } from '../templates/random-values.ts';
import { net, oneOf } from '../templates/sets.ts';
import { Session } from './session.ts';

const crafted = () => packet(IP({ dst: '192.0.2.1' }), TCP({ dport: 80 }));
const wrong = (v: unknown): any => v;

test.each<[string, unknown, string]>([
  ['a packet', crafted(), '<IP  proto=tcp dst=192.0.2.1 |<TCP  dport=http |>>'],
  ['a layer', TCP, '[layer TCP]'],
  ['a layer with its values', TCP({ dport: 80, flags: 'S' }), "TCP({ dport: 80, flags: 'S' })"],
])('%s', (_, value, text) => {
  expect(inspect(value)).toBe(text);
  expect(inspect({ value })).toContain(text);
});

const four = () => packet(IP({ dst: net('192.0.2.0/30') }), TCP({ seq: RandShort() }));

function used(): Session {
  const session = new Session();
  session.remember('netflow.template', 'a', 1);
  session.expect({ transport: 'UDP', port: 9 }, TCP);
  return session;
}

test.each<[string, unknown, string, unknown]>([
  [
    'a template',
    four(),
    "<template of 4 packets: packet(IP({ dst: net('192.0.2.0/30') }), TCP({ seq: RandShort() }))>",
    { template: "packet(IP({ dst: net('192.0.2.0/30') }), TCP({ seq: RandShort() }))", count: 4 },
  ],
  ['a set', net('192.0.2.0/30'), "net('192.0.2.0/30')", "net('192.0.2.0/30')"],
  ['a set of given values', oneOf([1, 2]), '[set of 2 values]', '[set of 2 values]'],
  ['a random value', RandShort(), 'RandShort()', 'RandShort()'],
  [
    'a session',
    used(),
    '[session: netflow.template 1, expected 1, conversations 0, dropped 0]',
    { tables: { 'netflow.template': [['a', 1]] }, expected: [['UDP * 9', 'TCP']], conversations: [], dropped: 0 },
  ],
])('%s', (_, value, text, json) => {
  expect(inspect(value)).toBe(text);
  expect(String(value)).toBe(text);
  expect(JSON.parse(JSON.stringify(value))).toEqual(json);
});

test('a registry', () => {
  expect(inspect(protocols)).toMatch(/^\[registry of \d{3} layers, \d{3,4} bindings\]$/);
  expect(String(protocols)).toBe(inspect(protocols));
  expect(JSON.parse(JSON.stringify(protocols))).toEqual({ layers: protocols.bound.size, bindings: protocols.bindings.length });
});

test.each([
  ['bytes', () => four().bytes, 'octets', 'bytes'],
  ['summary', () => wrong(four()).summary(), 'summary()', 'summary(…)'],
  ['json', () => wrong(four()).json(), 'json()', 'json(…)'],
  ['get', () => wrong(four()).get(IP), 'get()', 'get(…)'],
  ['length', () => wrong(four()).length, "'length'", 'length'],
] as [string, () => unknown, string, string][])('a template has no %s', (_, call, what, then) => {
  expect(call).toThrow(
    expect.objectContaining({
      code: 'ERR_TEMPLATE',
      message: `this template stands for 4 packets and has no ${what} of its own`,
      details: { count: 4, remedy: `for (const p of template) … p.${then}, or template.first().${then}` },
    }),
  );
});

test('a view shows its fields', () => {
  expect(inspect(crafted().get(TCP))).toMatch(/^<TCP {2}sport=ftp_data dport=http seq=0 .*\|>$/);
  expect(String(crafted().get(TCP))).toBe(inspect(crafted().get(TCP)));
});

test('JSON.stringify', () => {
  expect(JSON.parse(JSON.stringify(crafted()))).toEqual(JSON.parse(crafted().json()));
  expect(JSON.parse(JSON.stringify(crafted().get(TCP)))).toEqual(JSON.parse(crafted().json()).layers.TCP);
  expect(JSON.parse(JSON.stringify(TCP({ dport: 80, flags: 'S' })))).toEqual({ TCP: { dport: 80, flags: 'S' } });
  expect(String(TCP())).toBe('TCP()');
});

describe('text where a layer is wanted', () => {
  const read = dissect(packet(Ether(), IP()).bytes);
  test.each<[string, () => unknown, string]>([
    ['get', () => read.get(wrong('TCP')), "a layer was expected, not 'TCP'"],
    ...[undefined, null, 5, {}, { id: 1 }].map(
      (given) =>
        [
          `get of ${given === undefined ? 'undefined' : JSON.stringify(given)}`,
          () => read.get(wrong(given)),
          'a layer was expected, not',
        ] as [string, () => unknown, string],
    ),
    ['get of what a layer gave', () => read.get(wrong(IP())), 'a layer was expected, not IP(): give IP itself'],
    ['has of what a layer gave', () => read.has(wrong(IP())), 'a layer was expected, not IP(): give IP itself'],
    ['has', () => read.has(wrong('TCP')), "a layer was expected, not 'TCP'"],
    ['set', () => read.set(wrong('TCP'), wrong({})), "a layer was expected, not 'TCP'"],
    ['payload', () => read.payload(wrong({})), 'a layer was expected'],
    ['dissect', () => dissect(read.bytes, wrong('Ether')), "dissect takes the first layer itself, not 'Ether'"],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringContaining(message) }));
  });
});

test('what no packet is made of is refused, whatever it is', () => {
  const round: { self?: unknown } = {};
  round.self = round;
  for (const given of [10n, round, Symbol('x'), { a: 1n }])
    expect(() => packet(wrong(given)).bytes).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
});
