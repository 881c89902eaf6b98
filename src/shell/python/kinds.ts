/** What kind of value something is: Python's numbers among JavaScript's, and the type of any object. */
import { type Behaviour, Slice, Tuple, TYPE_NAME } from './behaviour.ts';
import { typeOfError } from './errors.ts';
import {
  boolType,
  bytesType,
  CLASS,
  ellipsisType,
  floatType,
  functionType,
  generatorType,
  intType,
  listType,
  noneType,
  objectType,
  sliceType,
  strType,
  Type,
  tupleType,
  typeType,
} from './types.ts';
import { linked } from './linked.ts';

/** A float whose value is whole: `2.0`. JavaScript's numbers that are not whole are floats as they are. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  get [CLASS](): Type {
    return floatType;
  }
  valueOf(): number {
    return this.value;
  }
  toJSON(): number {
    return this.value;
  }
}

/** A float of Python: a number, or a {@link Float} when it is whole. */
export const float = (value: number): number | Float => (Number.isInteger(value) ? new Float(value) : value);

/** An int of Python: a number where that is exact. */
export const int = (value: bigint): number | bigint => (value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value);

export type Int = number | bigint;

/** The int that a value is (True is 1); undefined when it is none. */
export function asInt(value: unknown): Int | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return primitiveOf(value) === undefined ? undefined : asInt(primitiveOf(value));
}

/** The number that an int, a bool or a float is; undefined when it is none. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Float) return value.value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  return primitiveOf(value) === undefined ? undefined : asNumber(primitiveOf(value));
}

export const isFloat = (value: unknown): value is number | Float =>
  value instanceof Float || (typeof value === 'number' && !Number.isSafeInteger(value));

/** The number or text within an instance of a class that inherits from int, float or str. */
export const PRIMITIVE: unique symbol = Symbol('py.primitive');
export const primitiveOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { [PRIMITIVE]?: unknown })[PRIMITIVE] : undefined;

/** A dict of JavaScript: an object literal, to be read by its names. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const above: unknown = Object.getPrototypeOf(value);
  return above === null || above === Object.prototype;
}

const foreignTypes = new WeakMap<object, Type>();

/** The type that stands for a class of JavaScript. */
export function foreignType(of: object): Type {
  const maker: unknown = (of as { constructor?: unknown }).constructor;
  if (typeof maker !== 'function' || maker === Object) return objectType;
  let type = foreignTypes.get(maker);
  if (type === undefined) foreignTypes.set(maker, (type = new Type(maker.name, [objectType])));
  return type;
}

const namedTypes = new Map<string, Type>();

/** The type that an object of ours names itself. */
export function namedType(name: string): Type {
  let type = namedTypes.get(name);
  if (type === undefined) namedTypes.set(name, (type = new Type(name, [objectType])));
  return type;
}

/** The type of any value. */
export function typeOf(value: unknown): Type {
  switch (typeof value) {
    case 'string':
      return strType;
    case 'number':
      return Number.isSafeInteger(value) ? intType : floatType;
    case 'boolean':
      return boolType;
    case 'bigint':
      return intType;
    case 'undefined':
      return noneType;
    case 'symbol':
      return value === ELLIPSIS ? ellipsisType : objectType;
  }
  if (value === null) return noneType;
  const own = (value as { [CLASS]?: Type })[CLASS];
  if (own !== undefined) return own;
  const lifted = linked.lift(value) as Behaviour & object;
  const name = lifted[TYPE_NAME];
  if (name !== undefined) return namedType(name);
  if (value instanceof Type) return typeType;
  if (value instanceof Tuple) return tupleType;
  if (Array.isArray(value)) return listType;
  if (value instanceof Uint8Array) return bytesType;
  if (typeof value === 'function') return functionType;
  if (value instanceof Error) return typeOfError(value);
  if (value instanceof Slice) return sliceType;
  if (Object.prototype.toString.call(value).endsWith('Generator]')) return generatorType;
  return foreignType(value as object);
}

export const typeName = (value: unknown): string => typeOf(value).name;

/** `...` */
export const ELLIPSIS: unique symbol = Symbol('Ellipsis');

/** The object as one with Behaviour, when it has a method of that name. */
export function having<K extends keyof Behaviour>(value: unknown, name: K): (Behaviour & Required<Pick<Behaviour, K>>) | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  const lifted = linked.lift(value) as Behaviour | null;
  return lifted !== null && lifted !== undefined && lifted[name] !== undefined
    ? (lifted as Behaviour & Required<Pick<Behaviour, K>>)
    : undefined;
}

/** A method of a class of the session, on an object of that class. */
export function written(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const type = (value as { [CLASS]?: Type })[CLASS];
  return type?.findWritten(name);
}
