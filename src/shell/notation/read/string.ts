/** Strings: Python's with all prefixes, f-strings with the places of their expressions, TypeScript's templates and regular expressions. */
import type { Source } from './source.ts';
import type { Field, Literal } from './token.ts';

export const isQuote = (char: string): boolean => /['"‘’‚“”„]/.test(char);
const DOUBLE = '"“”„';
const SINGLE = "'‘’‚";
const same = (char: string): string => (DOUBLE.includes(char) ? DOUBLE : SINGLE);

/** From the quote at `at`; `start` is where the prefix stands. */
export function stringAt(source: Source, start: number, at: number, python: boolean): { literal: Literal; end: number } {
  const { text } = source;
  const prefix = text.slice(start, at).toLowerCase();
  const quote = text[at]!;
  const plain = quote === '"' || quote === "'";
  if (!plain) source.note(at, `${quote} is read as ${DOUBLE.includes(quote) ? '"' : "'"}`);
  const triple = plain && text.startsWith(quote.repeat(3), at);
  const from = at + (triple ? 3 : 1);
  const to = triple ? endOfTriple(source, start, from, quote) : endOfLine(source, start, from, quote);
  const end = to + (triple ? 3 : 1);
  const raw = prefix.includes('r');
  if (prefix.includes('f')) return { literal: { type: 'joined', parts: fields(source, from, to, raw, 0) }, end };
  const octets = prefix.includes('b');
  const value = raw ? text.slice(from, to) : unescaped(source, from, to, octets, python);
  if (octets) {
    const wide = /[^\0-\u00ff]/.exec(raw ? value.replace(/[\u0080-\u00ff]/, '\u0100') : value);
    if (wide !== null) throw source.error('octets can be ASCII only', start, end, { suggestion: "write \\x… or '…'.encode()" });
  }
  return { literal: { type: octets ? 'octets' : 'text', value }, end };
}

function endOfTriple(source: Source, start: number, from: number, quote: string): number {
  const { text } = source;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote && text.startsWith(quote.repeat(3), at)) return at;
  }
  throw source.error(
    `the string that begins here does not end`,
    start,
    from,
    { expected: quote.repeat(3), suggestion: `close it with ${quote.repeat(3)}` },
    true,
  );
}

/** A string that a document's quotes open ends at any of the same sort. One that a plain quote opens ends at a plain one, if there is one. */
function endOfLine(source: Source, start: number, from: number, quote: string): number {
  const { text } = source;
  const typographic = same(quote);
  let second = -1;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\') {
      at++;
      if (at >= text.length) break;
    } else if (char === '\n') break;
    else if (char === quote || (quote !== '"' && quote !== "'" && typographic.includes(char))) return at;
    else if (second < 0 && typographic.includes(char)) second = at;
  }
  if (second >= 0) {
    source.note(second, `${text[second]} is read as ${quote}`);
    return second;
  }
  const shown = DOUBLE.includes(quote) ? '"' : "'";
  throw source.error('the string that begins here does not end in this line', start, from, {
    expected: shown,
    suggestion: `close it with ${shown}`,
  });
}

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|u\{([\da-fA-F]{1,6})\}|([0-7]{1,3})|N\{([^}\n]*)\}|([\s\S]))/g;

export function unescaped(source: Source, from: number, to: number, octets: boolean, python: boolean): string {
  const part = source.text.slice(from, to);
  if (!part.includes('\\')) return octets && /[^\0-\x7f]/.test(part) ? `${part}\u0100` : part;
  return part.replace(
    ESCAPE,
    (all: string, x?: string, u?: string, U?: string, braced?: string, octal?: string, named?: string, other?: string, offset?: number) => {
      const wrong = (text: string, suggestion: string): Error =>
        source.error(text, from + (offset ?? 0), from + (offset ?? 0) + all.length, { suggestion });
      if (x !== undefined) return String.fromCharCode(Number.parseInt(x, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & (octets ? 255 : 511));
      if (octets && other === undefined) return all;
      if (named !== undefined) throw wrong('names of characters are not supported', 'write \\u and four hex digits');
      const code = u ?? U ?? (python ? undefined : braced);
      if (code !== undefined || braced !== undefined) {
        const point = code === undefined ? Number.NaN : Number.parseInt(code, 16);
        if (!(point <= 0x10ffff)) throw wrong(`'${all}' is no character`, 'write \\u and four hex digits, or \\U and eight');
        return String.fromCodePoint(point);
      }
      if (other === 'x') throw wrong("'\\x' needs two hex digits", 'write \\\\x for a backslash and an x');
      if (!octets && (other === 'u' || other === 'U' || other === 'N'))
        throw wrong(`'\\${other}' needs ${other === 'u' ? 'four' : 'eight'} hex digits`, `write \\\\${other} for a backslash`);
      return SIMPLE[other ?? ''] ?? all;
    },
  );
}

/** Where the bracket that is open at `at` closes, strings within passed over; -1 when it does not before `to`. */
function closing(text: string, at: number, to: number): number {
  let depth = 0;
  for (; at < to; at++) {
    const char = text[at]!;
    if (char === "'" || char === '"' || char === '`') {
      let end = at + 1;
      while (end < to && text[end] !== char) end += text[end] === '\\' ? 2 : 1;
      at = end;
    } else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && depth-- === 0) return at;
  }
  return -1;
}

