/** Sequence numbers: 32 bits that wrap (RFC 9293 §3.4). */

/** `n` behind `seq`. */
export const plus = (seq: number, n: number): number => (seq + n) >>> 0;

/** How far `to` is ahead of `from`; below 0, it is behind. */
export const ahead = (from: number, to: number): number => (to - from) | 0;
