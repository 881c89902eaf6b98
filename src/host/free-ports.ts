/** Ports for those who ask: the ones that nobody has registered. @see RFC 6335 §6 */
import type { Random } from '../bytes/random.ts';

const FIRST = 49_152;
const LAST = 65_535;

/** One of them, by chance. */
export const freePort = (random: Random): number => FIRST + random.below(LAST + 1 - FIRST);
