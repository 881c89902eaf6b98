/** The standard's own (RFC 5681 §3.1): half after a loss, a segment more each round trip. */
import { type Congestion, firstWindow, leastThreshold } from './congestion.ts';

export class NewReno implements Congestion {
  readonly name = 'new-reno';
  window: number;
  threshold = Number.POSITIVE_INFINITY;
  readonly #mss: number;
  #counted = 0;
  /** Window and threshold before the last loss. */
  #before: readonly [window: number, threshold: number] = [0, 0];

  constructor(mss: number) {
    this.#mss = mss;
    this.window = firstWindow(mss);
  }

  acknowledged(octets: number): void {
    if (this.window < this.threshold) {
      // Counted in octets, so that an end that acknowledges half a segment at a time gains nothing (RFC 3465).
      this.window += Math.min(octets, 2 * this.#mss * Math.ceil(octets / (2 * this.#mss)));
      return;
    }
    this.#counted += octets;
    if (this.#counted < this.window) return;
    this.#counted -= this.window;
    this.window += this.#mss;
  }

  lost(inFlight: number): void {
    this.#reduce(inFlight);
    this.window = this.threshold;
  }

  timedOut(inFlight: number): void {
    this.#reduce(inFlight);
    this.window = this.#mss;
  }

  undo(): void {
    [this.window, this.threshold] = this.#before;
  }

  #reduce(inFlight: number): void {
    this.#before = [this.window, this.threshold];
    this.threshold = Math.max(inFlight / 2, leastThreshold(this.#mss));
    this.#counted = 0;
  }
}
