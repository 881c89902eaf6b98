/**
 * Header fields as text (HTTP, SIP, RTSP, SSDP): lines `Name: value` up to an empty one (RFC 9112 §5, RFC 3261 §7.3). Order, spelling and
 * spacing are kept: an entry that is not `Name: value` and CR LF has its line, as it was, as its third part.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { latin1 } from '../../bytes/text.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';
import { listOf } from './lists.ts';
import { encodeText } from './shared/text-code.ts';
import { lineEnd } from './text-lines.ts';

/**
 * Name and value; a third part is the whole line, when it is not in the usual form. An empty name and value with `'\n'` or `''` is an
 * unusual end of the list.
 */
export type HeaderLine = readonly [name: string, value: string] | readonly [name: string, value: string, line: string];
type HeaderOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: readonly HeaderLine[] };

/** Space and tab: what else is white in Unicode is no space here. */
const isBlank = (c: string | undefined): boolean => c === ' ' || c === '\t';

const trimmed = (s: string): string => {
  let from = 0,
    to = s.length;
  while (from < to && isBlank(s[from])) from++;
  while (to > from && isBlank(s[to - 1])) to--;
  return s.slice(from, to);
};

const plain = (name: string, value: string): string => `${name}: ${value}\r\n`;

/** The end of a field, whose value may go on in lines that begin with a space or tab (RFC 9112 §5.2); -1 when its line has no ending. */
function fieldEnd(b: Uint8Array, at: number, limit: number): number {
  let end = lineEnd(b, at, limit);
  while (end > 0 && end < limit && (b[end] === 0x20 || b[end] === 0x09)) {
    const next = lineEnd(b, end, limit);
    if (next < 0) break;
    end = next;
  }
  return end;
}

/** `Name: value` and CR LF, as nearly all are written: nothing has to be taken off. */
function usualEntry(text: string, colon: number): HeaderLine | undefined {
  const end = text.length - 2;
  if (colon <= 0 || colon + 2 >= end || text[end] !== '\r' || text[colon + 1] !== ' ' || text.indexOf('\n') !== end + 1) return undefined;
  if (isBlank(text[0]) || isBlank(text[colon - 1]) || isBlank(text[colon + 2]) || isBlank(text[end - 1])) return undefined;
  return [text.slice(0, colon), text.slice(colon + 2, end)];
}

function entryOf(text: string): HeaderLine {
  const colon = text.indexOf(':');
  const usual = usualEntry(text, colon);
  if (usual !== undefined) return usual;
  const body = text.replace(/\r?\n$/, '');
  // What goes on in other lines is one value.
  const value = trimmed(
    body
      .slice(colon + 1)
      .split(/\r?\n/)
      .map(trimmed)
      .join(' '),
  );
  const name = colon < 0 ? '' : trimmed(body.slice(0, colon));
  return plain(name, value) === text ? [name, value] : [name, value, text];
}

/** Where the fields end: behind the empty line, or at `limit`. */
function endOf(b: Uint8Array, at: number, limit: number): number {
  for (let q = at; q < limit; ) {
    const end = lineEnd(b, q, limit);
    if (end < 0) return limit;
    if (end - q === 1 || (end - q === 2 && b[q] === 0x0d)) return end;
    q = end;
  }
  return limit;
}

function read(b: Uint8Array, at: number, end: number): HeaderLine[] {
  const entries: HeaderLine[] = [];
  let q = at;
  while (q < end) {
    const isLf = b[q] === 0x0a;
    // The empty line that ends them: nothing more is said of it when it is ours.
    if (isLf || (b[q] === 0x0d && b[q + 1] === 0x0a && q + 2 <= end)) {
      if (isLf) entries.push(['', '', '\n']);
      return entries;
    }
    const next = fieldEnd(b, q, end);
    const to = next < 0 ? end : next;
    entries.push(entryOf(latin1(b, q, to)));
    q = to;
  }
  entries.push(['', '', '']);
  return entries;
}

function lineOf(entry: unknown): string {
  const [name, value, line] = (Array.isArray(entry) ? entry : []) as unknown[];
  if (line !== undefined && line !== null) return String(line);
  if (typeof name !== 'string' || value === undefined || value === null)
    throw new PacketwrightError('ERR_VALUE', 'a header field is given as [name, value]', { value: entry });
  const text = plain(name, String(value));
  if (text.indexOf('\n') !== text.length - 1 || name.includes(':'))
    throw new PacketwrightError('ERR_VALUE', `the header field '${name}' has a line break in it, or a colon in its name`, {
      value: entry,
    });
  return text;
}

const endsOddly = (entry: unknown): boolean =>
  Array.isArray(entry) && entry[0] === '' && entry[1] === '' && (entry[2] === '' || entry[2] === '\n');

/**
 * Lines `Name: value` up to an empty line, which is written after them: `[['Host', 'example.org'], …]`. If there is no empty line, or it
 * ends in LF alone, the last entry says so. Latin-1, so no octet is lost.
 */
export function headerLines(
  o: HeaderOptions = {},
): Field<readonly HeaderLine[], readonly (HeaderLine | readonly [string, string | number])[]> {
  return field(
    {
      form: 'variable',
      label: 'header lines',
      value: 'text',
      holds: { list: { either: [{ tuple: ['text', 'text'] }, { tuple: ['text', 'text', 'text'] }] } },
      list: true,
      initial: [],
      end: (b, at, limit, { size }) => endOf(b, at, size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read,
      write: (w, v) => {
        const entries = listOf(v);
        for (const entry of entries) w.octets(encodeText(lineOf(entry), 'latin1'));
        if (!endsOddly(entries.at(-1))) w.octets(encodeText('\r\n', 'latin1'));
      },
    },
    o,
  );
}

/** The value of the first field of that name, ignoring case (RFC 9110 §5.1). */
export function headerValue(lines: readonly HeaderLine[], name: string): string | undefined {
  return headerValues(lines, name)[0];
}

/** The values of all fields of that name, in order. */
export function headerValues(lines: readonly HeaderLine[], name: string): string[] {
  const wanted = name.toLowerCase();
  return lines.filter(([n]) => n.toLowerCase() === wanted).map(([, value]) => value);
}
