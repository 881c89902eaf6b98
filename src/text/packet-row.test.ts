import { expect, it } from 'vitest';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6ExtHdrRouting } from '../protocols/network/ipv6/ipv6-routing.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { packet } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { packetRow } from './packet-row.ts';

// tshark 4.0 lists the same destinations.
it('lists where a packet goes in the end', () => {
  const route = (pointer: number) =>
    packet(IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['LSRR', { pointer, routers: ['192.0.2.3', '192.0.2.9'] }]] }), UDP());
  const routed = (segleft: number) =>
    packet(IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), IPv6ExtHdrRouting({ addresses: ['2001:db8::9'], segleft }), UDP());
  const destinations = [route(4), route(12), routed(1), routed(0)].map((p) => packetRow(objectOf(p)).destination);
  expect(destinations).toEqual(['192.0.2.9', '192.0.2.2', '2001:db8::9', '2001:db8::2']);
});
