/** Segments of one end that the other has not acknowledged yet, in the order in which they came. */
import { ahead } from '../segment.ts';

/** Segments at first, and at most: a window of 6 MB in segments of 1460 octets. A power of two each. */
const FEW = 16;
export const MOST_UNACKED = 4096;

/** Words of a segment in the list: its number, the one behind it, its packet. */
const WORDS = 3;

export class Unacked {
  #words = new Uint32Array(0);
  #times = new Float64Array(0);
  /** Place of the oldest, and how many there are. */
  #first = 0;
  #count = 0;
  /** Each begins and ends behind the one before: what is acknowledged stands in front. */
  #isSorted = true;
  /** The lowest number and the highest end of all, and the lowest end. */
  #low = 0;
  #high = 0;
  #lowEnd = 0;
  /** What was acknowledged last: octets before it are in flight no more. */
  #floor = 0;
  /** The highest end of those that were forgotten. */
  #forgotten = 0;
  /** Segments that were forgotten because there were too many. */
  dropped = 0;

  // Of the segment that `acknowledge` found.
  packet = 0;
  timeMs = 0;

  get size(): number {
    return this.#count;
  }

  /** Beyond {@link MOST_UNACKED}, the oldest is forgotten: an acknowledgment of it has no round trip time. Its octets stay in flight. */
  add(seq: number, end: number, packet: number, timeMs: number): void {
    if (this.#count === this.#times.length) {
      if (this.#count < MOST_UNACKED) this.#grow();
      else {
        if (this.dropped === 0 || ahead(this.#forgotten, this.#endOf(0)) > 0) this.#forgotten = this.#endOf(0);
        this.#first = this.#place(1);
        this.#count--;
        this.dropped++;
      }
    }
    if (this.#count === 0) {
      this.#low = this.#floor = seq;
      this.#high = this.#lowEnd = end;
    } else {
      if (ahead(this.#endOf(this.#count - 1), end) < 0 || ahead(this.#seqOf(this.#count - 1), seq) < 0) this.#isSorted = false;
      if (ahead(seq, this.#low) > 0) this.#low = this.#floor = seq;
      if (ahead(this.#high, end) > 0) this.#high = end;
      if (ahead(end, this.#lowEnd) > 0) this.#lowEnd = end;
    }
    this.#put(this.#place(this.#count++), seq, end, packet, timeMs);
  }

  /** Forgets what `ack` acknowledges. True: one segment ends just there; `packet` and `timeMs` are those of the first such. */
  acknowledge(ack: number): boolean {
    if (this.#count === 0) return false;
    if (ahead(this.#floor, ack) > 0) this.#floor = ack;
    if (ahead(this.#low, ack) > 0) this.#low = ack;
    if (ahead(this.#lowEnd, ack) < 0) return false;
    const found = this.#isSorted ? this.#dropFirst(ack) : this.#dropAny(ack);
    if (ahead(this.#low, ack) > 0 || (this.dropped > 0 && ahead(ack, this.#forgotten) > 0)) this.#low = ack;
    return found;
  }

  #dropFirst(ack: number): boolean {
    let found = false;
    for (; this.#count > 0; this.#count--) {
      const left = ahead(ack, this.#endOf(0));
      if (left > 0) {
        this.#low = this.#seqOf(0);
        this.#lowEnd = this.#endOf(0);
        break;
      }
      if (left === 0 && !found) found = this.oldest();
      this.#first = this.#place(1);
    }
    return found;
  }

  #dropAny(ack: number): boolean {
    let found = false;
    let kept = 0;
    this.#isSorted = true;
    for (let i = 0; i < this.#count; i++) {
      const at = this.#place(i);
      const end = this.#endOf(i);
      const left = ahead(ack, end);
      if (left === 0 && !found) {
        found = true;
        this.#tell(at);
      }
      if (left <= 0) continue;
      const seq = this.#seqOf(i);
      if (kept > 0 && (ahead(this.#endOf(kept - 1), end) < 0 || ahead(this.#seqOf(kept - 1), seq) < 0)) this.#isSorted = false;
      if (kept === 0 || ahead(end, this.#lowEnd) > 0) this.#lowEnd = end;
      if (kept === 0 || ahead(seq, this.#low) > 0) this.#low = seq;
      this.#copy(at, this.#place(kept++));
    }
    this.#count = kept;
    return found;
  }

  /** Puts packet and time of the oldest into `packet` and `timeMs`. False: there is none. */
  oldest(): boolean {
    if (this.#count === 0) return false;
    this.#tell(this.#place(0));
    return true;
  }

  /** Whether all octets from `seq` to `end` are in one of them. */
  has(seq: number, end: number): boolean {
    if (ahead(this.#floor, seq) < 0) return false;
    for (let i = 0; i < this.#count; i++) {
      const at = this.#place(i) * WORDS;
      if (ahead(this.#words[at] as number, seq) >= 0 && ahead(end, this.#words[at + 1] as number) >= 0) return true;
    }
    return false;
  }

  /** Octets from the lowest number that waits to the highest, also of those that were forgotten; 0: there are none. */
  get span(): number {
    return this.#count === 0 ? 0 : ahead(this.#low, this.#high);
  }

  #seqOf(i: number): number {
    return this.#words[this.#place(i) * WORDS] as number;
  }

  #endOf(i: number): number {
    return this.#words[this.#place(i) * WORDS + 1] as number;
  }

  #tell(at: number): void {
    this.packet = this.#words[at * WORDS + 2] as number;
    this.timeMs = this.#times[at] as number;
  }

  #place(i: number): number {
    return (this.#first + i) & (this.#times.length - 1);
  }

  #put(at: number, seq: number, end: number, packet: number, timeMs: number): void {
    this.#words[at * WORDS] = seq;
    this.#words[at * WORDS + 1] = end;
    this.#words[at * WORDS + 2] = packet;
    this.#times[at] = timeMs;
  }

  #copy(from: number, to: number): void {
    if (from === to) return;
    for (let i = 0; i < WORDS; i++) this.#words[to * WORDS + i] = this.#words[from * WORDS + i] as number;
    this.#times[to] = this.#times[from] as number;
  }

  #grow(): void {
    const room = Math.max(FEW, 2 * this.#times.length);
    const words = new Uint32Array(room * WORDS);
    const times = new Float64Array(room);
    for (let i = 0; i < this.#count; i++) {
      const at = this.#place(i);
      words.set(this.#words.subarray(at * WORDS, (at + 1) * WORDS), i * WORDS);
      times[i] = this.#times[at] as number;
    }
    this.#words = words;
    this.#times = times;
    this.#first = 0;
  }
}
