/** Datagrams that are larger than a link lets through, in fragments; and fragments that overlap, to see what a host makes of them. */
import { internetChecksum } from '../../bytes/checksum.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { secureRandom } from '../../bytes/random.ts';
import { setWord, word } from '../../bytes/words.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dissectorOf } from '../../packet/object/dissector.ts';
import { objectOf, type PacketObject } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { FRAGMENT_HEADER, IPV6_HEADER } from './find-fragment.ts';
import { isMeasured, mended, rightBefore } from './mended.ts';

/** Options of {@link fragment}, {@link fragment6} and {@link overlapFragments}. */
export interface FragmentOptions {
  /** Octets of an IP packet at most, its header included. Default 1500. */
  readonly mtu?: number;
  /** Instead of `mtu`: octets of payload in each fragment, rounded down to a multiple of 8. */
  readonly size?: number;
  /** IPv6: names the datagram, 32 bits. Default: a random one. IPv4 has one in its header. */
  readonly id?: number;
}

const OPTIONS: OptionNames<FragmentOptions> = { mtu: true, size: true, id: true };

/** Fragments count in units of 8 octets (RFC 791 §3.1, RFC 8200 §4.5). */
const UNIT = 8;
const MORE = 0x2000;
const FRAGMENT = 44;

/** A part of a datagram's payload. */
interface Cut {
  /** Its place in the datagram, which may be a fragment itself. */
  readonly first: number;
  readonly from: number;
  readonly to: number;
  readonly more: boolean;
}

/**
 * The packet in fragments that a link with this MTU lets through, each a packet of its own with the same layers before IP; the packet itself where it is small enough. Its outermost IPv4
 * header is the one. Options that only the first fragment has become NOPs in the others (RFC 791 §3.1). "Do not fragment" stays as it is, and hinders nobody.
 *
 * @throws ERR_LAYER for a packet without IPv4 (IPv6: `fragment6`); ERR_RANGE for an MTU that leaves no room for 8 octets
 */
export function fragment(packet: Packet, o: FragmentOptions = {}): Packet[] {
  checkOptions('fragment', o, OPTIONS);
  return fragmentsAt(packet, IP as unknown as AnyLayer, 'fragment', o);
}

/**
 * The same for IPv6: a fragment header stands behind the headers that routers read (hop-by-hop options, routing; RFC 8200 §4.5).
 *
 * @throws ERR_LAYER for a packet without IPv6; ERR_RANGE for an MTU that leaves no room for 8 octets
 */
export function fragment6(packet: Packet, o: FragmentOptions = {}): Packet[] {
  checkOptions('fragment6', o, OPTIONS);
  return fragmentsAt(packet, IPv6 as unknown as AnyLayer, 'fragment6', o);
}

/**
 * Fragments of `packet`, and before them fragments with the octets of `other` at the same place: which of the two a host believes tells its policy.
 *
 * @param other the payload that overlaps, from the transport header on: octets, or a packet that begins with it
 * @param o `size` is 8 by default
 */
export function overlapFragments(packet: Packet, other: Packet | Uint8Array, o: FragmentOptions = {}): Packet[] {
  checkOptions('overlapFragments', o, OPTIONS);
  const size = { size: UNIT, ...o };
  const layer = (packet.has(IP) ? IP : IPv6) as unknown as AnyLayer;
  const p = objectOf(packet).built();
  const id = o.id ?? secureRandom().u32();
  const place = placeOf(p, layer, 'overlapFragments');
  const octets = other instanceof Uint8Array ? other : other.bytes;
  const over = cuts(octets.length, room(size, place), place.first).map((cut) => ({ ...cut, more: true }));
  return [...over.map((cut) => piece(p, place, octets, cut, id)), ...fragmentsAt(packet, layer, 'overlapFragments', { ...size, id })];
}

/** Where a packet is cut. */
interface Place {
  readonly depth: number;
  readonly version: 4 | 6;
  /** Octets of the packet: before IP, up to where fragments differ, and behind the payload. */
  readonly ip: number;
  readonly head: number;
  readonly end: number;
  /** IPv6: where the number of the header stands that comes behind. */
  readonly next: number;
  /** Of a packet that is a fragment itself: its offset, and whether more follow. */
  readonly first: number;
  readonly last: boolean;
  /** What is right in the layers before IP that say how much is behind them; undefined where none does. */
  readonly outer: number[] | undefined;
}

function fragmentsAt(packet: Packet, layer: AnyLayer, name: string, o: FragmentOptions): Packet[] {
  const p = objectOf(packet).built();
  const place = placeOf(p, layer, name);
  const payload = p.b.subarray(p.s + place.head, p.s + place.end);
  const most = room(o, place);
  if (o.size === undefined ? place.end - place.ip <= mtuOf(o) : payload.length <= most) return [packet];
  const id = o.id ?? secureRandom().u32();
  return cuts(payload.length, most, place.first).map((cut) => piece(p, place, payload, place.last ? cut : { ...cut, more: true }, id));
}

