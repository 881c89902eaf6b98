/** Which values are one and the same key of a dict: 1, 1.0 and True are, equal tuples are, lists cannot be keys. */
import { Tuple, HASH } from '../behaviour.ts';
import { typeError } from '../errors.ts';
import { Float, having, PRIMITIVE, typeOf, written } from '../kinds.ts';
import { linked } from '../linked.ts';
import { awaited } from '../waiting.ts';

const identities = new WeakMap<object, number>();
let lastIdentity = 0x7f0000000000;

/** A number that is an object's own: `id(x)`. */
export function identity(of: unknown): number {
  if ((typeof of !== 'object' && typeof of !== 'function') || of === null) return hashNumber(keyOf(of));
  let number = identities.get(of);
  if (number === undefined) identities.set(of, (number = lastIdentity += 48));
  return number;
}

/** What a JavaScript Map takes for the key: equal values have the same. */
export function keyOf(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
    case 'number':
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'boolean':
      return value ? 1 : 0;
    case 'undefined':
      return null;
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return null;
  if (value instanceof Float) return keyOf(value.value);
  const own = written(value, '__hash__');
  if (own !== undefined && own !== null) return `\0u${String(awaited(() => linked.call(own, [value])))}`;
  if (own === null || (own === undefined && written(value, '__eq__') !== undefined)) throw unhashable(value);
  const hash = having(value, HASH)?.[HASH]();
  if (hash !== undefined) return typeof hash === 'string' && !hash.startsWith('\0') ? `\0h${hash}` : hash;
  if (value instanceof Tuple) return `\0t${[...value].map(partOf).join('')}`;
  const inner = (value as { [PRIMITIVE]?: unknown })[PRIMITIVE];
  if (inner !== undefined) return keyOf(inner);
  if (value instanceof Uint8Array) return `\0b${Buffer.from(value).toString('latin1')}`;
  if (Array.isArray(value) || !typeOf(value).hashable) throw unhashable(value);
  return value;
}

function partOf(value: unknown): string {
  const key = keyOf(value);
  const text =
    typeof key === 'object' || typeof key === 'function' ? (key === null ? '\0n' : `\0i${identity(key)}`) : `${typeof key} ${String(key)}`;
  return `${text.length}:${text}`;
}

const unhashable = (value: unknown): Error => typeError(`unhashable type: '${typeOf(value).name}'`);

/** `hash(x)`: equal for equal values. */
export function hashNumber(key: unknown): number {
  if (typeof key === 'number' && Number.isSafeInteger(key)) return key === -1 ? -2 : key;
  if (typeof key === 'bigint') return Number(key % 2305843009213693951n);
  if ((typeof key === 'object' || typeof key === 'function') && key !== null) return identity(key) / 16;
  let hash = 0xcbf29ce484222325n;
  for (const character of String(key)) hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0)!)) * 0x100000001b3n);
  return Number(hash >> 12n);
}
