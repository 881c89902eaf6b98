/** Blocks of headers. What an earlier one put into the connection's table is there where that table is. @see RFC 7541 */
import { latin1 } from '../../../bytes/text.ts';
import { CODE_BITS, STATIC_TABLE } from './hpack-tables.ts';

/** Longest code (RFC 7541 Appendix B), and the mark of its end. */
const LONGEST = 30;
const END = 256;

interface Codes {
  /** Octets in the order of their codes. */
  readonly symbols: readonly number[];
  /** Of each length the first code, and where its octets begin. */
  readonly first: readonly number[];
  readonly from: readonly number[];
  readonly counts: readonly number[];
}
let codes: Codes | undefined;

function codesOf(): Codes {
  if (codes !== undefined) return codes;
  const lengths = [...CODE_BITS].map((digit) => Number.parseInt(digit, 36));
  const symbols: number[] = [],
    first: number[] = [],
    from: number[] = [],
    counts: number[] = [];
  for (let n = 0, code = 0; n <= LONGEST; n++, code *= 2) {
    first.push(code);
    from.push(symbols.length);
    for (const [symbol, bits] of lengths.entries()) if (bits === n) symbols.push(symbol);
    counts.push(symbols.length - (from[n] as number));
    code += counts[n] as number;
  }
  codes = { symbols, first, from, counts };
  return codes;
}

/** Text in Huffman's code; undefined where the octets are none (RFC 7541 §5.2). */
function huffmanText(b: Uint8Array, from: number, to: number): string | undefined {
  const { symbols, first, from: places, counts } = codesOf();
  const out: number[] = [];
  let code = 0,
    n = 0;
  for (let bit = 8 * from; bit < 8 * to; bit++) {
    code = code * 2 + (((b[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
    if (++n > LONGEST) return undefined;
    const i = code - (first[n] as number);
    if (i < 0 || i >= (counts[n] as number)) continue;
    const symbol = symbols[(places[n] as number) + i] as number;
    if (symbol === END) return undefined;
    out.push(symbol);
    code = n = 0;
  }
  // What is left fills the octet up: ones, fewer than eight.
  return n < 8 && code === 2 ** n - 1 ? String.fromCharCode(...out.slice(0, MOST_TEXT)) : undefined;
}
/** Longer text is not shown whole. */
const MOST_TEXT = 16_384;

interface At<T> {
  readonly value: T;
  readonly next: number;
}

/** A number whose first `bits` bits stand in the octet at `at` (RFC 7541 §5.1). */
function integerAt(b: Uint8Array, at: number, end: number, bits: number): At<number> | undefined {
  const most = 2 ** bits - 1;
  if (at >= end) return undefined;
  let value = (b[at] as number) & most;
  if (value < most) return { value, next: at + 1 };
  for (let q = at + 1, scale = 1; q < end && q - at <= 4; q++, scale *= 128) {
    const x = b[q] as number;
    value += (x & 127) * scale;
    if (x < 128) return { value, next: q + 1 };
  }
  return undefined;
}

/** Text behind its length (RFC 7541 §5.2). */
function textAt(b: Uint8Array, at: number, end: number): At<string> | undefined {
  const length = integerAt(b, at, end, 7);
  const next = length === undefined ? end + 1 : length.next + length.value;
  if (length === undefined || next > end) return undefined;
  const value = (b[at] as number) < 128 ? latin1(b, length.next, next) : huffmanText(b, length.next, next);
  return value === undefined ? undefined : { value, next };
}

export type Header = readonly [name: string, value: string];

/** What a connection's earlier headers put into its table, the newest first, and how many octets it may have. @see RFC 7541 §2.3.2, §4 */
export interface DynamicTable {
  entries: readonly Header[];
  most: number;
}
/** What an entry costs besides its octets (RFC 7541 §4.1). */
const ENTRY = 32;

/** Entries as far as they fit: the oldest go first. @see RFC 7541 §4.3, §4.4 */
function fitting(entries: readonly Header[], most: number): readonly Header[] {
  let left = most;
  const end = entries.findIndex(([name, value]) => (left -= name.length + value.length + ENTRY) < 0);
  return end < 0 ? entries : entries.slice(0, end);
}

/**
 * The headers of a block, and whether all of it was understood. It ends where the octets are none. What stands in the connection's table is left
 * out where there is no `table`; one that is given changes as the block says.
 * @see RFC 7541 §6
 */
export function readBlock(
  b: Uint8Array,
  from: number,
  to: number,
  table?: DynamicTable,
): { readonly headers: Header[]; readonly isWhole: boolean } {
  const headers: Header[] = [];
  let isWhole = true;
  for (let q = from; q < to; ) {
    const x = b[q] as number;
    // Indexed; with the name indexed or not, which is put into the table; a size of the table; as the second, but not put into the table.
    const bits = x >= 128 ? 7 : x >= 64 ? 6 : x >= 32 ? 5 : 4;
    const index = integerAt(b, q, to, bits);
    if (index === undefined) return { headers, isWhole: false };
    q = index.next;
    if (bits === 5) {
      if (table !== undefined) table.entries = fitting(table.entries, (table.most = index.value));
      continue;
    }
    const known = STATIC_TABLE[index.value - 1] ?? table?.entries[index.value - STATIC_TABLE.length - 1];
    isWhole &&= known !== undefined || (index.value === 0 && bits !== 7);
    if (bits === 7) {
      if (known !== undefined) headers.push(known);
      continue;
    }
    const name = index.value === 0 ? textAt(b, q, to) : { value: known?.[0], next: q };
    const value = name === undefined ? undefined : textAt(b, name.next, to);
    if (name === undefined || value === undefined) return { headers, isWhole: false };
    q = value.next;
    if (name.value === undefined) continue;
    const header = [name.value, value.value] as const;
    headers.push(header);
    if (bits === 6 && table !== undefined) table.entries = fitting([header, ...table.entries], table.most);
  }
  return { headers, isWhole };
}

/** The headers of a block, without a table. */
export const blockHeaders = (b: Uint8Array, from: number, to: number): Header[] => readBlock(b, from, to).headers;

const HEAD = 9;
const HEADERS = 1,
  PUSH_PROMISE = 5,
  CONTINUATION = 9;

const PADDED = 8,
  PRIORITY = 0x20;

/** Where the frame that begins there has a block of headers, or a part of one; undefined where it has none. @see RFC 9113 §6.2, §6.6, §6.10 */
export function blockAt(b: Uint8Array, start: number, end: number): { readonly from: number; readonly to: number } | undefined {
  const type = b[start + 3] as number,
    flags = b[start + 4] as number;
  if (type !== HEADERS && type !== PUSH_PROMISE && type !== CONTINUATION) return undefined;
  const length = ((b[start] as number) << 16) | ((b[start + 1] as number) << 8) | (b[start + 2] as number);
  let from = start + HEAD,
    to = Math.min(end, from + length);
  if (type !== CONTINUATION && flags & PADDED) to -= b[from++] ?? 0;
  if (type === PUSH_PROMISE) from += 4;
  else if (type === HEADERS && flags & PRIORITY) from += 5;
  return from <= to ? { from, to } : undefined;
}

/** The headers that the frame tells that begins there; undefined where it has none. A CONTINUATION may begin within a header: it is left out. */
export function headersOf(b: Uint8Array, start: number, end: number): Header[] | undefined {
  const block = b[start + 3] === CONTINUATION ? undefined : blockAt(b, start, end);
  return block === undefined ? undefined : blockHeaders(b, block.from, block.to);
}
