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
  /** Each ends behind the one before: what is acknowledged stands in front. */
  #isSorted = true;
  /** Segments that were forgotten because there were too many. */
  dropped = 0;

  // Of the segment that `acknowledge` found.
  packet = 0;
  timeMs = 0;

  get size(): number {
    return this.#count;
  }

  /** Beyond {@link MOST_UNACKED}, the oldest is forgotten: an acknowledgment of it has no round trip time, and octets in flight are too few. */
  add(seq: number, end: number, packet: number, timeMs: number): void {
    if (this.#count === this.#times.length) {
      if (this.#count < MOST_UNACKED) this.#grow();
      else {
        // As if its octets were those of the next.
        const [first, next] = [this.#place(0) * WORDS, this.#place(1) * WORDS];
        if (ahead(this.#words[first] as number, this.#words[next] as number) > 0) this.#words[next] = this.#words[first] as number;
        this.#first = this.#place(1);
        this.#count--;
        this.dropped++;
      }
    }
    if (this.#count > 0 && ahead(this.#words[this.#place(this.#count - 1) * WORDS + 1] as number, end) < 0) this.#isSorted = false;
    this.#put(this.#place(this.#count++), seq, end, packet, timeMs);
  }

  /** Forgets what `ack` acknowledges. True: one segment ends just there; `packet` and `timeMs` are those of the first such. */
  acknowledge(ack: number): boolean {
    let found = false;
    let kept = 0;
    let isSorted = true;
    let before = 0;
    for (let i = 0; i < this.#count; i++) {
      const at = this.#place(i);
      const end = this.#words[at * WORDS + 1] as number;
      const left = ahead(ack, end);
      // What of it is acknowledged is in flight no more.
      if (left > 0 && ahead(this.#words[at * WORDS] as number, ack) > 0) this.#words[at * WORDS] = ack;
      if (left === 0 && !found) {
        found = true;
        this.packet = this.#words[at * WORDS + 2] as number;
        this.timeMs = this.#times[at] as number;
      }
      if (left <= 0) continue;
      if (this.#isSorted) {
        this.#first = at;
        this.#count -= i;
        return found;
      }
      if (kept > 0 && ahead(before, end) < 0) isSorted = false;
      before = end;
      this.#copy(at, this.#place(kept++));
    }
    this.#count = kept;
    this.#isSorted = isSorted;
    return found;
  }

  /** Puts packet and time of the oldest into `packet` and `timeMs`. False: there is none. */
  oldest(): boolean {
    if (this.#count === 0) return false;
    this.packet = this.#words[this.#place(0) * WORDS + 2] as number;
    this.timeMs = this.#times[this.#place(0)] as number;
    return true;
  }

  /** Whether all octets from `seq` to `end` are in one of them. */
  has(seq: number, end: number): boolean {
    for (let i = 0; i < this.#count; i++) {
      const at = this.#place(i) * WORDS;
      if (ahead(this.#words[at] as number, seq) >= 0 && ahead(end, this.#words[at + 1] as number) >= 0) return true;
    }
    return false;
  }

  /** Octets from the lowest number to the highest; 0: there are none. */
  get span(): number {
    if (this.#count === 0) return 0;
    const first = this.#place(0) * WORDS;
    const origin = this.#words[first] as number;
    let low = 0;
    let high = 0;
    if (this.#isSorted) return ahead(origin, this.#words[this.#place(this.#count - 1) * WORDS + 1] as number);
    for (let i = 0; i < this.#count; i++) {
      const at = this.#place(i) * WORDS;
      low = Math.min(low, ahead(origin, this.#words[at] as number));
      high = Math.max(high, ahead(origin, this.#words[at + 1] as number));
    }
    return high - low;
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
