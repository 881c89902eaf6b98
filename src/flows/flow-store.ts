/** The flows of one IP version: keys, counters, and when each is due. Numbers in typed arrays, an entry's side by side. */
import { KeyTable, longer } from '../streams/key-table.ts';
import { DueWheel } from './due-wheel.ts';
import type { Flow, FlowCounts } from './flow.ts';

/** Per direction: packets, octets, first and last time. */
export const COUNTERS = 4;
/** Parts of a direction's word: TCP flags in the low nine bits, then type of service; of the first direction's also these. */
const TOS_SHIFT = 16;
const KIND_SHIFT = 24;
const KIND_MASK = 7;
/** The first packet went against the order in which the key has the two ends. */
const TURNED = 1 << 27;

/** Number of words before a user's own: addresses, ports, protocol. */
export const OWN_WORDS = { 4: 4, 6: 10 } as const;

export class FlowStore {
  readonly version: 4 | 6;
  readonly table: KeyTable;
  readonly wheel: DueWheel;
  /** 1 or 2. */
  readonly #directions: number;
  #counters: Float64Array;
  #bits: Int32Array;

  constructor(version: 4 | 6, more: number, directions: 1 | 2, longestUs: number, seed: number) {
    this.version = version;
    this.table = new KeyTable(OWN_WORDS[version] + more, seed);
    this.wheel = new DueWheel(longestUs);
    this.#directions = directions;
    this.#counters = new Float64Array(this.table.capacity * COUNTERS * directions);
    this.#bits = new Int32Array(this.table.capacity * directions);
  }

  /** A new entry's numbers. */
  begin(entry: number, turned: boolean, tos: number): void {
    const { capacity } = this.table;
    const n = this.#directions;
    if (this.#bits.length < capacity * n) {
      const counters = new Float64Array(capacity * COUNTERS * n);
      counters.set(this.#counters);
      this.#counters = counters;
      this.#bits = longer(this.#bits, capacity * n);
    }
    // A direction without packets has no other numbers: the first sets them.
    this.#counters[entry * COUNTERS * n] = 0;
    this.#bits[entry * n] = (tos << TOS_SHIFT) | (turned ? TURNED : 0);
    if (n === 2) {
      this.#counters[entry * COUNTERS * n + COUNTERS] = 0;
      this.#bits[entry * n + 1] = 0;
    }
  }

  /** One packet more. */
  count(entry: number, turned: boolean, octets: number, us: number, tcpFlags: number, tos: number): void {
    const n = this.#directions;
    const counters = this.#counters;
    const bits = this.#bits;
    const way = n === 2 && turned !== ((bits[entry * n] as number) & TURNED) > 0 ? 1 : 0;
    const at = (entry * n + way) * COUNTERS;
    const packets = counters[at] as number;
    counters[at] = packets + 1;
    counters[at + 1] = packets === 0 ? octets : (counters[at + 1] as number) + octets;
    if (packets === 0) {
      counters[at + 2] = us;
      counters[at + 3] = us;
      if (way === 1) bits[entry * n + 1] = tos << TOS_SHIFT;
    } else {
      if (us > (counters[at + 3] as number)) counters[at + 3] = us;
      else if (us < (counters[at + 2] as number)) counters[at + 2] = us;
    }
    bits[entry * n + way] = (bits[entry * n + way] as number) | tcpFlags;
  }

  /** Octets of its busier direction. */
  octetsOf(entry: number): number {
    const at = entry * this.#directions * COUNTERS;
    const there = this.#counters[at] === 0 ? 0 : (this.#counters[at + 1] as number);
    if (this.#directions === 1 || this.#counters[at + COUNTERS] === 0) return there;
    return Math.max(there, this.#counters[at + COUNTERS + 1] as number);
  }

  firstOf(entry: number): number {
    const at = entry * this.#directions * COUNTERS;
    const there = this.#counters[at + 2] as number;
    return this.#directions === 1 || this.#counters[at + COUNTERS] === 0
      ? there
      : Math.min(there, this.#counters[at + COUNTERS + 2] as number);
  }

  lastOf(entry: number): number {
    const at = entry * this.#directions * COUNTERS;
    const there = this.#counters[at + 3] as number;
    return this.#directions === 1 || this.#counters[at + COUNTERS] === 0
      ? there
      : Math.max(there, this.#counters[at + COUNTERS + 3] as number);
  }

  /** Which time-out it has: a number that the table gave. */
  kindOf(entry: number): number {
    return ((this.#bits[entry * this.#directions] as number) >> KIND_SHIFT) & KIND_MASK;
  }

  setKind(entry: number, kind: number): void {
    const at = entry * this.#directions;
    this.#bits[at] = ((this.#bits[at] as number) & ~(KIND_MASK << KIND_SHIFT)) | (kind << KIND_SHIFT);
  }

  /** TCP flags of one direction, or of the other. */
  flagsOf(entry: number, way: 0 | 1): number {
    return way < this.#directions ? (this.#bits[entry * this.#directions + way] as number) & 0x1ff : 0;
  }

  /** Writes the entry into `flow`: ends, counts, and nothing else. */
  tell(entry: number, flow: Flow): void {
    const { table, version } = this;
    const turned = ((this.#bits[entry * this.#directions] as number) & TURNED) > 0;
    const words = version === 4 ? 1 : 4;
    const [src, dst] = version === flow.version ? [flow.srcOctets, flow.dstOctets] : [new Uint8Array(4 * words), new Uint8Array(4 * words)];
    for (let i = 0; i < words; i++) {
      put32(turned ? dst : src, 4 * i, table.wordOf(entry, i));
      put32(turned ? src : dst, 4 * i, table.wordOf(entry, words + i));
    }
    const ports = table.wordOf(entry, 2 * words);
    flow.version = version;
    flow.srcOctets = src;
    flow.dstOctets = dst;
    flow.sport = turned ? ports & 0xffff : ports >>> 16;
    flow.dport = turned ? ports >>> 16 : ports & 0xffff;
    flow.protocol = table.wordOf(entry, 2 * words + 1);
    this.#tellCounts(entry, 0, flow.there);
    if (this.#directions === 2) this.#tellCounts(entry, 1, flow.back);
  }

  /** Whether `tell` gives the ends in the other order than the key has them. */
  isTurned(entry: number): boolean {
    return ((this.#bits[entry * this.#directions] as number) & TURNED) > 0;
  }

  #tellCounts(entry: number, way: number, counts: FlowCounts): void {
    const i = entry * this.#directions + way;
    const at = i * COUNTERS;
    const bits = this.#bits[i] as number;
    const packets = this.#counters[at] as number;
    counts.packets = packets;
    counts.octets = packets === 0 ? 0 : (this.#counters[at + 1] as number);
    counts.firstUs = packets === 0 ? 0 : (this.#counters[at + 2] as number);
    counts.lastUs = packets === 0 ? 0 : (this.#counters[at + 3] as number);
    counts.tcpFlags = bits & 0x1ff;
    counts.tos = (bits >> TOS_SHIFT) & 0xff;
  }
}

function put32(b: Uint8Array, at: number, value: number): void {
  b[at] = value >>> 24;
  b[at + 1] = value >>> 16;
  b[at + 2] = value >>> 8;
  b[at + 3] = value;
}
