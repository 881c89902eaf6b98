/** A packet as a drawing: on the left its layers with their fields, on the right its octets, and from each field an arrow to where it stands. */
import { cut } from '../../bytes/text.ts';
import { counted } from '../../packet/display/field-words.ts';
import type { Laid } from '../../packet/laid/laid.ts';
import { arrowHead, colourOf, type Drawing, FAINT, INK, lettersOf, type LineMark, type Mark, MONO, PAPER, RULE } from './drawing.ts';
import { type OctetRow, octetRows } from './octet-rows.ts';
import { type FigureRow, packetRows } from './packet-rows.ts';

const SIZE = 9;
const LETTER = SIZE * MONO;
const MARGIN = 14;
const TITLE = 22;
/** Height of a field's row, of a layer's bar, and what is free below a layer. */
const ROW = 13;
const BAR = 16;
const GAP = 6;
/** Between the fields and the octets. */
const GUTTER = 70;
/** One octet; the place left of a row for its number. */
const CELL = 17;
const CELL_HIGH = 14;
const NUMBER = 34;
/** Between two arrows that run side by side, before the first, and behind the last. */
const LANE = 3.2;
const LANES = 7;
/** A level further in; a layer further right for each unit of `layerShift`. */
const LEVEL = 2 * LETTER;
const SHIFT = 2 * LETTER;

/** A field with octets, and where its row is. */
interface Tied {
  readonly row: FigureRow;
  readonly colour: { readonly pale: string; readonly strong: string };
  /** The right end of its row, and its middle. */
  readonly x: number;
  readonly y: number;
}

export interface FigureForm {
  readonly layerShift: number;
  readonly title: string;
  /** What to make of text from the packet before its room is measured. */
  readonly letters: (text: string) => string;
}

interface Left {
  readonly marks: Mark[];
  readonly tied: readonly Tied[];
  /** Rows whose parts have rows of their own: their octets are grey, where no part stands. */
  readonly parents: readonly FigureRow[];
  readonly right: number;
  readonly bottom: number;
}

/** The layers and their fields. */
function drawLayers(p: Laid, { layerShift, letters }: FigureForm): Left {
  const layers = packetRows(p).map(({ title, rows }) => ({
    title: letters(title),
    rows: rows.map((row) => ({ ...row, name: letters(row.name), value: letters(row.value) })),
  }));
  const marks: Mark[] = [];
  const tied: Tied[] = [];
  const parents: FigureRow[] = [];
  const all = layers.flatMap(({ rows }) => rows);
  const names = Math.max(6, ...all.map(({ name, level }) => lettersOf(name) + 2 * level)) * LETTER;
  const values = Math.max(12, ...all.map(({ value }) => lettersOf(value))) * LETTER;
  const width = Math.max(names + values + 22, ...layers.map(({ title }) => (lettersOf(title) + 2) * SIZE * 0.66));
  let y = MARGIN + TITLE;
  layers.forEach(({ title, rows }, depth) => {
    const left = MARGIN + depth * layerShift * SHIFT;
    marks.push({ kind: 'box', x: left, y, width, height: BAR, fill: '#32383f' });
    marks.push({ kind: 'text', x: left + 6, y: y + 11.5, text: title, letters: 'title', size: SIZE, colour: PAPER, anchor: 'start' });
    y += BAR;
    for (const row of rows) {
      const isTied = !row.isParent && row.places.length > 0;
      if (isTied) {
        const colour = colourOf(tied.length);
        tied.push({ row, colour, x: left + width, y: y + ROW / 2 });
        marks.push({ kind: 'box', x: left, y: y + 0.5, width, height: ROW - 1, fill: colour.pale });
      } else if (row.isParent && row.places.length > 0) parents.push(row);
      const text = (x: number, words: string, bold: boolean, colour: string): void =>
        void marks.push({
          kind: 'text',
          x,
          y: y + 9.5,
          text: words,
          letters: bold ? 'strong' : 'mono',
          size: SIZE,
          colour,
          anchor: 'start',
        });
      text(left + 6 + row.level * LEVEL, row.name, !row.isParent || row.level === 0, INK);
      if (row.value !== '') text(left + 14 + names, row.value, false, isTied ? INK : FAINT);
      y += ROW;
    }
    marks.push({ kind: 'box', x: left, y: y - rows.length * ROW - BAR, width, height: rows.length * ROW + BAR, edge: '#8c959f' });
    y += GAP;
  });
  return { marks, tied, parents, right: MARGIN + width + Math.max(0, layers.length - 1) * layerShift * SHIFT, bottom: y };
}

/** A part of a row that a field has: octets from the row's first, with a fraction for bits. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a field has of a row. */
function spanIn({ start, end }: OctetRow, { bit, bits }: FigureRow['places'][number]): Span | undefined {
  const from = Math.max(bit / 8, start),
    to = Math.min((bit + bits) / 8, end);
  return from < to ? { from: from - start, to: to - start } : undefined;
}

