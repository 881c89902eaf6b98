/** Splits a text into tokens, when they are asked for: a native statement is read by another parser, and this one goes on behind it. */
import { NotationError } from '../error.ts';
import { numberAt } from './number.ts';
import type { Source } from './source.ts';
import { isQuote, regexAt, stringAt, templateAt } from './string.ts';
import { KEYWORDS, type Kind, type Literal, type Token } from './token.ts';

const NAME = /[\p{ID_Start}_$][\p{ID_Continue}$]*/uy;
const BLANK = /[ \t\f\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+/y;
const OPERATORS =
  /(?:>>>=|===|!==|\*\*=|\/\/=|>>=|<<=|\.\.\.|&&=|\|\|=|\?\?=|&&|\|\||\?\?|\?\.(?!\d)|=>|->|:=|==|!=|<=|>=|<>|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|\*\*|\/\/|<<|>>|[-+*/%@&|^~<>=()[\]{},:;.!?])/y;
const PYTHON_OPERATORS =
  /(?:\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|==|!=|<=|>=|<>|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|\*\*|\/\/|<<|>>|[-+*/%@&|^~<>=()[\]{},:;.])/y;
/** A line that begins so goes on with the line before it, in TypeScript. */
const GOES_ON = /\s*(?:\.[A-Za-z_]|\?\.[A-Za-z_[(]|&&|\|\||\?\?)/y;
/** Words behind `//` that are no operand: a comment. */
const PROSE =
  /[ \t]*(?:$|[)\]},;:*/<>.!?|&%^@](?!\d)|[\p{L}\d'_]+(?:[ \t]+(?:and|or|in|is|if|else|not)(?=[ \t]))*[ \t]+(?!(?:and|or|in|is|if|else|not|for|as)\b)[\p{L}\d'])/muy;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const MOST_OPEN = 150;

/** Whether an operand can end with this token, so that `/` behind it divides. */
const endsOperand = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'literal' ||
    (token.kind === 'name' && (!KEYWORDS.has(token.text) || /^(?:None|True|False)$/.test(token.text))) ||
    (token.kind === 'op' && /^[)\]}]$/.test(token.text)) ||
    token.text === '...');

export class Tokenizer {
  readonly source: Source;
  readonly python: boolean;
  readonly tokens: Token[] = [];
  #at: number;
  readonly #end: number;
  /** Places of the brackets that are open. */
  #open: number[] = [];
  #indents: readonly number[];
  #fresh: boolean;
  readonly #inside: boolean;

  /** `inside`: a part of an f-string, which is an expression in brackets. */
  constructor(source: Source, python: boolean, range?: { readonly start: number; readonly end: number }) {
    this.source = source;
    this.python = python;
    this.#at = range?.start ?? 0;
    this.#end = range?.end ?? source.text.length;
    this.#inside = range !== undefined;
    this.#fresh = !this.#inside;
    // What is pasted from within a block begins with its indentation.
    const first = /^(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]*)/.exec(this.#inside ? '' : source.text)![1]!;
    this.#indents = [width(first)];
  }

  /** The token at a place; the last one is `end` or `error`. */
  at(index: number): Token {
    while (this.tokens.length <= index) {
      const last = this.tokens.at(-1);
      if (last?.kind === 'end' || last?.kind === 'error') return last;
      try {
        this.#scan();
      } catch (error) {
        if (!(error instanceof NotationError)) throw error;
        this.tokens.push({
          kind: 'error',
          text: '',
          start: this.#at,
          end: this.#at,
          literal: undefined,
          error,
          close: undefined,
          indents: this.#indents,
        });
      }
    }
    return this.tokens[index]!;
  }

  /** Where the bracket at a place of the tokens closes; undefined when it does not. */
  closeOf(index: number): number | undefined {
    const token = this.at(index);
    for (let next = this.tokens.length; token.close === undefined; next++) {
      const { kind } = this.at(next);
      if (kind === 'end' || kind === 'error') break;
    }
    return token.close;
  }

  /** Forgets all tokens from a place on and goes on at an offset: what lies between was read by another parser. */
  resume(index: number, offset: number): void {
    this.#indents = this.at(index).indents;
    this.tokens.length = index;
    this.#open = [];
    this.#fresh = false;
    this.#at = offset;
  }

