/** What stands before the cursor: which call it is in, which word is being typed, and what that word belongs to. */

/** A call, or another bracket, that is still open. */
export interface Open {
  readonly bracket: '(' | '[' | '{';
  /** What is called: `IP`, `p.show`; empty where nothing is. */
  readonly of: string;
  /** The name of the argument that the cursor is in, where it has one. */
  readonly named: string | undefined;
  /** Names that were given before. */
  readonly given: readonly string[];
  /** Which argument it is, from 0. */
  readonly place: number;
}

export interface Context {
  /** Outermost first. */
  readonly open: readonly Open[];
  /** The text of a string that is not closed, up to the cursor. */
  readonly string: { readonly text: string; readonly start: number } | undefined;
  readonly comment: boolean;
  /** The word up to the cursor, and where it begins; of a string none. */
  readonly word: string;
  readonly from: number;
  /** The expression before the word's dot. */
  readonly of: string | undefined;
  /** Of a string: what it is assigned to or compared with. */
  readonly against: string | undefined;
}

interface Frame {
  readonly bracket: '(' | '[' | '{';
  readonly at: number;
  start: number;
  given: string[];
  place: number;
}

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const NAMED = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*[=:](?!=)/u;

export function contextOf(text: string, cursor: number): Context {
  const frames: Frame[] = [];
  let string: Context['string'];
  let comment = false;
  let at = 0;
  while (at < cursor) {
    const one = text[at] as string;
    if (one === '#') {
      const end = text.indexOf('\n', at);
      if (end < 0 || end >= cursor) {
        comment = true;
        break;
      }
      at = end;
    } else if (one === '"' || one === "'" || one === '`') {
      const end = endOfString(text, at, cursor);
      if (end === undefined) {
        const long = text.startsWith(one.repeat(3), at) ? 3 : 1;
        string = { text: text.slice(at + long, cursor), start: at + long };
        break;
      }
      at = end;
    } else if (one === '(' || one === '[' || one === '{') frames.push({ bracket: one, at, start: at + 1, given: [], place: 0 });
    else if (CLOSES[one] !== undefined) {
      if (frames.at(-1)?.bracket === CLOSES[one]) frames.pop();
    } else if (one === ',') {
      const frame = frames.at(-1);
      if (frame !== undefined) {
        const name = NAMED.exec(text.slice(frame.start, at))?.[1];
        if (name !== undefined) frame.given.push(name);
        frame.start = at + 1;
        frame.place++;
      }
    }
    at++;
  }
  const open = frames.map(({ bracket, at: start, start: argument, given, place }) => ({
    bracket,
    of: bracket === '{' ? '' : expressionBefore(text, start),
    named: NAMED.exec(text.slice(argument, cursor))?.[1],
    given,
    place,
  }));
  const end = string === undefined ? cursor : string.start;
  const word = string === undefined && !comment ? (/[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(text.slice(0, cursor))?.[0] ?? '') : '';
  const from = cursor - word.length;
  const dotted = string === undefined && !comment && text[from - 1] === '.' && !/\d\.$/.test(text.slice(0, from));
  return {
    open,
    string,
    comment,
    word,
    from,
    of: dotted ? expressionBefore(text, from - 1) : undefined,
    against: string === undefined ? undefined : comparedWith(text.slice(0, end).replace(/[rbfRBF]*["'`]+$/, '')),
  };
}

/** Behind its last quote, or undefined when it is open at the limit. */
function endOfString(text: string, at: number, limit: number): number | undefined {
  const quote = text[at] as string;
  const long = text.startsWith(quote.repeat(3), at) && quote !== '`';
  const closing = long ? quote.repeat(3) : quote;
  for (let i = at + closing.length; i < limit; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '\n' && !long && quote !== '`') return i;
    else if (text.startsWith(closing, i) && i + closing.length <= limit) return i + closing.length - 1;
  }
  return undefined;
}

function comparedWith(before: string): string | undefined {
  const [operator] = /\s*(?:==|!=|=|\bin)\s*$/.exec(before) ?? [];
  return operator === undefined ? undefined : expressionBefore(before, before.length - operator.length) || undefined;
}

const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** The names, dots, brackets and calls that end there: `p[IP].options[0]`. */
export function expressionBefore(text: string, end: number): string {
  let at = end;
  for (;;) {
    const last = text[at - 1] ?? '';
    if (OPENS[last] !== undefined) {
      const start = openingOf(text, at - 1);
      if (start === undefined) return '';
      at = start;
      // An argument list or an index of something; else a bracket of its own.
      if (!/[\p{L}\p{N}_\])]/u.test(text[at - 1] ?? '')) break;
      continue;
    }
    const word = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(text.slice(Math.max(0, at - 200), at))?.[0];
    if (word === undefined) break;
    at -= word.length;
    if (text[at - 1] !== '.') break;
    at--;
  }
  return text.slice(at, end);
}

function openingOf(text: string, close: number): number | undefined {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    const one = text[i] as string;
    if (one === '"' || one === "'") {
      i = text.lastIndexOf(one, i - 1);
      if (i < 0) return undefined;
    } else if (OPENS[one] !== undefined || one === '}') depth++;
    else if ((one === '(' || one === '[' || one === '{') && --depth === 0) return i;
  }
  return undefined;
}
