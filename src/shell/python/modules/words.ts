/** The modules `string`, `json`, `pprint` and `textwrap`. */
import { Tuple } from '../behaviour.ts';
import { functions } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { bytesOf } from '../containers/octets.ts';
import { exceptionType, PyError, typeError, valueErrorType } from '../errors.ts';
import { asInt, asNumber, float, isFloat, isPlain, typeName } from '../kinds.ts';
import { linked } from '../linked.ts';
import { floatText, parseInteger } from '../numbers.ts';
import type { Session } from '../session.ts';
import { escapeCode, repr, str } from '../text/repr.ts';

export function string(): Record<string, unknown> {
  const lower = 'abcdefghijklmnopqrstuvwxyz';
  const [digits, punctuation, whitespace] = ['0123456789', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', ' \t\n\r\v\f'];
  const upper = lower.toUpperCase();
  return {
    ascii_lowercase: lower,
    ascii_uppercase: upper,
    ascii_letters: lower + upper,
    letters: lower + upper,
    digits,
    hexdigits: '0123456789abcdefABCDEF',
    octdigits: '01234567',
    punctuation,
    whitespace,
    printable: digits + lower + upper + punctuation + whitespace,
    ...functions({
      'capwords(s, sep=None)': (text: string) =>
        text
          .split(/\s+/)
          .filter((word) => word !== '')
          .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
          .join(' '),
    }),
  };
}

interface Style {
  readonly indent: string | undefined;
  readonly comma: string;
  readonly colon: string;
  readonly sort: boolean;
  readonly ascii: boolean;
  readonly other: unknown;
}

function jsonText(text: string, ascii: boolean): string {
  const quoted = JSON.stringify(text);
  return ascii
    ? quoted.replace(/[\x7f-\uffff]/g, (one) => (one === '\x7f' ? one : escapeCode(one.charCodeAt(0)).replace(/^\\x/, '\\u00')))
    : quoted;
}

function jsonKey(key: unknown): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (typeof key === 'boolean') return String(key);
  if (asNumber(key) === undefined) throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
  return repr(key);
}

async function dump(value: unknown, style: Style, depth = 0): Promise<string> {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return jsonText(value, style.ascii);
  if (asInt(value) !== undefined) return String(asInt(value));
  if (isFloat(value)) return floatText(asNumber(value)!).replace('inf', 'Infinity').replace('nan', 'NaN');
  const line = (level: number): string => (style.indent === undefined ? '' : `\n${style.indent.repeat(level)}`);
  const comma = style.indent === undefined ? style.comma : style.comma.trimEnd();
  const wrapped = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0 ? open + close : `${open}${line(depth + 1)}${parts.join(comma + line(depth + 1))}${line(depth)}${close}`;
  if (Array.isArray(value)) {
    const parts: string[] = [];
    for (const one of value) parts.push(await dump(one, style, depth + 1));
    return wrapped('[', parts, ']');
  }
  if (value instanceof Dict || isPlain(value)) {
    const entries = value instanceof Dict ? [...value.entries()] : Object.entries(value);
    const named = entries.map(([key, one]) => [jsonKey(key), one] as const);
    if (style.sort) named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const parts: string[] = [];
    for (const [key, one] of named) parts.push(`${jsonText(key, style.ascii)}${style.colon}${await dump(one, style, depth + 1)}`);
    return wrapped('{', parts, '}');
  }
  if (style.other !== null) return dump(await linked.call(style.other, [value]), style, depth);
  throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
}

function styleOf(indent: unknown, separators: unknown, sort: unknown, ascii: unknown, other: unknown): Style {
  const [comma, colon] = separators === null ? [indent === null ? ', ' : ',', ': '] : (separators as string[]);
  const step = indent === null ? undefined : typeof indent === 'string' ? indent : ' '.repeat(Number(indent));
  return { indent: step, comma: comma!, colon: colon!, sort: sort === true, ascii: ascii !== false, other };
}

const jsonError = exceptionType('JSONDecodeError', valueErrorType, 'json.decoder');

/** Reads JSON as Python does: ints stay exact, floats are floats, objects are dicts. */
function parse(given: unknown): unknown {
  const octets = bytesOf(given);
  if (typeof given !== 'string' && octets === undefined)
    throw typeError(`the JSON object must be str, bytes or bytearray, not ${typeName(given)}`);
  const text = octets === undefined ? (given as string) : Buffer.from(octets).toString('utf8');
  let at = 0;
  const fail = (what: string, where = at): PyError => {
    const before = text.slice(0, where).split('\n');
    return new PyError(jsonError, [`${what}: line ${before.length} column ${before.at(-1)!.length + 1} (char ${where})`]);
  };
  const space = (): void => {
    while (' \t\n\r'.includes(text[at] ?? 'x')) at++;
  };
  const quoted = (): string => {
    const found = /"(?:[^"\\\p{Cc}]|\\.)*"/suy;
    found.lastIndex = at;
    const match = found.exec(text);
    if (match === null) throw fail('Unterminated string starting at');
    at += match[0].length;
    return JSON.parse(match[0]) as string;
  };
  const value = (): unknown => {
    space();
    const start = at;
    if (text[at] === '"') return quoted();
    if (text[at] === '[') return list();
    if (text[at] === '{') return object();
    const token = /null|true|false|-?Infinity|NaN|-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) throw fail('Expecting value', start);
    at += found[0].length;
    const constants: Record<string, unknown> = {
      null: null,
      true: true,
      false: false,
      NaN: Number.NaN,
      Infinity: Number.POSITIVE_INFINITY,
      '-Infinity': Number.NEGATIVE_INFINITY,
    };
    if (found[0] in constants) return constants[found[0]];
    return found[1] === undefined && found[2] === undefined ? parseInteger(found[0], 10) : float(Number(found[0]));
  };
  const list = (): unknown[] => {
    const items: unknown[] = [];
    at++;
    space();
    if (text[at] === ']') at++;
    else
      for (;;) {
        items.push(value());
        space();
        const next = text[at++];
        if (next === ']') break;
        if (next !== ',') throw fail("Expecting ',' delimiter", at - 1);
      }
    return items;
  };
  const object = (): Dict => {
    const dict = new Dict();
    at++;
    space();
    if (text[at] === '}') {
      at++;
      return dict;
    }
    for (;;) {
      space();
      if (text[at] !== '"') throw fail('Expecting property name enclosed in double quotes');
      const key = quoted();
      space();
      if (text[at++] !== ':') throw fail("Expecting ':' delimiter", at - 1);
      dict.set(key, value());
      space();
      const next = text[at++];
      if (next === '}') return dict;
      if (next !== ',') throw fail("Expecting ',' delimiter", at - 1);
    }
  };
  const result = value();
  space();
  if (at < text.length) throw fail('Extra data');
  return result;
}

