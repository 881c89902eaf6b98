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

/** What the line from `start` to `end` (without its line end) holds; undefined: it is no line of a dump. It looks at each octet a fixed number of times. */
export function readDumpLine(b: Uint8Array, start: number, end: number, base: OffsetBase): DumpLine | undefined {
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
  for (;;) {
    const gap = at;
    while (at < end && isBlank(b[at])) at++;
    if (at === end || (n > 0 && at - gap > 1 && isTextOf(octets, n, b, gap, end))) break;
    const word = at;
    while (at < end && hexDigit(b[at] as number) >= 0) at++;
    const digits = at - word;
    const isWord = at === end || isBlank(b[at]);
    if (!isWord || digits === 0 || digits % 2 === 1 || digits > (group || 2 * LARGEST_GROUP)) break;
    for (let i = word; i < at; i += 2) octets[n++] = hexDigit(b[i] as number) * 16 + hexDigit(b[i + 1] as number);
    if (digits < group) break;
    group = digits;
  }
  return octets.subarray(0, n);
}

/** Whether the rest of the line shows the octets as text, so that a text like `ab` is none of them. Blanks at its ends do not count: editors drop them. */
function isTextOf(octets: Uint8Array, n: number, b: Uint8Array, from: number, end: number): boolean {
  let first = from;
  let last = end;
  while (first < last && isBlank(b[first])) first++;
  while (first < last && isBlank(b[last - 1])) last--;
  if (last - first > n + 2) return false; // two: hexdump -C has a bar on either side
  const shown = asciiOrDots(octets, 0, n).trim();
  const text = latin1(b, first, last);
  return text === shown || text.replace(/^\|(.*)\|$/, '$1').trim() === shown;
}
