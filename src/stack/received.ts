/** What kind of packet came, and where its parts are: found once for all packets of a shape. */
import { perShape } from '../packet/chain/per-shape.ts';
import type { PacketObject } from '../packet/object/packet-object.ts';
import { ARP } from '../protocols/network/arp.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../protocols/network/ipv6/ipv6-extensions.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';

/** What the stack does with a packet. */
export type Kind = 'arp' | 'tcp' | 'udp' | 'icmp' | 'other-ip' | 'fragment' | 'none';

export interface Received {
  readonly kind: Kind;
  readonly isV6: boolean;
  /** Depths of the outermost IP header and of the transport's; -1: none. */
  readonly ip: number;
  readonly transport: number;
  /** For `readSegment`. */
  readonly tcp: number;
  readonly fragment: number;
}

const ofShape = perShape(({ layers }): Received => {
  const all = layers as readonly unknown[];
  if (all.includes(ARP)) return { kind: 'arp', isV6: false, ip: -1, transport: -1, tcp: -1, fragment: -1 };
  const ip = all.findIndex((layer) => layer === IP || layer === IPv6);
  // Behind a tag or a label it is not for this host.
  if (ip < 0 || ip > 1) return { kind: 'none', isV6: false, ip: -1, transport: -1, tcp: -1, fragment: -1 };
  const isV6 = all[ip] === IPv6;
  let transport = ip + 1;
  let isFragment = false;
  while (isExtension(all[transport])) {
    isFragment ||= all[transport] === IPv6ExtHdrFragment;
    transport++;
  }
  const layer = all[transport];
  const at = { isV6, ip, transport: layer === undefined ? -1 : transport, tcp: layer === TCP ? transport : -1, fragment: -1 };
  if (isFragment) return { kind: 'fragment', ...at };
  if (layer === TCP) return { kind: 'tcp', ...at };
  if (layer === UDP) return { kind: 'udp', ...at };
  return { kind: layer === ICMP || nameOf(layer).startsWith('ICMPv6') ? 'icmp' : 'other-ip', ...at };
});

/** Of a packet. What the dissector left for later is looked at only where it matters. */
export function receivedOf(p: PacketObject): Received {
  const known = ofShape(p.$shape);
  return known.kind === 'other-ip' && p.end < 0 ? ofShape(p.shape) : known;
}

const nameOf = (layer: unknown): string => (layer as { readonly layerName?: string } | undefined)?.layerName ?? '';
const isExtension = (layer: unknown): boolean => nameOf(layer).startsWith('IPv6ExtHdr');
