/** Functions: what they take, how arguments find their places, and Python's words when they do not. */
import { nearest } from '../../bytes/nearest.ts';
import type { Named, Parameter } from '../runtime.ts';
import { Tuple } from './behaviour.ts';
import { suggestionOf, typeError } from './errors.ts';
import { wrongArguments } from './wrong-arguments.ts';
import { builtinType, CLASS, methodType, objectType, Type } from './types.ts';

/** The parameters of a function, taken apart once. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** How many can be given by position, and how many of those by position only. */
  readonly places: number;
  readonly placesOnly: number;
  /** Whether all are plain and must be given: arguments by position in that number need no look. */
  readonly plain: boolean;
  readonly positions: boolean;
  readonly names: boolean;
}

export function signatureOf(parameters: readonly Parameter[], placesOnly = 0): Signature {
  return {
    parameters,
    places: parameters.filter(({ kind }) => kind === undefined).length,
    placesOnly,
    plain: parameters.every((one) => one.kind === undefined),
    positions: parameters.some(({ kind }) => kind === 'positions'),
    names: parameters.some(({ kind }) => kind === 'names'),
  };
}

const hasValue = (parameter: Parameter): boolean => 'value' in parameter;
const quoted = (names: readonly string[]): string => {
  const all = names.map((name) => `'${name}'`);
  if (all.length < 3) return all.join(' and ');
  return `${all.slice(0, -1).join(', ')}, and ${all.at(-1)}`;
};
const NONE: Named = Object.freeze({});

/** The value of each parameter, in order. `name` is for the errors: `f()`. */
export function bind(signature: Signature, name: string, positions: readonly unknown[], named: Named = NONE): unknown[] {
  const { parameters, places } = signature;
  if (positions.length === parameters.length && signature.plain && named === NONE) return positions as unknown[];
  if (positions.length > places && !signature.positions) throw tooMany(signature, name, positions.length);
  const values: unknown[] = [];
  const missing: Parameter[] = [];
  const taken = new Set<string>();
  let at = 0;
  for (const parameter of parameters) {
    if (parameter.kind === 'positions') {
      values.push(new Tuple(positions.slice(places)));
      continue;
    }
    if (parameter.kind === 'names') {
      values.push(undefined);
      continue;
    }
    const place = parameter.kind === undefined ? at++ : Number.POSITIVE_INFINITY;
    const byName = Object.hasOwn(named, parameter.name) && place >= signature.placesOnly;
    if (place < positions.length) {
      if (byName) throw typeError(`${name}() got multiple values for argument '${parameter.name}'`);
      values.push(positions[place]);
    } else if (byName) {
      values.push(named[parameter.name]);
      taken.add(parameter.name);
    } else if (hasValue(parameter)) values.push(parameter.value);
    else {
      missing.push(parameter);
      values.push(undefined);
    }
  }
  const others = Object.keys(named).filter((key) => !taken.has(key));
  if (signature.names) {
    const rest = Object.fromEntries(others.map((key) => [key, named[key]]));
    values[parameters.findIndex(({ kind }) => kind === 'names')] = rest;
  } else if (others.length > 0) throw unexpected(signature, name, others[0]!);
  if (missing.length > 0) throw lacking(name, missing);
  return values;
}

function tooMany({ parameters, places }: Signature, name: string, given: number): Error {
  const least = parameters.filter((one) => one.kind === undefined && !hasValue(one)).length;
  const takes = least === places ? `${places}` : `from ${least} to ${places}`;
  const plural = places === 1 && least === places ? '' : 's';
  return typeError(`${name}() takes ${takes} positional argument${plural} but ${given} ${given === 1 ? 'was' : 'were'} given`);
}

function unexpected({ parameters }: Signature, name: string, key: string): Error {
  const known = parameters.filter(({ kind }) => kind === undefined || kind === 'named').map((one) => one.name);
  return typeError(`${name}() got an unexpected keyword argument '${key}'`, suggestionOf(nearest(key, known)));
}

function lacking(name: string, missing: readonly Parameter[]): Error {
  const positional = missing.filter(({ kind }) => kind === undefined);
  const which = positional.length > 0 ? positional : missing;
  const kind = positional.length > 0 ? 'positional' : 'keyword-only';
  return typeError(
    `${name}() missing ${which.length} required ${kind} argument${which.length === 1 ? '' : 's'}: ${quoted(which.map((one) => one.name))}`,
  );
}

