/** Where in a batch matches may begin: each literal is looked for once in all of its memory, not in each packet. */
import type { PacketBatch } from '../../capture/batch.ts';
import type { FindLiteral } from './literals.ts';

const NOTHING = new Uint8Array(0);

export class Beginnings {
  readonly #literals: readonly Uint8Array[];
  readonly #find: FindLiteral;
  /** The memory of the batch, up to the end of its last packet. */
  #data: Uint8Array = NOTHING;
  /** Of each literal: from where on it was looked for, and where it is. */
  readonly #from: number[];
  readonly #next: number[];

  /** @param literals with one of which every match begins */
  constructor(literals: readonly Uint8Array[], find: FindLiteral) {
    this.#literals = literals;
    this.#find = find;
    this.#from = literals.map(() => 0);
    this.#next = literals.map(() => -1);
  }

  /** What is asked for next is of this batch. */
  begin({ data, n, offset, captured }: PacketBatch): void {
    const end = n === 0 ? 0 : (offset[n - 1] as number) + (captured[n - 1] as number);
    this.#data = data.subarray(0, end);
    this.#from.fill(0);
    this.#next.fill(-1);
  }

  /** Whether it is sure that no match begins in octets `from` to `to` of `b`, be it that it goes on behind them. To be asked in the order of the packets. */
  areNotIn(b: Uint8Array, from: number, to: number): boolean {
    const data = this.#data;
    if (b.buffer !== data.buffer) return false;
    const shift = b.byteOffset - data.byteOffset;
    const end = to + shift;
    if (from + shift < 0 || end > data.length) return false;
    for (let i = 0; i < this.#literals.length; i++)
      if (this.#place(i, from + shift) < end || mayEndWith(b, from, to, this.#literals[i] as Uint8Array)) return false;
    return true;
  }

  /** Of the first of a literal at or behind a place. */
  #place(i: number, at: number): number {
    // Who goes back is not told: it would have to be looked for again.
    if (at < (this.#from[i] as number)) return -1;
    let next = this.#next[i] as number;
    if (next < at) {
      next = this.#find(this.#data, this.#literals[i] as Uint8Array, at);
      if (next < 0) next = Number.MAX_SAFE_INTEGER;
      this.#next[i] = next;
    }
    this.#from[i] = at;
    return next;
  }
}

/** Whether the last of the octets may be the first ones of a literal. */
function mayEndWith(b: Uint8Array, from: number, to: number, literal: Uint8Array): boolean {
  const first = literal[0];
  for (let i = Math.max(from, to - literal.length + 1); i < to; i++) if (b[i] === first) return true;
  return false;
}