/** The parts of an f-string (or of what stands behind its `:`). */
function fields(source: Source, from: number, to: number, raw: boolean, depth: number): (string | Field)[] {
  const { text } = source;
  const parts: (string | Field)[] = [];
  let plain = '',
    begun = from;
  const flush = (until: number): void => {
    plain += raw ? text.slice(begun, until) : unescaped(source, begun, until, false, true);
  };
  for (let at = from; at < to; at++) {
    const char = text[at]!;
    if (char === '\\' && !raw) {
      if (text[at + 1] === 'N' && text[at + 2] === '{') throw source.error('names of characters are not supported', at, at + 3);
      at++;
    } else if (depth === 0 && (char === '{' || char === '}') && text[at + 1] === char && at + 1 < to) {
      flush(at + 1);
      begun = at + 2;
      at++;
    } else if (char === '}') throw source.error("'}' stands alone in this f-string", at, at + 1, { suggestion: 'write }} for the sign' });
    else if (char === '{') {
      flush(at);
      if (plain !== '') parts.push(plain);
      plain = '';
      const { field, end } = fieldAt(source, at, to, raw, depth);
      parts.push(field);
      at = end;
      begun = end + 1;
    }
  }
  flush(to);
  if (plain !== '') parts.push(plain);
  return parts;
}

function fieldAt(source: Source, open: number, to: number, raw: boolean, depth: number): { field: Field; end: number } {
  const { text } = source;
  if (depth > 1)
    throw source.error('fields are too deep within each other', open, open + 1, { suggestion: 'compute the inner one before' });
  const close = closing(text, open + 1, to);
  const none = (at: number): Error =>
    source.error("'}' was expected in this f-string", at, at + 1, { expected: '}', suggestion: 'write {{ for the sign' });
  if (close < 0 || text[close] !== '}') throw none(open);
  let end = open + 1,
    brackets = 0;
  for (; end < close; end++) {
    const char = text[end]!;
    if (char === "'" || char === '"') {
      const quote = char;
      end++;
      while (end < close && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
    } else if ('([{'.includes(char)) brackets++;
    else if (')]}'.includes(char)) brackets--;
    else if (brackets === 0 && (char === ':' || (char === '!' && text[end + 1] !== '='))) break;
  }
  const expression = text.slice(open + 1, end);
  const debug = /^([\s\S]*[^=!<>\s:]\s*)=(\s*)$/.exec(expression);
  let conversion = '',
    rest = end;
  if (text[end] === '!') {
    conversion = text[end + 1] ?? '';
    rest = end + 2;
    if (!/[rsa]/.test(conversion) || !/[:}]/.test(text[rest] ?? ''))
      throw source.error('after ! in an f-string stands r, s or a', end, end + 2, { expected: 'r, s or a', suggestion: 'write !r' });
  }
  const spec = text[rest] === ':' ? fields(source, rest + 1, close, raw, depth + 1) : [];
  const stop = debug === null ? end : open + 1 + debug[1]!.length;
  if (text.slice(open + 1, stop).trim() === '')
    throw source.error('an expression was expected between { and }', open, close + 1, { suggestion: 'write {{ for the sign' });
  if (debug !== null && conversion === '' && text[rest] !== ':') conversion = 'r';
  return { field: { start: open + 1, end: stop, conversion, spec, ...(debug === null ? {} : { told: expression }) }, end: close };
}

/** A template, from its backtick. */
export function templateAt(source: Source, start: number): { literal: Literal; end: number } {
  const { text } = source;
  const parts: (string | Field)[] = [];
  let begun = start + 1;
  for (let at = begun; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '`' || (char === '$' && text[at + 1] === '{')) {
      const plain = unescaped(source, begun, at, false, false).replace(/\\([`$])/g, '$1');
      if (plain !== '') parts.push(plain);
      if (char === '`') return { literal: { type: 'template', parts }, end: at + 1 };
      const close = closing(text, at + 2, text.length);
      if (close < 0) break;
      parts.push({ start: at + 2, end: close, conversion: '', spec: [] });
      at = close;
      begun = close + 1;
    }
  }
  throw source.error(
    'the template that begins here does not end',
    start,
    start + 1,
    { expected: '`', suggestion: 'close it with `' },
    true,
  );
}

const REGEX = /\/(?![*/\s])(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\/[a-z]*/y;

/** TypeScript's `/…/`, where no operand stands before. */
export function regexAt(source: Source, start: number): { literal: Literal; end: number } | undefined {
  REGEX.lastIndex = start;
  const code = REGEX.exec(source.text)?.[0];
  if (code === undefined) return undefined;
  try {
    new RegExp(code.slice(1, code.lastIndexOf('/')), code.slice(code.lastIndexOf('/') + 1));
  } catch {
    return undefined;
  }
  return { literal: { type: 'regex', code }, end: start + code.length };
}
