/** A place among the tokens, and what every part of the parser does there. */
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import type { NotationDetails, NotationError } from '../error.ts';
import type { Scope } from './scope.ts';
import type { Source } from './source.ts';
import { KEYWORDS, type Token } from './token.ts';
import type { Tokenizer } from './tokenizer.ts';
import type { NameNode } from './tree.ts';

/** How deep expressions and blocks may stand within each other: the parser calls itself as often. */
const DEEPEST = 200;

/** Words that begin a statement, for who misspelt one. */
const STATEMENTS =
  'for if while def class import from return try with print raise assert del global lambda elif else except finally pass break continue not'.split(
    ' ',
  );

export class Cursor {
  readonly tokens: Tokenizer;
  readonly source: Source;
  readonly python: boolean;
  scope: Scope;
  protected index = 0;
  protected depth = 0;

  constructor(tokens: Tokenizer, scope: Scope, depth = 0) {
    this.tokens = tokens;
    this.source = tokens.source;
    this.python = tokens.python;
    this.scope = scope;
    this.depth = depth;
  }

  peek(ahead = 0): Token {
    const token = this.tokens.at(this.index + ahead);
    if (token.kind === 'error') throw token.error!;
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.index++;
    return token;
  }

  /** Whether a sign or a word stands here. */
  is(text: string, ahead = 0): boolean {
    // What stands behind an error is not looked at: the error is told when the parser gets there.
    const token = this.tokens.at(this.index + ahead);
    if (token.kind === 'error' && ahead === 0) throw token.error!;
    return token.text === text && (token.kind === 'op' || token.kind === 'name');
  }

  /** The same, of signs and words of TypeScript. */
  isScript(text: string, ahead = 0): boolean {
    return !this.python && this.is(text, ahead);
  }

  /** Takes it when it stands here. */
  take(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined;
  }

  expect(text: string, where: string): Token {
    if (this.is(text)) return this.next();
    const token = this.peek();
    const wrongSign = text === ':' && token.text === '=' ? "'=' does not compare: write '=='" : undefined;
    if (wrongSign !== undefined) throw this.error(wrongSign, token, { expected: '==' });
    throw this.error(`'${text}' was expected ${where}${this.andNot(token)}`, token, { expected: text });
  }

  isName(ahead = 0): boolean {
    const token = this.tokens.at(this.index + ahead);
    return token.kind === 'name' && !KEYWORDS.has(token.text);
  }

  name(what: string): NameNode {
    const token = this.peek();
    if (!this.isName()) throw this.error(`${what} was expected${this.andNot(token)}`, token, { expected: 'a name' });
    this.index++;
    return { type: 'name', id: this.mangled(token.text), at: token.start };
  }

  /** `__x` in a class is the class's own. */
  mangled(name: string): string {
    if (!name.startsWith('__') || name.endsWith('__')) return name;
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.parent)
      if (scope.kind === 'class') return `_${scope.name.replace(/^_+/, '')}${name}`;
    return name;
  }

  andNot(token: Token): string {
    if (token.kind === 'newline') return ' before the end of the line';
    if (token.kind === 'end') return ' before the end';
    if (token.kind === 'indent' || token.kind === 'dedent') return ' before the next line';
    return ` and not ${token.kind === 'literal' ? shortened(token.text) : `'${token.text}'`}`;
  }

  error(text: string, token: { readonly start: number; readonly end: number }, details?: NotationDetails): NotationError {
    const unfinished = this.tokens.at(this.index).kind === 'end';
    return this.source.error(text, token.start, token.end, details, unfinished);
  }

  errorAt(at: number, text: string, suggestion?: string): NotationError {
    return this.source.error(
      text,
      at,
      Math.max(at + 1, this.tokens.at(this.index - 1).end),
      suggestion === undefined ? {} : { suggestion },
    );
  }

  /** Where an expression was expected and something else stands. */
  noExpression(): NotationError {
    const token = this.peek();
    if (token.text === '=') return this.error("'=' does not compare: write '=='", token, { expected: '==' });
    if (token.kind === 'op' && /^[-+*/%&|^]=$|^(?:\*\*|\/\/|<<|>>)=$/.test(token.text))
      return this.error(`'${token.text}' assigns, and stands behind a name only`, token);
    return this.error(`an expression was expected${this.andNot(token)}`, token, { expected: 'an expression' });
  }

  /** Two things stand side by side: maybe the first is a word misspelt. */
  sideBySide(first: Token, token: Token): NotationError {
    if (first.kind === 'name' && !KEYWORDS.has(first.text) && (token.kind === 'name' || token.kind === 'literal' || token.text === ':')) {
      const near = nearest(first.text, STATEMENTS);
      if (near !== undefined && first.text !== near) {
        return this.source.error(`unknown word '${first.text}': did you mean '${near}'?`, first.start, first.end, { expected: near });
      }
    }
    if (token.text === '=') return this.error("'=' does not stand here", token, { suggestion: "write '==' to compare" });
    const told = token.kind === 'literal' ? shortened(token.text) : `'${token.text}'`;
    const near = token.kind === 'name' ? nearest(token.text, ['and', 'or', 'in', 'if', 'else', 'for', 'is', 'not']) : undefined;
    return this.error(`an operator or the end of the line was expected before ${told}${didYouMean(near)}`, token, {
      expected: 'an operator',
    });
  }

  /** Runs something that may call itself. */
  deeper<T>(what: () => T): T {
    if (++this.depth > DEEPEST) {
      const token = this.tokens.at(this.index);
      throw this.source.error('too deep: more than 200 things within each other', token.start, token.end, {
        suggestion: 'give a part a name of its own',
      });
    }
    try {
      return what();
    } finally {
      this.depth--;
    }
  }

  within<T>(scope: Scope, what: () => T): T {
    const before = this.scope;
    this.scope = scope;
    try {
      return what();
    } finally {
      this.scope = before;
    }
  }
}

const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 27)}…` : text);
