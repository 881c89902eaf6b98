/** How much may be under way (RFC 5681). */

/** What a way of congestion control is asked, and keeps. All sizes are octets. */
export interface Congestion {
  readonly name: 'cubic' | 'new-reno';
  /** How much may be under way. */
  window: number;
  /** Below it the window grows by what is acknowledged; above it slowly. */
  threshold: number;
  /** `octets` were acknowledged, and the window was in use. */
  acknowledged(octets: number, nowMs: number, roundTripMs: number): void;
  /** The first loss of a window: `inFlight` octets were under way. */
  lost(inFlight: number, nowMs: number): void;
  /** Nothing came for the whole time-out. */
  timedOut(inFlight: number, nowMs: number): void;
  /** The last loss, or time-out, was none: all is as before. */
  undo(): void;
}

/** RFC 6928: ten segments at first. */
export const firstWindow = (mss: number): number => Math.min(10 * mss, Math.max(2 * mss, 14_600));

/** RFC 5681 §3.1 equation 4: two segments at least. */
export const leastThreshold = (mss: number): number => 2 * mss;
