/** The registry of all protocols of this package, and `packet` and `dissect` for it. */
import { Registry } from '../packet/chain/registry.ts';
import { lsFunction } from '../packet/ls.ts';
import { dissectFunction, packetFunction } from '../packet/packet-functions.ts';
import { bindings } from './bindings.ts';
import { layerFacts } from './layer-facts.ts';
import { DNS } from './application/dns/dns.ts';
import { Dot1Q, Ether } from './link/ethernet.ts';
import { ARP } from './network/arp.ts';
import { ICMP } from './network/icmp/icmp.ts';
import { IP } from './network/ipv4/ipv4.ts';
import { IPv6 } from './network/ipv6/ipv6.ts';
import { TCP } from './transport/tcp/tcp.ts';
import { UDP } from './transport/udp.ts';
import { unbound } from './unbound.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';

/** Every layer of this package and what follows what. `protocols.with(bind(UDP, { dport: 9999 }, Mine))` adds to it. */
export const protocols: Registry = new Registry(bindings, {
  common: [Ether, Dot1Q, ARP, IP, IPv6, ICMP, TCP, UDP, DNS] as unknown as AnyLayer[],
  facts: layerFacts,
  unbound,
});

/**
 * Makes a packet from layers, text and octets, the outermost first: `packet(Ether(), IP({ dst: '192.0.2.1' }), TCP())`. A set or a random
 * value in a layer makes a Template instead.
 */
export const packet = packetFunction(protocols);

/**
 * Finds the layers in octets, beginning with `first` (default Ether). Never throws on octets. The packet refers to the given octets; they
 * are not copied, so do not change them.
 */
export const dissect = dissectFunction(protocols, Ether);

/** Tables as text: `ls()` all layers, `ls(TCP)` a layer's fields, `ls('dhcp')` layers by name, `ls(packet)` a packet's values. */
export const ls = lsFunction(protocols);
