/** The module `re`. */
import { COMPARE, HASH, ITEM, REPR, Tuple, UNKNOWN } from '../behaviour.ts';
import { attributes, functions, methods } from '../callable.ts';
import { exception, exceptionType, indexError, PyError, typeError } from '../errors.ts';
import { Dict } from '../containers/dict.ts';
import { bytesOf, fromLatin1, latin1 } from '../containers/octets.ts';
import { Iter } from '../iterate.ts';
import { asInt, typeName } from '../kinds.ts';
import { linked } from '../linked.ts';
import { repr } from '../text/repr.ts';
import { CLASS, objectType, Type } from '../types.ts';
import { type Flags, inlineFlags, translate } from './regex-syntax.ts';

const error = exceptionType('error', exception, 're');
const FLAGS = { IGNORECASE: 2, LOCALE: 4, MULTILINE: 8, DOTALL: 16, UNICODE: 32, VERBOSE: 64, ASCII: 256 } as const;

const patternType = new Type('Pattern', [objectType], { module: 're' });
const matchType = new Type('Match', [objectType], { module: 're' });

/** Text to look through: octets are looked through as Latin-1. */
interface Subject {
  readonly text: string;
  readonly octets: boolean;
}

class Pattern {
  readonly pattern: unknown;
  readonly flags: number;
  readonly octets: boolean;
  readonly groups: number;
  readonly names: Readonly<Record<string, number>>;
  readonly #source: string;
  readonly #letters: string;

  constructor(pattern: unknown, flags: number) {
    const octets = bytesOf(pattern);
    if (octets === undefined && typeof pattern !== 'string') throw typeError('first argument must be string or compiled pattern');
    const text = octets === undefined ? (pattern as string) : latin1(octets);
    const inline = inlineFlags(text);
    const has = (letter: string, flag: number): boolean => inline.includes(letter) || (flags & flag) !== 0;
    this.pattern = pattern;
    this.octets = octets !== undefined;
    const meant: Flags = {
      ignoreCase: has('i', FLAGS.IGNORECASE),
      multiline: has('m', FLAGS.MULTILINE),
      dotAll: has('s', FLAGS.DOTALL),
      verbose: has('x', FLAGS.VERBOSE),
      unicode: octets === undefined && !has('a', FLAGS.ASCII),
    };
    const { source, groups } = translate(text, meant, error);
    this.flags = flags;
    this.groups = groups;
    this.#source = source;
    this.#letters = `du${meant.ignoreCase ? 'i' : ''}`;
    try {
      new RegExp(source, this.#letters);
    } catch (wrong) {
      throw new PyError(error, [String((wrong as Error).message).replace(/^.*?: .*: /s, '')]);
    }
    this.names = groupNames(source);
  }

  get [CLASS](): Type {
    return patternType;
  }

  subject(given: unknown): Subject {
    const octets = bytesOf(given);
    if (typeof given !== 'string' && octets === undefined)
      throw typeError(`expected string or bytes-like object, got '${typeName(given)}'`);
    if (this.octets !== (octets !== undefined))
      throw typeError(
        this.octets ? 'cannot use a bytes pattern on a string-like object' : 'cannot use a string pattern on a bytes-like object',
      );
    return { text: octets === undefined ? (given as string) : latin1(octets), octets: octets !== undefined };
  }

  /** The first match from a place. `sticky`: just there; `full`: to the end. */
  find(subject: Subject, from: number, way: 'search' | 'match' | 'fullmatch', end = subject.text.length): Match | null {
    const source = way === 'fullmatch' ? `(?:${this.#source})(?![^])` : this.#source;
    const expression = new RegExp(source, `${this.#letters}${way === 'search' ? 'g' : 'y'}`);
    expression.lastIndex = from;
    const found = from > end ? null : expression.exec(end < subject.text.length ? subject.text.slice(0, end) : subject.text);
    return found === null ? null : new Match(this, subject, found as RegExpExecArray & { indices: RegExpIndicesArray });
  }

  *all(subject: Subject, from = 0, end = subject.text.length): Generator<Match> {
    for (let at = from; at <= end; ) {
      const found = this.find(subject, at, 'search', end);
      if (found === null) return;
      yield found;
      const [start, stop] = found.place(0);
      at = stop === start ? stop + 1 : stop;
    }
  }

  [REPR](): string {
    return `re.compile(${repr(this.pattern)})`;
  }
  [HASH](): string {
    return `re ${this.flags} ${repr(this.pattern)}`;
  }
  [COMPARE](operator: string, other: unknown): unknown {
    if (!(other instanceof Pattern) || (operator !== '==' && operator !== '!=')) return UNKNOWN;
    return (this[HASH]() === other[HASH]()) === (operator === '==');
  }
}

function groupNames(source: string): Record<string, number> {
  const names: Record<string, number> = {};
  let group = 0;
  let inSet = false;
  for (let i = 0; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '[') inSet = true;
    else if (source[i] === ']') inSet = false;
    else if (source[i] === '(' && !inSet) {
      const name = /^\(\?<([^>=!]+)>/.exec(source.slice(i, i + 100))?.[1];
      if (source[i + 1] !== '?' || name !== undefined) group++;
      if (name !== undefined) names[name] = group;
    }
  }
  return names;
}

class Match {
  readonly re: Pattern;
  readonly subject: Subject;
  readonly found: RegExpExecArray & { indices: RegExpIndicesArray };

