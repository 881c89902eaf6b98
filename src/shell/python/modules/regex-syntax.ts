/** Python's regular expressions written as JavaScript's. */
import { PyError } from '../errors.ts';
import type { Type } from '../types.ts';

export interface Flags {
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  verbose: boolean;
  /** Letters of all alphabets count as `\w`; octets do not. */
  unicode: boolean;
}

const WORD = '\\p{L}\\p{N}_';
const SPACE = '\\s\\x1c-\\x1f\\x85';
/** What must be escaped when it stands for itself. */
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;

/** Reads a pattern from front to back and writes it anew. */
class Translator {
  readonly #pattern: string;
  readonly #flags: Flags;
  readonly #error: Type;
  #at = 0;
  #groups = 0;
  /** Where the groups that are not closed yet began. */
  readonly #open: number[] = [];

  constructor(pattern: string, flags: Flags, error: Type) {
    this.#pattern = pattern;
    this.#flags = flags;
    this.#error = error;
  }

  #fail(text: string, at = this.#at): PyError {
    return new PyError(this.#error, [`${text} at position ${at}`]);
  }

  get groups(): number {
    return this.#groups;
  }

  whole(): string {
    let out = '';
    while (this.#at < this.#pattern.length) out += this.#one();
    if (this.#open.length > 0) throw this.#fail('missing ), unterminated subpattern', this.#open.at(-1));
    return out;
  }

  #one(): string {
    const letter = String.fromCodePoint(this.#pattern.codePointAt(this.#at)!);
    this.#at += letter.length;
    if (this.#flags.verbose) {
      if (/\s/.test(letter)) return '';
      if (letter === '#') {
        const end = this.#pattern.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#pattern.length : end + 1;
        return '';
      }
    }
    switch (letter) {
      case '\\':
        return this.#escape(false);
      case '[':
        return this.#set();
      case '(':
        this.#open.push(this.#at - 1);
        return this.#group();
      case ')':
        if (this.#open.pop() === undefined) throw this.#fail('unbalanced parenthesis', this.#at - 1);
        return ')';
      case '.':
        return this.#flags.dotAll ? '[^]' : '[^\\n]';
      case '^':
        return this.#flags.multiline ? '(?<![^\\n])' : '(?<![^])';
      case '$':
        return this.#flags.multiline ? '(?![^\\n])' : '(?=\\n?(?![^]))';
      case '{':
        return this.#braces();
      case '}':
      case ']':
      case '/':
        return `\\${letter}`;
      default:
        return letter;
    }
  }

  /** `{2,3}` repeats; `{` before anything else stands for itself. */
  #braces(): string {
    const found = /^(\d*)(,?)(\d*)\}/.exec(this.#pattern.slice(this.#at));
    if (found === null || found[0] === '}' || (found[1] === '' && found[3] === '' && found[2] === '')) return '\\{';
    this.#at += found[0].length;
    return `{${found[1] || '0'}${found[2]}${found[3]}}`;
  }

  #group(): string {
    const rest = this.#pattern.slice(this.#at);
    const named = /^\?P<([^>]*)>/.exec(rest);
    if (named !== null) {
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(named[1]!)) throw this.#fail(`bad character in group name '${named[1]}'`, this.#at + 3);
      this.#at += named[0].length;
      this.#groups++;
      return `(?<${named[1]}>`;
    }
    const back = /^\?P=(\w+)\)/.exec(rest);
    if (back !== null) {
      this.#open.pop();
      this.#at += back[0].length;
      return `\\k<${back[1]}>`;
    }
    const comment = /^\?#[^)]*\)/.exec(rest);
    if (comment !== null) {
      this.#open.pop();
      this.#at += comment[0].length;
      return '';
    }
    const inline = /^\?([aiLmsux]+)\)/.exec(rest);
    if (inline !== null) {
      this.#open.pop();
      this.#at += inline[0].length;
      return '';
    }
    const kept = /^\?(?::|=|!|<=|<!)/.exec(rest);
    if (kept !== null) {
      this.#at += kept[0].length;
      return `(${kept[0]}`;
    }
    if (rest.startsWith('?')) throw this.#fail(`unknown extension ${rest.slice(0, 2)}`);
    this.#groups++;
    return '(';
  }

  #escape(inSet: boolean): string {
    const { unicode } = this.#flags;
    const letter = this.#pattern[this.#at];
    if (letter === undefined) throw this.#fail('bad escape (end of pattern)', this.#at - 1);
    this.#at++;
    switch (letter) {
      case 'w':
        return unicode ? (inSet ? WORD : `[${WORD}]`) : '\\w';
      case 'W':
        return unicode ? (inSet ? '\\W' : `[^${WORD}]`) : '\\W';
      case 'd':
        return unicode ? '\\p{Nd}' : '\\d';
      case 'D':
        return unicode ? '\\P{Nd}' : '\\D';
      case 's':
        return inSet ? SPACE : `[${SPACE}]`;
      case 'S':
        return inSet ? '\\S' : `[^${SPACE}]`;
      case 'b':
        if (inSet) return '\\x08';
        return unicode ? `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))` : '\\b';
      case 'B':
        return unicode ? `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))` : '\\B';
      case 'A':
        return '(?<![^])';
      case 'Z':
        return '(?![^])';
      case 'a':
        return '\\x07';
      default:
        return this.#code(letter, inSet);
    }
  }

  #code(letter: string, inSet: boolean): string {
    const rest = this.#pattern.slice(this.#at);
    const digits = letter === 'x' ? /^[0-9a-f]{2}/i : letter === 'u' ? /^[0-9a-f]{4}/i : letter === 'U' ? /^[0-9a-f]{8}/i : undefined;
    if (digits !== undefined) {
      const found = digits.exec(rest);
      if (found === null) throw this.#fail(`incomplete escape \\${letter}`, this.#at - 2);
      this.#at += found[0].length;
      return `\\u{${found[0]}}`;
    }
    const octal = /^(?:0[0-7]{0,2}|[0-3][0-7]{2})/.exec(letter + rest);
    if (octal !== null) {
      this.#at += octal[0].length - 1;
      return `\\u{${Number.parseInt(octal[0], 8).toString(16)}}`;
    }
    if (/[1-9]/.test(letter) && !inSet) {
      const number = /^\d?/.exec(rest)![0];
      this.#at += number.length;
      if (Number(letter + number) > this.#groups) throw this.#fail(`invalid group reference ${letter + number}`, this.#at - 1);
      return `(?:\\${letter}${number})`;
    }
    if (/[fnrtv]/.test(letter)) return `\\${letter}`;
    if (/[a-z]/i.test(letter)) throw this.#fail(`bad escape \\${letter}`, this.#at - 2);
    return SYNTAX.test(letter) || letter === '-' ? (letter === '-' && !inSet ? '-' : `\\${letter}`) : letter;
  }

  #set(): string {
    const start = this.#at - 1;
    let out = '[';
    if (this.#pattern[this.#at] === '^') {
      out += '^';
      this.#at++;
    }
    for (let first = true; ; first = false) {
      const letter = this.#pattern[this.#at];
      if (letter === undefined) throw this.#fail('unterminated character set', start);
      this.#at++;
      if (letter === ']' && !first) return `${out}]`;
      if (letter === '\\') out += this.#escape(true);
      else out += this.#plainInSet(letter, out);
    }
  }

  /** A `-` beside a class of letters is itself. */
  #plainInSet(letter: string, before: string): string {
    if (letter !== '-') return SYNTAX.test(letter) ? `\\${letter}` : letter;
    const next = this.#pattern[this.#at];
    const edge =
      before === '[' ||
      before === '[^' ||
      next === ']' ||
      /\\[wWdDsS]$|[}_]$/.test(before) ||
      /^\\[wWdDsS]/.test(this.#pattern.slice(this.#at));
    return edge ? '\\-' : '-';
  }
}

/** `(?i)` at the start of a pattern. */
export function inlineFlags(pattern: string): string {
  return /^\s*\(\?([aiLmsux]+)\)/.exec(pattern)?.[1] ?? '';
}

export function translate(pattern: string, flags: Flags, error: Type): { source: string; groups: number } {
  const translator = new Translator(pattern, flags, error);
  const source = translator.whole();
  return { source, groups: translator.groups };
}
