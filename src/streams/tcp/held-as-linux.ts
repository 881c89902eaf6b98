/**
 * Octets that wait, kept as Linux keeps them since 4.9: whole segments, which may overlap. Which of them is believed shows only as they are read: the one that begins first.
 * Tried with random puzzles against the kernel itself (6.18); its rules, as seen from outside:
 *
 * - a segment that lies within one that waits is dropped;
 * - one that begins where another does, and is longer, takes its place;
 * - one that begins where another ends makes that one longer, if it is met on the way down the tree;
 * - any other is added, and those behind its begin that it covers are dropped;
 * - the one that is next in the stream does not wait at all.
 *
 * A segment is made longer as far as its memory reaches, or the card's driver lets pages be joined: here always.
 */
import type { Met } from '../pieces.ts';
import type { Held } from './held.ts';
import { SegmentTree, TreeSegment } from './segment-tree.ts';

/** What a segment costs beside its octets. */
const SEGMENT_MEMORY = 128;

export class HeldAsLinux implements Held {
  readonly #tree = new SegmentTree();
  /** Place of the first octet that is not told. */
  #at = 0;
  #octets = 0;
  /** The next octets of the stream, if they came. */
  #ready: TreeSegment | undefined;

  start(at: number): void {
    this.#at = at;
    this.#octets = 0;
    this.#ready = undefined;
    this.#tree.clear();
  }

  get runs(): number {
    return this.#tree.size + (this.#ready === undefined ? 0 : 1);
  }

  get memory(): number {
    return this.#octets + SEGMENT_MEMORY * this.#tree.size;
  }

  get first(): number {
    return Math.max(this.#at, this.#next.start);
  }

  get firstOctets(): Uint8Array {
    const { start, end, data } = this.#next;
    return data.subarray(Math.max(this.#at, start) - start, end - start);
  }

  get firstTag(): number {
    return this.#next.tag;
  }

  add(from: number, to: number, b: Uint8Array, at: number, _wins: unknown, tag: number): Met {
    const octets = b.subarray(at, at + to - from);
    const met = this.#met(from, to, octets);
    if (from === this.#at && this.#ready === undefined) this.#ready = new TreeSegment(from, octets.slice(), tag);
    else this.#insert(from, to, octets, tag);
    return met;
  }

  /** The first segment has been told: those that do not reach beyond it are of no use any more. */
  dropFirst(): void {
    this.#at = Math.max(this.#at, this.#next.end);
    this.#ready = undefined;
    for (let n = this.#tree.first; n !== undefined && n.end <= this.#at; n = this.#tree.first) this.#remove(n);
  }

  get #next(): TreeSegment {
    return this.#ready ?? (this.#tree.first as TreeSegment);
  }

  #insert(from: number, to: number, octets: Uint8Array, tag: number): void {
    const tree = this.#tree;
    const { last } = tree;
    if (last?.end === from) {
      this.#lengthen(last, octets);
      return;
    }
    let parent = last;
    let isLeft = false;
    // What begins behind the last one goes there at once, and joins none that reaches further.
    let n = last !== undefined && from > last.end ? undefined : tree.root;
    while (n !== undefined) {
      parent = n;
      isLeft = from < n.start;
      if (!isLeft) {
        if (to <= n.end) return;
        if (from === n.start) break;
        if (from === n.end) {
          this.#lengthen(n, octets);
          return;
        }
      }
      n = isLeft ? n.left : n.right;
    }
    const made = new TreeSegment(from, octets.slice(), tag);
    this.#octets += octets.length;
    if (n === undefined) tree.insert(made, parent, isLeft);
    else {
      this.#octets -= n.data.length;
      tree.replace(n, made);
    }
    for (let next = tree.after(made); next !== undefined && next.end <= to; next = tree.after(made)) this.#remove(next);
  }

  #remove(n: TreeSegment): void {
    this.#octets -= n.data.length;
    this.#tree.remove(n);
  }

  /** Room is doubled, so that many small ones cost no more than their octets. */
  #lengthen(n: TreeSegment, octets: Uint8Array): void {
    const length = n.end - n.start;
    const needed = length + octets.length;
    if (needed > n.data.length) {
      const longer = new Uint8Array(Math.max(needed, 2 * n.data.length));
      longer.set(n.data);
      this.#octets += longer.length - n.data.length;
      n.data = longer;
    }
    n.data.set(octets, length);
    n.end += octets.length;
  }

  /** What would be read of these octets now. */
  #met(from: number, to: number, octets: Uint8Array): Met {
    let known = 0;
    let differs = false;
    let at = from;
    for (let n = this.#reaching(from); n !== undefined && n.start < to && at < to; n = this.#tree.after(n)) {
      at = Math.max(at, n.start);
      const end = Math.min(to, n.end);
      if (end <= at) continue;
      known += end - at;
      for (; at < end && !differs; at++) differs = n.data[at - n.start] !== octets[at - from];
      at = end;
    }
    return { known, differs };
  }

  /** The first segment that may have the octet at a place. */
  #reaching(place: number): TreeSegment | undefined {
    let found: TreeSegment | undefined;
    for (let n = this.#tree.root; n !== undefined; ) {
      if (n.end > place) {
        found = n;
        n = n.left;
      } else n = n.right;
    }
    return found;
  }
}
