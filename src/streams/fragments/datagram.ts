/** A datagram that waits for fragments. */
import type { QueueNode } from '../linked-queue.ts';
import { Pieces } from '../pieces.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import type { FragmentPlace } from './find-fragment.ts';
import { isMeasured } from './mended.ts';

/** Room for what stands before the payload: link header, tags, IP with options or extension headers. */
const LEAD = 256;

const NONE: readonly number[] = [];

/** The first fragment, up to the datagram's payload. */
export interface Head {
  /** How many octets, from the link header on; of IPv6 without the fragment header. They stand before the payload, if there is room for them. */
  readonly length: number;
  /** Those for which there is no room there. */
  readonly long: Uint8Array | undefined;
  /** Where the IP header begins in them. */
  readonly ip: number;
  readonly version: 4 | 6;
  /** Depth of the IP layer. */
  readonly depth: number;
  /** The layer that the packet begins with. */
  readonly first: number;
  /** The whole fragment, where a header before IP's says how much is behind it, or has a sum of it: in a tunnel. */
  readonly fragment: Uint8Array | undefined;
}

export class Datagram {
  readonly pieces: Pieces;
  entry = -1;
  /** Time of its first fragment, ms. */
  since = 0;
  /** A number for its source, and its place among the datagrams of that. */
  host = 0;
  place: QueueNode<Datagram> | undefined;
  /** Octets of payload, once the last fragment came; -1 before. */
  length = -1;
  head: Head | undefined;
  /** Which packets it came from, in their order; whoever gets the datagram keeps the list. */
  packets: readonly number[] = NONE;

  /** @param joins fragments that come in order are one run (Linux) */
  constructor(joins: boolean) {
    this.pieces = new Pieces(LEAD, joins);
  }

  start(entry: number, since: number): void {
    this.entry = entry;
    this.since = since;
    this.length = -1;
    this.head = undefined;
    this.packets = NONE;
    this.pieces.clear();
  }

  cameFrom(packet: number): void {
    // A list that begins with its first item is short: most of a flood's never get a second.
    if (this.packets.length === 0) this.packets = [packet];
    else (this.packets as number[]).push(packet);
  }

  begin(p: PacketObject, { b, start, ip, data, header, depth, protocol }: FragmentPlace): void {
    const length = (header < 0 ? data : header) - start;
    const long = length > LEAD ? b.slice(start, start + length) : undefined;
    const octets = long ?? this.pieces.data;
    const from = long === undefined ? LEAD - length : 0;
    // Headers are short: a view for `set` would cost more.
    if (long === undefined) for (let i = 0; i < length; i++) octets[from + i] = b[start + i] as number;
    if (header >= 0) nameNext(octets, from + ip - start, from + length, protocol);
    const fragment = isMeasured(p, depth) ? b.slice(start, p.e) : undefined;
    this.head = { length, long, ip: ip - start, version: header < 0 ? 4 : 6, depth, first: p.$shape.layers[0]?.id ?? 0, fragment };
  }
}

/** RFC 8200 §4.5: the header before the fragment header names what the fragment header named. */
function nameNext(octets: Uint8Array, ip: number, end: number, next: number): void {
  let at = ip + 6;
  let header = ip + 40;
  // Every header before it has a length that leads to it: the dissector has come here.
  while (header < end) {
    at = header;
    header += ((octets[header + 1] as number) + 1) * 8;
  }
  octets[at] = next;
}
