/** How long an answer takes, and how long it is waited for (RFC 6298). */

/** RFC 6298 §2.4 asks for a second at least; Linux takes this, and so do we, since clocks are finer now than in 1988. */
const LEAST_MS = 200;
/** §2.5. */
const MOST_MS = 60_000;
/** §2.1: before anything was measured. */
export const FIRST_MS = 1000;
/** §2.3. */
const K = 4;

export class RoundTrip {
  /** Smoothed, ms; 0: nothing was measured yet. */
  smoothedMs = 0;
  variationMs = 0;
  /** §5.5: doublings since the last new acknowledgement. */
  backoff = 0;
  #rtoMs = FIRST_MS;

  /** One that was measured, never on a segment that was sent twice without time stamps (Karn's rule, §3). `samples`: measured in one round trip (RFC 7323 appendix G). */
  measured(ms: number, samples = 1): void {
    if (this.smoothedMs === 0) {
      this.smoothedMs = Math.max(ms, 1e-3);
      this.variationMs = ms / 2;
    } else {
      this.variationMs += (Math.abs(this.smoothedMs - ms) - this.variationMs) / (4 * samples);
      this.smoothedMs += (ms - this.smoothedMs) / (8 * samples);
    }
    this.#rtoMs = Math.min(MOST_MS, Math.max(LEAST_MS, this.smoothedMs + K * this.variationMs));
  }

  /** What is waited now, doublings included, ms. */
  get rtoMs(): number {
    return Math.min(MOST_MS, this.#rtoMs * 2 ** this.backoff);
  }
}
