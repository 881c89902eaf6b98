/** Methods of str. */
import type { Named } from '../../runtime.ts';
import { Tuple } from '../behaviour.ts';
import { Dict } from '../containers/dict.ts';
import { encode } from '../text/codecs.ts';
import { typeError, valueError } from '../errors.ts';
import { gather, iterableOf } from '../iterate.ts';
import { item } from '../items.ts';
import { typeName } from '../kinds.ts';
import { linked } from '../linked.ts';
import { placesFor } from './list.ts';
import { strFormat, strFormatMap } from '../text/str-format.ts';
import { lengthOf, part } from '../text/characters.ts';
import { resolve } from '../containers/slices.ts';
import { Slice } from '../behaviour.ts';

type Table = Readonly<Record<string, (...values: never[]) => unknown>>;

/** Python's white space. */
const SPACE = '[ \\t-\\r\\x1c-\\x1f\\x85\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function strip(text: string, set: string | null, left: boolean, right: boolean): string {
  if (set === '') return text;
  const one = set === null ? SPACE : `[${quoted(set)}]`;
  let out = text;
  if (left) out = out.replace(new RegExp(`^${one}+`), '');
  if (right) {
    const pattern = new RegExp(one);
    let end = out.length;
    while (end > 0 && pattern.test(out[end - 1]!)) end--;
    out = out.slice(0, end);
  }
  return out;
}

const needText = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw typeError(`${what}, not ${typeName(value)}`);
  return value;
};

function split(text: string, separator: string | null, most: number): string[] {
  if (separator === null) {
    const trimmed = strip(text, null, true, most < 0);
    if (trimmed === '') return [];
    const parts: string[] = [];
    const space = new RegExp(`${SPACE}+`, 'g');
    let at = 0;
    for (const found of trimmed.matchAll(space)) {
      if (parts.length === most) break;
      if (found.index + found[0].length === trimmed.length && most >= 0 && parts.length < most) {
        parts.push(trimmed.slice(at, found.index));
        return parts;
      }
      parts.push(trimmed.slice(at, found.index));
      at = found.index + found[0].length;
    }
    return [...parts, trimmed.slice(at)];
  }
  if (separator === '') throw valueError('empty separator');
  const all = text.split(separator);
  return most < 0 || all.length <= most + 1 ? all : [...all.slice(0, most), all.slice(most).join(separator)];
}

function rsplit(text: string, separator: string | null, most: number): string[] {
  if (most < 0) return split(text, separator, -1);
  if (separator === null) {
    const parts: string[] = [];
    let left = strip(text, null, false, true);
    while (parts.length < most) {
      const found = new RegExp(`^([^]*?)${SPACE}+((?!${SPACE})[^])+$`).exec(left);
      if (found === null) break;
      const head = strip(left.replace(new RegExp(`(?:(?!${SPACE})[^])+$`), ''), null, false, true);
      parts.unshift(strip(left.slice(head.length), null, true, false));
      left = head;
      if (head === '') break;
    }
    return strip(left, null, true, false) === '' ? parts : [left, ...parts];
  }
  if (separator === '') throw valueError('empty separator');
  const all = text.split(separator);
  return all.length <= most + 1 ? all : [all.slice(0, all.length - most).join(separator), ...all.slice(all.length - most)];
}

/** The part that `start` and `end` name, and where it begins. */
function within(text: string, start: unknown, end: unknown): { text: string; from: number } | undefined {
  if (start === null && end === null) return { text, from: 0 };
  const size = lengthOf(text);
  const places = resolve(new Slice(start, end, null), size);
  if (typeof start === 'number' && start > size) return undefined;
  return { text: part(text, places.start, Math.max(places.start, places.stop)), from: places.start };
}

function find(text: string, what: unknown, start: unknown, end: unknown, last: boolean): number {
  const wanted = needText(what, 'must be str');
  const area = within(text, start, end);
  if (area === undefined) return -1;
  const at = last ? area.text.lastIndexOf(wanted) : area.text.indexOf(wanted);
  return at < 0 ? -1 : area.from + lengthOf(area.text.slice(0, at));
}

function edges(
  text: string,
  what: unknown,
  start: unknown,
  end: unknown,
  test: (text: string, edge: string) => boolean,
  name: string,
): boolean {
  const area = within(text, start, end);
  const options = what instanceof Tuple ? [...what] : [what];
  if (options.some((one) => typeof one !== 'string'))
    throw typeError(`${name} first arg must be str or a tuple of str, not ${typeName(what)}`);
  return area !== undefined && options.some((one) => test(area.text, one as string));
}

