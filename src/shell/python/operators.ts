/** `a + b`, `-a`, `a in b`, and whether a value is true. Within settle(): a class of the session may have to be asked. */
import type { BinaryOperator, Comparison, UnaryOperator } from '../runtime.ts';
import { BINARY, CONTAINS, LENGTH, TRUTH, Tuple, UNARY, UNKNOWN } from './behaviour.ts';
import { compareValues, equal, identical, NOT_IMPLEMENTED } from './equal.ts';
import { typeError } from './errors.ts';
import { asInt, asNumber, Float, float, having, isPlain, primitiveOf, typeName, written } from './kinds.ts';
import { isSync, iterableOf } from './iterate.ts';
import { length } from './items.ts';
import { checkCount } from './memory.ts';
import { linked } from './linked.ts';
import { floatBinary, intBinary, toFloat } from './numbers.ts';
import { ByteArray, bytesOf, indexOfOctets, join, needBytes, octet } from './containers/octets.ts';
import { bytesPercent, percent } from './text/percent.ts';
import { combine, PySet } from './containers/sets.ts';
import { integer } from './containers/slices.ts';
import { Type } from './types.ts';
import { awaited } from './waiting.ts';

const METHODS: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'lshift',
  '>>': 'rshift',
};

export function binary(operator: BinaryOperator, a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a) && Number.isSafeInteger(b))
    return intBinary(operator, a, b);
  const asked = askedBinary(operator, a, b);
  if (asked !== UNKNOWN) return asked;
  const result = nativeBinary(operator, a, b);
  if (result !== UNKNOWN) return result;
  throw unsupported(operator, a, b);
}

function unsupported(operator: string, a: unknown, b: unknown): Error {
  if (operator === '+') {
    if (typeof a === 'string') return typeError(`can only concatenate str (not "${typeName(b)}") to str`);
    if (Array.isArray(a)) return typeError(`can only concatenate ${typeName(a)} (not "${typeName(b)}") to ${typeName(a)}`);
    if (bytesOf(a) !== undefined) return typeError(`can't concat ${typeName(b)} to ${typeName(a)}`);
  }
  const sequence = (x: unknown) => typeof x === 'string' || Array.isArray(x) || bytesOf(x) !== undefined;
  if (operator === '*' && sequence(a)) return typeError(`can't multiply sequence by non-int of type '${typeName(b)}'`);
  if (operator === '*' && sequence(b)) return typeError(`can't multiply sequence by non-int of type '${typeName(a)}'`);
  const shown = operator === '**' ? '** or pow()' : operator;
  return typeError(`unsupported operand type(s) for ${shown}: '${typeName(a)}' and '${typeName(b)}'`);
}

/** What the operator's method of either side gives. */
function askedBinary(operator: BinaryOperator, a: unknown, b: unknown): unknown {
  for (const [one, other, reversed] of [
    [a, b, false],
    [b, a, true],
  ] as const) {
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null) continue;
    const own = written(one, `__${reversed ? 'r' : ''}${METHODS[operator]}__`);
    if (own !== undefined) {
      const said = awaited(() => linked.call(own, [one, other]));
      if (said !== NOT_IMPLEMENTED) return said;
    }
    const said = having(one, BINARY)?.[BINARY](operator, other, reversed);
    if (said !== undefined && said !== UNKNOWN) return said;
  }
  return UNKNOWN;
}

