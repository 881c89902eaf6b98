/** When octets were sent: marks, each of which says that what stands from there on left at that time. Between acknowledgements a connection sends in few moments. */
import { ahead } from './sequence.ts';

/** Marks that are nearer than this, ms, are one. */
const GRAIN_MS = 1;
/** Marks before the first that counts, before they are taken out. */
const MOST_OLD = 64;

export class SentTimes {
  readonly #seqs: number[] = [];
  readonly #times: number[] = [];
  /** The first that counts. */
  #first = 0;

  /** What follows from `seq` on is sent now: it stands behind all that was noted. */
  note(seq: number, ms: number): void {
    const last = this.#times.length - 1;
    if (last >= this.#first && ms - (this.#times[last] as number) < GRAIN_MS) return;
    this.#seqs.push(seq);
    this.#times.push(ms);
  }

  /** When octet `seq` left; -1: it was not noted. */
  at(seq: number): number {
    const i = this.#behind(seq) - 1;
    return i < this.#first ? -1 : (this.#times[i] as number);
  }

  /** The first octet that left after `ms`; undefined: none did. */
  firstAfter(ms: number): number | undefined {
    let [low, high] = [this.#first, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] as number) <= ms) low = middle + 1;
      else high = middle;
    }
    return this.#seqs[low];
  }

  /** What stands before `seq` is not asked for any more. */
  drop(seq: number): void {
    const i = this.#behind(seq) - 1;
    if (i > this.#first) this.#first = i;
    if (this.#first < MOST_OLD) return;
    this.#seqs.splice(0, this.#first);
    this.#times.splice(0, this.#first);
    this.#first = 0;
  }

  clear(): void {
    this.#seqs.length = 0;
    this.#times.length = 0;
    this.#first = 0;
  }

  /** The first mark that stands behind `seq`. */
  #behind(seq: number): number {
    let [low, high] = [this.#first, this.#seqs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ahead(this.#seqs[middle] as number, seq) >= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