  #push(kind: Kind, end: number, text: string, literal?: Literal): undefined {
    // One shape for all tokens: there are many.
    this.tokens.push({ kind, text, start: this.#at, end, literal, error: undefined, close: undefined, indents: this.#indents });
    this.#at = end;
  }

  #scan(): undefined {
    const { text } = this.source;
    if (this.#fresh && this.#indent()) return;
    const spaced = this.#blank();
    if (this.#at >= this.#end) return this.#finish();
    const char = text[this.#at]!;
    if (char === '\n') return this.#line();
    if (char === '#') {
      this.#at = this.#lineEnd();
      return;
    }
    if (char === '\\') return this.#backslash();
    if (/[\d]/.test(char) || (char === '.' && /\d/.test(text[this.#at + 1] ?? ''))) {
      const { literal, end } = numberAt(this.source, this.#at, this.python);
      return this.#push('literal', end, text.slice(this.#at, end), literal);
    }
    if (isQuote(char)) return this.#string(this.#at);
    if (char === '`') return this.#template();
    if (char === '/' && !this.python && this.#slash(spaced)) return;
    NAME.lastIndex = this.#at;
    const name = NAME.exec(text)?.[0];
    if (name === undefined) return this.#operator();
    const end = this.#at + name.length;
    if (/^(?:[rRuUbBfF]|[rR][bBfF]|[bBfF][rR])$/.test(name) && isQuote(text[end] ?? '')) return this.#string(end);
    if (this.python && name.includes('$')) throw this.source.error(`'$' is no part of a name`, this.#at, end);
    this.#push('name', end, name);
  }

  /** White space; typographic kinds with a word. */
  #blank(): boolean {
    BLANK.lastIndex = this.#at;
    const blank = BLANK.exec(this.source.text)?.[0];
    if (blank === undefined) return false;
    if (/[^ \t\f]/.test(blank)) this.source.note(this.#at, 'a non-breaking space is read as a plain one');
    this.#at += blank.length;
    return true;
  }

  #lineEnd(): number {
    const end = this.source.text.indexOf('\n', this.#at);
    return end < 0 || end > this.#end ? this.#end : end;
  }

  #line(): undefined {
    if (this.#open.length > 0 || this.#inside) {
      this.#at++;
      return;
    }
    const last = this.tokens.at(-1);
    const empty = last === undefined || last.kind === 'newline' || last.kind === 'indent' || last.kind === 'dedent';
    if (!this.python && !empty) {
      GOES_ON.lastIndex = this.#at;
      if (GOES_ON.test(this.source.text)) {
        this.#at++;
        return;
      }
    }
    if (empty) this.#at++;
    else this.#push('newline', this.#at + 1, '');
    this.#fresh = true;
  }

  /** The indentation of a line, once it is known to have code. True when it gave a token. */
  #indent(): boolean {
    const { text } = this.source;
    BLANK.lastIndex = this.#at;
    const blank = BLANK.exec(text)?.[0] ?? '';
    const start = this.#at + blank.length;
    if (start >= this.#end || text[start] === '\n' || text[start] === '#' || (!this.python && text.startsWith('//', start))) {
      this.#at = start;
      if (text[start] === '#' || text[start] === '/') this.#at = this.#lineEnd();
      if (this.#at < this.#end) this.#at++;
      if (this.#at >= this.#end) this.#fresh = false;
      return true;
    }
    const now = width(blank),
      block = this.#indents.at(-1)!;
    if (now === block) {
      this.#fresh = false;
      return false;
    }
    if (now > block) {
      this.#indents = [...this.#indents, now];
      if (this.#indents.length > 100) throw this.source.error('more than 100 blocks within each other', start, start + 1);
      this.#fresh = false;
      this.#at = start;
      this.#push('indent', start, '');
      return true;
    }
    if (this.#indents.length === 1 || now < this.#indents[0]!) {
      throw this.source.error('this line begins before the first one', start, start + 1, {
        suggestion: 'begin all lines at the same column',
      });
    }
    if (!this.#indents.includes(now)) {
      const known = this.#indents.map((one) => one + 1).join(', ');
      throw this.source.error('this indentation fits no block before', start, start + 1, {
        expected: `one of the columns ${known}`,
        suggestion: `begin the line at one of the columns ${known}`,
      });
    }
    this.#indents = this.#indents.slice(0, -1);
    this.#push('dedent', this.#at, '');
    return true;
  }

  #finish(): undefined {
    const open = this.#open.at(-1);
    if (open !== undefined) {
      const { text, start } = this.tokens[open]!;
      const { line, column } = this.source.place(start);
      const close = CLOSING[text]!;
      const at = Math.max(start, this.source.text.trimEnd().length);
      throw this.source.error(
        `'${close}' was expected before the end`,
        at,
        at + 1,
        { expected: close, suggestion: `'${text}' was opened at line ${line}, column ${column}` },
        true,
      );
    }
    const last = this.tokens.at(-1);
    if (!this.#inside && last !== undefined && last.kind !== 'newline' && last.kind !== 'dedent') this.#push('newline', this.#at, '');
    else if (this.#indents.length > 1) {
      this.#indents = this.#indents.slice(0, -1);
      this.#push('dedent', this.#at, '');
    } else this.#push('end', this.#at, '');
  }

  #backslash(): undefined {
    const { text } = this.source;
    const rest = /\\[ \t]*(\n|$|)/y;
    rest.lastIndex = this.#at;
    const found = rest.exec(text)!;
    const last = this.#at + found[0].length >= text.length;
    const ends = (found[1] === '\n' || last) && this.#at + found[0].length <= this.#end;
    if (ends && last && found[1] === '')
      throw this.source.error(
        'a line was expected after the backslash',
        this.#at,
        this.#at + 1,
        { suggestion: 'write the rest, or leave \\ out' },
        true,
      );
    if (!ends) {
      if (found[0].length === 1 && this.#open.length === 0)
        throw this.source.error("'\\' stands in the middle of a line", this.#at, this.#at + 1, {
          suggestion: 'leave it out, or put it into quotes',
        });
      this.source.note(this.#at, 'a backslash in the middle of a line is left out');
    }
    this.#at += ends ? found[0].length : 1;
  }

  #string(quote: number): undefined {
    const { literal, end } = stringAt(this.source, this.#at, quote, this.python);
    if (end > this.#end) throw this.source.error('the string that begins here does not end', this.#at, this.#end);
    this.#push('literal', end, this.source.text.slice(this.#at, end), literal);
  }

  #template(): undefined {
    if (this.python) throw this.source.error("'`' is Python 2's", this.#at, this.#at + 1, { suggestion: 'write repr(x)' });
    const { literal, end } = templateAt(this.source, this.#at);
    this.#push('literal', end, this.source.text.slice(this.#at, end), literal);
  }

  /** TypeScript's comments and regular expressions. True when it was one of them. */
  #slash(spaced: boolean): boolean {
    const { text } = this.source;
    const operand = endsOperand(this.tokens.at(-1));
    const next = text[this.#at + 1];
    if (next === '*') {
      const end = text.indexOf('*/', this.#at + 2);
      if (end < 0)
        throw this.source.error(
          'the comment that begins here does not end',
          this.#at,
          this.#at + 2,
          { suggestion: 'close it with */' },
          true,
        );
      this.#at = end + 2;
      return true;
    }
    if (next === '/') {
      PROSE.lastIndex = this.#at + 2;
      if (operand && !(spaced && PROSE.test(text))) return false;
      this.#at = this.#lineEnd();
      return true;
    }
    const regex = operand ? undefined : regexAt(this.source, this.#at);
    if (regex === undefined) return false;
    this.#push('literal', regex.end, text.slice(this.#at, regex.end), regex.literal);
    return true;
  }

  #operator(): undefined {
    const { text } = this.source;
    const char = text[this.#at]!;
    if (/[‐-―−]/.test(char)) {
      this.source.note(this.#at, `${char} is read as -`);
      return this.#push('op', this.#at + 1, '-');
    }
    const pattern = this.python ? PYTHON_OPERATORS : OPERATORS;
    pattern.lastIndex = this.#at;
    const op = pattern.exec(text)?.[0];
    if (op === undefined) {
      const point = String.fromCodePoint(text.codePointAt(this.#at)!);
      throw this.source.error(`'${point}' is no part of the notation`, this.#at, this.#at + point.length, SIGNS[point]);
    }
    if (op in CLOSING) {
      if (this.#open.length >= MOST_OPEN)
        throw this.source.error(`more than ${MOST_OPEN} brackets within each other`, this.#at, this.#at + 1);
      this.#open.push(this.tokens.length);
    } else if (op === ')' || op === ']' || op === '}') this.#close(op);
    this.#push('op', this.#at + op.length, op === '<>' ? '!=' : op);
  }

  #close(op: string): void {
    const open = this.#open.pop();
    if (open === undefined) {
      throw this.source.error(`'${op}' closes nothing`, this.#at, this.#at + 1, { suggestion: 'leave it out, or open it before' });
    }
    const opener = this.tokens[open]!;
    const expected = CLOSING[opener.text]!;
    if (expected !== op) {
      const { line, column } = this.source.place(opener.start);
      throw this.source.error(`'${expected}' was expected and not '${op}'`, this.#at, this.#at + 1, {
        expected,
        suggestion: `'${opener.text}' was opened at line ${line}, column ${column}`,
      });
    }
    opener.close = this.tokens.length;
  }
}

const SIGNS: Readonly<Record<string, { suggestion: string }>> = {
  '!': { suggestion: "write 'not'" },
  '?': { suggestion: 'for help write help(name)' },
  '…': { suggestion: 'write ... or leave it out' },
  '×': { suggestion: 'write *' },
  '÷': { suggestion: 'write /' },
  '≠': { suggestion: 'write !=' },
  '≤': { suggestion: 'write <=' },
  '≥': { suggestion: 'write >=' },
  '→': { suggestion: 'write =>' },
};

/** How far a line is indented: a tab goes to the next multiple of 8, as in Python. */
function width(blank: string): number {
  let columns = 0;
  for (const char of blank) columns = char === '\t' ? (columns | 7) + 1 : columns + 1;
  return columns;
}
