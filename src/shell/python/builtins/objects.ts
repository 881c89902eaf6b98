/** Built-in functions on objects: getattr, isinstance, repr, hash, id, dir, callable … */
import { find, foreignAttribute, get, remove, set } from '../attributes.ts';
import { BELOW, CALL, GET, INSTANCE, Tuple } from '../behaviour.ts';
import { Bound, Builtin, ClassMethod, functions, isFunc, StaticMethod } from '../callable.ts';
import { Super } from '../classes.ts';

import { ordered } from '../equal.ts';
import { attributeErrorType, typeError, typeOfError } from '../errors.ts';
import { formatValue } from '../text/format.ts';
import { hashNumber, identity, keyOf } from '../containers/hash.ts';
import { length } from '../items.ts';
import { Float, having, typeName, typeOf, written } from '../kinds.ts';
import { asciiOf, repr } from '../text/repr.ts';
import { linked } from '../linked.ts';
import { intType, objectType, Type } from '../types.ts';
import { settle, waits } from '../waiting.ts';

/** Whether one of the classes is the type, or one that it inherits from. */
function among(type: Type, classes: unknown, what: string): boolean {
  if (classes instanceof Tuple) return classes.some((one) => among(type, one, what));
  if (classes instanceof Type) return type.is(classes);
  if (classes instanceof Builtin) return false;
  throw typeError(`${what}() arg 2 must be a type, a tuple of types, or a union`);
}

export function isInstance(value: unknown, classes: unknown): boolean {
  if (classes instanceof Tuple) return classes.some((one) => isInstance(value, one));
  const ours = having(classes, INSTANCE);
  if (ours !== undefined) return ours[INSTANCE](linked.lift(value));
  // scapy's random values are made by functions here.
  if (classes instanceof Builtin && typeName(value) === classes.name) return true;
  if (typeof classes === 'function' && !isFunc(classes)) return classes.prototype !== undefined && value instanceof classes;
  const test = classes instanceof Type ? undefined : find(classes, '__instancecheck__');
  if (test !== undefined) return linked.call(test, [value]) === true;
  if (classes === objectType) return true;
  // A whole number of JavaScript that is too large is a float.
  if (classes === intType && value instanceof Float) return false;
  return among(typeOf(value), classes, 'isinstance');
}

/** An attribute, or undefined where AttributeError would be raised. */
function maybe(of: unknown, name: string): unknown {
  const pick = (error: unknown): unknown => {
    if (error instanceof Error && typeOfError(error).is(attributeErrorType)) return undefined;
    throw error;
  };
  try {
    const found = settle(() => find(of, name) ?? (having(of, GET) === undefined ? undefined : foreignAttribute(of, name)));
    return waits(found) ? found.catch(pick) : found;
  } catch (error) {
    return pick(error);
  }
}

function needName(name: unknown): asserts name is string {
  if (typeof name !== 'string') throw typeError(`attribute name must be string, not '${typeName(name)}'`);
}

function getAttribute(of: unknown, name: unknown, absent: unknown): unknown {
  needName(name);
  if (absent === undefined) return get(of, name);
  const found = maybe(of, name);
  return waits(found) ? found.then((value) => (value === undefined ? absent : value)) : found === undefined ? absent : found;
}

function hasAttribute(of: unknown, name: unknown): boolean | Promise<boolean> {
  needName(name);
  const found = maybe(of, name);
  return waits(found) ? found.then((value) => value !== undefined) : found !== undefined;
}

const isCallable = (value: unknown): boolean =>
  typeof value === 'function' ||
  value instanceof Builtin ||
  value instanceof Bound ||
  value instanceof Type ||
  having(value, CALL) !== undefined ||
  written(value, '__call__') !== undefined ||
  typeOf(value).name === 'ForeignMethod';

export const objectFunctions = functions({
  'ascii(obj, /)': asciiOf,
  'callable(obj, /)': isCallable,
  'cmp(a, b, /)': (a: unknown, b: unknown) => (ordered('<', a, b) ? -1 : ordered('>', a, b) ? 1 : 0),
  'delattr(obj, name, /)': (of: unknown, name: unknown) => {
    needName(name);
    remove(of, name);
    return null;
  },
  "format(value, spec='', /)": formatValue,
  'getattr(obj, name, default=?, /)': getAttribute,
  'hasattr(obj, name, /)': hasAttribute,
  'setattr(obj, name, value, /)': (of: unknown, name: unknown, value: unknown) => {
    needName(name);
    set(of, name, value);
    return null;
  },
  'hash(obj, /)': (value: unknown) => hashNumber(keyOf(value)),
  'id(obj, /)': identity,
  'isinstance(obj, classes, /)': isInstance,
  'issubclass(cls, classes, /)': (type: unknown, classes: unknown) => {
    const ours = having(type, BELOW);
    if (ours !== undefined) return (classes instanceof Tuple ? [...classes] : [classes]).some((one) => ours[BELOW](one));
    if (!(type instanceof Type)) throw typeError('issubclass() arg 1 must be a class');
    return among(type, classes, 'issubclass');
  },
  'len(obj, /)': length,
  'repr(obj, /)': repr,
  'staticmethod(func, /)': (func: unknown) => new StaticMethod(func),
  'classmethod(func, /)': (func: unknown) => new ClassMethod(func),
  'super(type=?, object=?, /)': (type: unknown, self: unknown) => new Super(type, self),
});
