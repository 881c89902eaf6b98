/** Where messages end in a stream. @see RFC 9112 §6.3, §7.1 */
import { headerLines, type HeaderLine } from '../../../packet/fields/text-headers.ts';
import { lineEnd } from '../../../packet/fields/text-lines.ts';
import type { VariableKind } from '../../../packet/spec/field.ts';
import { contentOf } from './headers.ts';

const lines = headerLines().kind as VariableKind;
const place = { self: {}, start: 0, origin: 0, size: undefined, count: undefined };
/** Hexadecimal digits of a chunk's size that still are an exact number. */
const MOST_DIGITS = 13;
const CR = 0x0d,
  LF = 0x0a;

/** The end of header fields, behind their empty line; -1 where that is not there. */
export function fieldsEnd(b: Uint8Array, at: number, end: number): number {
  for (let q = at; q < end; ) {
    const next = lineEnd(b, q, end);
    if (next < 0) return -1;
    if (next - q === 1 || (next - q === 2 && b[q] === CR)) return next;
    q = next;
  }
  return -1;
}

/** The size that a chunk's line says; NaN where it says none. An extension may follow it (RFC 9112 §7.1.1). */
function chunkSize(b: Uint8Array, at: number, end: number): number {
  let q = at;
  let size = 0;
  for (; q < end; q++) {
    const digit = '0123456789abcdef'.indexOf(String.fromCharCode(b[q] as number).toLowerCase());
    if (digit < 0) break;
    if (q - at >= MOST_DIGITS) return Number.NaN;
    size = size * 16 + digit;
  }
  const isEnd = [CR, LF, 0x3b, 0x20, 0x09].includes(b[q] as number);
  return q > at && isEnd ? size : Number.NaN;
}

/** The end of chunks and the fields behind them; Infinity where they are damaged, undefined where they go on behind what is there. */
function chunksEnd(b: Uint8Array, at: number, end: number): number | undefined {
  let q = at;
  while (q < end) {
    const line = lineEnd(b, q, end);
    if (line < 0) return undefined;
    const size = chunkSize(b, q, line);
    if (Number.isNaN(size)) return Number.POSITIVE_INFINITY;
    if (size === 0) {
      const last = fieldsEnd(b, line, end);
      return last < 0 ? undefined : last;
    }
    q = line + size;
    if (q >= end) return undefined;
    // A line's end behind the data.
    if (b[q] === CR) q++;
    if (q >= end) return undefined;
    if (b[q] !== LF) return Number.POSITIVE_INFINITY;
    q++;
  }
  return undefined;
}

/**
 * Octets of the message whose first line begins at `start`; undefined where more octets are needed to tell. `otherwise`: what content there is
 * where the header says nothing. `isEmpty`: whether there is none, whatever the header says.
 */
export function messageOctets(
  b: Uint8Array,
  start: number,
  end: number,
  otherwise: number,
  isEmpty = (_firstLine: number): boolean => false,
): number | undefined {
  const first = lineEnd(b, start, end);
  const last = first < 0 ? -1 : fieldsEnd(b, first, end);
  if (last < 0) return undefined;
  const head = last - start;
  if (isEmpty(start)) return head;
  const content = contentOf({ headers: lines.read(b, first, last, place) as readonly HeaderLine[] }, otherwise);
  if (content !== 'chunked') return head + content;
  const all = chunksEnd(b, last, end);
  return all === undefined ? undefined : all - start;
}
