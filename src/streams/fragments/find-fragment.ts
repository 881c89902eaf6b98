/** Where in a packet a fragment of an IP datagram is. */
import { word } from '../../bytes/words.ts';
import { perShape } from '../../packet/chain/per-shape.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../../protocols/network/ipv6/ipv6-extensions.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { mayHoldMore } from '../may-hold-more.ts';

/** Octets of IPv6's header and of its fragment header (RFC 8200 §3, §4.5). */
export const IPV6_HEADER = 40;
export const FRAGMENT_HEADER = 8;

/** What is known of layers, once for all packets that have them. */
interface Known {
  /** Depths of layers that may be a fragment, from the outermost in. */
  readonly depths: readonly number[];
  /** What the dissector has left for later may hold one: a tunnel, or an extension header. */
  readonly askMore: boolean;
}

/** A fragment, by places in the octets of its packet. Used again for the next. */
export class FragmentPlace {
  /** The memory that all places are in. */
  b: Uint8Array = new Uint8Array(0);
  /** Where the packet begins, and the IP header, and the octets that are a part of the datagram's payload, and their end. */
  start = 0;
  ip = 0;
  data = 0;
  end = 0;
  /** Where the fragment header of IPv6 begins; -1: it is IPv4. */
  header = -1;
  /** Depth of the IP layer, and the number of it among those of its kind (1: the outermost). */
  depth = 0;
  /** Place of the first octet in the datagram's payload. */
  offset = 0;
  more = false;
  id = 0;
  protocol = 0;
  /** Octets of it are missing: the capture has fewer than the header says. */
  cut = false;
  /** Of its own frame: the header of the IP packet claims less than its own length. */
  bad = false;
}

const knownOf = perShape(
  ({ layers }): Known => ({
    depths: layers.flatMap((layer, i) => (layer === IP || layer === IPv6ExtHdrFragment ? [i] : [])),
    askMore: layers.at(-1) !== TCP,
  }),
);

/** Finds the outermost fragment in `p`. False: there is none, the packet is whole. */
export function findFragment(p: PacketObject, place: FragmentPlace): boolean {
  const known = knownOf(p.$shape);
  for (const depth of known.depths) if (isFragment(p, depth, place)) return true;
  // Only what was left for later can hold more of them.
  if (!known.askMore || !mayHoldMore(p)) return false;
  const found = known.depths.length;
  const { depths } = knownOf(p.shape);
  for (let k = found; k < depths.length; k++) if (isFragment(p, depths[k] as number, place)) return true;
  return false;
}

function isFragment(p: PacketObject, depth: number, place: FragmentPlace): boolean {
  const { b } = p;
  const at = p.$offset(depth);
  const limit = p.e;
  place.b = b;
  place.start = p.s;
  if (p.$shape.layers[depth] === IP) {
    // Flags and offset (RFC 791 §3.1): the high bit is not ours.
    const bits = word(b, at + 6);
    if ((bits & 0x3fff) === 0) return false;
    const header = ((b[at] as number) & 15) * 4;
    const length = word(b, at + 2);
    place.ip = at;
    place.header = -1;
    place.depth = depth;
    place.data = at + header;
    place.end = Math.min(limit, at + length);
    place.offset = (bits & 0x1fff) * 8;
    place.more = (bits & 0x2000) !== 0;
    place.id = word(b, at + 4);
    place.protocol = b[at + 9] as number;
    place.cut = at + length > limit;
    place.bad = length < header;
    return true;
  }
  const bits = word(b, at + 2);
  // An "atomic" fragment is a whole packet, and has nothing to do with others of its identification (RFC 6946).
  if ((bits & 0xfff9) === 0) return false;
  let ip = depth;
  while (ip > 0 && p.$shape.layers[ip] !== IPv6) ip--;
  const from = p.$offset(ip);
  const end = from + IPV6_HEADER + word(b, from + 4);
  place.ip = from;
  place.header = at;
  place.depth = ip;
  place.data = at + FRAGMENT_HEADER;
  place.end = Math.min(limit, end);
  place.offset = bits & 0xfff8;
  place.more = (bits & 1) !== 0;
  place.id = ((word(b, at + 4) << 16) | word(b, at + 6)) >>> 0;
  place.protocol = b[at] as number;
  place.cut = end > limit;
  place.bad = end < place.data;
  return true;
}
