/** Where in a packet a TCP segment is, and what its header says (RFC 9293 §3.1). */
import { sumOctets } from '../../bytes/checksum.ts';
import { longWord, word } from '../../bytes/words.ts';
import { perShape } from '../../packet/chain/per-shape.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../../protocols/network/ipv6/ipv6-extensions.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { mayHoldMore } from '../may-hold-more.ts';

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;
export const URG = 32;

/** Octets of the smallest headers. */
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const TCP_HEADER = 20;

/** What is known of layers, once for all packets that have them. */
interface Known {
  /** Depths of the innermost TCP and of the IP or IPv6 that carries it; -1: there is none. */
  readonly tcp: number;
  readonly ip: number;
  readonly isV6: boolean;
  /** Depth of a fragment header of IPv6 between them; -1: none. */
  readonly fragment: number;
  /** What the dissector has left for later may hold a segment: a tunnel. */
  readonly askMore: boolean;
}

/** One segment, by places in the octets of its packet. Used again for the next. */
export class Segment {
  /** The packet, counted from 1, its time in ms, and the number of its interface. */
  packet = 0;
  timeMs = 0;
  iface = 0;
  /** The memory that all places are in. */
  b: Uint8Array = new Uint8Array(0);
  isV6 = false;
  /** Where the IP header begins, the TCP header, and the payload; depth of the TCP layer. */
  ip = 0;
  tcp = 0;
  data = 0;
  depth = 0;
  /** Octets of payload: by the lengths in the headers, and those that the capture has. */
  length = 0;
  captured = 0;
  sport = 0;
  dport = 0;
  /** Numbers of 32 bits, unsigned. */
  seq = 0;
  ack = 0;
  /** FIN, SYN, … as above; CWR and ECE are 128 and 64. */
  flags = 0;
  /** As it stands in the header, not scaled. */
  window = 0;
  urgent = 0;
}

const knownOf = perShape(({ layers }): Known => {
  const tcp = layers.lastIndexOf(TCP as never);
  let ip = tcp;
  while (ip >= 0 && layers[ip] !== IP && layers[ip] !== IPv6) ip--;
  const fragment = layers.lastIndexOf(IPv6ExtHdrFragment as never, Math.max(tcp, 0));
  // The octets of a stream are no tunnel's here; what UDP carries may be one.
  return { tcp, ip, isV6: layers[ip] === IPv6, fragment: fragment > ip ? fragment : -1, askMore: layers.at(-1) !== TCP };
});

/** Finds the innermost TCP segment in `p`. False: there is none, or only a part of one (a fragment), or its header is not all there. */
export function findSegment(p: PacketObject, s: Segment): boolean {
  let known = knownOf(p.$shape);
  if (known.askMore && mayHoldMore(p)) known = knownOf(p.shape);
  return known.tcp >= 0 && known.ip >= 0 && readSegment(p, known, s);
}

/** Reads the segment at these depths. False: its header is not all there, or it is a part of one. */
export function readSegment(p: PacketObject, known: Pick<Known, 'tcp' | 'ip' | 'isV6' | 'fragment'>, s: Segment): boolean {
  const { b, e } = p;
  const ip = p.$offset(known.ip);
  const tcp = p.$offset(known.tcp);
  if (tcp + TCP_HEADER > e) return false;
  let end: number;
  if (known.isV6) {
    const length = word(b, ip + 4);
    // A jumbogram's length, or one that was left to the network card, is 0 (RFC 2675 §3).
    end = length === 0 ? e : ip + IPV6_HEADER + length;
    if (known.fragment >= 0 && (word(b, p.$offset(known.fragment) + 2) & 0xfff9) !== 0) return false;
  } else {
    const length = word(b, ip + 2);
    end = length === 0 ? e : ip + length;
    if ((word(b, ip + 6) & 0x3fff) !== 0) return false;
  }
  const data = tcp + ((b[tcp + 12] as number) >>> 4) * 4;
  if (data < tcp + TCP_HEADER || data > end) return false;
  s.b = b;
  s.isV6 = known.isV6;
  s.ip = ip;
  s.tcp = tcp;
  s.data = data;
  s.depth = known.tcp;
  s.length = end - data;
  s.captured = Math.max(0, Math.min(end, e) - data);
  s.sport = word(b, tcp);
  s.dport = word(b, tcp + 2);
  s.seq = longWord(b, tcp + 4);
  s.ack = longWord(b, tcp + 8);
  s.flags = b[tcp + 13] as number;
  s.window = word(b, tcp + 14);
  s.urgent = word(b, tcp + 18);
  return true;
}

/** What a segment's checksum is. */
export type SumVerdict = 'right' | 'wrong' | 'partial' | 'unknown';

/**
 * `partial`: only the pseudo header is in it; the rest was left to the network card (RFC 9293 §3.1; Linux's CHECKSUM_PARTIAL). `unknown`: octets that it covers
 * are missing.
 */
export function judgeSum(s: Segment): SumVerdict {
  const { b, ip, tcp, isV6 } = s;
  const length = s.data - tcp + s.length;
  if (s.captured < s.length) return 'unknown';
  const pseudo = sumOctets(b, isV6 ? ip + 8 : ip + 12, isV6 ? ip + IPV6_HEADER : ip + IPV4_HEADER, pseudoTail(length));
  if (sumOctets(b, tcp, tcp + length, pseudo) === 0xffff) return 'right';
  return word(b, tcp + 16) === pseudo ? 'partial' : 'wrong';
}

/** Length and protocol, as the pseudo header has them, folded (RFC 9293 §3.1; RFC 8200 §8.1). */
function pseudoTail(length: number): number {
  const sum = (length & 0xffff) + (length >>> 16) + 6;
  return (sum & 0xffff) + (sum >>> 16);
}

/** How far `to` is ahead of `from`, modulo 2^32: below 0, it is behind (RFC 9293 §3.4). */
export const ahead = (from: number, to: number): number => (to - from) | 0;