  constructor(pattern: Pattern, subject: Subject, found: RegExpExecArray & { indices: RegExpIndicesArray }) {
    this.re = pattern;
    this.subject = subject;
    this.found = found;
  }

  get [CLASS](): Type {
    return matchType;
  }

  [ITEM](group: unknown): unknown {
    return this.group(group);
  }

  value(text: string): unknown {
    return this.subject.octets ? fromLatin1(text) : text;
  }

  index(group: unknown): number {
    const number = asInt(group);
    const at = number === undefined ? (this.re.names[String(group)] ?? -1) : Number(number);
    if (at < 0 || at > this.re.groups) throw indexError('no such group');
    return at;
  }

  group(group: unknown, absent: unknown = null): unknown {
    const text = this.found[this.index(group)];
    return text === undefined ? absent : this.value(text);
  }

  place(group: unknown): readonly [number, number] {
    return this.found.indices[this.index(group)] ?? [-1, -1];
  }

  groups(absent: unknown): unknown[] {
    return Array.from({ length: this.re.groups }, (_, i) => this.group(i + 1, absent));
  }

  /** What a replacement text stands for: `\1`, `\g<name>`, `\n`. */
  expand(template: string): string {
    return template.replace(/\\(?:g<([^>]+)>|([1-9]\d?)|([abfnrtv0\\])|(.))/gs, (_, name, digits, letter, other) => {
      if (other !== undefined) {
        if (/[a-zA-Z]/.test(other)) throw new PyError(error, [`bad escape \\${other} at position ${template.indexOf(`\\${other}`)}`]);
        return `\\${other}`;
      }
      if (letter !== undefined)
        return { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '0': '\0', '\\': '\\' }[letter as string]!;
      const key: string = name ?? digits;
      const number = /^\d+$/.test(key) ? Number(key) : key;
      if (typeof number === 'number' && number > this.re.groups)
        throw new PyError(error, [`invalid group reference ${number} at position 1`]);
      if (typeof number === 'string' && !(number in this.re.names)) throw indexError(`unknown group name '${number}'`);
      return this.found[this.index(number)] ?? '';
    });
  }

