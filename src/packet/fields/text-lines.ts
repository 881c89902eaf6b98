/** Lines of text that end in CR LF, as HTTP, SIP, RTSP and SMTP have them. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { latin1 } from '../../bytes/text.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';
import { listOf } from './lists.ts';
import { encodeText } from './shared/text-code.ts';
import { orOctets } from '../spec/value-form.ts';

type LineOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

const LF = 0x0a,
  CR = 0x0d;

/** Where the line that begins at `at` ends, its ending too; -1 when it has no ending. */
export function lineEnd(b: Uint8Array, at: number, limit: number): number {
  // Not indexOf, which looks behind the limit, where much may be that is others'.
  for (let i = at; i < limit; i++) if (b[i] === LF) return i + 1;
  return -1;
}

/** The text of a line, without CR LF; with its ending where that is LF alone. */
export const lineText = (b: Uint8Array, at: number, end: number): string =>
  latin1(b, at, end - at >= 2 && b[end - 2] === CR ? end - 2 : end);

/**
 * A line of text (Latin-1) up to CR LF, which is not part of the value. A line that ends in LF alone keeps the LF (`'GET /\n'`), so it is
 * written the same way; a line without an ending is read as octets.
 */
export function line(o: LineOptions = {}): Field<string | Uint8Array, string | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: 'line of text',
      value: 'text',
      holds: orOctets('text'),
      initial: '',
      end: (b, at, limit) => {
        const end = lineEnd(b, at, limit);
        return end < 0 ? limit : end;
      },
      read: (b, at, end) => (lineEnd(b, at, end) === end ? lineText(b, at, end) : b.subarray(at, end)),
      write: (w, v) => {
        if (v instanceof Uint8Array) {
          w.octets(v);
          return;
        }
        const text = String(v);
        const i = text.indexOf('\n');
        // A text with CR LF in it would be two lines; "x\r" and CR LF are read as that.
        if (i >= 0 && (i < text.length - 1 || text.endsWith('\r\n')))
          throw new PacketwrightError('ERR_VALUE', 'a line contains a line break', { value: v });
        w.octets(encodeText(i < 0 ? `${text}\r\n` : text, 'latin1'));
      },
      random: (r) => r.u32().toString(36),
    },
    o,
  );
}

/** How a line is split into parts, and how it is written of them. What `join` would write differently is kept as it was. */
export interface LineForm {
  /** Parts of a line without its ending, always as many; it takes linear time and never throws. */
  readonly split: (line: string) => readonly string[];
  /** The line again; parts that were not given are ''. */
  readonly join: (parts: readonly string[]) => string;
  /** How many parts. */
  readonly parts: number;
}

/** The parts of a line; one more is the whole line with its ending, where it is not in the usual form or does not end in CR LF. */
export type SplitLine = readonly string[];

function splitLine({ split, join, parts }: LineForm, b: Uint8Array, at: number, end: number): SplitLine {
  const whole = latin1(b, at, end);
  const body = whole.endsWith('\r\n') ? whole.slice(0, -2) : whole.endsWith('\n') ? whole.slice(0, -1) : whole;
  const found = split(body).slice(0, parts);
  return `${join(found)}\r\n` === whole ? found : [...found, whole];
}

function joinLine({ join, parts }: LineForm, entry: unknown): string {
  const given = typeof entry === 'string' ? [entry] : listOf(entry).map(String);
  if (given.length > parts) return given[parts] as string;
  const text = join([...given, ...Array<string>(parts - given.length).fill('')]);
  if (text.includes('\n')) throw new PacketwrightError('ERR_VALUE', 'a line contains a line break', { value: entry });
  return `${text}\r\n`;
}

/**
 * Lines of a text protocol to the layer's end, each in parts: `[['MAIL', 'FROM:<a@example.org>'], ['QUIT', '']]`. Latin-1, and a line that
 * is not in the usual form is kept as it was, so no octet is lost.
 */
export function textLines(
  form: LineForm,
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: readonly SplitLine[] } = {},
): Field<readonly SplitLine[], readonly (string | readonly (string | number)[])[]> {
  const next = (b: Uint8Array, at: number, end: number): number => {
    const q = lineEnd(b, at, end);
    return q < 0 ? end : q;
  };
  return field(
    {
      form: 'variable',
      label: 'lines of text',
      value: 'text',
      holds: { list: { list: 'text' } },
      list: true,
      greedy: true,
      nothing: true,
      initial: [],
      end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read: (b, at, end) => {
        const lines: SplitLine[] = [];
        for (let q = at; q < end; ) {
          const to = next(b, q, end);
          lines.push(splitLine(form, b, q, to));
          q = to;
        }
        return lines;
      },
      write: (w, v) => {
        for (const entry of listOf(v)) w.octets(encodeText(joinLine(form, entry), 'latin1'));
      },
    },
    o,
  );
}