function placeOf(p: PacketObject, layer: AnyLayer, name: string): Place {
  const depth = p.shape.layers.indexOf(layer);
  if (depth < 0)
    throw new PacketwrightError('ERR_LAYER', `${name}: the packet has no ${layer.layerName} layer`, {
      remedy: layer === (IP as unknown) ? 'fragment6() is for IPv6' : 'fragment() is for IPv4',
    });
  // Lengths and sums are those of the whole.
  void p.bytes;
  const ip = p.$offset(depth) - p.s;
  const outer = isMeasured(p, depth) ? rightBefore(p, depth) : undefined;
  const end = Math.min(p.e, p.limit(depth)) - p.s;
  const b = p.b.subarray(p.s, p.e);
  if (layer === (IP as unknown)) {
    const bits = word(b, ip + 6);
    return {
      depth,
      version: 4,
      ip,
      head: ip + ((b[ip] as number) & 15) * 4,
      end,
      next: -1,
      first: (bits & 0x1fff) * UNIT,
      last: (bits & MORE) === 0,
      outer,
    };
  }
  const { head, next } = unfragmentable(b, ip);
  return { depth, version: 6, ip, head, end, next, first: 0, last: true, outer };
}

/** RFC 8200 §4.5: the headers up to the last one that routers read: hop-by-hop options (0), routing (43), and options (60) before routing. */
function unfragmentable(b: Uint8Array, ip: number): { head: number; next: number } {
  let found = { head: ip + IPV6_HEADER, next: ip + 6 };
  let { head, next } = found;
  while (head + 8 <= b.length) {
    const kind = b[next] as number;
    if (kind !== 0 && kind !== 43 && kind !== 60) break;
    next = head;
    head += ((b[head + 1] as number) + 1) * 8;
    if (kind !== 60) found = { head, next };
  }
  return found;
}

function mtuOf({ mtu = 1500 }: FragmentOptions): number {
  return mtu;
}

/** Octets of payload that a fragment has room for. Those of the last need not be a multiple of 8. */
function room(o: FragmentOptions, { ip, head, version }: Place): number {
  const most = o.size ?? mtuOf(o) - (head - ip) - (version === 6 ? FRAGMENT_HEADER : 0);
  if (most >= UNIT) return most;
  const [name, value] = o.size === undefined ? ['mtu', mtuOf(o)] : ['size', o.size];
  throw new PacketwrightError(
    'ERR_RANGE',
    `${name} ${String(value)} leaves no room: a fragment has at least ${UNIT} octets behind its headers`,
    { value },
  );
}

function cuts(length: number, most: number, first: number): Cut[] {
  const step = most & ~(UNIT - 1);
  const made: Cut[] = [];
  for (let from = 0; ; from += step) {
    const more = length - from > most;
    made.push({ first: first + from, from, to: more ? from + step : length, more });
    if (!more) return made;
  }
}

function piece(p: PacketObject, place: Place, payload: Uint8Array, { from, to, more, first }: Cut, id: number): Packet {
  const { ip, head, version, next, outer } = place;
  const extra = version === 6 ? FRAGMENT_HEADER : 0;
  const made = new Uint8Array(head + extra + to - from);
  made.set(p.b.subarray(p.s, p.s + head));
  made.set(payload.subarray(from, to), head + extra);
  if (version === 4) {
    if (first > 0) dropOptions(made, ip + 20, head);
    setWord(made, ip + 2, made.length - ip);
    setWord(made, ip + 6, (word(made, ip + 6) & 0xc000) | (more ? MORE : 0) | (first >> 3));
    setWord(made, ip + 10, 0);
    setWord(made, ip + 10, internetChecksum(made, ip, head));
  } else {
    setWord(made, ip + 4, made.length - ip - IPV6_HEADER);
    made[head] = made[next] as number;
    made[next] = FRAGMENT;
    setWord(made, head + 2, first | (more ? 1 : 0));
    setWord(made, head + 4, id >>> 16);
    setWord(made, head + 6, id & 0xffff);
  }
  const octets = outer === undefined ? made : mended(made, p, head, outer);
  const outermost = p.shape.layers[0] as AnyLayer;
  return dissectorOf(p.registry)(octets, 0, octets.length, outermost.id) as unknown as Packet;
}

/** RFC 791 §3.1: the highest bit of an option's type says that all fragments have it. */
function dropOptions(b: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end && b[at] !== 0; ) {
    const type = b[at] as number;
    const length = type === 1 ? 1 : Math.max(2, b[at + 1] as number);
    if (type < 0x80) b.fill(1, at, Math.min(end, at + length));
    at += length;
  }
}
