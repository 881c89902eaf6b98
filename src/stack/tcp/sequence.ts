/** Sequence numbers: 32 bits that wrap (RFC 9293 §3.4). */
import { ahead } from '../../streams/tcp/segment.ts';

export { ahead };

/** `n` behind `seq`. */
export const plus = (seq: number, n: number): number => (seq + n) >>> 0;

/** `a` or `b`, whichever is ahead. */
export const further = (a: number, b: number): number => (ahead(a, b) > 0 ? b : a);