  [REPR](): string {
    const [start, end] = this.place(0);
    return `<re.Match object; span=(${start}, ${end}), match=${repr(this.group(0))}>`;
  }
}

async function substitute(pattern: Pattern, by: unknown, given: unknown, count: number): Promise<[unknown, number]> {
  const subject = pattern.subject(given);
  const octets = bytesOf(by);
  const template = octets === undefined ? by : latin1(octets);
  let [out, at, n] = ['', 0, 0];
  for (const match of pattern.all(subject)) {
    if (count > 0 && n >= count) break;
    const [start, end] = match.place(0);
    let text: unknown;
    if (typeof template === 'string') text = template.includes('\\') ? match.expand(template) : template;
    else {
      text = await linked.call(by, [match]);
      text = bytesOf(text) === undefined ? text : latin1(bytesOf(text)!);
    }
    out += subject.text.slice(at, start) + String(text ?? '');
    at = end;
    n++;
  }
  out += subject.text.slice(at);
  return [subject.octets ? fromLatin1(out) : out, n];
}

function split(pattern: Pattern, given: unknown, most: number): unknown[] {
  const subject = pattern.subject(given);
  const value = (text: string): unknown => (subject.octets ? fromLatin1(text) : text);
  const parts: unknown[] = [];
  let [at, n] = [0, 0];
  for (const match of pattern.all(subject)) {
    if (most > 0 && n >= most) break;
    const [start, end] = match.place(0);
    parts.push(value(subject.text.slice(at, start)), ...match.groups(null));
    at = end;
    n++;
  }
  return [...parts, value(subject.text.slice(at))];
}

function findAll(pattern: Pattern, given: unknown, from = 0): unknown[] {
  return Array.from(pattern.all(pattern.subject(given), from), (match) => {
    const empty = match.value('');
    if (pattern.groups === 0) return match.group(0);
    return pattern.groups === 1 ? match.group(1, empty) : new Tuple(match.groups(empty));
  });
}

const patternMethods = {
  'match(string, pos=0, endpos=?)': (self: Pattern, given: unknown, from: number, end?: number) =>
    self.find(self.subject(given), from, 'match', end),
  'search(string, pos=0, endpos=?)': (self: Pattern, given: unknown, from: number, end?: number) =>
    self.find(self.subject(given), from, 'search', end),
  'fullmatch(string, pos=0, endpos=?)': (self: Pattern, given: unknown, from: number, end?: number) =>
    self.find(self.subject(given), from, 'fullmatch', end),
  'findall(string, pos=0)': findAll,
  'finditer(string, pos=0)': (self: Pattern, given: unknown, from: number) =>
    new Iter(self.all(self.subject(given), from), 'callable_iterator'),
  'sub(repl, string, count=0)': async (self: Pattern, by: unknown, given: unknown, count: number) =>
    (await substitute(self, by, given, count))[0],
  'subn(repl, string, count=0)': async (self: Pattern, by: unknown, given: unknown, count: number) =>
    new Tuple(await substitute(self, by, given, count)),
  'split(string, maxsplit=0)': split,
};

let prepared = false;
function prepare(): void {
  if (prepared) return;
  prepared = true;
  methods(patternType, patternMethods);
  attributes(patternType, {
    pattern: (self: Pattern) => self.pattern,
    flags: (self: Pattern) => self.flags | (self.octets ? 0 : 32),
    groups: (self: Pattern) => self.groups,
    groupindex: (self: Pattern) => new Dict(Object.entries(self.names)),
  });
  methods(matchType, {
    'group(*groups)': (self: Match, all: unknown[]) =>
      all.length === 0 ? self.group(0) : all.length === 1 ? self.group(all[0]) : new Tuple(all.map((one) => self.group(one))),
    'groups(default=None)': (self: Match, absent: unknown) => new Tuple(self.groups(absent)),
    'groupdict(default=None)': (self: Match, absent: unknown) =>
      new Dict(Object.keys(self.re.names).map((name) => [name, self.group(name, absent)] as const)),
    'start(group=0, /)': (self: Match, group: unknown) => self.place(group)[0],
    'end(group=0, /)': (self: Match, group: unknown) => self.place(group)[1],
    'span(group=0, /)': (self: Match, group: unknown) => new Tuple(self.place(group)),
    'expand(template)': (self: Match, template: string) => self.expand(template),
  });
  attributes(matchType, {
    string: (self: Match) => self.value(self.subject.text),
    re: (self: Match) => self.re,
    pos: () => 0,
    endpos: (self: Match) => self.subject.text.length,
    lastindex: (self: Match) => lastGroup(self) ?? null,
    lastgroup: (self: Match) => Object.entries(self.re.names).find(([, at]) => at === lastGroup(self))?.[0] ?? null,
  });
}

const lastGroup = (self: Match): number | undefined => {
  for (let i = self.re.groups; i > 0; i--) if (self.found[i] !== undefined) return i;
  return undefined;
};

const compiled = new Map<string, Pattern>();

function compile(pattern: unknown, flags: unknown): Pattern {
  if (pattern instanceof Pattern) return pattern;
  const key = `${Number(flags)} ${repr(pattern)}`;
  let found = compiled.get(key);
  if (found === undefined) compiled.set(key, (found = new Pattern(pattern, Number(flags))));
  return found;
}

export function names(): Record<string, unknown> {
  prepare();
  const short = { I: 2, L: 4, M: 8, S: 16, U: 32, X: 64, A: 256 };
  return {
    ...FLAGS,
    ...short,
    error,
    Pattern: patternType,
    Match: matchType,
    ...functions({
      'compile(pattern, flags=0)': compile,
      'match(pattern, string, flags=0)': (p: unknown, s: unknown, f: unknown) => compile(p, f).find(compile(p, f).subject(s), 0, 'match'),
      'search(pattern, string, flags=0)': (p: unknown, s: unknown, f: unknown) => compile(p, f).find(compile(p, f).subject(s), 0, 'search'),
      'fullmatch(pattern, string, flags=0)': (p: unknown, s: unknown, f: unknown) =>
        compile(p, f).find(compile(p, f).subject(s), 0, 'fullmatch'),
      'findall(pattern, string, flags=0)': (p: unknown, s: unknown, f: unknown) => findAll(compile(p, f), s),
      'finditer(pattern, string, flags=0)': (p: unknown, s: unknown, f: unknown) =>
        new Iter(compile(p, f).all(compile(p, f).subject(s)), 'callable_iterator'),
      'sub(pattern, repl, string, count=0, flags=0)': async (p: unknown, by: unknown, s: unknown, count: number, f: unknown) =>
        (await substitute(compile(p, f), by, s, count))[0],
      'subn(pattern, repl, string, count=0, flags=0)': async (p: unknown, by: unknown, s: unknown, count: number, f: unknown) =>
        new Tuple(await substitute(compile(p, f), by, s, count)),
      'split(pattern, string, maxsplit=0, flags=0)': (p: unknown, s: unknown, most: number, f: unknown) => split(compile(p, f), s, most),
      'escape(pattern)': (given: unknown) => {
        const octets = bytesOf(given);
        const text = (octets === undefined ? (given as string) : latin1(octets)).replace(/[-()[\]{}?*+|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
        return octets === undefined ? text : fromLatin1(text);
      },
      'purge()': () => {
        compiled.clear();
        return null;
      },
    }),
  };
}
