/** CUBIC (RFC 9438): the window is a cubic function of the time since the last loss, with the window of that time as its middle. */
import { type Congestion, firstWindow, leastThreshold } from './congestion.ts';

/** §5: how fast it grows, segments per s³, and what is left after a loss. */
const C = 0.4;
const BETA = 0.7;
/** §4.3: what NewReno would gain in a round trip so that both share alike. */
const ALPHA = (3 * (1 - BETA)) / (1 + BETA);

export class Cubic implements Congestion {
  readonly name = 'cubic';
  window: number;
  threshold = Number.POSITIVE_INFINITY;
  readonly #mss: number;
  /** In segments: the window at the last loss, and what NewReno would have (§4.1.2). */
  #middle = 0;
  #reno = 0;
  /** When the present stage of avoidance began, ms; -1: it has not. And the seconds from there to the middle. */
  #beganMs = -1;
  #untilMiddle = 0;
  /** Window, threshold and middle before the last loss. */
  #before: readonly [window: number, threshold: number, middle: number] = [0, 0, 0];

  constructor(mss: number) {
    this.#mss = mss;
    this.window = firstWindow(mss);
  }

  acknowledged(octets: number, nowMs: number, roundTripMs: number): void {
    if (this.window < this.threshold) {
      this.window += octets;
      return;
    }
    const mss = this.#mss;
    const window = this.window / mss;
    if (this.#beganMs < 0) {
      this.#beganMs = nowMs;
      this.#reno = window;
      if (window < this.#middle) this.#untilMiddle = Math.cbrt((this.#middle - window) / C);
      else {
        this.#untilMiddle = 0;
        this.#middle = window;
      }
    }
    const seconds = (nowMs - this.#beganMs + roundTripMs) / 1000;
    // §4.2: where it should be a round trip from now, but no more than half as much again.
    const target = Math.min(Math.max(C * (seconds - this.#untilMiddle) ** 3 + this.#middle, window), 1.5 * window);
    const acked = octets / mss;
    // §4.3: as friendly as NewReno where that is faster.
    this.#reno += ((this.#reno >= this.#middle ? 1 : ALPHA) * acked) / window;
    const grown = window + ((target - window) / window) * acked;
    this.window = Math.max(grown, Math.min(this.#reno, window + acked)) * mss;
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
    [this.window, this.threshold, this.#middle] = this.#before;
    this.#beganMs = -1;
  }

  #reduce(inFlight: number): void {
    this.#before = [this.window, this.threshold, this.#middle];
    const window = this.window / this.#mss;
    // §4.7: where there is less room than before, the middle comes down faster, for those who are new.
    this.#middle = window < this.#middle ? (window * (1 + BETA)) / 2 : window;
    this.#beganMs = -1;
    // §4.6; counted in what is under way, where the window was not in use (§5.7).
    this.threshold = Math.max(Math.min(this.window, Math.max(inFlight, 1)) * BETA, leastThreshold(this.#mss));
  }
}
