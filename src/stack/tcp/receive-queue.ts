/** What came and was not yet read, and what came ahead of its turn (RFC 9293 §3.10.7.4). Octets that are there already stay as they are. */
import { Memory } from '../memory.ts';
import type { Slab } from '../slab.ts';
import { ahead, plus } from './sequence.ts';

/** Octets that came ahead of their turn, without a gap among them. */
interface Island {
  readonly start: number;
  end: number;
  readonly pieces: Uint8Array[];
}

/** Islands kept; what would be one more is dropped, and comes again. */
const MOST_ISLANDS = 256;

/** A piece below it is copied rather than kept beside the next one. */
const SMALL = 512;

const NOBODYS = new Memory(0);

export class ReceiveQueue {
  readonly #slab: Slab;
  #memory: Memory;
  readonly #ready: Uint8Array[] = [];
  /** Octets that can be read, and octets of islands. */
  length = 0;
  ahead = 0;
  readonly #islands: Island[] = [];
  /** The island that grew last: told first in selective acknowledgements (RFC 2018 §4). */
  #latest: Island | undefined;

  constructor(slab: Slab, memory: Memory) {
    this.#slab = slab;
    this.#memory = memory;
  }

  /** Whether something came ahead of its turn. */
  get hasGap(): boolean {
    return this.#islands.length > 0;
  }

  /** Octets whose turn it is. */
  append(b: Uint8Array, from: number, n: number): void {
    this.#join(this.#ready, b, from, n);
    this.length += n;
    this.#memory.used += n;
  }

  /** Octets ahead of their turn, from `seq` on. */
  keep(seq: number, b: Uint8Array, from: number, n: number): void {
    const islands = this.#islands;
    const end = plus(seq, n);
    // The first island that does not end before it begins; most come at the end.
    let i = islands.length;
    while (i > 0 && ahead(seq, (islands[i - 1] as Island).end) >= 0) i--;
    let at = seq;
    let own = islands[i];
    if (own === undefined || ahead(at, own.start) > 0) {
      if (own === undefined || ahead(end, own.start) > 0) {
        if (islands.length >= MOST_ISLANDS) return;
        own = { start: at, end, pieces: [this.#slab.copy(b, from, n)] };
        islands.splice(i, 0, own);
        this.#hold(n);
        this.#latest = own;
        return;
      }
      // It touches the next one from below.
      const before = ahead(at, own.start);
      const grown: Island = { start: at, end: own.end, pieces: own.pieces };
      if (before > 0) {
        grown.pieces.unshift(this.#slab.copy(b, from, before));
        this.#hold(before);
      }
      islands[i] = own = grown;
      at = plus(at, before);
    }
    // What stands behind it, up to where the next islands begin.
    while (ahead(own.end, end) > 0) {
      at = own.end;
      const next = islands[i + 1];
      const until = next !== undefined && ahead(next.start, end) >= 0 ? next.start : end;
      const room = ahead(at, until);
      if (room > 0) {
        this.#join(own.pieces, b, from + ahead(seq, at), room);
        this.#hold(room);
        own.end = until;
      }
      if (until === end && !(next !== undefined && next.start === end)) break;
      // The gap is closed: two become one.
      own.end = (next as Island).end;
      for (const piece of (next as Island).pieces) own.pieces.push(piece);
      islands.splice(i + 1, 1);
    }
    this.#latest = own;
  }

  /** What has its turn now, with `next` as the next octet: it can be read. @returns how many octets */
  advance(next: number): number {
    const islands = this.#islands;
    let moved = 0;
    for (let first = islands[0]; first !== undefined; first = islands[0]) {
      let behind = ahead(first.start, plus(next, moved));
      if (behind < 0) break;
      islands.shift();
      if (this.#latest === first) this.#latest = undefined;
      for (const piece of first.pieces) {
        this.#hold(-piece.length);
        if (behind >= piece.length) behind -= piece.length;
        else {
          const rest = behind === 0 ? piece : piece.subarray(behind);
          behind = 0;
          this.#ready.push(rest);
          this.length += rest.length;
          this.#memory.used += rest.length;
          moved += rest.length;
        }
      }
    }
    return moved;
  }

  /** The octets that can be read, at most so many; undefined: none. They are the caller's. */
  read(most = Number.POSITIVE_INFINITY): Uint8Array | undefined {
    const first = this.#ready[0];
    if (first === undefined || most <= 0) return undefined;
    const n = Math.min(first.length, most);
    this.length -= n;
    this.#memory.used -= n;
    if (n === first.length) {
      this.#ready.shift();
      return first;
    }
    this.#ready[0] = first.subarray(n);
    return first.subarray(0, n);
  }

  /** Up to `most` islands as pairs of numbers, the latest first (RFC 2018 §4). */
  islands(most: number): number[] {
    const told: number[] = [];
    const latest = this.#latest;
    if (latest !== undefined) told.push(latest.start, latest.end);
    for (let i = this.#islands.length - 1; i >= 0 && told.length < 2 * most; i--) {
      const { start, end } = this.#islands[i] as Island;
      if (this.#islands[i] !== latest) told.push(start, end);
    }
    return told;
  }

  /** The connection is no more: what is left is its reader's, and no longer counts. */
  release(): void {
    this.#memory.used -= this.length + this.ahead;
    this.#memory = NOBODYS;
  }

  /** Nobody will read it. */
  clear(): void {
    this.#memory.used -= this.length + this.ahead;
    this.#ready.length = 0;
    this.#islands.length = 0;
    this.#latest = undefined;
    this.length = 0;
    this.ahead = 0;
  }

  /** Octets of islands. */
  #hold(n: number): void {
    this.ahead += n;
    this.#memory.used += n;
  }

  /** Octets behind the last of the pieces: in one with it where that costs little, so that many small segments are not many small pieces. */
  #join(pieces: Uint8Array[], b: Uint8Array, from: number, n: number): void {
    const last = pieces.length - 1;
    const piece = pieces[last];
    const longer = piece === undefined ? undefined : this.#slab.extend(piece, b, from, n);
    if (longer !== undefined) pieces[last] = longer;
    else if (piece !== undefined && piece.length < SMALL) pieces[last] = this.#slab.joined(piece, b, from, n);
    else pieces.push(this.#slab.copy(b, from, n));
  }
}
