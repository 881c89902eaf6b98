/** When entries of a table are due, by rounds of packets' time: putting one in and taking it out cost the same however many there are. */
import { longer } from '../streams/key-table.ts';

const NONE = -1;
const SLOTS = 2048;
/** A tick of time is this long at least. */
const FINEST_US = 1000;

/** A wheel of lists. An entry that is due later than its list says is put in again when its list is looked at, so packets need not move their entries. */
export class DueWheel {
  /** Microseconds of a slot. */
  readonly #tick: number;
  readonly #heads = new Int32Array(SLOTS).fill(NONE);
  readonly #tails = new Int32Array(SLOTS).fill(NONE);
  /** Of each entry the one behind it and the one before it; at the ends of a list the complement of its slot, below 0. */
  #links = new Int32Array(0);
  /** Slots before this one, counted from time 0, have been looked at; those before `#low` hold nothing. */
  #at = 0;
  #low = 0;
  #size = 0;

  /** @param longestUs the longest that an entry may be ahead */
  constructor(longestUs: number) {
    this.#tick = Math.max(FINEST_US, Math.ceil(longestUs / (SLOTS - 2)));
  }

  /** Time begins, or goes back. */
  start(us: number): void {
    this.#at = Math.floor(us / this.#tick);
    this.#low = this.#at;
  }

  /** The entry is due at that time; at once where that has passed. @param capacity entries that there may be */
  put(entry: number, us: number, capacity: number): void {
    if (this.#links.length < 2 * capacity) this.#links = longer(this.#links, 2 * capacity);
    const links = this.#links;
    const ahead = this.#ahead(us);
    const slot = ahead % SLOTS;
    const tail = this.#tails[slot] as number;
    links[2 * entry] = ~slot;
    links[2 * entry + 1] = tail === NONE ? ~slot : tail;
    if (tail === NONE) this.#heads[slot] = entry;
    else links[2 * tail] = entry;
    this.#tails[slot] = entry;
    this.#size++;
    if (ahead < this.#low) this.#low = ahead;
  }

  take(entry: number): void {
    const links = this.#links;
    const next = links[2 * entry] as number;
    const before = links[2 * entry + 1] as number;
    if (before < 0) this.#heads[~before] = next < 0 ? NONE : next;
    else links[2 * before] = next;
    if (next < 0) this.#tails[~next] = before < 0 ? NONE : before;
    else links[2 * next + 1] = before;
    this.#size--;
  }

  /** Takes out an entry whose slot has passed at that time; -1: there is none. */
  due(us: number): number {
    const until = Math.floor(us / this.#tick);
    // Once around is all of it.
    if (until - this.#at > SLOTS) this.#at = until - SLOTS;
    for (; this.#at <= until && this.#size > 0; this.#at++) {
      const head = this.#heads[this.#at % SLOTS] as number;
      if (head === NONE) continue;
      this.take(head);
      return head;
    }
    if (this.#at <= until) this.#at = until + 1;
    this.#low = Math.max(this.#low, this.#at);
    return NONE;
  }

  /** The entry in the first list that has any, or -1. */
  first(): number {
    if (this.#size === 0) return NONE;
    this.#low = Math.max(this.#low, this.#at);
    while (this.#heads[this.#low % SLOTS] === NONE) this.#low++;
    return this.#heads[this.#low % SLOTS] as number;
  }

  clear(): void {
    this.#heads.fill(NONE);
    this.#tails.fill(NONE);
    this.#size = 0;
  }

  /** Calls `see` with each entry, those that are due first before the others. */
  forEach(see: (entry: number) => void): void {
    for (let i = 0; i < SLOTS; i++) this.forEachIn(i, see);
  }

  /** How many lists there are. */
  get lists(): number {
    return SLOTS;
  }

  /** The entries of list `i`, counted from the one that is due first. */
  forEachIn(i: number, see: (entry: number) => void): void {
    const links = this.#links;
    const head = this.#heads[(this.#at + i) % SLOTS] as number;
    for (let entry = head; entry >= 0; entry = links[2 * entry] as number) see(entry);
  }

  /** Whether {@link first}, just asked, gave one that is due at that time: it is in that time's list. */
  isFirstAt(us: number): boolean {
    return this.#ahead(us) % SLOTS === this.#low % SLOTS;
  }

  #ahead(us: number): number {
    return Math.min(Math.max(Math.ceil(us / this.#tick), this.#at), this.#at + SLOTS - 1);
  }
}
