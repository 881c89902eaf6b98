/**
 * One line of a hex dump: an offset, octets in hexadecimal, and perhaps a text, which is not read.
 * @see text2pcap(1), "DESCRIPTION"; what scapy's `hexdump`, `tcpdump -x` and `-X`, `tshark -x`, `xxd` and `od -Ax -tx1` print
 */

import { asciiOrDots, hexDigit } from '../../bytes/hex.ts';
import { latin1 } from '../../bytes/text.ts';

/** How offsets are written. */
export type OffsetBase = 'hex' | 'oct' | 'dec';

const BASES = { hex: 16, oct: 8, dec: 10 } as const;
/** Digits that an offset has at least, so that a number in a text is none. */
const LEAST_DIGITS = 3;
/** Octets that stand together without a space, at most. */
const LARGEST_GROUP = 16;

const SPACE = 32;
const TAB = 9;
const isBlank = (code: number | undefined): boolean => code === SPACE || code === TAB;

export interface DumpLine {
  readonly offset: number;
  readonly octets: Uint8Array;
}

/** What the line from `start` to `lineEnd` (without its line end) holds; undefined: it is no line of a dump. It looks at each octet a fixed number of times. */
export function readDumpLine(b: Uint8Array, start: number, lineEnd: number, base: OffsetBase): DumpLine | undefined {
  let end = lineEnd;
  while (end > start && isBlank(b[end - 1])) end--;
  let at = start;
  while (at < end && (isBlank(b[at]) || b[at] === 0x3e)) at++; // '>': quoted in a mail
  const hasPrefix = b[at] === 0x30 && ((b[at + 1] as number) | 32) === 0x78; // 0x, as tcpdump writes it
  if (hasPrefix) at += 2;
  const digits = at;
  let offset = 0;
  for (; at < end; at++) {
    const digit = hexDigit(b[at] as number);
    if (digit < 0) break;
    if (digit >= BASES[base]) return undefined;
    offset = offset * BASES[base] + digit;
  }
  if (at - digits < LEAST_DIGITS) return undefined;
  if (b[at] === 0x3a) at++;
  if (at >= end || !isBlank(b[at])) return undefined;
  const octets = readOctets(b, at, end);
  return octets.length === 0 ? undefined : { offset, octets };
}

/** Groups of equally many digits, of which the last may have fewer, up to the first word that is none, or up to the octets' own text. */
function readOctets(b: Uint8Array, from: number, end: number): Uint8Array {
  const octets = new Uint8Array((end - from) >> 1);
  let n = 0;
  let group = 0;
  let at = from;
  // Of the octets' text what is left without blanks at its ends, which may have been lost.
  let first = 0;
  let last = 0;
  for (;;) {
    const gap = at;
    while (at < end && isBlank(b[at])) at++;
    if (at === end || (n > 0 && at - gap > 1 && isTextOf(octets.subarray(0, n), first, last, b, at, end))) break;
    const word = at;
    while (at < end && hexDigit(b[at] as number) >= 0) at++;
    const digits = at - word;
    const isWord = at === end || isBlank(b[at]);
    if (!isWord || digits === 0 || digits % 2 === 1 || digits > (group || 2 * LARGEST_GROUP)) break;
    for (let i = word; i < at; i += 2) {
      const octet = hexDigit(b[i] as number) * 16 + hexDigit(b[i + 1] as number);
      octets[n++] = octet;
      if (octet !== SPACE) last = n;
      else if (last === 0) first = n;
    }
    if (digits < group) break;
    group = digits;
  }
  return octets.subarray(0, n);
}

/**
 * Whether the rest of the line, from a word to the last, shows the octets as text: then a text like `ab` is none of them. Its length is
 * looked at first: as the rest becomes shorter and the octets more, it fits once at most.
 */
function isTextOf(octets: Uint8Array, first: number, last: number, b: Uint8Array, from: number, end: number): boolean {
  const length = end - from;
  if (length === last - first && latin1(b, from, end) === asciiOrDots(octets, first, last)) return true;
  // hexdump -C and od -z have marks on either side.
  if (length !== octets.length + 2) return false;
  const text = latin1(b, from, end);
  const shown = asciiOrDots(octets);
  return text === `|${shown}|` || text === `>${shown}<`;
}
