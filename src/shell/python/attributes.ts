/** `x.name`, and storing and deleting it. */
import { nearest } from '../../bytes/nearest.ts';
import { DIR, GET, REMOVE, SET, Tuple, UNKNOWN } from './behaviour.ts';
import { Bound, Builtin, ClassMethod, FUNC, isFunc, Property, StaticMethod } from './callable.ts';
import { Dict } from './containers/dict.ts';
import { attributeError, osErrorType, PyError, stopIteration, suggestionOf, systemExit } from './errors.ts';
import { nativeMethod } from './native-methods.ts';
import { Float, having, typeName, typeOf } from './kinds.ts';
import { linked } from './linked.ts';
import { CLASS, functionType, NAMES, namesOf, type Type, Type as TypeClass } from './types.ts';
import { awaited } from './waiting.ts';

/** What an attribute found in a class is on an object of it. */
function bound(found: unknown, self: unknown, type: Type): unknown {
  if (found instanceof Builtin) {
    if (found.role === 'class') return new Bound(type, found);
    return found.role === 'method' ? new Bound(self, found) : found;
  }
  if (found instanceof StaticMethod) return found.func;
  if (found instanceof ClassMethod) return new Bound(type, found.func);
  if (found instanceof Property) return awaited(() => linked.call(found.getter, [self]));
  return isFunc(found) ? new Bound(self, found) : found;
}

/** What functions of JavaScript have by themselves. */
const INNER = new Set(['name', 'length', 'prototype', 'text', 'run', 'role']);

/** The attribute; undefined when there is none (None is null). */
export function find(of: unknown, name: string): unknown {
  const behaviour = having(of, GET);
  if (behaviour !== undefined) {
    const said = behaviour[GET](name);
    if (said !== UNKNOWN) return said ?? null;
  }
  if (of instanceof TypeClass) return findInType(of, name);
  const type = typeOf(of);
  const inClass = type.find(name);
  const own = typeof of === 'object' && of !== null ? (of as { [NAMES]?: Map<string, unknown> })[NAMES] : undefined;
  if (own?.has(name) && !(inClass instanceof Property)) return own.get(name);
  if (inClass !== undefined) return bound(inClass, of, type);
  if (name === '__class__') return type;
  if (of instanceof Error) {
    const told = errorAttribute(of, name);
    if (told !== undefined) return told;
  }
  const special = functionAttribute(of, name);
  if (special !== undefined) return special;
  if (name === '__dict__' && (own !== undefined || type.written)) return new Dict(own ?? []);
  const native = nativeMethod(name);
  if (native !== undefined && of !== null && of !== undefined && (type !== functionType || name === '__call__'))
    return new Bound(of, native);
  const getter = type.findWritten('__getattr__');
  return getter === undefined ? undefined : awaited(() => linked.call(getter, [of, name]));
}

/** An attribute of a class itself. */
export function findInType(of: Type, name: string): unknown {
  const found = of.find(name);
  if (found instanceof StaticMethod) return found.func;
  if (found instanceof ClassMethod) return new Bound(of, found.func);
  if (found instanceof Builtin && found.role === 'class') return new Bound(of, found);
  if (found !== undefined) return found;
  switch (name) {
    case '__name__':
      return of.name;
    case '__qualname__':
      return of.name;
    case '__module__':
      return of.module ?? (of.written ? '__main__' : 'builtins');
    case '__mro__':
      return new Tuple(of.mro);
    case '__bases__':
      return new Tuple(of.bases);
    case '__base__':
      return of.bases[0] ?? null;
    case '__doc__':
      return of.doc ?? null;
    case '__dict__':
      return new Dict(of.names);
    default:
      return nativeMethod(name);
  }
}

function functionAttribute(of: unknown, name: string): unknown {
  // What somebody stored there: `f.calls = 0`, `chain.from_iterable`.
  if ((isFunc(of) || of instanceof Builtin) && !INNER.has(name) && Object.hasOwn(of, name))
    return (of as unknown as Record<string, unknown>)[name];
  if (of instanceof Bound) {
    if (name === '__self__') return of.self;
    return name === '__func__' ? of.func : functionAttribute(of.func, name);
  }
  if (name === '__name__' || name === '__qualname__') {
    if (isFunc(of)) return of[FUNC].name.slice(of[FUNC].name.lastIndexOf('.') + 1);
    return of instanceof Builtin ? of.name : undefined;
  }
  if (name === '__doc__') return isFunc(of) ? (of[FUNC].doc ?? null) : null;
  return name === '__module__' && isFunc(of) ? '__main__' : undefined;
}

function errorAttribute(of: Error, name: string): unknown {
  const args = of instanceof PyError ? of.args : new Tuple([of.message]);
  const type = typeOf(of);
  if (name === 'args') return args;
  if (name === '__cause__') return of.cause ?? null;
  if (name === '__traceback__' || name === '__context__') return null;
  if (type.is(osErrorType) && of instanceof PyError && args.length >= 2) {
    if (name === 'errno') return args[0];
    if (name === 'strerror') return args[1];
    if (name === 'filename') return args[2] ?? null;
  }
  if (type.is(systemExit) && name === 'code') return args[0] ?? null;
  if (type.is(stopIteration) && name === 'value') return args[0] ?? null;
  // Python 2 had it, and so has JavaScript.
  return name === 'message' ? of.message : undefined;
}