export function nativeBinary(operator: BinaryOperator, a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && operator === '+') return typeof b === 'string' ? a + b : UNKNOWN;
  const numeric = numbersBinary(operator, a, b);
  if (numeric !== UNKNOWN) return numeric;
  if (operator === '%') {
    if (typeof a === 'string') return percent(a, b);
    const octets = bytesOf(a);
    if (octets !== undefined) return bytesPercent(octets, b);
  }
  if (operator === '+') return concatenated(a, b);
  if (operator === '*') {
    const times = integer(b);
    if (times !== undefined) return repeated(a, times);
    const before = integer(a);
    return before === undefined ? UNKNOWN : repeated(b, before);
  }
  if (operator === '|' && isPlain(a) && isPlain(b)) return { ...a, ...b };
  if (operator === '|' && a instanceof Type) return new Tuple([a, b]);
  const [inA, inB] = [primitiveOf(a), primitiveOf(b)];
  if (inA !== undefined || inB !== undefined) return nativeBinary(operator, inA ?? a, inB ?? b);
  return UNKNOWN;
}

function numbersBinary(operator: BinaryOperator, a: unknown, b: unknown): unknown {
  const [x, y] = [asInt(a), asInt(b)];
  if (x !== undefined && y !== undefined) {
    const result = intBinary(operator, x, y);
    const bools = typeof a === 'boolean' && typeof b === 'boolean';
    if (bools && (operator === '&' || operator === '|' || operator === '^')) return result === 1;
    return result === undefined ? UNKNOWN : result;
  }
  if (a instanceof Float || typeof a === 'number' || b instanceof Float || typeof b === 'number') {
    const [n, m] = [x !== undefined ? toFloat(x) : asNumber(a), y !== undefined ? toFloat(y) : asNumber(b)];
    if (n === undefined || m === undefined) return UNKNOWN;
    return floatBinary(operator, n, m) ?? UNKNOWN;
  }
  return UNKNOWN;
}

function concatenated(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple)
    return a instanceof Tuple ? new Tuple([...a, ...b]) : [...a, ...b];
  const [x, y] = [bytesOf(a), bytesOf(b)];
  if (x === undefined || y === undefined) return UNKNOWN;
  return a instanceof ByteArray ? new ByteArray(join([x, y])) : join([x, y]);
}

function repeated(of: unknown, given: number | bigint): unknown {
  const times = Math.max(0, Number(given));
  if (typeof of === 'string') return of.repeat(times);
  if (Array.isArray(of)) {
    if (of.length > 0) checkCount(of.length * times);
    const items: unknown[] = [];
    for (let i = 0; of.length > 0 && i < times; i++) for (const one of of) items.push(one);
    return of instanceof Tuple ? new Tuple(items) : items;
  }
  const octets = bytesOf(of);
  if (octets === undefined) return UNKNOWN;
  const all = new Uint8Array(octets.length * times);
  for (let i = 0; i < times; i++) all.set(octets, i * octets.length);
  return of instanceof ByteArray ? new ByteArray(all) : all;
}

/** `a += b`: what can change, changes. */
export function inPlace(operator: BinaryOperator, a: unknown, b: unknown): unknown {
  if (typeof a !== 'object' || a === null) return binary(operator, a, b);
  const own = written(a, `__i${METHODS[operator]}__`);
  if (own !== undefined) {
    const said = awaited(() => linked.call(own, [a, b]));
    if (said !== NOT_IMPLEMENTED) return said;
  }
  if (Array.isArray(a) && !(a instanceof Tuple)) {
    if (operator === '+') {
      const all = iterableOf(b);
      if (all === undefined) throw typeError(`'${typeName(b)}' object is not iterable`);
      if (isSync(all)) {
        a.push(...Array.from(all));
        return a;
      }
    }
    const times = operator === '*' ? integer(b) : undefined;
    if (times !== undefined) {
      const items = repeated(a, times) as unknown[];
      a.splice(0, a.length, ...items);
      return a;
    }
  }
  if (a instanceof ByteArray && operator === '+') {
    a.octets = join([a.octets, needBytes(b)]);
    return a;
  }
  if (a instanceof PySet && b instanceof PySet && a.constructor === PySet) {
    const result = combine(operator, a, b);
    if (result instanceof PySet) {
      const items = [...result];
      a.clear();
      for (const one of items) a.add(one);
      return a;
    }
  }
  try {
    return binary(operator, a, b);
  } catch (error) {
    throw error instanceof Error && error.message.startsWith('unsupported operand type(s) for ')
      ? unsupported(`${operator}=`, a, b)
      : error;
  }
}

