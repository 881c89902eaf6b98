/** What a regular expression is made of, read from its text. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { CodePoints, DIGITS, NEWLINE, SPACES, WORDS } from './code-points.ts';

/** A condition between two octets. */
export type Edge = 'line-start' | 'line-end' | 'start' | 'end' | 'word' | 'no-word';

export type Node =
  | { readonly kind: 'set'; readonly set: CodePoints }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number }
  | { readonly kind: 'edge'; readonly edge: Edge };

export interface SyntaxOptions {
  readonly ignoreCase: boolean;
  /** The highest number that a character may have: 0xff for octets, 0x10ffff for UTF-8. */
  readonly top: number;
}

/** Copies that `{n,m}` may make of what is before it. */
const MOST_COPIES = 1000;
/** How deep groups may stand in groups. */
const MOST_GROUPS = 200;

/** Reads a regular expression in the notation of Perl, as far as it can be searched for without going back. @throws ERR_VALUE */
export const readPattern = (text: string, o: SyntaxOptions): Node => new Reader(text, o).whole();

class Reader {
  readonly #text: string;
  readonly #top: number;
  #at = 0;
  #depth = 0;
  #ignoreCase: boolean;
  #dotIsAll = false;

  constructor(text: string, { ignoreCase, top }: SyntaxOptions) {
    this.#text = text;
    this.#top = top;
    this.#ignoreCase = ignoreCase;
  }

  whole(): Node {
    const node = this.#alternatives();
    if (this.#at < this.#text.length) throw this.#wrong('there is no ( for this )', 'write \\) for the character');
    return node;
  }

  #wrong(what: string, remedy?: string): PacketwrightError {
    return new PacketwrightError('ERR_VALUE', `pattern ${this.#text}: ${what}, at character ${this.#at + 1}`, {
      value: this.#text,
      ...(remedy !== undefined && { remedy }),
    });
  }

