/** What the tracker asks of a segment's options (RFC 9293 §3.2; RFC 7323). */
import { longWord } from '../../bytes/words.ts';
import type { Segment } from './segment.ts';

const END = 0;
const NO_OPERATION = 1;
const WINDOW_SCALE = 3;
const TIMESTAMPS = 8;
/** The layout of RFC 7323 appendix A: two NOPs, kind 8, length 10. */
const USUAL_STAMP = 0x0101080a;
/** RFC 7323 §2.3: more is taken for this. */
const MOST_SCALE = 14;

/** Place of the option of that kind, or -1. */
export function optionAt(s: Segment, kind: number): number {
  const { b, data } = s;
  for (let o = s.tcp + 20; o + 1 < data; ) {
    const found = b[o] as number;
    if (found === END) return -1;
    if (found === NO_OPERATION) {
      o++;
      continue;
    }
    const length = b[o + 1] as number;
    if (length < 2 || o + length > data) return -1;
    if (found === kind) return o;
    o += length;
  }
  return -1;
}

/** Bits that windows are shifted by; 0 where the SYN has no such option. */
export function windowScale(s: Segment): number {
  const at = optionAt(s, WINDOW_SCALE);
  return at < 0 || at + 2 >= s.data ? 0 : Math.min(s.b[at + 2] as number, MOST_SCALE);
}

/** The time stamp that a segment has, or undefined. */
export function stampOf(s: Segment): number | undefined {
  const options = s.tcp + 20;
  if (s.data < options + 10) return undefined;
  if (s.data >= options + 12 && longWord(s.b, options) === USUAL_STAMP) return longWord(s.b, options + 4);
  const at = optionAt(s, TIMESTAMPS);
  return at < 0 || s.b[at + 1] !== 10 ? undefined : longWord(s.b, at + 2);
}
