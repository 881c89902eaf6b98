/**
 * Octets of something longer, which come in pieces, in any order, and may overlap. They lie at their place in one buffer; runs say which are there, and which of
 * them came together, because some systems decide by where a piece begins whether it is believed (overlap-policy.ts).
 *
 * What a piece costs is in proportion to its octets and to the runs behind it; a datagram has 8192 at most.
 */
import type { NewWins } from './overlap-policy.ts';

/** Octets at first. */
const LEAST_ROOM = 2048;

/** How a piece met what was there. */
export interface Met {
  /** Octets that were there already. */
  readonly known: number;
  /** Some of these are not the same as before. */
  readonly differs: boolean;
}

const NEW: Met = { known: 0, differs: false };

export class Pieces {
  /** Octet 0 of the whole is at `lead`, so that a header fits before it. */
  data: Uint8Array;
  readonly lead: number;
  readonly #joins: boolean;
  /** Octets that are there. */
  have = 0;
  /** Runs, by their place: where each begins, and ends, and the number that was given with it. They do not overlap. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly tags: number[] = [];

  /**
   * @param lead octets to be kept free before the first
   * @param joins a piece that begins where the last run ends makes that run longer
   */
  constructor(lead: number, joins = false) {
    this.lead = lead;
    this.#joins = joins;
    this.data = new Uint8Array(LEAST_ROOM);
  }

  /** Everything is forgotten, but the memory. */
  clear(): void {
    this.have = 0;
    empty(this.starts);
    empty(this.ends);
    empty(this.tags);
  }

  /** The first `runs` runs are not needed any more. Places stay as they are. */
  dropRuns(runs: number): void {
    for (let i = 0; i < runs; i++) this.have -= (this.ends[i] as number) - (this.starts[i] as number);
    this.starts.splice(0, runs);
    this.ends.splice(0, runs);
    this.tags.splice(0, runs);
  }

  /** Octet `by` becomes octet 0: nothing is kept before it. */
  shift(by: number): void {
    this.data.copyWithin(this.lead, this.lead + by, this.lead + this.end);
    for (let i = 0; i < this.starts.length; i++) {
      (this.starts[i] as number) -= by;
      (this.ends[i] as number) -= by;
    }
  }

  /** Where the last run ends. */
  get end(): number {
    return this.ends.length === 0 ? 0 : (this.ends[this.ends.length - 1] as number);
  }

  /** Whether a run holds all of it. */
  holds(from: number, to: number): boolean {
    const i = this.#behind(from);
    return i < this.starts.length && (this.starts[i] as number) <= from && (this.ends[i] as number) >= to;
  }

  /** Whether any of it is there. */
  meets(from: number, to: number): boolean {
    const i = this.#behind(from);
    return i < this.starts.length && (this.starts[i] as number) < to;
  }

  /** One more piece: octets `at` of `b` are octets `from` to `to` of the whole. `tag` is any number that its runs are to be known by. */
  add(from: number, to: number, b: Uint8Array, at: number, wins: NewWins, tag = 0): Met {
    this.#room(to);
    const last = this.ends.length - 1;
    // The usual case: in order.
    if (from >= this.end) {
      this.#copy(from, to, b, at);
      this.have += to - from;
      if (this.#joins && last >= 0 && from === this.ends[last]) this.ends[last] = to;
      else {
        this.starts[last + 1] = from;
        this.ends[last + 1] = to;
        this.tags[last + 1] = tag;
      }
      return NEW;
    }
    return this.#between(from, to, b, at, wins, tag);
  }

  #between(from: number, to: number, b: Uint8Array, at: number, wins: NewWins, tag: number): Met {
    const { starts, ends, tags } = this;
    const first = this.#behind(from);
    const made = new Runs();
    let known = 0;
    let differs = false;
    /** Where the octets of the piece that count, and are not yet in a run, begin. */
    let open = from;
    let i = first;
    for (; i < starts.length && (starts[i] as number) < to; i++) {
      const start = starts[i] as number;
      const end = ends[i] as number;
      const low = start > from ? start : from;
      const high = end < to ? end : to;
      known += high - low;
      differs ||= !this.#same(low, high, b, at + low - from);
      if (wins(start, end, from, to)) {
        if (start < from) made.push(start, from, tags[i] as number);
        // What is behind the piece stays a run of its own, shorter.
        if (end > to) {
          this.#take(made, open, to, b, at + open - from, tag);
          made.push(to, end, tags[i] as number);
          open = to;
        }
        continue;
      }
      this.#take(made, open, start, b, at + open - from, tag);
      made.push(start, end, tags[i] as number);
      open = end;
    }
    this.#take(made, open, to, b, at + open - from, tag);
    this.have += to - from - known;
    starts.splice(first, i - first, ...made.starts);
    ends.splice(first, i - first, ...made.ends);
    tags.splice(first, i - first, ...made.tags);
    return known === 0 ? NEW : { known, differs };
  }

  /** Octets of the piece that count are a run. */
  #take(made: Runs, from: number, to: number, b: Uint8Array, at: number, tag: number): void {
    if (from >= to) return;
    this.#copy(from, to, b, at);
    made.push(from, to, tag);
  }

  #copy(from: number, to: number, b: Uint8Array, at: number): void {
    this.data.set(b.subarray(at, at + to - from), this.lead + from);
  }

  #same(from: number, to: number, b: Uint8Array, at: number): boolean {
    const { data, lead } = this;
    for (let i = from; i < to; i++) if (data[lead + i] !== b[at + i - from]) return false;
    return true;
  }

  /** The first run that ends behind `from`. */
  #behind(from: number): number {
    let [low, high] = [0, this.ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) <= from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #room(to: number): void {
    const needed = this.lead + to;
    if (needed <= this.data.length) return;
    const longer = new Uint8Array(Math.max(needed, 2 * this.data.length));
    longer.set(this.data);
    this.data = longer;
  }
}

/** Runs that take the place of others. */
class Runs {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly tags: number[] = [];

  push(start: number, end: number, tag: number): void {
    this.starts.push(start);
    this.ends.push(end);
    this.tags.push(tag);
  }
}

/** Its memory stays, which `length = 0` would give away: a flood of fragments would take it anew a million times. */
function empty(list: number[]): void {
  while (list.length > 0) list.pop();
}
