/** What protocols of text lines share: how commands and replies are split, and how they are told from what else goes over their ports. */
import { octets } from '../../packet/fields/octets.ts';
import type { LayerContext } from '../../packet/spec/context.ts';
import { type LineForm, lineEnd, type SplitLine } from '../../packet/fields/text-lines.ts';

/** A command and what follows it: `MAIL FROM:<a>`. */
export const COMMAND: LineForm = {
  parts: 2,
  split: (line) => {
    const space = line.indexOf(' ');
    return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
  },
  join: ([command = '', rest = '']) => (rest === '' ? command : `${command} ${rest}`),
};

/**
 * A reply's code of three digits and its text; `250-` where more lines of the same reply follow. A line within a reply that has no code of
 * its own has '' as its code. @see RFC 5321 §4.2.1; RFC 959 §4.2
 */
export const REPLY: LineForm = {
  parts: 2,
  split: (line) => {
    const [whole = '', code = '', mark = ''] = /^(\d{3})([ -]?)/.exec(line) ?? [];
    const isReply = code !== '' && (mark !== '' || line.length === 3);
    return isReply ? [mark === '-' ? whole : code, line.slice(whole.length)] : ['', line];
  },
  join: ([code = '', text = '']) => (code === '' || code.endsWith('-') ? `${code}${text}` : `${code} ${text}`),
};

/** A layer that is lines. */
export interface WithLines {
  readonly lines: readonly SplitLine[];
}

/** A column of one part of each line, where it is not empty. */
export const partColumn =
  (part: number) =>
  ({ lines }: WithLines): string[] =>
    lines.map((line) => line[part] ?? '').filter((text) => text !== '');

/** A column of one part of the first line: what Wireshark takes where it has one command or reply a segment. */
export const firstColumn =
  (part: number) =>
  ({ lines }: WithLines): string | undefined =>
    lines[0]?.[part] || undefined;

/** A column of the codes of all replies, one a reply. */
export const codeColumn = ({ lines }: WithLines): number[] => {
  const codes: number[] = [];
  let open = '';
  for (const [code = ''] of lines) {
    const number = code.slice(0, 3);
    if (number !== '' && number !== open) codes.push(Number(number));
    if (number !== '') open = code.endsWith('-') ? number : '';
  }
  return codes;
};

/** The first line without what it may have behind its parts, for `summary`. */
export const firstLine = ({ lines }: WithLines, form: LineForm): string => {
  const line = lines[0] ?? [];
  return form.join(line.slice(0, form.parts)).trimEnd();
};

const SPACE = 0x20,
  CR = 0x0d,
  LF = 0x0a;
const isLetter = (x: number): boolean => (x | 0x20) >= 0x61 && (x | 0x20) <= 0x7a;
const isDigit = (x: number | undefined): boolean => x !== undefined && x >= 0x30 && x <= 0x39;
/** Whether a word may end here: at a space, at a line's end. */
const endsWord = (x: number | undefined): boolean => x === SPACE || x === CR || x === LF;

/** Whether a word of `least` to `most` letters stands at `start`, and ends there. */
export function beginsWord(b: Uint8Array, start: number, end: number, least: number, most: number): boolean {
  let q = start;
  while (q < end && q - start <= most && isLetter(b[q] as number)) q++;
  return q - start >= least && q - start <= most && q < end && endsWord(b[q]);
}

/** Whether one of these words (in capitals) stands at `start`, in letters of either case, and ends there. */
export function wordsBegin(words: readonly string[]): (b: Uint8Array, start: number, end: number) => boolean {
  const known = new Set(words);
  const most = Math.max(...words.map((word) => word.length));
  return (b, start, end) => {
    if (!beginsWord(b, start, end, 1, most)) return false;
    let word = '';
    for (let q = start; !endsWord(b[q]); q++) word += String.fromCharCode((b[q] as number) & 0xdf);
    return known.has(word);
  };
}

/** Whether a code of three digits stands at `start`, with a space, a hyphen or a line's end behind it. */
export const beginsReply = (b: Uint8Array, start: number, end: number): boolean =>
  end - start >= 4 &&
  isDigit(b[start]) &&
  isDigit(b[start + 1]) &&
  isDigit(b[start + 2]) &&
  (b[start + 3] === 0x2d || endsWord(b[start + 3]));

/** Octets that are looked at to tell text from what is encrypted or binary. */
const LOOKED_AT = 24;

/** Whether text stands at `start`, by its first octets: no control characters but tabs and line ends. */
export function beginsText(b: Uint8Array, start: number, end: number): boolean {
  for (let q = start; q < Math.min(end, start + LOOKED_AT); q++) {
    const x = b[q] as number;
    if (x === 0x7f || (x < SPACE && x !== 0x09 && x !== CR && x !== LF)) return false;
  }
  return end > start;
}

/** The spec of what else goes over a protocol's port as text: content, and lines whose first part is in an earlier segment. */
export const contentSpec = (title: string, about: string, source: string, wireshark: string) => ({
  title,
  about,
  source,
  wireshark,
  fields: { data: octets() },
  begins: beginsText,
  summary: () => title,
});

/** Octets of one line: a message of a stream, where each line is one. */
export function lineSize(b: Uint8Array, start: number, end: number): number | undefined {
  const q = lineEnd(b, start, end);
  return q < 0 ? undefined : q - start;
}

/** Octets of one reply, whose last line has no hyphen behind the code that its first had. @see RFC 959 §4.2 */
export function replySize(b: Uint8Array, start: number, end: number): number | undefined {
  const isMany = b[start + 3] === 0x2d;
  for (let q = start; q < end; ) {
    const next = lineEnd(b, q, end);
    if (next < 0) return undefined;
    const isLast = !isMany || (q > start && [0, 1, 2].every((i) => b[q + i] === b[start + i]) && b[q + 3] !== 0x2d);
    if (isLast) return next - start;
    q = next;
  }
  return undefined;
}

/** Whether the segment around a layer goes to the service: to one of its ports, or else to the lower port. */
export function sentToService(at: LayerContext, from: number, to: number): boolean {
  const { sport = 0, dport = 0 } = (at.below('TCP')?.fields ?? {}) as { readonly sport?: number; readonly dport?: number };
  const isPort = (port: number): boolean => port >= from && port <= to;
  return isPort(dport) === isPort(sport) ? dport <= sport : isPort(dport);
}
