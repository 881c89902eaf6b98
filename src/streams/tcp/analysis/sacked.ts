/** Selective acknowledgments (RFC 2018). */
import { optionAt } from '../syn-options.ts';
import { longWord } from '../../../bytes/words.ts';
import { ahead, type Segment } from '../segment.ts';

const SACK = 5;
const BLOCK = 8;

/** Octets behind its acknowledgment that a segment says have come. What is before it was received twice (RFC 2883), and in flight no more. */
export function sackedOctets(s: Segment): number {
  if (s.data <= s.tcp + 20) return 0;
  const at = optionAt(s, SACK);
  if (at < 0) return 0;
  let octets = 0;
  const end = at + (s.b[at + 1] as number);
  for (let o = at + 2; o + BLOCK <= end; o += BLOCK) {
    const left = longWord(s.b, o);
    const size = ahead(left, longWord(s.b, o + 4));
    if (size > 0 && ahead(s.ack, left) > 0) octets += size;
  }
  return octets;
}
