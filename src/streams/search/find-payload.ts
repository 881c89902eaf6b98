/** What an IP packet that is no TCP segment carries: the payload of UDP, or all behind the IP header. */
import { word } from '../../bytes/words.ts';
import { perShape } from '../../packet/chain/per-shape.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { mayHoldMore } from '../may-hold-more.ts';

const IPV6_HEADER = 40;
const UDP_HEADER = 8;
const UDP_NUMBER = 17;

/** Depths of the innermost headers; -1: there is none. */
interface Known {
  readonly ip: number;
  readonly udp: number;
  readonly isV6: boolean;
  readonly isTcp: boolean;
}

/** Where it is, by places in the octets of its packet. Used again for the next. */
export class Payload {
  /** The memory that all places are in. */
  b: Uint8Array = new Uint8Array(0);
  isV6 = false;
  ip = 0;
  from = 0;
  to = 0;
  /** Of IP: 17 is UDP. Of IPv6 the last that its headers tell. */
  protocol = 0;
  /** Of UDP. */
  sport = 0;
  dport = 0;
}

const knownOf = perShape(({ layers }): Known => {
  let ip = layers.length - 1;
  while (ip >= 0 && layers[ip] !== IP && layers[ip] !== IPv6) ip--;
  const udp = layers.lastIndexOf(UDP as never);
  return { ip, udp: udp > ip ? udp : -1, isV6: layers[ip] === IPv6, isTcp: layers.lastIndexOf(TCP as never) > ip };
});

/**
 * Finds it in `p`, of the innermost IP header. False: there is none, or it is a TCP segment's. ICMP and others are taken from behind the IP header on, with their own
 * headers.
 */
export function findPayload(p: PacketObject, found: Payload): boolean {
  const { ip: depth, udp, isV6, isTcp } = knownOf(mayHoldMore(p) ? p.shape : p.$shape);
  if (depth < 0 || isTcp) return false;
  const { b, e } = p;
  const ip = p.$offset(depth);
  const length = word(b, ip + (isV6 ? 4 : 2));
  const end = length === 0 ? e : Math.min(e, ip + length + (isV6 ? IPV6_HEADER : 0));
  found.b = b;
  found.isV6 = isV6;
  found.ip = ip;
  if (udp >= 0) {
    const at = p.$offset(udp);
    const octets = word(b, at + 4);
    found.protocol = UDP_NUMBER;
    found.sport = word(b, at);
    found.dport = word(b, at + 2);
    found.from = at + UDP_HEADER;
    // 0 is a jumbogram's (RFC 2675 §4), or was left to the network card.
    found.to = octets < UDP_HEADER ? end : Math.min(end, at + octets);
  } else {
    found.protocol = isV6 ? afterHeaders(b, ip, end, found) : (b[ip + 9] as number);
    if (!isV6) found.from = ip + ((b[ip] as number) & 15) * 4;
    found.to = end;
  }
  return found.to > found.from;
}

/** Hop-by-hop options, routing, fragment and destination options (RFC 8200 §4): each says what follows it. */
function afterHeaders(b: Uint8Array, ip: number, end: number, found: Payload): number {
  let protocol = b[ip + 6] as number;
  let at = ip + IPV6_HEADER;
  while ((protocol === 0 || protocol === 43 || protocol === 44 || protocol === 60) && at + 8 <= end) {
    const length = protocol === 44 ? 8 : ((b[at + 1] as number) + 1) * 8;
    protocol = b[at] as number;
    at += length;
  }
  found.from = at;
  return protocol;
}
