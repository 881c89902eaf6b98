/**
 * Puts fragments of IPv4 and IPv6 together, whatever order they come in (RFC 791 §3.2, RFC 815; RFC 8200 §4.5). It reads no clock: time is that of the packets. What it
 * keeps is bounded in octets, in datagrams, in datagrams of one host, and in time; what it gives up is counted.
 */
import { above0, checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { readIpv4, readIpv6 } from '../../bytes/address.ts';
import { longWord } from '../../bytes/words.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dissectorOf } from '../../packet/object/dissector.ts';
import { objectOf, type PacketObject } from '../../packet/object/packet-object.ts';
import { type NewWins, type OverlapPolicy, overlapRule } from '../overlap-policy.ts';
import { LinkedQueue } from '../linked-queue.ts';
import { WordTable } from '../word-table.ts';
import type { FragmentAnomaly, FragmentAnomalyKind } from './anomalies.ts';
import { type Assembled, assemble } from './assemble.ts';
import { Datagram } from './datagram.ts';
import { FragmentPlace, findFragment } from './find-fragment.ts';

/** How fragments are put together, and what may wait for how long. */
export interface DefragmentOptions {
  /** Who is believed where fragments overlap. Default `first`. */
  readonly policy?: OverlapPolicy;
  /** How long a datagram is waited for, counted from its first fragment, ms. Default 30,000 (Linux; RFC 8200 §4.5 says 60 s). */
  readonly timeoutMs?: number;
  /** Octets of memory for datagrams that wait. Default 16 MB (Linux: 4 MB). */
  readonly maxOctets?: number;
  /** Datagrams that wait, of all hosts and of one. Defaults 65,536 and 16,384. */
  readonly maxDatagrams?: number;
  readonly maxPerHost?: number;
  /** What distinguishes datagrams, beside addresses, protocol and identification: the interface they came in by. Default false. */
  readonly byInterface?: boolean;
  /** Told of whatever an honest host does not send. */
  readonly onAnomaly?: (anomaly: FragmentAnomaly) => void;
}

/** What became of the fragments so far. */
export interface DefragmentStats {
  /** Fragments that came, and datagrams that were put together of them. */
  readonly fragments: number;
  readonly datagrams: number;
  /** Datagrams that wait for more. */
  readonly waiting: number;
  /** Datagrams that were given up: too old; for want of room; because of overlaps (policy `linux`). */
  readonly timedOut: number;
  readonly crowdedOut: number;
  readonly refused: number;
  /** Octets of memory that those that wait take. */
  readonly octets: number;
}

/** RFC 791 §3.1: the length field has 16 bits, and counts the header. */
const MOST = 0xffff;
/** Words of a key: kind and protocol, identification, interface, source, destination. */
const WORDS = 11;
/** Entries of a table, and an object: beside its octets. */
const OVERHEAD = 256;
const OPTIONS: OptionNames<DefragmentOptions> = {
  policy: true,
  timeoutMs: true,
  maxOctets: true,
  maxDatagrams: true,
  maxPerHost: true,
  byInterface: true,
  onAnomaly: true,
};

/** What `take` gives: the packet is none; it is kept; or the datagram is whole. */
export const WHOLE = 0;
export const KEPT = 1;

/**
 * Puts fragments together, packet by packet. {@link defragment} does it for a whole source or list.
 * @see RFC 791 §3.2, RFC 815; RFC 8200 §4.5
 */
export class Defragmenter {
  readonly #wins: NewWins;
  readonly #policy: OverlapPolicy;
  readonly #timeoutMs: number;
  readonly #maxOctets: number;
  readonly #maxDatagrams: number;
  readonly #maxPerHost: number;
  readonly #byInterface: boolean;
  readonly #onAnomaly: ((anomaly: FragmentAnomaly) => void) | undefined;
  readonly #table: WordTable;
  /** By entry of the table. */
  readonly #waiting: (Datagram | undefined)[] = [];
  /** Datagrams whose memory can be used again. */
  readonly #spare: Datagram[] = [];
  readonly #hosts = new Map<number, LinkedQueue<Datagram>>();
  readonly #place = new FragmentPlace();
  #octets = 0;
  #packets = 0;
  #fragments = 0;
  #datagrams = 0;
  #timedOut = 0;
  #crowdedOut = 0;
  #refused = 0;

  /** @throws ERR_VALUE, ERR_OPTION for options that there are not */
  constructor(o: DefragmentOptions = {}) {
    checkOptions('Defragmenter', o, OPTIONS);
    this.#policy = o.policy ?? 'first';
    this.#wins = overlapRule(this.#policy);
    this.#timeoutMs = above0('timeoutMs', o.timeoutMs ?? 30_000);
    this.#maxOctets = above0('maxOctets', o.maxOctets ?? 16e6);
    this.#maxDatagrams = above0('maxDatagrams', o.maxDatagrams ?? 65_536);
    this.#maxPerHost = above0('maxPerHost', o.maxPerHost ?? 16_384);
    this.#byInterface = o.byInterface ?? false;
    this.#onAnomaly = o.onAnomaly;
    this.#table = new WordTable(WORDS, (Math.random() * 2 ** 32) | 0);
  }

  get stats(): DefragmentStats {
    return {
      fragments: this.#fragments,
      datagrams: this.#datagrams,
      waiting: this.#table.size,
      timedOut: this.#timedOut,
      crowdedOut: this.#crowdedOut,
      refused: this.#refused,
      octets: this.#octets,
    };
  }

  /**
   * One packet more, as the dissector found it.
   *
   * @param timeMs its time; packets may be a little out of order
   * @param iface number of the interface that it came in by
   * @returns {@link WHOLE} for a packet that is no fragment, {@link KEPT} for a fragment that waits for others (or is not believed), or the datagram, whose octets are
   *   valid until the next call
   */
  take(p: PacketObject, timeMs: number, iface = 0): typeof WHOLE | typeof KEPT | Assembled {
    this.#packets++;
    const place = this.#place;
    if (!findFragment(p, place)) return WHOLE;
    this.#fragments++;
    if (this.#table.size > 0) this.#expire(timeMs);
    if (place.bad) return this.#odd('bad-header');
    if (place.cut) return this.#odd('cut');
    return this.#put(p, timeMs, iface);
  }

  /**
   * The same for packets that are kept: the packet itself where it is no fragment, the whole one with `meta.madeOf` where it was the last of its fragments, else undefined.
   *
   * @param timeMs default: the time in its `meta`
   */
  packet(packet: Packet, timeMs: number = (packet.meta.sec ?? 0) * 1e3 + (packet.meta.nsec ?? 0) / 1e6): Packet | undefined {
    const p = objectOf(packet);
    // Lengths and sums of a packet that was made or changed are written first.
    void p.bytes;
    const taken = this.take(p, timeMs);
    if (taken === WHOLE) return packet;
    if (taken === KEPT) return undefined;
    const octets = taken.data.slice(taken.start, taken.end);
    const whole = dissectorOf(p.registry)(octets, 0, octets.length, taken.first);
    whole.x = { meta: { ...packet.meta, wireLength: octets.length, madeOf: taken.packets } };
    return whole as unknown as Packet;
  }

  #put(p: PacketObject, timeMs: number, iface: number): typeof KEPT | Assembled {
    const place = this.#place;
    const { offset } = place;
    let length = place.end - place.data;
    this.#writeKey(iface);
    let entry = this.#table.find();
    if (place.more && length % 8 !== 0) {
      this.#odd('odd-length');
      // BSD drops it, as everybody must with IPv6 (RFC 8200 §4.5); Linux takes what is whole of one of IPv4; others take it as it is.
      const linux = this.#policy === 'linux' || this.#policy === 'linux-2.4';
      if (this.#policy === 'bsd' || this.#policy === 'bsd-right' || (linux && place.header >= 0)) return KEPT;
      if (linux) length &= ~7;
    }
    if (length === 0) {
      this.#odd('empty');
      if (this.#policy === 'linux' && entry >= 0) this.#refuse(entry);
      return KEPT;
    }
    const end = offset + length;
    if (place.data - place.ip - (place.header < 0 ? 0 : 48) + end > MOST) return this.#odd('oversize');
    if (this.#onAnomaly !== undefined && isTiny(place, length)) this.#odd('tiny');
    if (entry < 0) entry = this.#begin(timeMs);
    const datagram = this.#waiting[entry] as Datagram;
    if (!this.#fits(datagram, end)) {
      this.#odd('other-end');
      if (this.#policy === 'linux') return this.#refuse(entry);
      if (offset >= datagram.length) return KEPT;
      length = Math.min(end, datagram.length) - offset;
    }
    if (!place.more && datagram.length < 0) datagram.length = end;
    if (!this.#add(datagram, entry, offset, offset + length)) return KEPT;
    if (offset === 0 && datagram.head === undefined) datagram.begin(p, place);
    datagram.cameFrom(this.#packets);
    if (datagram.length < 0 || datagram.pieces.have < datagram.length || datagram.head === undefined) {
      this.#makeRoom(entry);
      return KEPT;
    }
    this.#datagrams++;
    this.#forget(entry);
    return assemble(datagram, p.registry);
  }

  /** Whether it ends where the datagram may end. */
  #fits(datagram: Datagram, end: number): boolean {
    if (datagram.length >= 0) return this.#place.more ? end <= datagram.length : end === datagram.length;
    return this.#place.more || end >= datagram.pieces.end;
  }

  /** False: it adds nothing, or the datagram was given up because of it. */
  #add(datagram: Datagram, entry: number, from: number, to: number): boolean {
    const { pieces } = datagram;
    const place = this.#place;
    // What came in order is one run to Linux; what lies inside of a run is nothing new.
    if (this.#policy === 'linux' && from < pieces.end) {
      if (pieces.holds(from, to)) {
        return false;
      }
      if (pieces.meets(from, to)) {
        this.#tellOverlap(to - from, true, false);
        this.#refuse(entry);
        return false;
      }
    }
    const before = pieces.data.length;
    const inside = this.#onAnomaly !== undefined && pieces.holds(from, to);
    const { known, differs } = pieces.add(from, to, place.b, place.data, this.#wins);
    this.#octets += pieces.data.length - before;
    if (known > 0) this.#tellOverlap(known, differs, inside);
    return true;
  }

  #tellOverlap(octets: number, differs: boolean, inside: boolean): void {
    if (this.#onAnomaly === undefined) return;
    // One and the same fragment again is what networks do.
    if (inside && !differs) return;
    this.#tell(inside ? 'teardrop' : 'overlap', { octets, differs });
  }

  #odd(kind: FragmentAnomalyKind): typeof KEPT {
    this.#tell(kind);
    return KEPT;
  }

  #tell(kind: FragmentAnomalyKind, more?: { octets: number; differs: boolean }): void {
    if (this.#onAnomaly === undefined) return;
    const { b, ip, header, id, offset, data, end } = this.#place;
    const read = header < 0 ? readIpv4 : readIpv6;
    const [src, dst] = header < 0 ? [ip + 12, ip + 16] : [ip + 8, ip + 24];
    this.#onAnomaly({
      kind,
      packet: this.#packets,
      src: read(b, src),
      dst: read(b, dst),
      id,
      offset,
      length: Math.max(0, end - data),
      ...more,
    });
  }

  #writeKey(iface: number): void {
    const { key } = this.#table;
    const { b, ip, header, id, protocol } = this.#place;
    // RFC 791 §3.2: source, destination, protocol, identification. RFC 8200 §4.5: without the protocol.
    key.fill(0);
    key[0] = header < 0 ? 0x400 | protocol : 0x600;
    key[1] = id;
    key[2] = this.#byInterface ? iface : 0;
    const words = header < 0 ? 1 : 4;
    const at = ip + (header < 0 ? 12 : 8);
    for (let i = 0; i < words; i++) {
      key[3 + i] = longWord(b, at + 4 * i);
      key[7 + i] = longWord(b, at + 4 * (words + i));
    }
  }

  #begin(timeMs: number): number {
    const number = hostOf(this.#table.key);
    let host = this.#hosts.get(number);
    if (host === undefined) this.#hosts.set(number, (host = new LinkedQueue()));
    if (host.size >= this.#maxPerHost) this.#crowdOut((host.oldest as Datagram).entry);
    if (this.#table.size >= this.#maxDatagrams) this.#crowdOut(this.#table.oldest);
    const entry = this.#table.add();
    const datagram = this.#spare.pop() ?? new Datagram(this.#policy === 'linux');
    datagram.start(entry, timeMs);
    datagram.host = number;
    datagram.place = host.append(datagram);
    // The last of its datagrams may just have gone, and its queue with it.
    this.#hosts.set(number, host);
    this.#waiting[entry] = datagram;
    this.#octets += datagram.pieces.data.length + OVERHEAD;
    return entry;
  }

  #makeRoom(but: number): void {
    while (this.#octets > this.#maxOctets && this.#table.size > 1)
      this.#crowdOut(this.#table.oldest === but ? this.#table.after(but) : this.#table.oldest);
  }

  #expire(timeMs: number): void {
    for (let entry = this.#table.oldest; entry >= 0; entry = this.#table.oldest) {
      if (timeMs - (this.#waiting[entry] as Datagram).since < this.#timeoutMs) return;
      this.#timedOut++;
      this.#forget(entry);
    }
  }

  #crowdOut(entry: number): void {
    if (entry < 0) return;
    this.#crowdedOut++;
    this.#forget(entry);
  }

  #refuse(entry: number): typeof KEPT {
    this.#refused++;
    this.#forget(entry);
    return KEPT;
  }

  /** Its memory is used again for the next; until then its octets are there. */
  #forget(entry: number): void {
    const datagram = this.#waiting[entry] as Datagram;
    this.#waiting[entry] = undefined;
    this.#table.remove(entry);
    const host = this.#hosts.get(datagram.host);
    if (host !== undefined && datagram.place !== undefined) host.remove(datagram.place);
    if (host?.size === 0) this.#hosts.delete(datagram.host);
    this.#octets -= datagram.pieces.data.length + OVERHEAD;
    if (this.#spare.length < MOST_SPARE) this.#spare.push(datagram);
  }
}

/** Datagrams whose memory waits to be used again. */
const MOST_SPARE = 64;

/** A number for the source; two hosts that share one share a limit. */
const hostOf = (key: Uint32Array): number =>
  ((key[3] as number) ^ Math.imul(key[4] as number, 3) ^ Math.imul(key[5] as number, 5) ^ Math.imul(key[6] as number, 7)) >>> 0;

/** RFC 1858 §3: a first fragment must hold what a filter looks at; for TCP its header, for UDP 8 octets. */
function isTiny({ offset, more, protocol }: FragmentPlace, length: number): boolean {
  const header = protocol === 6 ? 20 : 8;
  return (offset === 0 && more && length < header) || (offset > 0 && offset < header);
}
