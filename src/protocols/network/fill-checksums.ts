/** Checksums of an IP packet that lies in somebody's octets, filled in where they stand; nothing is allocated. */
import { sumOctets } from '../../bytes/checksum.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { sumOf } from '../../bytes/sums.ts';
import { setWord } from '../../bytes/words.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { pseudoSum } from '../../packet/chain/pseudo-sum.ts';
import { slotOf } from '../../packet/spec/slot-of.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP } from '../transport/udp.ts';
import { ICMP } from './icmp/icmp.ts';
import { ICMPv6Unknown } from './icmpv6/icmpv6.ts';
import { ipv4Addresses } from './ipv4/source-route.ts';
import { finalDestination, HOME_ADDRESS, optionValue } from './ipv6/ipv6-pseudo.ts';
import { IP_PROTOCOL } from '../registries/ip-protocols.ts';

/** Where a layer has its checksum, and what that covers. */
interface SumPlace {
  /** Octets from the layer's start. */
  readonly offset: number;
  /** The protocol number in the pseudo-header; 0: no pseudo-header. */
  readonly pseudo: number;
  readonly zeroIsNone: boolean;
}

/** Its sum is no Internet checksum, and covers no pseudo-header (RFC 9260 §6.8). */
const SCTP_HEADER = 12;

let places: Map<number, SumPlace> | undefined;

function placeOf(protocol: number): SumPlace | undefined {
  places ??= new Map(
    (
      [
        [IP_PROTOCOL.icmp, ICMP, 'chksum'],
        [IP_PROTOCOL.tcp, TCP, 'chksum'],
        [IP_PROTOCOL.udp, UDP, 'chksum'],
        [IP_PROTOCOL.ipv6_icmp, ICMPv6Unknown, 'cksum'],
      ] as const
    ).map(([number, layer, field]) => {
      const { bit, options } = slotOf(layer as unknown as AnyLayer, field);
      return [number, { offset: bit >> 3, pseudo: options.pseudoHeader ?? 0, zeroIsNone: options.zeroIsNone === true }];
    }),
  );
  return places.get(protocol);
}

/**
 * Fills in the checksums of the IPv4 or IPv6 packet between `start` and `end`: that of the IPv4 header, and of the TCP, UDP, ICMP, ICMPv6
 * or SCTP message after it. Fragments, and checksums past the end, are left unchanged, because they cannot be computed. Lengths must
 * already be right.
 *
 * @throws ERR_VALUE for what is neither IPv4 nor IPv6, or a header that is longer than the octets
 */
export function fillChecksums(b: Uint8Array, start = 0, end: number = b.length): void {
  const version = end > start ? (b[start] as number) >> 4 : 0;
  if (version === 4) fill4(b, start, end);
  else if (version === 6) fill6(b, start, end);
  else throw noPacket(start, 'expected version 4 or 6 in the first half octet');
}

function fill4(b: Uint8Array, start: number, end: number): void {
  const at = start + 4 * ((b[start] as number) & 15);
  if (at < start + 20 || at > end) throw noPacket(start, 'its header is longer than the octets, or shorter than 20');
  b[start + 10] = 0;
  b[start + 11] = 0;
  setWord(b, start + 10, ~sumOctets(b, start, at));
  // More fragments, or an offset (RFC 791 §3.1).
  if ((((b[start + 6] as number) & 0x3f) | (b[start + 7] as number)) !== 0) return;
  const stop = Math.min(end, start + (((b[start + 2] as number) << 8) | (b[start + 3] as number)));
  fillLayer(b, at, stop, b[start + 9] as number, pseudoSum(ipv4Addresses, b, start, at));
}

const { hopopt: HOP_BY_HOP, ipv6_route: ROUTING, ipv6_frag: FRAGMENT, ah: AUTHENTICATION, ipv6_opts: DESTINATION } = IP_PROTOCOL;

function fill6(b: Uint8Array, start: number, end: number): void {
  if (end - start < 40) throw noPacket(start, 'an IPv6 header has 40 octets');
  const stop = Math.min(end, start + 40 + (((b[start + 4] as number) << 8) | (b[start + 5] as number)));
  let source = sumOctets(b, start + 8, start + 24);
  let destination = sumOctets(b, start + 24, start + 40);
  let routed = false;
  let protocol = b[start + 6] as number;
  let at = start + 40;
  while (at + 8 <= stop) {
    const size = protocol === AUTHENTICATION ? 4 * ((b[at + 1] as number) + 2) : 8 * ((b[at + 1] as number) + 1);
    if (protocol === FRAGMENT) {
      if ((((b[at + 2] as number) << 8) | ((b[at + 3] as number) & 0xf9)) !== 0) return;
      protocol = b[at] as number;
      at += 8;
      continue;
    }
    if (protocol !== HOP_BY_HOP && protocol !== ROUTING && protocol !== AUTHENTICATION && protocol !== DESTINATION) break;
    if (at + size > stop) return;
    if (protocol === ROUTING && !routed) {
      // RFC 8200 §8.1: the final destination, not the next one.
      const final = finalDestination({ b, start: at, headerEnd: at + size }, b.subarray(start + 24, start + 40));
      routed = final !== undefined;
      if (final !== undefined) destination = sumOctets(final, 0, 16);
    } else if (protocol === DESTINATION) {
      // RFC 6275 §11.3.1
      const home = optionValue(b, at + 2, at + size, HOME_ADDRESS);
      if (home >= 0 && home + 16 <= at + size) source = sumOctets(b, home, home + 16);
    }
    protocol = b[at] as number;
    at += size;
  }
  fillLayer(b, at, stop, protocol, source + destination);
}

const sctpSum = /* @__PURE__ */ sumOf('crc32c', false);

/** @param addresses sum of the pseudo-header's addresses */
function fillLayer(b: Uint8Array, at: number, end: number, protocol: number, addresses: number): void {
  if (protocol === IP_PROTOCOL.sctp && end - at >= SCTP_HEADER) {
    putNumber(b, at + 8, 0);
    putNumber(b, at + 8, sctpSum(b, at, end, at + 8));
    return;
  }
  const place = placeOf(protocol);
  if (place === undefined || at + place.offset + 2 > end) return;
  const length = end - at;
  const pseudo = place.pseudo === 0 ? 0 : addresses + place.pseudo + (length & 0xffff) + (length >>> 16);
  const to = at + place.offset;
  b[to] = 0;
  b[to + 1] = 0;
  const sum = ~sumOctets(b, at, end, (pseudo & 0xffff) + (pseudo >>> 16)) & 0xffff;
  setWord(b, to, sum === 0 && place.zeroIsNone ? 0xffff : sum);
}

function putNumber(b: Uint8Array, at: number, n: number): void {
  setWord(b, at, n >>> 16);
  setWord(b, at + 2, n & 0xffff);
}

const noPacket = (start: number, why: string): PacketwrightError =>
  new PacketwrightError('ERR_VALUE', `the octets at ${start} are not an IP packet: ${why}`, { offset: start });
