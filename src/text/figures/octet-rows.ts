/** A packet's octets in rows of 16, for a figure: the middle of what is long is left out. */
import type { Laid } from '../../packet/laid/laid.ts';
import type { FigureRow } from './packet-rows.ts';

export const OCTETS = 16;
/** Of one field so many rows are shown. */
const LONGEST = 4;

export interface OctetRow {
  /** Octets from the packet's start; `end` is behind the last. */
  readonly start: number;
  readonly end: number;
  /** Instead of a row: so many octets that are not shown. 0: it is shown. */
  readonly hidden: number;
}

/** `apart`: each layer begins a row. */
export function octetRows(p: Laid, fields: readonly FigureRow[], apart: boolean): OctetRow[] {
  const frame = p.frame();
  const starts = new Set(apart ? p.layers().map((_, depth) => frame.locate(depth) - p.s) : []);
  const cuts = [...starts, 0].filter((at) => at < p.length).sort((a, b) => a - b);
  const whole: OctetRow[] = [];
  [...new Set(cuts)].forEach((from, i, all) => {
    const to = all[i + 1] ?? p.length;
    for (let start = from; start < to; start += OCTETS) whole.push({ start, end: Math.min(start + OCTETS, to), hidden: 0 });
  });
  // Octets that nothing but one field has: its rows behind the first few are hidden, as are those that no field has.
  const owners = whole.map(({ start, end }) => {
    const inside = fields.findIndex(({ places }) => places.some(({ bit, bits }) => bit < end * 8 && bit + bits > start * 8));
    const covers = fields[inside]?.places.some(({ bit, bits }) => bit <= start * 8 && bit + bits >= end * 8);
    return inside < 0 || covers === true ? inside : Number.NaN;
  });
  const rows: OctetRow[] = [];
  let run = 0;
  whole.forEach((row, i) => {
    run = owners[i] === owners[i - 1] ? run + 1 : 0;
    const before = rows.at(-1);
    if (run < LONGEST) rows.push(row);
    else if (before !== undefined && before.hidden > 0)
      rows[rows.length - 1] = { start: before.start, end: row.end, hidden: before.hidden + row.end - row.start };
    else rows.push({ ...row, hidden: row.end - row.start });
  });
  // A row takes no more room than the word that it is left out.
  return rows.map((row) => (row.end - row.start <= OCTETS ? { ...row, hidden: 0 } : row));
}
