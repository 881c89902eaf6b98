/**
 * The part of an input that is in memory: `[ HEAD | CHUNK ]`. Records are walked where they lie; only the one that a chunk's
 * end has cut is copied, to just in front of the next chunk, so reads stay aligned and nothing is joined.
 */

import type { OctetInput } from './octet-input.ts';

const CHUNK = 1024 * 1024;
/**
 * Room for the largest usual record (262,144 octets) and its header; and half a page more. A large array begins 16 octets into a page
 * (malloc's own header is in front), so that after whole pages of room each read would copy from the start of a page to octet 16 of
 * one, which on some processors (Zen 3) takes 3.5 times as long as any other place.
 */
const HEAD = 320 * 1024 + 2048;
const ROOM = 64 * 1024; //  less than this at the end: move, do not append

export class OctetWindow {
  /** The memory; what counts is `start` to `end`. Another object may stand here after {@link more}. */
  data: Uint8Array;
  view: DataView;
  /** First octet not taken yet. The walker moves it. */
  start = HEAD;
  end = HEAD;
  /** Where `data[0]` would lie in the input. May be negative at first. */
  base = -HEAD;

  readonly #input: OctetInput;
  readonly #chunk: number;
  #spare: Uint8Array | undefined;
  #pending: Promise<number> | undefined;
  #failed: unknown;
  #before = -1;

  constructor(input: OctetInput) {
    this.#input = input;
    this.#chunk = input.ahead ?? CHUNK;
    this.data = new Uint8Array(HEAD + this.#chunk);
    this.view = new DataView(this.data.buffer);
  }

  /** Offset in the input of what lies at `index`. */
  offsetOf(index: number): number {
    return this.base + index;
  }

  /** Gets more octets behind `end`, keeping those from `start`. False: there are no more. Whatever lay before `start` is gone. */
  more(): boolean | Promise<boolean> {
    return this.#input.ahead === undefined ? this.#readOn() : this.#readAhead();
  }

  /**
   * Waits until `octets` are there from `start`; false when the input ends before. For the beginning only: it reads nothing
   * ahead, so the input can still be handed to somebody else (a decompressor).
   */
  async atLeast(octets: number): Promise<boolean> {
    while (this.end - this.start < octets) if (!(await this.#readOn())) return false;
    return true;
  }

  async close(): Promise<void> {
    await this.#pending?.catch(() => 0); // a read into our memory must not outlive us
    this.#pending = undefined;
    await this.#input.close();
  }

  #readOn(): boolean | Promise<boolean> {
    // Moving is due when records were taken, or when there is no room behind; else small reads of a large record just append.
    if (this.start !== this.#before || this.data.length - this.end < ROOM) this.#makeRoom();
    this.#before = this.start;
    const n = this.#input.read(this.data.subarray(this.end, Math.min(this.data.length, this.end + this.#chunk)));
    return typeof n === 'number' ? this.#arrived(n) : n.then((octets) => this.#arrived(octets));
  }

  #arrived(n: number): boolean {
    this.end += n;
    return n > 0;
  }

  #makeRoom(): void {
    const tail = this.end - this.start;
    if (tail <= HEAD) this.#keepTail(this.data, HEAD - tail);
    else if (this.data.length < 2 * tail + ROOM) {
      // Grows with what is really there, never with what a header claims.
      this.#keepTail(new Uint8Array(2 * tail + this.#chunk), 0);
    } else this.#keepTail(this.data, 0);
  }

  #keepTail(to: Uint8Array, at: number): void {
    const tail = this.end - this.start;
    if (to === this.data) to.copyWithin(at, this.start, this.end);
    else {
      to.set(this.data.subarray(this.start, this.end), at);
      this.#use(to);
    }
    this.base += this.start - at;
    this.start = at;
    this.end = at + tail;
  }

  #use(data: Uint8Array): void {
    this.data = data;
    this.view = new DataView(data.buffer);
  }

  async #readAhead(): Promise<boolean> {
    const target = this.#spare ?? new Uint8Array(HEAD + this.#chunk);
    this.#spare = undefined;
    const n = await (this.#pending ?? this.#input.read(target.subarray(HEAD)));
    this.#pending = undefined;
    if (this.#failed !== undefined) throw this.#failed;
    const old = this.data;
    const tail = this.end - this.start;
    if (tail <= HEAD) {
      this.#keepTail(target, HEAD - tail);
      this.#spare = old.length === HEAD + this.#chunk ? old : undefined;
    } else {
      // A record larger than HEAD: the rare case may copy what was read.
      this.#keepTail(new Uint8Array(tail + this.#chunk), 0);
      this.data.set(target.subarray(HEAD, HEAD + n), tail);
      this.#spare = target;
    }
    this.end += n;
    if (n > 0) this.#startNext();
    return n > 0;
  }

  #startNext(): void {
    this.#spare ??= new Uint8Array(HEAD + this.#chunk);
    this.#pending = Promise.resolve(this.#input.read(this.#spare.subarray(HEAD))).catch((error: unknown) => {
      this.#failed = error; // told when its octets would have been due
      return 0;
    });
  }
}
