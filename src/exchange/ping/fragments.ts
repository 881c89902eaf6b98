/** Datagrams that are larger than a link lets through: into fragments, and together again. */
import { internetChecksum } from '../../bytes/checksum.ts';
import { standsAt } from '../../bytes/equal-octets.ts';
import { setWord, word } from '../../bytes/words.ts';
import type { PacketBatch } from '../../capture/batch.ts';
import { keptPayload } from '../../capture/dissect-batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dissectorOf } from '../../packet/object/dissector.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { protocols } from '../../protocols/protocols.ts';

const IPV6_HEADER = 40;
const FRAGMENT_HEADER = 8;
const FRAGMENT = 44;
/** RFC 791 §3.2: a receiver gives up after 15 s or more; RFC 8200 §4.5 says 60. */
const PATIENCE_MS = 30_000;
/** Octets of fragments that wait for others. */
const MOST_OCTETS = 1 << 20;
const MOST_DATAGRAM = 0xffff;
/** Memory for a datagram at first, octets. */
const LEAST_ROOM = 4096;

/**
 * Fragments of an IP packet, each of at most `mtu` octets: octets of their own. IPv4's options stay in all of them, those that are not to
 * be copied as NOP, as a kernel does it (RFC 791 §3.1); IPv6 gets a fragment header behind its own (RFC 8200 §4.5).
 *
 * @param id IPv6: names the datagram, 32 bits
 */
export function fragmentsOf(octets: Uint8Array, mtu: number, id: number): Uint8Array[] {
  return (octets[0] as number) >> 4 === 4 ? ofIpv4(octets, mtu) : ofIpv6(octets, mtu, id);
}

function ofIpv4(octets: Uint8Array, mtu: number): Uint8Array[] {
  const header = ((octets[0] as number) & 15) * 4;
  return pieces(octets, header, mtu - header).map(({ from, to, more }) => {
    const made = new Uint8Array(header + to - from);
    made.set(octets.subarray(0, header));
    made.set(octets.subarray(from, to), header);
    if (from > header) dropOptions(made, header);
    const offset = (from - header) >> 3;
    setWord(made, 2, made.length);
    setWord(made, 6, (more ? 0x2000 : 0) | offset);
    setWord(made, 10, 0);
    setWord(made, 10, internetChecksum(made, 0, header));
    return made;
  });
}

/** RFC 791 §3.1: the highest bit of an option's type says that all fragments have it. */
function dropOptions(b: Uint8Array, end: number): void {
  for (let at = 20; at < end && b[at] !== 0; ) {
    const type = b[at] as number;
    const length = type === 1 ? 1 : Math.max(2, b[at + 1] as number);
    if (type < 0x80) b.fill(1, at, Math.min(end, at + length));
    at += length;
  }
}

function ofIpv6(octets: Uint8Array, mtu: number, id: number): Uint8Array[] {
  return pieces(octets, IPV6_HEADER, mtu - IPV6_HEADER - FRAGMENT_HEADER).map(({ from, to, more }) => {
    const made = new Uint8Array(IPV6_HEADER + FRAGMENT_HEADER + to - from);
    made.set(octets.subarray(0, IPV6_HEADER));
    setWord(made, 4, made.length - IPV6_HEADER);
    made[IPV6_HEADER] = octets[6] as number;
    made[6] = FRAGMENT;
    setWord(made, 42, (from - IPV6_HEADER) | (more ? 1 : 0));
    setWord(made, 44, id >>> 16);
    setWord(made, 46, id & 0xffff);
    made.set(octets.subarray(from, to), IPV6_HEADER + FRAGMENT_HEADER);
    return made;
  });
}

/** All but the last have a multiple of 8 octets. */
function pieces(octets: Uint8Array, start: number, room: number): { from: number; to: number; more: boolean }[] {
  const step = Math.max(8, room & ~7);
  const made = [];
  for (let from = start; from < octets.length; from += step) {
    const isLast = octets.length - from <= room;
    const to = isLast ? octets.length : from + step;
    made.push({ from, to, more: !isLast });
    if (isLast) break;
  }
  return made;
}

/** A fragment, as it stands in a packet. */
interface Fragment {
  /** Whose datagram: addresses, protocol and identification. */
  readonly key: string;
  readonly offset: number;
  readonly more: boolean;
  readonly data: Uint8Array;
  /** The packet's header, without a fragment header of IPv6. */
  readonly header: Uint8Array;
}

interface Gathered {
  readonly since: number;
  /** It grows. */
  data: Uint8Array;
  /** For every eight octets whether they are there. */
  there: Uint8Array;
  blocks: number;
  /** Where it ends, once that is known. */
  length: number | undefined;
  header: Uint8Array | undefined;
}

/** Whether it is a fragment of an IP packet, which begins at `at`. Of IPv6 one whose fragment header is the first, as hosts send them. */
export function isFragment(b: Uint8Array, at: number, end: number): boolean {
  if ((b[at] as number) >> 4 === 4) return end - at >= 20 && (word(b, at + 6) & 0x3fff) !== 0;
  return end - at >= IPV6_HEADER + FRAGMENT_HEADER && b[at + 6] === FRAGMENT;
}

const dissected = (octets: Uint8Array, first: AnyLayer): Packet =>
  dissectorOf(protocols)(octets, 0, octets.length, first.id) as unknown as Packet;

/** The same as packets that begin with the layer `first`. */
export const fragmentPackets = (octets: Uint8Array, first: AnyLayer, mtu: number, id: number): Packet[] =>
  fragmentsOf(octets, mtu, id).map((one) => dissected(one, first));

/** Where the network layer of packet `i` begins, and which one it is. */
export interface PlacedPacket {
  readonly at: number;
  readonly first: AnyLayer;
  readonly iface: string;
}