/** An arrow's end: in which row, where in it, and how wide its field is there. */
interface Target {
  readonly tied: Tied;
  readonly row: number;
  readonly at: number;
  readonly octets: number;
}

/** Each field's arrow leads to the first row in which it stands that is shown; by places, so that no two cross. */
function targetsOf(tied: readonly Tied[], rows: readonly OctetRow[]): Target[] {
  const targets = tied.flatMap((one): Target[] => {
    for (const place of one.row.places)
      for (const [row, octets] of rows.entries()) {
        const span = octets.hidden === 0 ? spanIn(octets, place) : undefined;
        if (span !== undefined) return [{ tied: one, row, at: (span.from + span.to) / 2, octets: span.to - span.from }];
      }
    return [];
  });
  return targets.sort((a, b) => a.row - b.row || a.at - b.at);
}

/** From a field to below its octets, along a lane of its own, and up. */
function arrow({ tied: { x, y, colour }, octets }: Target, gutter: number, lane: number, at: number, bottom: number): Mark[] {
  const start = gutter + 8,
    end = gutter + GUTTER - 6;
  const middle = (start + end) / 2;
  const line: LineMark = {
    kind: 'line',
    from: [x, y],
    steps: [
      [start, y],
      [middle, y, middle, lane, end, lane],
      [at, lane],
      [at, bottom + 3],
    ],
    colour: colour.strong,
    width: octets < 0.25 ? 0.6 : 0.8,
  };
  return [line, arrowHead(at, bottom + 0.5, 0, -1, colour.strong, octets < 0.25 ? 2.5 : 4)];
}

/** The octets of one row, on the colours of the fields that they belong to. */
function drawOctets(b: Uint8Array, row: OctetRow, x: number, y: number, left: Left): Mark[] {
  const number = `${row.start.toString(16).padStart(4, '0')}`;
  const text = (at: number, words: string, colour: string, anchor: 'middle' | 'end' | 'start'): Mark => ({
    kind: 'text',
    x: at,
    y: y + 10,
    text: words,
    letters: 'mono',
    size: SIZE,
    colour,
    anchor,
  });
  if (row.hidden > 0) return [text(x, `… ${counted(row.hidden, 'octet')} more`, FAINT, 'start')];
  const marks: Mark[] = [];
  const paint = (spans: readonly FigureRow['places'][number][], fill: string): void => {
    for (const place of spans) {
      const span = spanIn(row, place);
      if (span !== undefined)
        marks.push({ kind: 'box', x: x + span.from * CELL, y, width: (span.to - span.from) * CELL, height: CELL_HIGH, fill });
    }
  };
  paint([{ bit: row.start * 8, bits: (row.end - row.start) * 8 }], '#f6f8fa');
  for (const { places } of left.parents) paint(places, RULE);
  for (const { row: field, colour } of left.tied) paint(field.places, colour.pale);
  marks.push(text(x - 6, number, FAINT, 'end'));
  for (let i = row.start; i < row.end; i++)
    marks.push(text(x + (i - row.start + 0.5) * CELL, (b[i] as number).toString(16).padStart(2, '0'), INK, 'middle'));
  return marks;
}

/** The drawing of a packet whose octets are built. */
export function packetDrawing(p: Laid, form: FigureForm): Drawing {
  const left = drawLayers(p, form);
  const rows = octetRows(
    p,
    left.tied.map(({ row }) => row),
    form.layerShift > 0,
  );
  const targets = targetsOf(left.tied, rows);
  const x = left.right + GUTTER + NUMBER;
  const marks = [...left.marks];
  let y = MARGIN + TITLE;
  rows.forEach((row, index) => {
    const here = targets.filter((target) => target.row === index);
    const lanes = here.length === 0 ? 3 : LANES + here.length * LANE;
    // As high as its fields, so that arrows are short; never above the row before.
    const first = here[0]?.tied.y ?? y,
      last = here.at(-1)?.tied.y ?? y;
    if (here.length > 0) y = Math.max(y, (first + last) / 2 - CELL_HIGH - lanes / 2);
    marks.push(...drawOctets(p.bytes, row, x, y, left));
    const bottom = y + CELL_HIGH;
    here.forEach((target, i) => {
      marks.push(...arrow(target, left.right, bottom + LANES + i * LANE, x + target.at * CELL, bottom));
    });
    y = bottom + lanes + 2;
  });
  const width = x + 16 * CELL + MARGIN;
  const room = Math.floor((width - 2 * MARGIN) / (SIZE * 0.66));
  const title = cut(form.letters(form.title), room);
  marks.push({ kind: 'text', x: MARGIN, y: MARGIN + 8, text: title, letters: 'title', size: SIZE + 1, colour: INK, anchor: 'start' });
  return { title, width, height: Math.max(left.bottom, y) + MARGIN - GAP, marks };
}
