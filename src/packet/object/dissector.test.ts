/** What is behind the common layers is found when somebody asks for it, and then as if it had been from the first. */
import { expect, test } from 'vitest';
import { bind } from '../chain/bindings.ts';
import { u16 } from '../fields/integers.ts';
import { octets } from '../fields/octets.ts';
import { layer } from '../layer/layer.ts';
import { Padding, Raw } from '../layer/raw.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { dissect, packet, protocols } from '../../protocols/protocols.ts';

let begun = 0;
const Odd = layer('Odd', {
  fields: { len: u16({ measures: 'body' }), body: octets() },
  begins: () => {
    begun++;
    return true;
  },
});
const registry = protocols.with(bind(UDP, { dport: 9999 }, Odd));
const frame = (): Uint8Array =>
  packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 1, dport: 9999 }), Uint8Array.of(0, 2, 7, 8, 9), {
    registry: protocols,
  }).bytes;

test('who asks for a port does not have the payload read', () => {
  begun = 0;
  const p = dissect(frame(), Ether, { registry });
  expect(p.get(UDP)?.dport).toBe(9999);
  expect(p.get(IP)?.dst).toBe('192.0.2.2');
  expect(begun).toBe(0);
  expect(p.layers()).toEqual([Ether, IP, UDP, Odd, Raw]);
  expect(begun).toBeGreaterThan(0);
});

test.each<[string, (p: ReturnType<typeof dissect>) => unknown, unknown]>([
  ['get', (p) => p.get(Odd)?.body, Uint8Array.of(7, 8)],
  ['get, of what is not there', (p) => p.get(Padding), undefined],
  ['get, by number', (p) => p.get(Raw, 1)?.load, Uint8Array.of(9)],
  ['has', (p) => p.has(Odd), true],
  ['payload', (p) => p.payload(Odd), Uint8Array.of(9)],
  ['payload of a layer that was found first', (p) => p.payload(UDP), Uint8Array.of(0, 2, 7, 8, 9)],
  ['bytes', (p) => p.bytes, frame()],
  ['copy', (p) => p.copy().layers(), [Ether, IP, UDP, Odd, Raw]],
  ['with', (p) => p.with(Uint8Array.of(1)).bytes.length, frame().length + 1],
  ['issues', (p) => p.issues, []],
])('%s, asked first, is of the whole packet', (_, ask, expected) => {
  expect(ask(dissect(frame(), Ether, { registry }))).toEqual(expected);
});

test('a view that was made before the rest was found stays, and sets the same packet', () => {
  const p = dissect(frame(), Ether, { registry });
  const udp = p.get(UDP);
  if (udp === undefined) throw new Error('no UDP');
  p.layers();
  expect(udp.dport).toBe(9999);
  udp.sport = 77;
  expect(p.get(UDP)?.sport).toBe(77);
  expect(dissect(p.bytes, Ether, { registry }).get(Odd)?.body).toEqual(Uint8Array.of(7, 8));
});

test('setting comes first: the packet has all its layers after it', () => {
  const p = dissect(frame(), Ether, { registry });
  p.set(IP, { ttl: 9 });
  expect(p.layers()).toEqual([Ether, IP, UDP, Odd, Raw]);
  expect(p.get(IP)?.ttl).toBe(9);
});
