/** A packet's figure as lines of text: fields on the left, octets on the right, tied by number and colour. */
import { printable } from '../../bytes/escape.ts';
import { cut } from '../../bytes/text.ts';
import { counted } from '../../packet/display/field-words.ts';
import type { Laid } from '../../packet/laid/laid.ts';
import { colourOf, lettersOf } from './drawing.ts';
import { octetRows, type OctetRow } from './octet-rows.ts';
import { type FigureRow, packetRows } from './packet-rows.ts';

export interface CanvasForm {
  readonly title: string;
  readonly layerShift: number;
  readonly colour: boolean;
}

const RESET = '\x1b[0m';

/** Dark letters on a field's colour, in 24 bits; without colours the text alone. */
function painted(text: string, index: number | undefined, colour: boolean): string {
  if (!colour || index === undefined) return text;
  const { pale } = colourOf(index);
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(pale.slice(at, at + 2), 16));
  return `\x1b[38;2;31;35;40;48;2;${r};${g};${b}m${text}${RESET}`;
}

/** Marks that fields are told apart by without colours: as many as there are colours would look the same again. */
const MARKS = 36;
const markOf = (index: number): string => (index % MARKS).toString(36);

interface Line {
  readonly text: string;
  /** Columns that it takes. */
  readonly columns: number;
}

interface Tied {
  readonly row: FigureRow;
  readonly index: number;
}

/** Layers with their fields in boxes; a field with octets has a mark. */
function leftLines(p: Laid, { layerShift, colour }: CanvasForm, tied: Tied[]): Line[] {
  const layers = packetRows(p);
  const all = layers.flatMap(({ rows }) => rows);
  const names = Math.max(4, ...all.map(({ name, level }) => lettersOf(name) + 2 * level));
  const values = Math.max(8, ...all.map(({ value }) => lettersOf(value)));
  const width = Math.max(names + values + 4, ...layers.map(({ title }) => lettersOf(title) + 2));
  const filled = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - lettersOf(text)));
  const lines: Line[] = [];
  layers.forEach(({ title, rows }, depth) => {
    const indent = ' '.repeat(2 * depth * layerShift);
    const add = (text: string): void => void lines.push({ text: indent + text, columns: indent.length + width + 2 });
    add(`┌ ${title} ${'─'.repeat(width - lettersOf(title) - 2)}┐`);
    for (const row of rows) {
      const isTied = !row.isParent && row.places.length > 0;
      const index = isTied ? tied.length : undefined;
      if (index !== undefined) tied.push({ row, index });
      const words = `${index === undefined ? ' ' : markOf(index)} ${filled('  '.repeat(row.level) + row.name, names)}  ${row.value}`;
      add(`│${painted(filled(words, width), index, colour)}│`);
    }
    add(`└${'─'.repeat(width)}┘`);
  });
  return lines;
}

/** The field that has most of an octet's bits: the one that begins last of those that do. */
function ownerOf(octet: number, tied: readonly Tied[]): number | undefined {
  let owner: number | undefined,
    most = 0;
  for (const { row, index } of tied)
    for (const { bit, bits } of row.places) {
      const own = Math.min(bit + bits, octet * 8 + 8) - Math.max(bit, octet * 8);
      if (own > most) [owner, most] = [index, own];
    }
  return owner;
}

/** Below each row the marks of its octets' fields, where a field begins: of several in an octet all. */
function rightLines(p: Laid, rows: readonly OctetRow[], tied: readonly Tied[], colour: boolean): string[] {
  const { bytes } = p;
  return rows.flatMap((row) => {
    if (row.hidden > 0) return [`      … ${counted(row.hidden, 'octet')} more`];
    const octets: { text: string; owner: number | undefined }[] = [];
    const marks: string[] = [];
    for (let octet = row.start; octet < row.end; octet++) {
      const here = tied.filter(({ row: field }) => field.places.some(({ bit, bits }) => bit >> 3 <= octet && bit + bits > octet * 8));
      const text = (bytes[octet] as number).toString(16).padStart(2, '0');
      const owner = ownerOf(octet, tied);
      const before = octets.at(-1);
      // Octets of one field are one piece, with the spaces between them.
      if (before !== undefined && before.owner === owner) before.text += ` ${text}`;
      else octets.push({ text, owner });
      const begun = here.filter(({ row: field }) => octet === row.start || field.places.some(({ bit }) => bit >> 3 === octet));
      marks.push(
        begun.length > 2
          ? `${markOf((begun[0] as Tied).index)}+`
          : begun
              .map(({ index }) => markOf(index))
              .join('')
              .padEnd(2),
      );
    }
    return [
      `${row.start.toString(16).padStart(4, '0')}  ${octets.map(({ text, owner }) => painted(text, owner, colour)).join(' ')}`,
      `      ${marks.join(' ').trimEnd()}`,
    ];
  });
}

/** The figure of a packet whose octets are built. */
export function canvasText(p: Laid, form: CanvasForm): string {
  const tied: Tied[] = [];
  const left = leftLines(p, form, tied);
  const rows = octetRows(
    p,
    tied.map(({ row }) => row),
    form.layerShift > 0,
  );
  const right = rightLines(p, rows, tied, form.colour);
  const columns = Math.max(0, ...left.map((line) => line.columns)) + 2;
  const lines = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const { text, columns: own } = left[i] ?? { text: '', columns: 0 };
    const beside = right[i];
    return beside === undefined || beside === '' ? text : `${text}${' '.repeat(columns - own)}${beside}`;
  });
  return [cut(printable(form.title), 120), ...lines].join('\n');
}
