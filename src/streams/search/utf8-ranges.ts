/** Characters as the octets that UTF-8 has for them (RFC 3629 §3). */
import type { CodePoints } from './code-points.ts';

/** Ranges of octets, one behind the other: each is low × 256 + high. */
export type OctetRanges = readonly number[];

const FIRST_OF_LENGTH = [0, 0x80, 0x800, 0x10000, 0x110000] as const;

/** All that a set of characters can be. Surrogates, which have no octets, are left out. */
export function utf8Ranges({ ranges }: CodePoints): OctetRanges[] {
  const made: OctetRanges[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    const low = ranges[i] as number;
    const high = ranges[i + 1] as number;
    for (let length = 1; length <= 4; length++) {
      const from = Math.max(low, FIRST_OF_LENGTH[length - 1] as number);
      const to = Math.min(high, (FIRST_OF_LENGTH[length] as number) - 1);
      if (from > to) continue;
      if (length !== 3) split(octets(from, length), octets(to, length), [], made);
      else {
        if (from < 0xd800) split(octets(from, 3), octets(Math.min(to, 0xd7ff), 3), [], made);
        if (to > 0xdfff) split(octets(Math.max(from, 0xe000), 3), octets(to, 3), [], made);
      }
    }
  }
  return made;
}

/** The octets of a character, as many as it needs. */
export function octets(code: number, length: number = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4): number[] {
  if (length === 1) return [code];
  const made: number[] = [];
  let rest = code;
  for (let i = 1; i < length; i++) {
    made.unshift(0x80 | (rest & 0x3f));
    rest >>>= 6;
  }
  made.unshift(((0xf00 >>> length) & 0xff) | rest);
  return made;
}

/** From `low` to `high`, both as long: in parts whose octets are ranges of their own. */
function split(low: readonly number[], high: readonly number[], before: readonly number[], made: OctetRanges[]): void {
  const [l = 0, ...lows] = low;
  const [h = 0, ...highs] = high;
  const one = (a: number, b: number): number => (a << 8) | b;
  if (lows.length === 0) made.push([...before, one(l, h)]);
  else if (l === h) split(lows, highs, [...before, one(l, l)], made);
  else {
    const isWholeLow = lows.every((octet) => octet === 0x80);
    const isWholeHigh = highs.every((octet) => octet === 0xbf);
    if (!isWholeLow)
      split(
        lows,
        lows.map(() => 0xbf),
        [...before, one(l, l)],
        made,
      );
    const from = isWholeLow ? l : l + 1;
    const to = isWholeHigh ? h : h - 1;
    if (from <= to) made.push([...before, one(from, to), ...lows.map(() => one(0x80, 0xbf))]);
    if (!isWholeHigh)
      split(
        highs.map(() => 0x80),
        highs,
        [...before, one(h, h)],
        made,
      );
  }
}
