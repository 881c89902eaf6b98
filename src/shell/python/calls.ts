/** Calling anything: functions of the notation, built-in ones, classes, methods, functions and classes of JavaScript. */
import type { Named, Parameter } from '../runtime.ts';
import { ForeignMethod, find, foreignAttribute, get } from './attributes.ts';
import { CALL, GET } from './behaviour.ts';
import { bind, Bound, Builtin, FUNC, type Func, type FuncInfo, isFunc, signatureOf, StaticMethod } from './callable.ts';
import { Dict } from './containers/dict.ts';
import { baseException, typeError } from './errors.ts';
import { Float, having, PRIMITIVE, typeName, typeOf, written } from './kinds.ts';
import { claim, Instance, objectType, Type } from './types.ts';
import { settle, waits } from './waiting.ts';
import { above } from './native-methods.ts';
import { wrongArguments } from './wrong-arguments.ts';

const NONE: Named = Object.freeze({});
const isEmpty = (named: Named): boolean => {
  for (const _ in named) return false;
  return true;
};

/** A hook for values that go to functions of JavaScript and come back. */
export const foreignHooks: { lower: (value: unknown) => unknown } = { lower: (value) => value };

export function call(what: unknown, positions: readonly unknown[], named: Named = NONE): unknown {
  if (isFunc(what)) return invoke(what[FUNC], positions, named);
  if (what instanceof Builtin) return invokeBuiltin(what, positions, named);
  if (what instanceof Bound) return callBound(what, positions, named);
  if (what instanceof Type) return construct(what, positions, named);
  const behaviour = having(what, CALL);
  if (behaviour !== undefined) return behaviour[CALL](positions, named);
  const own = written(what, '__call__');
  if (own !== undefined) return call(own, [what, ...positions], named);
  if (what instanceof ForeignMethod) return callForeign(what.func as Foreign, what.self, positions, named);
  if (typeof what === 'function') return callForeign(what as Foreign, undefined, positions, named);
  if (what instanceof StaticMethod) return call(what.func, positions, named);
  throw typeError(`'${typeName(what)}' object is not callable`);
}

function invoke(info: FuncInfo, positions: readonly unknown[], named: Named): unknown {
  const { signature } = info;
  if (signature.plain && positions.length === signature.parameters.length && (named === NONE || isEmpty(named)))
    return info.body(...positions);
  const values = bind(signature, info.name, positions, isEmpty(named) ? undefined : named);
  if (signature.names) {
    const at = signature.parameters.findIndex(({ kind }) => kind === 'names');
    values[at] = new Dict(Object.entries(values[at] as Record<string, unknown>));
  }
  return info.body(...values);
}

function invokeBuiltin(what: Builtin, positions: readonly unknown[], named: Named): unknown {
  const names = isEmpty(named) ? undefined : named;
  if (what.role === 'function' || what.role === 'static') return settle(() => what.invoke([], positions, names));
  if (positions.length === 0) throw typeError(`unbound method ${what.name}() needs an argument`);
  return settle(() => what.invoke([positions[0]], positions.slice(1), names));
}

function callBound({ self, func }: Bound, positions: readonly unknown[], named: Named): unknown {
  if (func instanceof Builtin && func.role !== 'function')
    return settle(() => func.invoke([self], positions, isEmpty(named) ? undefined : named));
  return call(func, [self, ...positions], named);
}

type Foreign = ((...values: unknown[]) => unknown) & { prototype?: object };