/** Packet `i` from its network layer on, in octets of its own; undefined while it waits for more of its fragments. */
export function wholePacket(
  batch: PacketBatch,
  i: number,
  { at, first, iface }: PlacedPacket,
  fragments: Reassembler,
  nowMs: number,
): Packet | undefined {
  const end = (batch.offset[i] as number) + (batch.captured[i] as number);
  if (!isFragment(batch.data, at, end)) return keptPayload(batch, i, iface, at, first, protocols);
  const octets = fragments.add(batch.data.subarray(at, end), nowMs);
  return octets && dissected(octets, first);
}

/**
 * Puts fragments together, whatever order they come in. It keeps at most a megabyte of them, for half a minute. A datagram whose fragments
 * overlap is forgotten (RFC 5722 §3, RFC 8200 §4.5), but for a fragment that is there twice.
 */
export class Reassembler {
  readonly #waiting = new Map<string, Gathered>();
  #octets = 0;

  /**
   * One more fragment, whose packet is `octets`. The datagram, in octets of its own, where it is the last one; else undefined.
   *
   * @param nowMs any clock that goes on
   */
  add(octets: Uint8Array, nowMs: number): Uint8Array | undefined {
    const one = fragmentIn(octets);
    if (one === undefined) return undefined;
    this.#forgetOld(nowMs);
    const there = this.#waiting.get(one.key) ?? this.#begin(one.key, nowMs);
    if (!this.#put(there, one)) {
      this.#forget(one.key);
      return undefined;
    }
    if (there.length === undefined || there.header === undefined || there.blocks < Math.ceil(there.length / 8)) return undefined;
    this.#forget(one.key);
    return whole(there.header, there.data.subarray(0, there.length));
  }

  #begin(key: string, since: number): Gathered {
    const made: Gathered = {
      since,
      data: new Uint8Array(),
      there: new Uint8Array(),
      blocks: 0,
      length: undefined,
      header: undefined,
    };
    this.#waiting.set(key, made);
    return made;
  }

  /** Room for so many octets; the oldest of the others make way for it. */
  #grow(to: Gathered, octets: number): void {
    const before = to.data.length;
    if (octets <= before) return;
    const room = Math.min(MOST_DATAGRAM + 1, Math.max(octets, 2 * before, LEAST_ROOM));
    const [data, there] = [new Uint8Array(room), new Uint8Array(Math.ceil(room / 8))];
    data.set(to.data);
    there.set(to.there);
    to.data = data;
    to.there = there;
    this.#octets += room - before;
    for (const [key, one] of this.#waiting) {
      if (this.#octets <= MOST_OCTETS) return;
      if (one !== to) this.#forget(key);
    }
  }

  /** False: it contradicts what came before. */
  #put(to: Gathered, { offset, more, data, header }: Fragment): boolean {
    const end = offset + data.length;
    if (end > MOST_DATAGRAM || (more && data.length % 8 !== 0)) return false;
    if (!more) {
      if (to.length !== undefined && to.length !== end) return false;
      to.length = end;
    }
    if (to.length !== undefined && end > to.length) return false;
    this.#grow(to, end);
    const from = offset >> 3;
    const blocks = Math.ceil(data.length / 8);
    let known = 0;
    for (let i = 0; i < blocks; i++) known += to.there[from + i] as number;
    if (known > 0) return known === blocks && standsAt(to.data, offset, to.data.length, data);
    to.data.set(data, offset);
    to.there.fill(1, from, from + blocks);
    to.blocks += blocks;
    if (offset === 0) to.header = header;
    return true;
  }

  #forget(key: string): void {
    const there = this.#waiting.get(key);
    if (there === undefined) return;
    this.#octets -= there.data.length;
    this.#waiting.delete(key);
  }

  #forgetOld(nowMs: number): void {
    for (const [key, { since }] of this.#waiting) {
      if (nowMs - since < PATIENCE_MS) return;
      this.#forget(key);
    }
  }
}

function fragmentIn(b: Uint8Array): Fragment | undefined {
  if (!isFragment(b, 0, b.length)) return undefined;
  const hex = (from: number, to: number): string => b.subarray(from, to).join('.');
  if ((b[0] as number) >> 4 === 4) {
    const header = ((b[0] as number) & 15) * 4;
    const end = Math.min(b.length, word(b, 2));
    if (header < 20 || end <= header) return undefined;
    const at = word(b, 6);
    return {
      key: `${hex(12, 20)} ${b[9]} ${word(b, 4)}`,
      offset: (at & 0x1fff) * 8,
      more: (at & 0x2000) !== 0,
      data: b.slice(header, end),
      header: b.slice(0, header),
    };
  }
  const start = IPV6_HEADER + FRAGMENT_HEADER;
  const end = Math.min(b.length, IPV6_HEADER + word(b, 4));
  if (end <= start) return undefined;
  const header = b.slice(0, IPV6_HEADER);
  header[6] = b[IPV6_HEADER] as number;
  const at = word(b, 42);
  return { key: `${hex(8, 40)} ${hex(44, 48)}`, offset: at & 0xfff8, more: (at & 1) !== 0, data: b.slice(start, end), header };
}

function whole(header: Uint8Array, data: Uint8Array): Uint8Array {
  const made = new Uint8Array(header.length + data.length);
  made.set(header);
  made.set(data, header.length);
  if ((header[0] as number) >> 4 === 6) {
    setWord(made, 4, data.length);
    return made;
  }
  setWord(made, 2, made.length);
  setWord(made, 6, 0);
  setWord(made, 10, 0);
  setWord(made, 10, internetChecksum(made, 0, header.length));
  return made;
}
