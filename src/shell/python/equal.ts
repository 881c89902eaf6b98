/** `==` and `<` of all kinds. */
import type { Comparison } from '../runtime.ts';
import { COMPARE, Tuple, UNKNOWN } from './behaviour.ts';
import { Bound } from './callable.ts';
import { typeError } from './errors.ts';
import { Float, having, PRIMITIVE, typeName, written } from './kinds.ts';
import { linked } from './linked.ts';
import { bytesOf, sameOctets } from './containers/octets.ts';
import { order as textOrder } from './text/characters.ts';
import { awaited } from './waiting.ts';

/** What an operator's method gives when it does not know the other side. */
export const NOT_IMPLEMENTED: unique symbol = Symbol('NotImplemented');

const OWN = { '==': '__eq__', '!=': '__ne__', '<': '__lt__', '<=': '__le__', '>': '__gt__', '>=': '__ge__' } as const;
const MIRRORED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
type Ordering = keyof typeof OWN;

/** A number or text that can be compared as JavaScript does; undefined for all else. */
function scalar(value: unknown): number | bigint | string | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
    case 'string':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'object':
      if (value === null) return undefined;
      if (value instanceof Float) return value.value;
      return scalar((value as { [PRIMITIVE]?: unknown })[PRIMITIVE]);
    default:
      return undefined;
  }
}

/** What the operator's method of either side says; undefined when neither knows. */
function asked(operator: Ordering, a: unknown, b: unknown): unknown {
  for (const [one, other, as] of [
    [a, b, operator],
    [b, a, MIRRORED[operator]],
  ] as const) {
    const own = written(one, OWN[as]);
    if (own !== undefined) {
      const said = awaited(() => linked.call(own, [one, other]));
      if (said !== NOT_IMPLEMENTED) return said;
    } else if (as === '!=' && written(one, '__eq__') !== undefined) {
      const said = asked('==', one, other);
      return said === undefined ? undefined : !said;
    }
    const said = having(one, COMPARE)?.[COMPARE](as, other);
    if (said !== undefined && said !== UNKNOWN) return said;
  }
  return undefined;
}

const compound = (value: unknown): boolean => typeof value === 'object' && value !== null;

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const [x, y] = [scalar(a), scalar(b)];
  if (compound(a) || compound(b) || typeof a === 'function' || typeof b === 'function') {
    const said = asked('==', a, b);
    if (said !== undefined) return said === true || (said !== false && said !== null && said !== 0);
  }
  // Ints and doubles are compared exactly; a text is never a number.
  if (x !== undefined && y !== undefined) {
    if (typeof x === 'string' || typeof y === 'string') return x === y;
    return x <= y && x >= y;
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a instanceof Tuple === b instanceof Tuple && a.length === b.length && a.every((one, i) => equal(one, b[i]));
  const [octetsA, octetsB] = [bytesOf(a), bytesOf(b)];
  if (octetsA !== undefined && octetsB !== undefined) return sameOctets(octetsA, octetsB);
  if (a instanceof Bound && b instanceof Bound) return a.self === b.self && a.func === b.func;
  return (a ?? null) === (b ?? null);
}

/** `<`, `<=`, `>`, `>=`. */
export function ordered(operator: '<' | '<=' | '>' | '>=', a: unknown, b: unknown): unknown {
  if (compound(a) || compound(b)) {
    const said = asked(operator, a, b);
    if (said !== undefined) return said;
  }
  const [x, y] = [scalar(a), scalar(b)];
  if (x !== undefined && y !== undefined && (typeof x === 'string') === (typeof y === 'string')) {
    if (typeof x === 'string') return holds(operator, textOrder(x, y as string));
    if (Number.isNaN(x) || Number.isNaN(y)) return false;
    return holds(operator, x < (y as number) ? -1 : x > (y as number) ? 1 : 0);
  }
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (!equal(a[i], b[i])) return ordered(operator, a[i], b[i]);
    return holds(operator, a.length - b.length);
  }
  const [octetsA, octetsB] = [bytesOf(a), bytesOf(b)];
  if (octetsA !== undefined && octetsB !== undefined) return holds(operator, Buffer.compare(octetsA, octetsB));
  if (a instanceof Date && b instanceof Date) return holds(operator, a.getTime() - b.getTime());
  throw typeError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function holds(operator: '<' | '<=' | '>' | '>=', order: number): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** Anything but `is` and `in`. */
export function compareValues(operator: Exclude<Comparison, 'is' | 'is not' | 'in' | 'not in'>, a: unknown, b: unknown): unknown {
  if (operator === '==') return compound(a) || compound(b) ? (asked('==', a, b) ?? equal(a, b)) : equal(a, b);
  if (operator === '!=') return compound(a) || compound(b) ? (asked('!=', a, b) ?? !equal(a, b)) : !equal(a, b);
  return ordered(operator, a, b);
}

export function identical(a: unknown, b: unknown): boolean {
  return (a ?? null) === (b ?? null);
}