/** Whether a function of JavaScript must be called with `new`. */
function isClass(what: Foreign): boolean {
  if (typeof what.prototype !== 'object' || what.prototype === null) return false;
  const text = Function.prototype.toString.call(what);
  if (/^class[\s{]/.test(text)) return true;
  return text.includes('[native code]') && !PLAIN.has(what);
}

const PLAIN = new Set<unknown>([String, Number, Boolean, Symbol, BigInt, Object, Array]);

function callForeign(what: Foreign, self: unknown, positions: readonly unknown[], named: Named): unknown {
  const values = positions.map(toJavaScript);
  if (!isEmpty(named)) values.push(Object.fromEntries(Object.entries(named).map(([name, value]) => [name, toJavaScript(value)])));
  try {
    const result = self === undefined && isClass(what) ? Reflect.construct(what, values) : Reflect.apply(what, self, values);
    return result === undefined ? null : result;
  } catch (error) {
    throw wrongArguments(error, positions, what.length);
  }
}

/** A value as functions of JavaScript take it: what can be called is a function, a whole float a number. */
export function toJavaScript(value: unknown): unknown {
  if (value instanceof Float) return value.value;
  if (value instanceof Dict) return value.toObject();
  if (value instanceof Bound || value instanceof Builtin || value instanceof Type || value instanceof ForeignMethod)
    return (...values: unknown[]) => call(value, values);
  return foreignHooks.lower(value);
}

/** A function of the notation. From JavaScript it takes what it has places for and leaves the rest (`list.map` gives three). */
export function makeFunction(name: string, parameters: readonly Parameter[], body: FuncInfo['body'], doc?: string): Func {
  const signature = signatureOf(parameters);
  const info: FuncInfo = { name, signature, body, doc };
  const most = signature.positions ? Number.POSITIVE_INFINITY : signature.places;
  const func = (...values: unknown[]) => invoke(info, values.length > most ? values.slice(0, most) : values, NONE);
  Object.defineProperty(func, 'name', { value: name });
  Object.defineProperty(func, FUNC, { value: info });
  return func as Func;
}

/** An instance of a class. */
export function construct(type: Type, positions: readonly unknown[], named: Named = NONE): unknown {
  if (!type.written) {
    const { maker } = type;
    if (maker === undefined) throw typeError(`cannot create '${type.name}' instances`);
    return settle(() => maker(type, positions, named));
  }
  const creator = type.findWritten('__new__');
  if (creator !== undefined) {
    const made = call(creator instanceof StaticMethod ? creator.func : creator, [type, ...positions], named);
    return waits(made) ? made.then((object) => initialized(object, type, positions, named)) : initialized(made, type, positions, named);
  }
  const made = bare(type, positions, named);
  return waits(made) ? made.then((object) => initialized(object, type, positions, named)) : initialized(made, type, positions, named);
}

/** The object before its `__init__`. */
function bare(type: Type, positions: readonly unknown[], named: Named): unknown {
  const { maker } = type;
  const fills = type.findWritten('__init__') !== undefined;
  if (maker === undefined || maker === objectType.make) {
    if (!fills && positions.length > 0 && type.findWritten('__new__') === undefined) throw typeError(`${type.name}() takes no arguments`);
    return new Instance(type);
  }
  const grows = ['list', 'dict', 'set', 'bytearray', 'OrderedDict', 'defaultdict', 'Counter', 'deque'];
  const empty = fills && (type.mro.some(({ name, written: own }) => !own && grows.includes(name)) || !type.is(baseException));
  const immutable = ['int', 'float', 'str', 'tuple', 'bytes', 'frozenset'].some((name) =>
    type.mro.some((one) => !one.written && one.name === name),
  );
  const value = settle(() => maker(type, empty && !immutable ? [] : positions, empty || type.is(baseException) ? NONE : named));
  return waits(value) ? value.then((made) => claimed(made, type)) : claimed(value, type);
}

function claimed(value: unknown, type: Type): unknown {
  if (typeof value === 'object' && value !== null && !(value instanceof Float)) return claim(value, type);
  const box = new Instance(type);
  Object.defineProperty(box, PRIMITIVE, { value });
  return box;
}

function initialized(object: unknown, type: Type, positions: readonly unknown[], named: Named): unknown {
  if (!typeOf(object).is(type)) return object;
  const init = typeOf(object).findWritten('__init__');
  if (init === undefined) return object;
  const done = call(init, [object, ...positions], named);
  return waits(done) ? done.then(() => object) : object;
}

above.make = (type, positions) => bare(type, positions, NONE);

/** `x.name(…)`. */
export function method(of: unknown, name: string, positions: readonly unknown[], named: Named = NONE): unknown {
  const type = typeOf(of);
  if (!type.written && !(of instanceof Type) && having(of, GET) === undefined) {
    const found = type.find(name);
    if (found instanceof Builtin && found.role === 'method')
      return settle(() => found.invoke([of], positions, isEmpty(named) ? undefined : named));
  }
  const what = settle(() => find(of, name) ?? foreignAttribute(of, name) ?? get(of, name));
  return waits(what) ? what.then((ready) => call(ready, positions, named)) : call(what, positions, named);
}
