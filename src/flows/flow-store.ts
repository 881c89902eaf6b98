/** The flows of one IP version: keys, counters, and when each is due. Numbers in typed arrays, an entry's side by side. */
import { setLongWord } from '../bytes/words.ts';
import { KeyTable, longer } from '../streams/key-table.ts';
import { DueWheel } from './due-wheel.ts';
import type { Flow, FlowCounts } from './flow.ts';

/**
 * Of a flow's first direction: TCP flags in the low nine bits, type of service, the kind of its time-out, and these. Of the other direction: flags and type of service.
 */
const TOS_SHIFT = 16;
const KIND_SHIFT = 24;
const KIND_MASK = 7;
/** The first packet went against the order in which the key has the two ends. */
const TURNED = 1 << 27;
/** A second packet went the same way; one went the other way. */
const MANY = 1 << 28;
const BACK = 1 << 29;

/** Numbers in {@link FlowStore}'s arrays: packets, octets, last time; packets, octets, first and last time. */
const OF_MANY = 3;
const OF_BACK = 4;

/** Number of words before a user's own: addresses, ports, protocol. */
export const OWN_WORDS = { 4: 4, 6: 10 } as const;

/**
 * Most flows of a scan or a flood have one packet. Memory that is first written to costs more than all else that a table does, so what only further packets
 * need stands in arrays of its own, which the kernel gives memory for when the first of these comes.
 */
export class FlowStore {
  readonly version: 4 | 6;
  readonly table: KeyTable;
  readonly wheel: DueWheel;
  readonly #bidirectional: boolean;
  /** Time of the first packet. */
  #first: Float64Array;
  /** Flags and the like, and the octets of the first packet. */
  #heads: Int32Array;
  /** With {@link MANY}: packets, octets, last time. */
  #many: Float64Array;
  /** With {@link BACK}: packets, octets, first and last time, and flags. */
  #back: Float64Array;
  #backBits: Int32Array;
  /** Entries that ever had these are below. */
  #manyUsed = 0;
  #backUsed = 0;

  constructor(version: 4 | 6, more: number, bidirectional: boolean, longestUs: number, seed: number) {
    this.version = version;
    this.table = new KeyTable(OWN_WORDS[version] + more, seed);
    this.wheel = new DueWheel(longestUs);
    this.#bidirectional = bidirectional;
    const { capacity } = this.table;
    this.#first = new Float64Array(capacity);
    this.#heads = new Int32Array(2 * capacity);
    this.#many = new Float64Array(OF_MANY * capacity);
    this.#back = new Float64Array(bidirectional ? OF_BACK * capacity : 0);
    this.#backBits = new Int32Array(bidirectional ? capacity : 0);
  }

