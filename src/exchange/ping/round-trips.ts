/** Round trips, counted as they come. */
import type { PingStatistics } from './ping-events.ts';

/** As TCP smooths its own (RFC 6298 §2.3): an eighth of each new one. */
const SMOOTHING = 1 / 8;

export class RoundTrips {
  #n = 0;
  #sum = 0;
  #squares = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #smoothed = 0;

  add(ms: number): void {
    this.#smoothed = this.#n === 0 ? ms : this.#smoothed + (ms - this.#smoothed) * SMOOTHING;
    this.#n++;
    this.#sum += ms;
    this.#squares += ms * ms;
    this.#min = Math.min(this.#min, ms);
    this.#max = Math.max(this.#max, ms);
  }

  get max(): number {
    return this.#max;
  }

  figures(): PingStatistics['rtt'] {
    if (this.#n === 0) return undefined;
    const avg = this.#sum / this.#n;
    const mdev = Math.sqrt(Math.max(0, this.#squares / this.#n - avg * avg));
    return { min: this.#min, avg, max: this.#max, mdev, smoothed: this.#smoothed };
  }
}