  /** Whether `text` stands here; goes behind it. */
  #eat(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(): Node {
    const parts = [this.#sequence()];
    while (this.#eat('|')) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] as Node) : { kind: 'any', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at] as string)) {
      const node = this.#atom();
      if (node !== undefined) parts.push(this.#repeated(node));
    }
    return { kind: 'all', parts };
  }

  /** Undefined for what only changes how the rest is read. */
  #atom(): Node | undefined {
    if (this.#eat('(')) return this.#group();
    if (this.#eat('[')) return this.#one(this.#class());
    if (this.#eat('.')) return { kind: 'set', set: this.#dotIsAll ? CodePoints.all(this.#top) : NEWLINE.inverted(this.#top) };
    if (this.#eat('^')) return { kind: 'edge', edge: 'line-start' };
    if (this.#eat('$')) return { kind: 'edge', edge: 'line-end' };
    if (this.#eat('\\')) return this.#escaped();
    if ('*+?'.includes(this.#text[this.#at] as string))
      throw this.#wrong(
        `nothing is before ${this.#text[this.#at] as string}`,
        `write \\${this.#text[this.#at] as string} for the character`,
      );
    return this.#one(CodePoints.of(this.#character()));
  }

  #one(set: CodePoints): Node {
    return { kind: 'set', set: this.#ignoreCase ? set.withOtherCases(this.#top) : set };
  }

  #character(): number {
    const code = this.#text.codePointAt(this.#at) as number;
    if (code > this.#top) throw this.#wrong(`${String.fromCodePoint(code)} is no octet`, 'search for UTF-8: --utf8');
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  #group(): Node | undefined {
    if (++this.#depth > MOST_GROUPS) throw this.#wrong(`more than ${MOST_GROUPS} groups in each other`);
    const before = { ignoreCase: this.#ignoreCase, dotIsAll: this.#dotIsAll };
    if (this.#eat('?')) {
      if (/^(?:[=!]|<[=!])/.test(this.#text.slice(this.#at)))
        throw this.#wrong('looking ahead or behind needs a search that goes back; this one never does', 'leave (?=…), (?!…) and (?<…) out');
      const name = /^P?<[A-Za-z_]\w*>/.exec(this.#text.slice(this.#at));
      if (name !== null) this.#at += name[0].length;
      else if (!this.#eat(':')) {
        const [flags, on = '', off = ''] = /^([ims]*)(?:-([ims]+))?(?=[:)])/.exec(this.#text.slice(this.#at)) ?? [];
        if (flags === undefined || flags === '') throw this.#wrong('no group begins like this', '(?:…), (?i), (?s) and (?<name>…) do');
        this.#at += flags.length;
        if (on.includes('i')) this.#ignoreCase = true;
        if (off.includes('i')) this.#ignoreCase = false;
        if (on.includes('s')) this.#dotIsAll = true;
        if (off.includes('s')) this.#dotIsAll = false;
        if (this.#eat(')')) {
          // For what follows in the group around it.
          this.#depth--;
          return undefined;
        }
        this.#at++;
      }
    }
    const node = this.#alternatives();
    if (!this.#eat(')')) throw this.#wrong('a ) is missing', 'write \\( for the character');
    this.#depth--;
    this.#ignoreCase = before.ignoreCase;
    this.#dotIsAll = before.dotIsAll;
    return node;
  }

  #repeated(node: Node): Node {
    let made = node;
    for (;;) {
      const times = this.#times();
      if (times === undefined) return made;
      const [min, max] = times;
      if (made.kind === 'edge' && min === 0) made = { kind: 'all', parts: [] };
      else if (made.kind !== 'edge') made = { kind: 'repeat', node: made, min, max };
      // Shortest first or not: what is found is the same.
      if (!this.#eat('?') && this.#text[this.#at] === '+')
        throw this.#wrong('a possessive + needs a search that goes back', 'leave the + out');
    }
  }

  #times(): readonly [number, number] | undefined {
    if (this.#eat('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#eat('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#eat('?')) return [0, 1];
    const [text, low = '', comma, high = ''] = /^\{(\d*)(,?)(\d*)\}/.exec(this.#text.slice(this.#at, this.#at + 24)) ?? [];
    // Perl and JavaScript take other braces as they stand.
    if (text === undefined || (low === '' && high === '')) return undefined;
    const min = Number(low);
    const max = comma === '' ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (max < min) throw this.#wrong(`${text} has its numbers in the wrong order`);
    if (Math.max(min, max === Number.POSITIVE_INFINITY ? 0 : max) > MOST_COPIES)
      throw this.#wrong(`${text} is more than ${MOST_COPIES} times`);
    this.#at += text.length;
    return [min, max];
  }

  #escaped(): Node {
    const letter = this.#text[this.#at];
    const edges: Readonly<Record<string, Edge>> = { b: 'word', B: 'no-word', A: 'start', z: 'end', Z: 'end' };
    if (letter !== undefined && Object.hasOwn(edges, letter)) {
      this.#at++;
      return { kind: 'edge', edge: edges[letter] as Edge };
    }
    if (letter === 'Q') {
      const end = this.#text.indexOf('\\E', this.#at);
      const stop = end < 0 ? this.#text.length : end;
      this.#at++;
      const parts: Node[] = [];
      while (this.#at < stop) parts.push(this.#one(CodePoints.of(this.#character())));
      if (end >= 0) this.#at += 2;
      return { kind: 'all', parts };
    }
    if (letter !== undefined && /[1-9k]/.test(letter))
      throw this.#wrong('a reference to a group needs a search that goes back; this one never does', 'write the group again');
    return this.#one(this.#escapedSet());
  }

  /** What is behind `\`, where it is one character of a set. */
  #escapedSet(): CodePoints {
    if (this.#at >= this.#text.length) throw this.#wrong('nothing is behind \\', 'write \\\\ for the character');
    const letter = this.#text[this.#at] as string;
    const known = CLASSES[letter.toLowerCase()];
    if (known !== undefined) {
      this.#at++;
      return letter === letter.toLowerCase() ? known : known.inverted(this.#top);
    }
    if (Object.hasOwn(CONTROLS, letter)) {
      this.#at++;
      return CodePoints.of(CONTROLS[letter] as number);
    }
    if (letter === 'x' || letter === 'u') {
      const [text, short, long] =
        (letter === 'x' ? /^x(?:([0-9a-f]{2})|\{([0-9a-f]{1,6})\})/i : /^u(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})/i).exec(
          this.#text.slice(this.#at, this.#at + 10),
        ) ?? [];
      if (text === undefined) throw this.#wrong(`\\${letter} has no number`, 'write two hex digits: \\x0a');
      const code = Number.parseInt((short ?? long) as string, 16);
      if (code > this.#top) throw this.#wrong(`\\${text} is no octet`, 'search for UTF-8: --utf8');
      this.#at += text.length;
      return CodePoints.of(code);
    }
    if (/[A-Za-z]/.test(letter)) throw this.#wrong(`\\${letter} means nothing here`, `leave the \\ out for the letter ${letter}`);
    return CodePoints.of(this.#character());
  }

  /** What is behind `[`. */
  #class(): CodePoints {
    const isInverted = this.#eat('^');
    let set = CodePoints.none;
    let isFirst = true;
    while (isFirst || this.#text[this.#at] !== ']') {
      isFirst = false;
      if (this.#at >= this.#text.length) throw this.#wrong('a ] is missing', 'write \\[ for the character');
      const low = this.#member();
      if (this.#text[this.#at] !== '-' || this.#text[this.#at + 1] === ']' || this.#at + 1 >= this.#text.length || low.size !== 1) {
        set = set.and(low);
        continue;
      }
      this.#at++;
      const high = this.#member();
      if (high.size !== 1 || high.lowest < low.lowest) throw this.#wrong('a range ends before it begins');
      set = set.and(CodePoints.of(low.lowest, high.lowest));
    }
    this.#at++;
    if (this.#ignoreCase && isInverted) set = set.withOtherCases(this.#top);
    return isInverted ? set.inverted(this.#top) : set;
  }

  #member(): CodePoints {
    const [text, name = ''] = /^\[:(\w+):\]/.exec(this.#text.slice(this.#at, this.#at + 16)) ?? [];
    if (text !== undefined) {
      const named = NAMED[name];
      if (named === undefined) throw this.#wrong(`there is no class ${text}`);
      this.#at += text.length;
      return named;
    }
    if (!this.#eat('\\')) return CodePoints.of(this.#character());
    // A backspace, in a class.
    if (this.#eat('b')) return CodePoints.of(8);
    return this.#escapedSet();
  }
}

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, '0': 0 };
const CLASSES: Readonly<Record<string, CodePoints>> = { d: DIGITS, s: SPACES, w: WORDS };
const range = (low: string, high: string): CodePoints => CodePoints.of(low.charCodeAt(0), high.charCodeAt(0));
const LETTERS = range('a', 'z').and(range('A', 'Z'));
/** POSIX names of classes, of ASCII. */
const NAMED: Readonly<Record<string, CodePoints>> = {
  alpha: LETTERS,
  digit: DIGITS,
  alnum: LETTERS.and(DIGITS),
  upper: range('A', 'Z'),
  lower: range('a', 'z'),
  space: SPACES,
  blank: CodePoints.of(32).and(CodePoints.of(9)),
  punct: range('!', '/').and(range(':', '@')).and(range('[', '`')).and(range('{', '~')),
  print: range(' ', '~'),
  graph: range('!', '~'),
  cntrl: CodePoints.of(0, 31).and(CodePoints.of(127)),
  xdigit: DIGITS.and(range('a', 'f')).and(range('A', 'F')),
  word: WORDS,
};
