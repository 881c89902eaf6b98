/** A filter's words, one after another. */
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import { filterError } from './filter-error.ts';
import { type Token, tokens } from './lexer.ts';
import { knownWords } from './words.ts';

/** Deeper brackets than anybody writes; the parser's own stack holds some thousands. */
const DEEPEST = 200;

export class TokenReader {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokens(text);
  }

  /** The word that comes `ahead` words later, 0 the next. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#next++;
    return token;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === text;
  }

  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'keyword' && token.text === text;
  }

  /** Takes a symbol when it is the next. */
  skip(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#next++;
    return true;
  }

  expect(symbol: string): void {
    if (!this.skip(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  number(what: string): number {
    if (this.peek().kind !== 'number') throw this.unexpected(what);
    return this.take().value;
  }

  /** Reads something in brackets, which must not be too deep. */
  nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST)
      throw filterError(this.text, this.peek().at, `nested deeper than ${DEEPEST}`, { remedy: 'use fewer parentheses' });
    const got = read();
    this.#depth--;
    return got;
  }

  unexpected(expected: string): Error {
    const token = this.peek();
    if (token.kind === 'end') return filterError(this.text, token.at, `the filter ends where ${expected} is expected`, { expected });
    const near = token.kind === 'name' && token.text.length <= 32 ? didYouMean(nearest(token.text, knownWords())) : '';
    return filterError(this.text, token.at, `found '${token.text.slice(0, 80)}' where ${expected} is expected${near}`, {
      expected,
      found: token.text,
    });
  }
}
