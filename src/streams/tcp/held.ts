/**
 * Octets of one side's stream that cannot be told yet, because octets before them are missing. Places are those of the stream, which may go on for ever; what is
 * kept is the part from the first hole on.
 */
import type { NewWins } from '../overlap-policy.ts';
import { type Met, Pieces } from '../pieces.ts';

/** A piece more costs what moving these costs: enough for any honest window, few enough for anybody else's. */
export const MOST_RUNS = 4096;

/** Octets that wait, whatever decides which of them count. */
export interface Held {
  /** Begins at a place of the stream, with nothing. */
  start(at: number): void;
  readonly runs: number;
  /** Octets of memory. */
  readonly memory: number;
  /** Place of the first octet that is there, and those of the first run with its tag: a view, valid until something is added. */
  readonly first: number;
  readonly firstOctets: Uint8Array;
  readonly firstTag: number;
  /** Octets `at` of `b` are those from `from` to `to` of the stream. */
  add(from: number, to: number, b: Uint8Array, at: number, wins: NewWins, tag: number): Met;
  /** The first run has been told. */
  dropFirst(): void;
}

export class HeldPieces implements Held {
  /** Place in the stream of octet 0 of the pieces. */
  #base = 0;
  readonly #pieces = new Pieces(0);

  start(at: number): void {
    this.#base = at;
    this.#pieces.clear();
  }

  get runs(): number {
    return this.#pieces.starts.length;
  }

  get memory(): number {
    return this.#pieces.data.length;
  }

  get first(): number {
    return this.#base + (this.#pieces.starts[0] as number);
  }

  get firstOctets(): Uint8Array {
    return this.#pieces.data.subarray(this.#pieces.starts[0] as number, this.#pieces.ends[0] as number);
  }

  get firstTag(): number {
    return this.#pieces.tags[0] as number;
  }

  add(from: number, to: number, b: Uint8Array, at: number, wins: NewWins, tag: number): Met {
    return this.#pieces.add(from - this.#base, to - this.#base, b, at, wins, tag);
  }

  /** Memory before what may still come is used again once there is more of it than of what is left. */
  dropFirst(): void {
    const pieces = this.#pieces;
    const told = pieces.ends[0] as number;
    pieces.dropRuns(1);
    if (told < MOST_RUNS || told < pieces.end - told) return;
    pieces.shift(told);
    this.#base += told;
  }
}
