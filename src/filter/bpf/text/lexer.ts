/** Cuts a filter into its words. */
import { filterError } from './filter-error.ts';
import { DIRECTION_WORDS, lookUp, NUMBER_WORDS, PRIMITIVE_WORDS, PROTOCOL_WORDS, TYPE_WORDS } from './words.ts';

/**
 * - `number`: 80, 0x50, 0120, or a name of a number (tcp-syn);
 * - `dotted`: 10.1, 10.1.2, 10.1.2.3;
 * - `ipv6`, `mac`: addresses; `short`: $2a, a link-layer address of one octet;
 * - `keyword`: a word of the language; `name`: any other word, or one with a backslash before it;
 * - `symbol`: an operator or a bracket, `&&`, `||` and `!` as `and`, `or`, `not`.
 */
export type TokenKind = 'number' | 'dotted' | 'ipv6' | 'mac' | 'short' | 'keyword' | 'name' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As typed, without the backslash of a name. Of a symbol its normal form. */
  readonly text: string;
  /** Where it begins in the filter. */
  readonly at: number;
  /** Of a number. */
  readonly value: number;
}

const WORD = /[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?/y;
/** A run that holds two colons at least cannot be an offset and a size: it is meant as an address. */
const COLONS = /[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*/y;
const ESCAPED = /\\([^ !()\n\t\r]+)/y;
const SHORT = /\$[0-9A-Fa-f]{1,2}(?![-_.A-Za-z0-9])/y;
const SPACE = /[ \t\r\n]+/y;
const NUMBER = /^(?:0[xX][0-9A-Fa-f]+|[0-9]+)$/;
const DOTTED = /^\d+(?:\.\d+){1,3}$/;
const MAC =
  /^(?:[0-9A-Fa-f]{1,2}([-:.])[0-9A-Fa-f]{1,2}(?:\1[0-9A-Fa-f]{1,2}){4}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12})$/;
const SYMBOLS = [
  '&&',
  '||',
  '<<',
  '>>',
  '<=',
  '>=',
  '!=',
  '==',
  '<',
  '>',
  '=',
  '!',
  '(',
  ')',
  '[',
  ']',
  ':',
  '/',
  '*',
  '+',
  '-',
  '%',
  '^',
  '&',
  '|',
] as const;
const WORDS_OF_SYMBOLS: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '!': 'not', '==': '=' };

/** A filter's words, with one of kind `end` behind. @throws PacketwrightError ERR_FILTER */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    at += lengthAt(SPACE, text, at);
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    found.push(token.token);
    at += token.length;
  }
  found.push({ kind: 'end', text: '', at: text.length, value: 0 });
  return found;
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function tokenAt(text: string, at: number): { token: Token; length: number } {
  const made = (kind: TokenKind, length: number, as = text.slice(at, at + length), value = 0) => ({
    token: { kind, text: as, at, value },
    length,
  });
  const colons = lengthAt(COLONS, text, at);
  if (colons > 0) return made(MAC.test(text.slice(at, at + colons)) ? 'mac' : 'ipv6', colons);
  const word = lengthAt(WORD, text, at);
  if (word > 0) {
    const [kind, value] = wordKind(text, text.slice(at, at + word), at);
    return made(kind, word, undefined, value);
  }
  const escaped = lengthAt(ESCAPED, text, at);
  if (escaped > 0) return made('name', escaped, text.slice(at + 1, at + escaped));
  const short = lengthAt(SHORT, text, at);
  if (short > 0) return made('short', short, undefined, Number.parseInt(text.slice(at + 1, at + short), 16));
  const symbol = SYMBOLS.find((known) => text.startsWith(known, at));
  if (symbol !== undefined) return made('symbol', symbol.length, WORDS_OF_SYMBOLS[symbol] ?? symbol);
  throw filterError(text, at, `'${text[at]}' has no meaning in a filter`);
}

function wordKind(text: string, word: string, at: number): [TokenKind, number] {
  const named = lookUp(NUMBER_WORDS, word);
  if (named !== undefined) return ['number', named];
  if (isKeyword(word)) return word === 'and' || word === 'or' || word === 'not' ? ['symbol', 0] : ['keyword', 0];
  // Twelve hexadecimal digits are a MAC address, even when all are decimal.
  if (MAC.test(word)) return ['mac', 0];
  if (NUMBER.test(word)) return ['number', parseNumber(text, word, at)];
  return [DOTTED.test(word) ? 'dotted' : 'name', 0];
}

/** As C writes numbers: 0x for base 16, 0 for base 8. */
function parseNumber(text: string, word: string, at: number): number {
  const hexadecimal = /^0[xX]/.test(word);
  const octal = !hexadecimal && word.length > 1 && word.startsWith('0');
  if (octal && /[89]/.test(word)) throw filterError(text, at, `'${word}' begins with 0, so it is octal, but it has a digit 8 or 9`);
  const value = octal ? Number.parseInt(word, 8) : Number(word);
  if (value > 0xffffffff) throw filterError(text, at, `'${word}' does not fit in 32 bits`);
  return value;
}

const OTHER_WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'len', 'length', 'mask']);

const isKeyword = (word: string): boolean =>
  OTHER_WORDS.has(word) || [PROTOCOL_WORDS, TYPE_WORDS, DIRECTION_WORDS, PRIMITIVE_WORDS].some((table) => Object.hasOwn(table, word));