/** As JavaScript has it: `'abc'.length`, `list.push(1)`. */
function foreign(of: unknown, name: string): unknown {
  if (of === null || of === undefined || of instanceof TypeClass || of instanceof Builtin || of instanceof Bound || of instanceof Float)
    return undefined;
  const box = Object(of) as Record<string, unknown>;
  if (!(name in box) || (CLASS in box && !Array.isArray(of) && !(of instanceof Error) && name === 'constructor')) return undefined;
  const value = (of as Record<string, unknown>)[name];
  if (typeof value !== 'function' || isFunc(value)) return value ?? null;
  return Object.hasOwn(box, name) && Object.keys(value).length > 0 ? value : new ForeignMethod(of, value);
}

/** A method of JavaScript with its object. */
export class ForeignMethod {
  readonly self: unknown;
  readonly func: unknown;
  constructor(self: unknown, func: unknown) {
    this.self = self;
    this.func = func;
  }
}

/** Whether JavaScript's own properties of an object are its attributes too. */
export const foreignAttribute = (of: unknown, name: string): unknown => {
  const type = typeOf(of);
  return type.written ? undefined : foreign(of, name);
};

export function get(of: unknown, name: string): unknown {
  const found = find(of, name);
  if (found !== undefined) return found;
  const inJavaScript = foreignAttribute(of, name);
  if (inJavaScript !== undefined) return inJavaScript;
  throw missing(of, name);
}

function missing(of: unknown, name: string): Error {
  const near = nearest(
    name,
    namesIn(of).filter((one) => !one.startsWith('__')),
  );
  const what = of instanceof TypeClass ? `type object '${of.name}'` : `'${typeName(of)}' object`;
  return attributeError(`${what} has no attribute '${name}'`, suggestionOf(near));
}

/** All names that an object has, for `dir()` and for suggestions. */
export function namesIn(of: unknown): string[] {
  const names = new Set<string>(having(of, DIR)?.[DIR]() ?? []);
  const type = of instanceof TypeClass ? of : typeOf(of);
  for (const one of type.mro) for (const name of one.names.keys()) names.add(name);
  if (typeof of === 'object' && of !== null && !(of instanceof TypeClass)) {
    for (const name of namesOf(of)?.keys() ?? []) names.add(name);
    if (!type.written && !Array.isArray(of) && !(of instanceof Uint8Array)) for (const name in of) names.add(name);
  }
  return [...names].sort();
}

export function set(of: unknown, name: string, value: unknown): void {
  const own = typeOf(of).findWritten('__setattr__');
  if (own !== undefined && !(of instanceof TypeClass)) awaited(() => linked.call(own, [of, name, value]));
  else nativeSet(of, name, value);
}

/** As {@link set}, past what a class of the session says. */
export function nativeSet(of: unknown, name: string, value: unknown): void {
  const behaviour = having(of, SET);
  if (behaviour !== undefined && behaviour[SET](name, value) !== UNKNOWN) return;
  if (of instanceof TypeClass && of.written) {
    of.names.set(name, value);
    return;
  }
  const type = typeOf(of);
  const inClass = type.find(name);
  if (inClass instanceof Property) {
    const { setter } = inClass;
    if (setter === undefined || setter === null) throw attributeError(`property '${name}' of '${type.name}' object has no setter`);
    awaited(() => linked.call(setter, [of, value]));
    return;
  }
  if (isFunc(of)) (of as unknown as Record<string, unknown>)[name] = value;
  else if (of instanceof Error && name === 'args') (of as PyError).args = new Tuple(value as Iterable<unknown>);
  else if (typeof of !== 'object' || of === null || of instanceof TypeClass || of instanceof Float || of instanceof Builtin)
    throw attributeError(`'${typeName(of)}' object has no attribute '${name}'`);
  else if (type.written || of instanceof Error) namesOf(of, true).set(name, value);
  else if (CLASS in of || Array.isArray(of) || of instanceof Uint8Array)
    throw attributeError(`'${type.name}' object has no attribute '${name}'`);
  else (of as Record<string, unknown>)[name] = value;
}

export function remove(of: unknown, name: string): void {
  const own = typeOf(of).findWritten('__delattr__');
  if (own !== undefined && !(of instanceof TypeClass)) {
    awaited(() => linked.call(own, [of, name]));
    return;
  }
  const behaviour = having(of, REMOVE);
  if (behaviour !== undefined && behaviour[REMOVE](name) !== UNKNOWN) return;
  const inClass = of instanceof TypeClass ? undefined : typeOf(of).find(name);
  if (inClass instanceof Property && inClass.deleter !== undefined && inClass.deleter !== null) {
    awaited(() => linked.call(inClass.deleter, [of]));
    return;
  }
  const names = of instanceof TypeClass ? of.names : typeof of === 'object' && of !== null ? namesOf(of) : undefined;
  if (names?.delete(name)) return;
  if (typeof of === 'object' && of !== null && !(CLASS in of) && Object.hasOwn(of, name)) {
    delete (of as Record<string, unknown>)[name];
    return;
  }
  throw missing(of, name);
}
