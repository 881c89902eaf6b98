/** What was written and is not yet acknowledged: octets in a ring, the first of them the oldest that is not acknowledged. */
import type { Memory } from '../memory.ts';

/** A ring's first size; it doubles until the limit. */
const FIRST = 16_384;
const NOTHING = new Uint8Array(0);

export class SendQueue {
  readonly limit: number;
  readonly #memory: Memory;
  #ring = NOTHING;
  #head = 0;
  #length = 0;

  /** @param limit octets it takes at most */
  constructor(limit: number, memory: Memory) {
    this.limit = limit;
    this.#memory = memory;
  }

  get length(): number {
    return this.#length;
  }

  /** Octets that it still takes. */
  get room(): number {
    return this.#memory.room(this.limit, this.#length);
  }

  /** Takes what it has room for, from `from` on. @returns how many octets it took: a copy of them */
  push(octets: Uint8Array, from = 0): number {
    const n = Math.min(octets.length - from, this.room);
    if (n <= 0) return 0;
    this.#grow(this.#length + n);
    const ring = this.#ring;
    const at = (this.#head + this.#length) & (ring.length - 1);
    const before = Math.min(n, ring.length - at);
    ring.set(octets.subarray(from, from + before), at);
    if (before < n) ring.set(octets.subarray(from + before, from + n), 0);
    this.#length += n;
    return n;
  }

  /** Copies `n` octets, `offset` behind the first, to `at` of `to`. */
  copy(offset: number, n: number, to: Uint8Array, at: number): void {
    const ring = this.#ring;
    const from = (this.#head + offset) & (ring.length - 1);
    const before = Math.min(n, ring.length - from);
    to.set(ring.subarray(from, from + before), at);
    if (before < n) to.set(ring.subarray(0, n - before), at + before);
  }

  /** The first `n` octets were acknowledged. */
  drop(n: number): void {
    this.#length -= n;
    if (this.#length > 0) this.#head = (this.#head + n) & (this.#ring.length - 1);
    // An idle connection has none.
    else this.clear();
  }

  /** Gives its memory back, with what is in it. */
  clear(): void {
    this.#memory.giveBack(this.#ring);
    this.#ring = NOTHING;
    this.#head = 0;
    this.#length = 0;
  }

  #grow(needed: number): void {
    if (needed <= this.#ring.length) return;
    let size = Math.max(FIRST, this.#ring.length);
    while (size < needed) size *= 2;
    const ring = this.#memory.ring(size);
    if (this.#length > 0) this.copy(0, this.#length, ring, 0);
    this.#memory.giveBack(this.#ring);
    this.#ring = ring;
    this.#head = 0;
  }
}