export function json(): Record<string, unknown> {
  const options = '*, indent=None, separators=None, sort_keys=False, ensure_ascii=True, default=None';
  return {
    JSONDecodeError: jsonError,
    ...functions({
      [`dumps(obj, ${options})`]: (value: unknown, ...style: unknown[]) =>
        dump(value, styleOf(style[0], style[1], style[2], style[3], style[4])),
      [`dump(obj, fp, ${options})`]: async (value: unknown, file: unknown, ...style: unknown[]) => {
        await linked.call(linked.get(file, 'write'), [await dump(value, styleOf(style[0], style[1], style[2], style[3], style[4]))]);
        return null;
      },
      'loads(s)': parse,
      'load(fp)': async (file: unknown) => parse(await linked.call(linked.get(file, 'read'), [])),
    }),
  };
}

/** Long lists and dicts, an item a line; dicts by their keys. */
function pretty(value: unknown, indent: number, width: number): string {
  const sorted = sortedRepr(value);
  if (sorted.length + indent <= width) return sorted;
  const pad = `,\n${' '.repeat(indent + 1)}`;
  if (value instanceof Dict) {
    const parts = byKey(value).map(([key, one]) => `${repr(key)}: ${pretty(one, indent + repr(key).length + 3, width)}`);
    return `{${parts.join(pad)}}`;
  }
  if (!Array.isArray(value) || value.length === 0) return sorted;
  const [open, close] = value instanceof Tuple ? ['(', value.length === 1 ? ',)' : ')'] : ['[', ']'];
  return `${open}${Array.from(value, (one) => pretty(one, indent + 1, width)).join(pad)}${close}`;
}

const byKey = (dict: Dict): [unknown, unknown][] =>
  [...dict.entries()].sort(([a], [b]) => (str(a) < str(b) ? -1 : str(a) > str(b) ? 1 : 0));

function sortedRepr(value: unknown): string {
  if (value instanceof Dict && value.constructor === Dict)
    return `{${byKey(value)
      .map(([key, one]) => `${repr(key)}: ${sortedRepr(one)}`)
      .join(', ')}}`;
  if (Array.isArray(value) && !(value instanceof Tuple)) return `[${value.map(sortedRepr).join(', ')}]`;
  return repr(value);
}

export function pprint(session: Session): Record<string, unknown> {
  const print = (value: unknown, stream: unknown, indent: number, width: number): unknown => {
    const text = `${pretty(value, indent - 1, width)}\n`;
    if (stream !== null) return linked.call(linked.get(stream, 'write'), [text]);
    session.write(text);
    return null;
  };
  return functions({
    'pprint(object, stream=None, indent=1, width=80)': print,
    'pp(object, stream=None, indent=1, width=80)': print,
    'pformat(object, indent=1, width=80)': (value: unknown, indent: number, width: number) => pretty(value, indent - 1, width),
  });
}

function wrap(text: string, width: number, first: string, others: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(/\s+/).filter((one) => one !== '')) {
    const lead = lines.length === 0 ? first : others;
    if (line === '') line = lead;
    const room = (): number => width - line.length - (line === lead || line === others ? 0 : 1);
    if (word.length > room() && line !== lead && line !== others) {
      lines.push(line);
      line = others;
    }
    while (word.length > width - line.length && (line === lead || line === others)) {
      const cut = Math.max(1, width - line.length);
      lines.push(line + word.slice(0, cut));
      word = word.slice(cut);
      line = others;
    }
    if (word !== '') line += line === lead || line === others ? word : ` ${word}`;
  }
  return line.trim() === '' ? lines : [...lines, line];
}

export function textwrap(): Record<string, unknown> {
  const options = "width=70, initial_indent='', subsequent_indent=''";
  return functions({
    [`wrap(text, ${options})`]: wrap,
    [`fill(text, ${options})`]: (text: string, width: number, first: string, others: string) => wrap(text, width, first, others).join('\n'),
    'indent(text, prefix)': (text: string, prefix: string) => text.replace(/^(?=.*\S)/gm, prefix),
    'dedent(text)': (text: string) => {
      const margins = [...text.matchAll(/^([ \t]*)\S/gm)].map((found) => found[1]!);
      const margin = margins.reduce((a, b) => (b.startsWith(a) ? a : a.startsWith(b) ? b : ''), margins[0] ?? '');
      return text.replace(/^[ \t]+$/gm, '').replaceAll(new RegExp(`^${margin}`, 'gm'), '');
    },
    'shorten(text, width)': (text: string, width: number) =>
      text.length <= width ? text : `${text.slice(0, width - 6).replace(/\s\S*$/, '')} [...]`,
  });
}
