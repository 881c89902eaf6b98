/** `repr(x)` and `str(x)`, as Python 3 prints. */
import { REPR, Slice, STR, Tuple } from '../behaviour.ts';
import { Bound, Builtin, FUNC, isFunc } from '../callable.ts';
import { Dict, View } from '../containers/dict.ts';
import { keyErrorType, osErrorType, PyError } from '../errors.ts';
import { NOT_IMPLEMENTED } from '../equal.ts';
import { identity } from '../containers/hash.ts';
import { ELLIPSIS, Float, having, isPlain, PRIMITIVE, typeOf, written } from '../kinds.ts';
import { linked } from '../linked.ts';
import { floatText } from '../numbers.ts';
import { ByteArray, latin1 } from '../containers/octets.ts';
import { PySet } from '../containers/sets.ts';
import { CLASS, Type } from '../types.ts';
import { awaited } from '../waiting.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** The quote that needs no escape, single ones first. */
const quoteOf = (text: string): string => (text.includes("'") && !text.includes('"') ? '"' : "'");

export function textRepr(text: string): string {
  const quote = quoteOf(text);
  if (/^[ !#-&(-[\]-~]*$/.test(text)) return quote + text + quote;
  const escaped = text.replace(/[\\\n\r\t'"]|(?! )[\p{C}\p{Z}]/gu, (one) => {
    if (one === "'" || one === '"') return one === quote ? `\\${one}` : one;
    return ESCAPES[one] ?? escapeCode(one.codePointAt(0)!);
  });
  return quote + escaped + quote;
}

export function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

export function bytesRepr(octets: Uint8Array): string {
  const text = latin1(octets);
  const quote = quoteOf(text);
  const escaped = text.replace(/[^ -~]|[\\'"]/g, (one) => {
    if (one === "'" || one === '"') return one === quote ? `\\${one}` : one;
    return ESCAPES[one] ?? escapeCode(one.charCodeAt(0));
  });
  return `b${quote}${escaped}${quote}`;
}

/** The containers that are being printed: one within itself is `[...]`. */
const within = new Set<object>();

function guarded(of: object, again: string, text: () => string): string {
  if (within.has(of)) return again;
  within.add(of);
  try {
    return text();
  } finally {
    within.delete(of);
  }
}

const at = (of: unknown): string => `0x${identity(of).toString(16).padStart(12, '0')}`;

export function repr(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return textRepr(value);
    case 'number':
      return Number.isSafeInteger(value) ? String(value + 0) : floatText(value);
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'undefined':
      return 'None';
    case 'symbol':
      return value === ELLIPSIS ? 'Ellipsis' : value === NOT_IMPLEMENTED ? 'NotImplemented' : String(value);
  }
  if (value === null) return 'None';
  const own = written(value, '__repr__');
  if (own !== undefined) return String(awaited(() => linked.call(own, [value])));
  return nativeRepr(value as object);
}

/** As {@link repr}, past what a class of the session says. */
export function nativeRepr(value: object): string {
  const shown = having(value, REPR);
  if (shown !== undefined) return shown[REPR]();
  if (value instanceof Float) return floatText(value.value);
  return containerRepr(value) ?? objectRepr(value);
}

function containerRepr(value: object): string | undefined {
  if (value instanceof Tuple)
    return guarded(value, '(...)', () => (value.length === 1 ? `(${repr(value[0])},)` : `(${Array.from(value, repr).join(', ')})`));
  if (Array.isArray(value)) return guarded(value, '[...]', () => `[${Array.from(value, repr).join(', ')}]`);
  if (value instanceof Dict) return guarded(value, '{...}', () => entriesRepr(value.entries()));
  if (value instanceof View) return `dict_${value.what}(${repr([...value])})`;
  if (value instanceof PySet) {
    const name = value[CLASS].name;
    if (value.size === 0) return `${name}()`;
    const items = `{${[...value].map(repr).join(', ')}}`;
    return name === 'set' ? items : `${name}(${items})`;
  }
  if (value instanceof Uint8Array) return bytesRepr(value);
  if (value instanceof ByteArray) return `bytearray(${bytesRepr(value.octets)})`;
  if (value instanceof Slice) return `slice(${repr(value.start)}, ${repr(value.stop)}, ${repr(value.step)})`;
  if (value instanceof Map) return guarded(value, '{...}', () => entriesRepr(value.entries()));
  if (value instanceof Set) return value.size === 0 ? 'set()' : `{${[...value].map(repr).join(', ')}}`;
  if (isPlain(value) && !(CLASS in value)) return guarded(value, '{...}', () => entriesRepr(Object.entries(value)));
  return undefined;
}

const entriesRepr = (entries: Iterable<readonly [unknown, unknown]>): string =>
  `{${[...entries].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`;

/** `__main__.C`, `datetime.date`, `int`. */
export const qualified = (type: Type): string => {
  const module = type.module ?? (type.written ? '__main__' : undefined);
  return module === undefined ? type.name : `${module}.${type.name}`;
};

function objectRepr(value: object): string {
  if (value instanceof Type) return `<class '${qualified(value)}'>`;
  if (value instanceof Error) return errorRepr(value);
  const inner = (value as { [PRIMITIVE]?: unknown })[PRIMITIVE];
  if (inner !== undefined) return repr(inner);
  if (isFunc(value)) return `<function ${value[FUNC].name} at ${at(value)}>`;
  if (value instanceof Builtin) return `<built-in function ${value.name}>`;
  if (value instanceof Bound) {
    if (value.func instanceof Builtin)
      return `<built-in method ${value.func.name} of ${typeOf(value.self).name} object at ${at(value.self)}>`;
    return `<bound method ${isFunc(value.func) ? value.func[FUNC].name : '?'} of ${repr(value.self)}>`;
  }
  if (typeof value === 'function') return `<function ${(value as { name: string }).name || '<lambda>'} at ${at(value)}>`;
  return `<${qualified(typeOf(value))} object at ${at(value)}>`;
}

function errorRepr(error: Error): string {
  if (error instanceof PyError) return `${error[CLASS].name}(${Array.from(error.args, repr).join(', ')})`;
  return `${typeOf(error).name}(${textRepr(error.message)})`;
}

/** The text of an exception: of its one argument, of KeyError as repr, of OSError with its number. */
export function errorText(error: Error): string {
  if (!(error instanceof PyError)) return error.message;
  const { args } = error;
  if (args.length === 0) return '';
  if (error[CLASS].is(osErrorType) && args.length >= 2) {
    const file = args.length > 2 && args[2] !== null ? `: ${repr(args[2])}` : '';
    return `[Errno ${str(args[0])}] ${str(args[1])}${file}`;
  }
  if (args.length === 1) return error[CLASS].is(keyErrorType) ? repr(args[0]) : str(args[0]);
  return repr(args);
}

export function str(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return repr(value);
  const own = written(value, '__str__');
  if (own !== undefined) return String(awaited(() => linked.call(own, [value])));
  if (written(value, '__repr__') !== undefined) return repr(value);
  return nativeStr(value);
}

export function nativeStr(value: object): string {
  const shown = having(value, STR);
  if (shown !== undefined) return shown[STR]();
  const inner = (value as { [PRIMITIVE]?: unknown })[PRIMITIVE];
  if (inner !== undefined) return str(inner);
  return value instanceof Error ? errorText(value) : nativeRepr(value);
}

/** `ascii(x)`. */
export const asciiOf = (value: unknown): string => repr(value).replace(/\P{ASCII}/gu, (one) => escapeCode(one.codePointAt(0)!));

/** The text of an error with its kind, as a line for the user. */
export function errorLine(error: Error): string {
  const text = errorText(error) + (error instanceof PyError ? error.suggestion : '');
  return text === '' ? typeOf(error).name : `${typeOf(error).name}: ${text}`;
}