function center(text: string, width: number, fill: string): string {
  const missing = width - lengthOf(text);
  if (missing <= 0) return text;
  const before = Math.floor(missing / 2) + (missing & width & 1);
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

function replace(text: string, old: unknown, by: unknown, count: number): string | Promise<string> {
  if (isScripts(old, by)) return replaceAsScript(text, old, by, false);
  const [from, to] = [needText(old, 'replace() argument 1 must be str'), needText(by, 'replace() argument 2 must be str')];
  if (count < 0) return text.replaceAll(from, () => to);
  if (from === '') {
    const all = Array.from(text);
    return all.map((one, i) => (i < count ? to + one : one)).join('') + (count > all.length ? to : '');
  }
  const parts = text.split(from);
  if (parts.length <= count) return parts.join(to);
  return (
    parts.slice(0, count + 1).join(to) +
    parts
      .slice(count + 1)
      .map((one) => from + one)
      .join('')
  );
}

/** What Python's replace() never gets: JavaScript's pattern or function. */
const isScripts = (old: unknown, by: unknown): old is RegExp | string =>
  old instanceof RegExp || (typeof old === 'string' && typeof by === 'function');

/** `'abc'.replace(/b/g, 'X')`, `'abc'.replace('b', (c) => c + c)`, as JavaScript does it; the function may be async. */
async function replaceAsScript(text: string, old: RegExp | string, by: unknown, all: boolean): Promise<string> {
  const swapped = (to: never): string => (all ? text.replaceAll(old, to) : text.replace(old, to));
  if (typeof by !== 'function') return swapped(needText(by, 'replace() argument 2 must be str or a function') as never);
  const found: unknown[][] = [];
  swapped(((...one: unknown[]) => {
    found.push(one);
    return '';
  }) as never);
  const said: string[] = [];
  for (const one of found) said.push(linked.str(await linked.call(by, placesFor(by, one))));
  return swapped((() => said.shift()) as never);
}

/** Python's ends of lines. */
const ENDS = '\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029';
const LINES = new RegExp(`[^${ENDS}]*(?:\\r\\n|[${ENDS}]|$)`, 'g');
const LAST_END = new RegExp(`(?:\\r\\n|[${ENDS}])$`);

export function splitLines(text: string, keep: boolean): string[] {
  const lines = text.match(LINES) ?? [];
  if (lines.at(-1) === '') lines.pop();
  return keep ? lines : lines.map((line) => line.replace(LAST_END, ''));
}

function expandTabs(text: string, size: number): string {
  let [out, column] = ['', 0];
  for (const one of text) {
    if (one === '\t') {
      const fill = size > 0 ? size - (column % size) : 0;
      out += ' '.repeat(fill);
      column += fill;
    } else {
      out += one;
      column = one === '\n' || one === '\r' ? 0 : column + 1;
    }
  }
  return out;
}

function partition(text: string, separator: string, last: boolean): Tuple {
  if (separator === '') throw valueError('empty separator');
  const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at < 0) return new Tuple(last ? ['', '', text] : [text, '', '']);
  return new Tuple([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

function joined(self: string, parts: unknown): unknown {
  if (iterableOf(parts) === undefined) throw typeError('can only join an iterable');
  const all = gather(parts);
  const join = (items: unknown[]): string =>
    items.map((one, i) => needText(one, `sequence item ${i}: expected str instance`).toString()).join(self);
  const checked = (items: unknown[]): string => {
    const bad = items.findIndex((one) => typeof one !== 'string');
    if (bad >= 0) throw typeError(`sequence item ${bad}: expected str instance, ${typeName(items[bad])} found`);
    return join(items);
  };
  return all instanceof Promise ? all.then(checked) : checked(all);
}

const cased = /[\p{Lu}\p{Ll}\p{Lt}]/u;
const title = (text: string): string => text.replace(/\p{L}+/gu, (word) => upperFirst(word));
const upperFirst = (word: string): string => {
  const [first = '', ...rest] = Array.from(word);
  return first.toUpperCase() + rest.join('').toLowerCase();
};
const swap = (text: string): string =>
  Array.from(text, (one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('');

function translate(text: string, table: unknown): string {
  return Array.from(text, (one) => {
    const code = one.codePointAt(0)!;
    if (table instanceof Dict && !table.has(code)) return one;
    const by = item(table, code);
    if (by === null) return '';
    return typeof by === 'string' ? by : String.fromCodePoint(Number(by));
  }).join('');
}

function isTitle(text: string): boolean {
  let [before, some] = [false, false];
  for (const one of text) {
    const isCased = cased.test(one);
    if (isCased && before === (one === one.toUpperCase() && one !== one.toLowerCase())) return false;
    some ||= isCased;
    before = isCased;
  }
  return some;
}

export const strMethods: Table = {
  'upper()': (self: string) => self.toUpperCase(),
  'lower()': (self: string) => self.toLowerCase(),
  'casefold()': (self: string) => self.toLowerCase().replaceAll('ß', 'ss'),
  'title()': title,
  'capitalize()': upperFirst,
  'swapcase()': swap,
  'strip(chars=None, /)': (self: string, set: string | null) => strip(self, set, true, true),
  'lstrip(chars=None, /)': (self: string, set: string | null) => strip(self, set, true, false),
  'rstrip(chars=None, /)': (self: string, set: string | null) => strip(self, set, false, true),
  'split(sep=None, maxsplit=-1)': (self: string, by: unknown, most: number) =>
    by instanceof RegExp
      ? self.split(by, most < 0 ? undefined : most)
      : split(self, by === null ? null : needText(by, 'must be str or None'), most),
  'rsplit(sep=None, maxsplit=-1)': (self: string, by: string | null, most: number) => rsplit(self, by, most),
  'splitlines(keepends=False)': splitLines,
  'partition(sep, /)': (self: string, by: string) => partition(self, by, false),
  'rpartition(sep, /)': (self: string, by: string) => partition(self, by, true),
  'join(iterable, /)': joined,
  'replace(old, new, count=-1, /)': replace,
  'replaceAll(old, new, /)': (self: string, old: unknown, by: unknown) =>
    isScripts(old, by) ? replaceAsScript(self, old, by, true) : replace(self, old, by, -1),
  'find(sub, start=None, end=None, /)': (self: string, what: unknown, start: unknown, end: unknown) => find(self, what, start, end, false),
  'rfind(sub, start=None, end=None, /)': (self: string, what: unknown, start: unknown, end: unknown) => find(self, what, start, end, true),
  'index(sub, start=None, end=None, /)': (self: string, what: unknown, start: unknown, end: unknown) =>
    found(find(self, what, start, end, false)),
  'rindex(sub, start=None, end=None, /)': (self: string, what: unknown, start: unknown, end: unknown) =>
    found(find(self, what, start, end, true)),
  'count(sub, start=None, end=None, /)': (self: string, what: string, start: unknown, end: unknown) => {
    const area = within(self, start, end);
    if (area === undefined) return 0;
    return what === '' ? lengthOf(area.text) + 1 : area.text.split(what).length - 1;
  },
  'startswith(prefix, start=None, end=None, /)': (self: string, what: unknown, start: unknown, end: unknown) =>
    edges(self, what, start, end, (text, edge) => text.startsWith(edge), 'startswith'),
  'endswith(suffix, start=None, end=None, /)': (self: string, what: unknown, start: unknown, end: unknown) =>
    edges(self, what, start, end, (text, edge) => text.endsWith(edge), 'endswith'),
  'removeprefix(prefix, /)': (self: string, edge: string) => (self.startsWith(edge) ? self.slice(edge.length) : self),
  'removesuffix(suffix, /)': (self: string, edge: string) => (edge !== '' && self.endsWith(edge) ? self.slice(0, -edge.length) : self),
  'zfill(width, /)': (self: string, width: number) => {
    const sign = /^[+-]/.exec(self)?.[0] ?? '';
    return sign + self.slice(sign.length).padStart(width - sign.length, '0');
  },
  "ljust(width, fillchar=' ', /)": (self: string, width: number, fill: string) => self + fill.repeat(Math.max(0, width - lengthOf(self))),
  "rjust(width, fillchar=' ', /)": (self: string, width: number, fill: string) => fill.repeat(Math.max(0, width - lengthOf(self))) + self,
  "center(width, fillchar=' ', /)": center,
  'expandtabs(tabsize=8)': expandTabs,
  "encode(encoding='utf-8', errors='strict')": encode,
  "decode(encoding='utf-8', errors='strict')": (self: string, encoding: string) => {
    if (/^hex/.test(encoding)) return encode(self, 'unhex', 'strict');
    throw typeError("'str' object has no attribute 'decode'; did you mean: 'encode'?");
  },
  'format(*args, **kw)': (self: string, args: unknown[], named: Named) => strFormat(self, args, named),
  'format_map(mapping, /)': strFormatMap,
  'translate(table, /)': translate,
  'isdigit()': (self: string) => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u.test(self),
  'isdecimal()': (self: string) => /^\p{Nd}+$/u.test(self),
  'isnumeric()': (self: string) => /^\p{N}+$/u.test(self),
  'isalpha()': (self: string) => /^\p{L}+$/u.test(self),
  'isalnum()': (self: string) => /^[\p{L}\p{N}]+$/u.test(self),
  'isspace()': (self: string) => new RegExp(`^${SPACE}+$`).test(self),
  'isupper()': (self: string) => cased.test(self) && self === self.toUpperCase(),
  'islower()': (self: string) => cased.test(self) && self === self.toLowerCase(),
  'istitle()': isTitle,
  'isidentifier()': (self: string) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(self),
  'isascii()': (self: string) => /^\p{ASCII}*$/u.test(self),
  'isprintable()': (self: string) => !/(?! )[\p{C}\p{Z}]/u.test(self),
};

function found(at: number): number {
  if (at < 0) throw valueError('substring not found');
  return at;
}

/** `str.maketrans(…)`. */
export function makeTranslation(from: unknown, to: unknown, gone: unknown): Dict {
  const table = new Dict();
  if (from instanceof Dict) {
    for (const [key, value] of from.entries()) table.set(typeof key === 'string' ? key.codePointAt(0) : key, value);
    return table;
  }
  const [a, b] = [Array.from(from as string), Array.from((to ?? '') as string)];
  if (a.length !== b.length) throw valueError('the first two maketrans arguments must have equal length');
  for (const [i, one] of a.entries()) table.set(one.codePointAt(0), b[i]!.codePointAt(0));
  for (const one of Array.from((gone ?? '') as string)) table.set(one.codePointAt(0), null);
  return table;
}
