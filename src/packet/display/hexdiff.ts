/** Two packets' octets one above the other, with gaps where one has octets that the other has not. */
import { asciiOrDots } from '../../bytes/hex.ts';
import { type Dumpable, octetsOfDumpable } from './dumps.ts';

const COLUMNS = 16;
/** Longer octets are not aligned but compared place by place: aligning takes the product of the lengths. */
const ALIGNED = 1 << 24;

interface Block {
  readonly a: number;
  readonly b: number;
  readonly n: number;
}

/** An octet of each side, or -1 for a gap. */
type Cell = readonly [left: number, right: number];

/**
 * The text of scapy's `hexdiff`: rows of 16 octets, once if both are equal, otherwise left above right, with the offsets in the first two
 * columns. Colours are left to the caller.
 */
export function hexdiff(left: Dumpable, right: Dumpable): string {
  const a = octetsOfDumpable(left),
    b = octetsOfDumpable(right);
  const cells = align(a, b);
  const lines: string[] = [];
  let x = 0,
    y = 0;
  for (let i = 0; i < cells.length; i += COLUMNS) {
    const row = cells.slice(i, i + COLUMNS);
    const lefts = row.map(([l]) => l),
      rights = row.map(([, r]) => r);
    const same = row.every(([l, r]) => l === r);
    const inLeft = lefts.filter((v) => v >= 0).length,
      inRight = rights.filter((v) => v >= 0).length;
    if (same) lines.push(line(place(x, lefts), place(y, rights), lefts));
    else {
      if (inLeft > 0) lines.push(line(place(x, lefts), NO_PLACE, lefts));
      if (inRight > 0) lines.push(line(NO_PLACE, place(y, rights), rights));
    }
    x += inLeft;
    y += inRight;
  }
  return lines.join('\n');
}

const NO_PLACE = '    ';

/** The offset that the row's first column has: before the first octet by as many places as the row begins with gaps. */
function place(offset: number, row: readonly number[]): string {
  const n =
    offset -
    Math.max(
      0,
      row.findIndex((v) => v >= 0),
    );
  return n < 0 ? `-${(-n).toString(16).padStart(3, '0')}` : n.toString(16).padStart(4, '0');
}

function line(left: string, right: string, row: readonly number[]): string {
  let hex = '',
    text = '';
  for (let j = 0; j < COLUMNS; j++) {
    const v = row[j] ?? -1;
    hex += `${v < 0 ? '  ' : v.toString(16).toUpperCase().padStart(2, '0')} `;
    if (j === 7) hex += ' ';
    if (j < row.length) text += v < 0 ? ' ' : asciiOrDots(Uint8Array.of(v));
  }
  return `${left} ${right}   ${hex}  ${text}`;
}

/** Puts equal runs beside each other, the longest first, and fills up what lies between them. */
function align(a: Uint8Array, b: Uint8Array): Cell[] {
  const blocks: Block[] = a.length * b.length > ALIGNED ? [] : matches(a, b);
  const cells: Cell[] = [];
  let i = 0,
    j = 0;
  for (const block of [...blocks, { a: a.length, b: b.length, n: 0 }]) {
    while (i < block.a || j < block.b) cells.push([i < block.a ? (a[i++] as number) : -1, j < block.b ? (b[j++] as number) : -1]);
    for (let k = 0; k < block.n; k++) cells.push([a[i++] as number, b[j++] as number]);
  }
  return cells;
}

/** Ratcliff and Obershelp: the longest common run (the first of several), then the same on either side of it. */
function matches(a: Uint8Array, b: Uint8Array): Block[] {
  const out: Block[] = [];
  const left: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const [a0, a1, b0, b1] = part;
    const found = longest(a, b, a0, a1, b0, b1);
    if (found.n === 0) continue;
    out.push(found);
    left.push([a0, found.a, b0, found.b], [found.a + found.n, a1, found.b + found.n, b1]);
  }
  return out.sort((p, q) => p.a - q.a);
}

function longest(a: Uint8Array, b: Uint8Array, a0: number, a1: number, b0: number, b1: number): Block {
  let best: Block = { a: a0, b: b0, n: 0 };
  // run[j]: how long the equal run is that ends at the octet of `a` in turn and at j - 1 of `b`.
  let run = new Int32Array(b1 - b0 + 1);
  for (let i = a0; i < a1; i++) {
    const next = new Int32Array(b1 - b0 + 1);
    for (let j = b0; j < b1; j++) {
      if (a[i] !== b[j]) continue;
      const n = (run[j - b0] as number) + 1;
      next[j - b0 + 1] = n;
      if (n > best.n) best = { a: i - n + 1, b: j - n + 1, n };
    }
    run = next;
  }
  return best;
}
