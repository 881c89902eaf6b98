/** What of a packet tells which flow it belongs to, and what it adds to that. */
import { word } from '../bytes/words.ts';
import { perShape } from '../packet/chain/per-shape.ts';
import { isPadding, isRaw } from '../packet/layer/raw.ts';
import type { PacketObject } from '../packet/object/packet-object.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { Dot1AD, Dot1Q, Dot3, Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../protocols/network/ipv6/ipv6-extensions.ts';
import { DCCP } from '../protocols/transport/dccp.ts';
import { SCTP } from '../protocols/transport/sctp.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../protocols/transport/udp.ts';

const ICMP_NUMBER = 1;
const ICMPV6_NUMBER = 58;
const IPV6_HEADER = 40;

/** What is known of layers, once for all packets that have them. */
interface Known {
  /** Depth of the outermost IP header; -1: there is none. */
  readonly ip: number;
  readonly version: 4 | 6;
  /** Depth of the last extension header of IPv6; -1: none. */
  readonly extension: number;
  /** Depth of a fragment header; -1: none. */
  readonly fragment: number;
  /** Depth of what IP carries, where that has ports, or is ICMP; -1 otherwise. */
  readonly carried: number;
  readonly isTcp: boolean;
  readonly hasPorts: boolean;
  /** Depth of the first VLAN tag; -1: none. */
  readonly vlan: number;
  readonly ether: boolean;
  /** All is found that there can be to find: what the dissector left for later is of no interest. */
  readonly enough: boolean;
}

const is = (layer: AnyLayer | undefined, ...of: readonly unknown[]): boolean => of.includes(layer);

const knownOf = perShape(({ layers }): Known => {
  const ip = layers.findIndex((layer) => is(layer, IP, IPv6));
  const version = is(layers[ip], IPv6) ? 6 : 4;
  let next = ip + 1;
  let fragment = -1;
  while (ip >= 0 && version === 6 && isExtension(layers[next])) {
    if (is(layers[next], IPv6ExtHdrFragment)) fragment = next;
    next++;
  }
  const layer = ip < 0 ? undefined : layers[next];
  const hasPorts = is(layer, TCP, UDP, SCTP, DCCP, UDPLite);
  return {
    ip,
    version,
    extension: next - 1 > ip ? next - 1 : -1,
    fragment,
    carried: layer === undefined || isRaw(layer) || isPadding(layer) ? -1 : next,
    isTcp: is(layer, TCP),
    hasPorts,
    vlan: layers.slice(0, Math.max(0, ip)).findIndex((l) => is(l, Dot1Q, Dot1AD)),
    ether: is(layers[0], Ether, Dot3),
    enough: ip >= 0 && layer !== undefined,
  };
});

const isExtension = (layer: AnyLayer | undefined): boolean =>
  layer?.layerName.startsWith('IPv6ExtHdr') === true && layer.layerName !== 'IPv6ExtHdrOpaque';

/** A packet, by places in its octets, and what is read there. Used again for the next. */
export class FlowPlace {
  b: Uint8Array = new Uint8Array(0);
  version: 4 | 6 = 4;
  /** Where the addresses are, each 4 or 16 octets. */
  src = 0;
  dst = 0;
  protocol = 0;
  /** Of ICMP: 0, and type × 256 + code, as NetFlow has them. 0 where there are none to see: other protocols, fragments but the first. */
  sport = 0;
  dport = 0;
  /** The nine flags of TCP, FIN the lowest bit. */
  tcpFlags = 0;
  /** Type of service, or traffic class. */
  tos = 0;
  /** Octets of the IP packet, as its header says. */
  octets = 0;
  /** Number of the outermost VLAN; 0: none. */
  vlan = 0;
  /** Where destination and source of Ethernet stand; -1: none. */
  ether = -1;
}

/**
 * Reads the outermost IP packet in `p`. False: it has none.
 *
 * @param wire octets that it had on the wire
 */
export function readFlowPlace(p: PacketObject, wire: number, place: FlowPlace): boolean {
  let known = knownOf(p.$shape);
  if (!known.enough && p.end < 0) known = knownOf(p.shape);
  if (known.ip < 0) return false;
  const { b } = p;
  const at = p.$offset(known.ip);
  place.b = b;
  place.version = known.version;
  place.vlan = known.vlan < 0 ? 0 : word(b, p.$offset(known.vlan)) & 0xfff;
  place.ether = known.ether ? p.s : -1;
  place.sport = 0;
  place.dport = 0;
  place.tcpFlags = 0;
  let first: boolean;
  if (known.version === 4) {
    const length = word(b, at + 2);
    place.src = at + 12;
    place.dst = at + 16;
    place.protocol = b[at + 9] as number;
    place.tos = b[at + 1] as number;
    // 0: the card cuts it up later (segmentation offload), so it is as long as it is.
    place.octets = length === 0 ? Math.max(0, p.s + wire - at) : length;
    first = (word(b, at + 6) & 0x1fff) === 0;
  } else {
    const length = word(b, at + 4);
    place.src = at + 8;
    place.dst = at + 24;
    place.protocol = b[known.extension < 0 ? at + 6 : p.$offset(known.extension)] as number;
    place.tos = (word(b, at) >> 4) & 0xff;
    place.octets = length === 0 ? Math.max(0, p.s + wire - at) : IPV6_HEADER + length;
    first = known.fragment < 0 || (word(b, p.$offset(known.fragment) + 2) & 0xfff8) === 0;
  }
  if (!first || known.carried < 0) return true;
  const t = p.$offset(known.carried);
  if (known.hasPorts) {
    if (t + 4 > p.e) return true;
    place.sport = word(b, t);
    place.dport = word(b, t + 2);
    if (known.isTcp && t + 14 <= p.e) place.tcpFlags = word(b, t + 12) & 0x1ff;
  } else if ((place.protocol === ICMP_NUMBER || place.protocol === ICMPV6_NUMBER) && t + 2 <= p.e) place.dport = word(b, t);
  return true;
}
