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
  if (!isV6) {
    const source = longWord(b, ip + 12);
    const destination = longWord(b, ip + 16);
    const isLow = source < destination || (source === destination && sport <= dport);
    key[0] = isLow ? (sport << 16) | dport : (dport << 16) | sport;
    key[1] = scope;
    key[2] = isLow ? source : destination;
    key[6] = isLow ? destination : source;
    key[3] = key[4] = key[5] = key[7] = key[8] = key[9] = 0;
    return isLow;
  }
  const from = ip + 8;
  const to = ip + 24;
  let order = 0;
  for (let i = 0; i < 4 && order === 0; i++) order = longWord(b, from + 4 * i) - longWord(b, to + 4 * i);
  if (order === 0) order = sport - dport;
  const isLow = order <= 0;
  const low = isLow ? from : to;
  const high = isLow ? to : from;
  key[0] = isLow ? (sport << 16) | dport : (dport << 16) | sport;
  key[1] = ~scope;
  for (let i = 0; i < 4; i++) {
    key[2 + i] = longWord(b, low + 4 * i);
    key[6 + i] = longWord(b, high + 4 * i);
  }
  return isLow;
}