  /** A new entry's first packet. @param kind which time-out it has: a number that the table gave */
  begin(entry: number, turned: boolean, kind: number, octets: number, us: number, tcpFlags: number, tos: number): void {
    if (this.#first.length <= entry) this.#grow();
    this.#first[entry] = us;
    this.#heads[2 * entry] = tcpFlags | (tos << TOS_SHIFT) | (kind << KIND_SHIFT) | (turned ? TURNED : 0);
    this.#heads[2 * entry + 1] = octets;
  }

  #grow(): void {
    const { capacity } = this.table;
    this.#first = longerDoubles(this.#first, this.#first.length, capacity);
    this.#heads = longer(this.#heads, 2 * capacity);
    this.#many = longerDoubles(this.#many, OF_MANY * this.#manyUsed, OF_MANY * capacity);
    if (!this.#bidirectional) return;
    this.#back = longerDoubles(this.#back, OF_BACK * this.#backUsed, OF_BACK * capacity);
    const bits = new Int32Array(capacity);
    bits.set(this.#backBits.subarray(0, this.#backUsed));
    this.#backBits = bits;
  }

  /** One packet more. */
  count(entry: number, turned: boolean, octets: number, us: number, tcpFlags: number, tos: number): void {
    const heads = this.#heads;
    const bits = heads[2 * entry] as number;
    if (this.#bidirectional && turned !== (bits & TURNED) > 0) {
      this.#countBack(entry, bits, octets, us, tcpFlags, tos);
      return;
    }
    const many = this.#many;
    const at = OF_MANY * entry;
    const first = this.#first[entry] as number;
    heads[2 * entry] = bits | MANY | tcpFlags;
    if ((bits & MANY) === 0) {
      if (entry >= this.#manyUsed) this.#manyUsed = entry + 1;
      many[at] = 2;
      many[at + 1] = ((heads[2 * entry + 1] as number) >>> 0) + octets;
      many[at + 2] = Math.max(first, us);
    } else {
      many[at] = (many[at] as number) + 1;
      many[at + 1] = (many[at + 1] as number) + octets;
      if (us > (many[at + 2] as number)) many[at + 2] = us;
    }
    if (us < first) this.#first[entry] = us;
  }

  #countBack(entry: number, bits: number, octets: number, us: number, tcpFlags: number, tos: number): void {
    const back = this.#back;
    const at = OF_BACK * entry;
    if ((bits & BACK) === 0) {
      if (entry >= this.#backUsed) this.#backUsed = entry + 1;
      this.#heads[2 * entry] = bits | BACK;
      this.#backBits[entry] = (tos << TOS_SHIFT) | tcpFlags;
      back[at] = 1;
      back[at + 1] = octets;
      back[at + 2] = us;
      back[at + 3] = us;
      return;
    }
    this.#backBits[entry] = (this.#backBits[entry] as number) | tcpFlags;
    back[at] = (back[at] as number) + 1;
    back[at + 1] = (back[at + 1] as number) + octets;
    if (us > (back[at + 3] as number)) back[at + 3] = us;
    else if (us < (back[at + 2] as number)) back[at + 2] = us;
  }

  /** Octets of its busier direction. */
  octetsOf(entry: number): number {
    const bits = this.#heads[2 * entry] as number;
    const there = this.#octetsThere(entry, bits);
    return (bits & BACK) === 0 ? there : Math.max(there, this.#back[OF_BACK * entry + 1] as number);
  }

  #octetsThere(entry: number, bits: number): number {
    return (bits & MANY) === 0 ? (this.#heads[2 * entry + 1] as number) >>> 0 : (this.#many[OF_MANY * entry + 1] as number);
  }

  #lastThere(entry: number, bits: number): number {
    return (bits & MANY) === 0 ? (this.#first[entry] as number) : (this.#many[OF_MANY * entry + 2] as number);
  }

  firstOf(entry: number): number {
    const there = this.#first[entry] as number;
    return ((this.#heads[2 * entry] as number) & BACK) === 0 ? there : Math.min(there, this.#back[OF_BACK * entry + 2] as number);
  }

  lastOf(entry: number): number {
    const bits = this.#heads[2 * entry] as number;
    const there = this.#lastThere(entry, bits);
    return (bits & BACK) === 0 ? there : Math.max(there, this.#back[OF_BACK * entry + 3] as number);
  }

  kindOf(entry: number): number {
    return ((this.#heads[2 * entry] as number) >> KIND_SHIFT) & KIND_MASK;
  }

  setKind(entry: number, kind: number): void {
    this.#heads[2 * entry] = ((this.#heads[2 * entry] as number) & ~(KIND_MASK << KIND_SHIFT)) | (kind << KIND_SHIFT);
  }

  /** TCP flags of one direction, or of the other. */
  flagsOf(entry: number, way: 0 | 1): number {
    const bits = this.#heads[2 * entry] as number;
    return (way === 0 ? bits : (bits & BACK) === 0 ? 0 : (this.#backBits[entry] as number)) & 0x1ff;
  }

  /** Writes the entry into `flow`: ends, counts, and nothing else. */
  tell(entry: number, flow: Flow): void {
    const { table, version } = this;
    const turned = this.isTurned(entry);
    const words = version === 4 ? 1 : 4;
    const [src, dst] = version === flow.version ? [flow.srcOctets, flow.dstOctets] : [new Uint8Array(4 * words), new Uint8Array(4 * words)];
    for (let i = 0; i < words; i++) {
      setLongWord(turned ? dst : src, 4 * i, table.wordOf(entry, i));
      setLongWord(turned ? src : dst, 4 * i, table.wordOf(entry, words + i));
    }
    const ports = table.wordOf(entry, 2 * words);
    flow.version = version;
    flow.srcOctets = src;
    flow.dstOctets = dst;
    flow.sport = turned ? ports & 0xffff : ports >>> 16;
    flow.dport = turned ? ports >>> 16 : ports & 0xffff;
    flow.protocol = table.wordOf(entry, 2 * words + 1);
    this.#tellThere(entry, flow.there);
    if (this.#bidirectional) this.#tellBack(entry, flow.back);
  }

  /** Whether `tell` gives the ends in the other order than the key has them. */
  isTurned(entry: number): boolean {
    return ((this.#heads[2 * entry] as number) & TURNED) > 0;
  }

  #tellThere(entry: number, counts: FlowCounts): void {
    const bits = this.#heads[2 * entry] as number;
    counts.packets = (bits & MANY) === 0 ? 1 : (this.#many[OF_MANY * entry] as number);
    counts.octets = this.#octetsThere(entry, bits);
    counts.firstUs = this.#first[entry] as number;
    counts.lastUs = this.#lastThere(entry, bits);
    counts.tcpFlags = bits & 0x1ff;
    counts.tos = (bits >> TOS_SHIFT) & 0xff;
  }

  #tellBack(entry: number, counts: FlowCounts): void {
    const some = ((this.#heads[2 * entry] as number) & BACK) > 0;
    const at = OF_BACK * entry;
    const bits = some ? (this.#backBits[entry] as number) : 0;
    counts.packets = some ? (this.#back[at] as number) : 0;
    counts.octets = some ? (this.#back[at + 1] as number) : 0;
    counts.firstUs = some ? (this.#back[at + 2] as number) : 0;
    counts.lastUs = some ? (this.#back[at + 3] as number) : 0;
    counts.tcpFlags = bits & 0x1ff;
    counts.tos = (bits >> TOS_SHIFT) & 0xff;
  }
}

/** The first `used` numbers, with room for more. Not all of them: what was never written takes no memory until it is copied. */
function longerDoubles(old: Float64Array, used: number, length: number): Float64Array {
  const made = new Float64Array(length);
  made.set(old.subarray(0, used));
  return made;
}