export function compare(operator: Comparison, a: unknown, b: unknown): unknown {
  switch (operator) {
    case 'is':
      return identical(a, b);
    case 'is not':
      return !identical(a, b);
    case 'in':
      return contains(b, a);
    case 'not in':
      return !contains(b, a);
    default:
      return compareValues(operator, a, b);
  }
}

export function contains(of: unknown, what: unknown): boolean {
  if (typeof of === 'string') {
    if (typeof what !== 'string') throw typeError(`'in <string>' requires string as left operand, not ${typeName(what)}`);
    return of.includes(what);
  }
  const own = written(of, '__contains__');
  if (own !== undefined) return truth(awaited(() => linked.call(own, [of, what])));
  return nativeContains(of, what);
}

export function nativeContains(of: unknown, what: unknown): boolean {
  const behaviour = having(of, CONTAINS);
  if (behaviour !== undefined) return behaviour[CONTAINS](what);
  const octets = bytesOf(of);
  if (octets !== undefined) {
    const number = asInt(what);
    if (number !== undefined) return octets.includes(octet(number));
    return indexOfOctets(octets, needBytes(what)) >= 0;
  }
  if (of instanceof Map || of instanceof Set) return of.has(what);
  if (isPlain(of)) return Object.hasOwn(of, String(what));
  const all = iterableOf(of);
  if (all === undefined) throw typeError(`argument of type '${typeName(of)}' is not iterable`);
  if (!isSync(all)) {
    return awaited(async () => {
      for await (const one of all) if (equal(one, what)) return true;
      return false;
    });
  }
  for (const one of all) if (equal(one, what)) return true;
  return false;
}

export function unary(operator: UnaryOperator, a: unknown): unknown {
  const own = written(a, { '-': '__neg__', '+': '__pos__', '~': '__invert__' }[operator]);
  if (own !== undefined) return awaited(() => linked.call(own, [a]));
  const said = having(a, UNARY)?.[UNARY](operator);
  if (said !== undefined && said !== UNKNOWN) return said;
  const number = asInt(a);
  if (number !== undefined) {
    if (operator === '+') return number;
    return operator === '-' ? intBinary('-', 0, number) : intBinary('-', -1, number);
  }
  const double = asNumber(a);
  if (double !== undefined && operator !== '~') return float(operator === '-' ? -double : double);
  throw typeError(`bad operand type for unary ${operator}: '${typeName(a)}'`);
}

export function truth(of: unknown): boolean {
  switch (typeof of) {
    case 'boolean':
      return of;
    case 'number':
      return of !== 0;
    case 'string':
      return of !== '';
    case 'bigint':
      return of !== 0n;
    case 'undefined':
      return false;
    case 'object':
      break;
    default:
      return true;
  }
  if (of === null) return false;
  const own = written(of, '__bool__') ?? written(of, '__nonzero__');
  if (own !== undefined) return truth(awaited(() => linked.call(own, [of])));
  if (written(of, '__len__') !== undefined) return length(of) !== 0;
  const behaviour = having(of, TRUTH);
  if (behaviour !== undefined) return behaviour[TRUTH]();
  const sized = having(of, LENGTH);
  if (sized !== undefined) return sized[LENGTH]() !== 0;
  if (of instanceof Float) return of.value !== 0;
  if (Array.isArray(of) || of instanceof Uint8Array) return of.length > 0;
  if (of instanceof ByteArray) return of.octets.length > 0;
  if (of instanceof Map || of instanceof Set) return of.size > 0;
  if (isPlain(of)) return Object.keys(of).length > 0;
  const inner = primitiveOf(of);
  return inner === undefined ? true : truth(inner);
}
