import { expect, it } from 'vitest';
import type { Packet } from '../packet/laid/packet.ts';
import { dissectorOf } from '../packet/object/dissector.ts';
import type { PacketObject } from '../packet/object/packet-object.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrHopByHop } from '../protocols/network/ipv6/ipv6-extensions.ts';
import { packet, protocols } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { GRE } from '../protocols/tunnel/gre.ts';
import { VXLAN } from '../protocols/tunnel/vxlan.ts';
import { mayHoldMore } from './may-hold-more.ts';

/** As a capture's packet: with the layers that the dissector does not leave for later. */
function found({ bytes }: Packet): PacketObject {
  return dissectorOf(protocols)(bytes, 0, bytes.length, Ether.id);
}

const octets = new Uint8Array(64).fill(0x11);

it.each([
  ['a tunnel of UDP', packet(Ether(), IP(), UDP({ dport: 4789 }), VXLAN(), Ether(), IP(), UDP(), octets), true],
  [
    'a tunnel of UDP, from a port that says something else',
    packet(Ether(), IP(), UDP({ sport: 123, dport: 4789 }), VXLAN(), Ether(), IP(), octets),
    true,
  ],
  ['GRE', packet(Ether(), IP(), GRE(), IP(), UDP(), octets), true],
  ['extension headers', packet(Ether(), IPv6(), IPv6ExtHdrHopByHop(), UDP(), octets), true],
  ['the time', packet(Ether(), IP(), UDP({ sport: 123, dport: 123 }), octets.subarray(0, 48)), false],
  ['ports that say nothing', packet(Ether(), IP(), UDP({ sport: 40_000, dport: 40_001 }), octets), false],
])('%s', (_, p, expected) => {
  const made = found(p as Packet);
  expect(mayHoldMore(made)).toBe(expected);
  // What is said of the rest holds of all layers, once they are found.
  const before = made.$shape.layers.filter((l) => l === IP || l === IPv6).length;
  const all = made.shape.layers.filter((l) => l === IP || l === IPv6).length;
  if (!expected) expect(all).toBe(before);
  expect(mayHoldMore(made)).toBe(false);
});
