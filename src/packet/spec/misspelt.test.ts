/** Misspelt names of fields and values. */
import { expect, test } from 'vitest';
import { DNS } from '../../protocols/application/dns/dns.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { VRRP } from '../../protocols/routing/vrrp.ts';

const wrong = (v: unknown): never => v as never;

test.each<[string, () => unknown, string]>([
  [
    'a field that is given a list',
    () => packet(VRRP(wrong({ adrlist: ['192.0.2.1'] }))),
    "VRRP has no field 'adrlist'; did you mean 'addrlist'?",
  ],
  ['a field', () => packet(UDP(wrong({ dprot: 1 }))).bytes, "UDP has no field 'dprot'; did you mean 'dport'?"],
  [
    'a field that is like none',
    () => packet(UDP(wrong({ checksum_value: 1 }))).bytes,
    "UDP has no field 'checksum_value'; it has sport, dport, len, chksum",
  ],
  [
    'a value',
    () => packet(ARP({ op: 'who-hass' as 'who-has' })).bytes,
    "'who-hass' is not a whole number or known name; did you mean 'who-has'?",
  ],
  ['a port', () => packet(UDP({ dport: 'domian' })).bytes, "did you mean 'domain'?"],
  ['a value that is like none', () => packet(DNS(wrong({ opcode: 'x'.repeat(50) }))).bytes, 'is not a whole number or known name'],
])('%s', (_, make, message) => {
  expect(make).toThrow(message);
});
