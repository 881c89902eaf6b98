/** The two ends of a segment as a key of a table, the same for both directions. */
import { longWord } from '../../bytes/words.ts';
import type { Segment } from './segment.ts';

/** Ports, two addresses of four words, and a number for what else distinguishes them. */
export const ENDS_WORDS = 10;

/**
 * Writes the key, the lower end first.
 *
 * @param scope 0 or more
 * @returns whether the sender is the lower of both ends
 */
export function writeEnds(key: Uint32Array, { b, ip, isV6, sport, dport }: Segment, scope = 0): boolean {
  const words = isV6 ? 4 : 1;
  const [from, to] = isV6 ? [ip + 8, ip + 24] : [ip + 12, ip + 16];
  let order = 0;
  for (let i = 0; i < words && order === 0; i++) order = longWord(b, from + 4 * i) - longWord(b, to + 4 * i);
  if (order === 0) order = sport - dport;
  const isLow = order <= 0;
  const [low, high] = isLow ? [from, to] : [to, from];
  key[0] = isLow ? (sport << 16) | dport : (dport << 16) | sport;
  key[1] = isV6 ? ~scope : scope;
  for (let i = 0; i < words; i++) {
    key[2 + i] = longWord(b, low + 4 * i);
    key[6 + i] = longWord(b, high + 4 * i);
  }
  for (let i = words; i < 4; i++) key[2 + i] = key[6 + i] = 0;
  return isLow;
}