/** `sorted(iterable, /, *, key=None, reverse=False)` taken apart. */
export function parseSignature(text: string): { name: string; signature: Signature } {
  const open = text.indexOf('(');
  const parameters: Parameter[] = [];
  let [placesOnly, named] = [0, false];
  const inner = text.slice(open + 1, -1).trim();
  for (const part of inner === '' ? [] : inner.split(/,\s*/)) {
    if (part === '/') placesOnly = parameters.length;
    else if (part === '*') named = true;
    else if (part.startsWith('**')) parameters.push({ name: part.slice(2), kind: 'names' });
    else if (part.startsWith('*')) {
      parameters.push({ name: part.slice(1), kind: 'positions' });
      named = true;
    } else {
      const [name = '', value] = part.split('=');
      const kind = named ? { kind: 'named' as const } : {};
      parameters.push(value === undefined ? { name, ...kind } : { name, ...kind, value: literal(value) });
    }
  }
  return { name: text.slice(0, open), signature: signatureOf(parameters, placesOnly) };
}

function literal(text: string): unknown {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (text === '?') return undefined;
  return /^['"]/.test(text) ? text.slice(1, -1) : Number(text);
}

/** A function that is built in: written here, called as Python's are. `run` gets a value for each parameter. */
export class Builtin {
  readonly text: string;
  readonly run: (...values: never[]) => unknown;
  readonly name: string;
  /** `method`: gets its object first. `static`, `class`: as Python's decorators say. */
  readonly role: 'function' | 'method' | 'static' | 'class';
  #signature: Signature | undefined;

  constructor(text: string, run: (...values: never[]) => unknown, role: 'function' | 'method' | 'static' | 'class' = 'function') {
    this.text = text;
    this.run = run;
    this.name = text.slice(0, text.indexOf('('));
    this.role = role;
  }

  get [CLASS](): Type {
    return builtinType;
  }

  get signature(): Signature {
    return (this.#signature ??= parseSignature(this.text).signature);
  }

  /** `self` goes before all others when it is a method. */
  invoke(self: readonly unknown[], positions: readonly unknown[], named?: Named): unknown {
    if (
      this.signature.placesOnly === 1 &&
      this.signature.parameters.length === 1 &&
      positions.length !== 1 &&
      !('value' in this.signature.parameters[0]!)
    )
      throw typeError(`${this.name}() takes exactly one argument (${positions.length} given)`);
    const values = bind(this.signature, this.name, positions, named);
    try {
      return (this.run as (...all: unknown[]) => unknown)(...self, ...values);
    } catch (error) {
      throw wrongArguments(error, positions, this.text.replace(/, \/(?=\)$)/, ''));
    }
  }
}

/** A method with the object that it was taken from. */
export class Bound {
  readonly self: unknown;
  readonly func: unknown;
  constructor(self: unknown, func: unknown) {
    this.self = self;
    this.func = func;
  }
  get [CLASS](): Type {
    return this.func instanceof Builtin ? builtinType : methodType;
  }
}

/** What a function of the notation knows about itself. */
export interface FuncInfo {
  name: string;
  readonly signature: Signature;
  readonly body: (...values: unknown[]) => unknown;
  readonly doc: string | undefined;
}

export const FUNC: unique symbol = Symbol('py.func');
export type Func = ((...values: unknown[]) => unknown) & { [FUNC]: FuncInfo };
export const isFunc = (value: unknown): value is Func => typeof value === 'function' && FUNC in value;

export const propertyType = new Type('property', [objectType]);

/** `x = property(f)` in a class. */
export class Property {
  get [CLASS](): Type {
    return propertyType;
  }
  readonly getter: unknown;
  readonly setter: unknown;
  readonly deleter: unknown;
  constructor(getter: unknown, setter?: unknown, deleter?: unknown) {
    this.getter = getter;
    this.setter = setter;
    this.deleter = deleter;
  }
}

export class StaticMethod {
  readonly func: unknown;
  constructor(func: unknown) {
    this.func = func;
  }
}

export class ClassMethod {
  readonly func: unknown;
  constructor(func: unknown) {
    this.func = func;
  }
}

type Table = Readonly<Record<string, (...values: never[]) => unknown>>;

/** Methods of a type: the key is the signature without the object (`'split(sep=None, maxsplit=-1)'`), the function gets the object first. */
export function methods(type: Type, table: Table): void {
  for (const [text, run] of Object.entries(table)) {
    const method = new Builtin(text, run, 'method');
    type.names.set(method.name, method);
  }
}

export function classMethods(type: Type, table: Table): void {
  for (const [text, run] of Object.entries(table)) {
    const method = new Builtin(text, run, 'class');
    type.names.set(method.name, method);
  }
}

/** Attributes that are computed: `x.year`. */
export function attributes(type: Type, table: Readonly<Record<string, (self: never) => unknown>>): void {
  for (const [name, run] of Object.entries(table)) type.names.set(name, new Property(new Builtin(`${name}()`, run, 'method')));
}

/** Functions of a module, by signature. */
export function functions(table: Table): Record<string, Builtin> {
  return Object.fromEntries(
    Object.entries(table).map(([text, run]) => {
      const builtin = new Builtin(text, run);
      return [builtin.name, builtin];
    }),
  );
}
