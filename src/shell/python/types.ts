/** Python's types as values: `int`, `str`, a class of the session. What each kind of value is, kinds.ts says. */

/** The class of an object whose kind alone does not tell it: instances, exceptions, what inherits from list or dict. */
export const CLASS: unique symbol = Symbol('py.class');
/** The attributes that an object got by itself. */
export const NAMES: unique symbol = Symbol('py.names');

/** Makes an instance of a built-in type; `type` is the class that was called, which may inherit from it. */
export type Make = (type: Type, positions: readonly unknown[], named: Readonly<Record<string, unknown>>) => unknown;

export class Type {
  readonly name: string;
  readonly bases: readonly Type[];
  readonly mro: readonly Type[];
  readonly names = new Map<string, unknown>();
  /** Written in the session, by `class`. */
  readonly written: boolean;
  /** The module that repr() tells: `<class 'datetime.date'>`. */
  module: string | undefined;
  make: Make | undefined;
  hashable = true;
  doc: string | undefined;

  constructor(name: string, bases: readonly Type[], options: { written?: boolean; module?: string; hashable?: boolean; make?: Make } = {}) {
    this.name = name;
    this.bases = bases;
    this.mro = [this, ...merged(bases)];
    this.written = options.written ?? false;
    this.module = options.module;
    this.make = options.make;
    this.hashable = options.hashable ?? true;
  }

  is(other: Type): boolean {
    return this.mro.includes(other);
  }

  /** What the class or one that it inherits from has under that name; undefined when none has. */
  find(name: string): unknown {
    for (const type of this.mro) {
      const found = type.names.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** As {@link find}, in classes that the session wrote. */
  findWritten(name: string): unknown {
    for (const type of this.mro) {
      if (!type.written) continue;
      const found = type.names.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** How an instance comes to be: the nearest of the classes that knows. */
  get maker(): Make | undefined {
    return this.mro.find(({ make }) => make !== undefined)?.make;
  }
}

/** The order in which several bases are asked: each before its own bases, as they were written. */
function merged(bases: readonly Type[]): Type[] {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]];
  const order: Type[] = [];
  for (;;) {
    const left = lists.filter((list) => list.length > 0);
    if (left.length === 0) return order;
    const next = left.map((list) => list[0]!).find((type) => left.every((list) => !list.slice(1).includes(type)));
    if (next === undefined) throw new RangeError('Cannot create a consistent method resolution order (MRO) for bases');
    order.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
}

export const objectType = new Type('object', []);
const make = (name: string, bases: readonly Type[] = [objectType], hashable = true) => new Type(name, bases, { hashable });
export const typeType = make('type');
export const intType = make('int');
export const boolType = make('bool', [intType]);
export const floatType = make('float');
export const strType = make('str');
export const bytesType = make('bytes');
export const bytearrayType = make('bytearray', [objectType], false);
export const listType = make('list', [objectType], false);
export const tupleType = make('tuple');
export const dictType = make('dict', [objectType], false);
export const setType = make('set', [objectType], false);
export const frozensetType = make('frozenset');
export const noneType = make('NoneType');
export const rangeType = make('range');
export const sliceType = make('slice', [objectType], false);
export const functionType = make('function');
export const methodType = make('method');
export const builtinType = make('builtin_function_or_method');
export const generatorType = make('generator');
export const moduleType = make('module');
export const ellipsisType = make('ellipsis');

/** An instance of a class of the session that inherits from nothing but object. */
export class Instance {
  readonly [CLASS]: Type;
  readonly [NAMES] = new Map<string, unknown>();
  constructor(type: Type) {
    this[CLASS] = type;
  }
}

/** Gives an object its class, so that it is an instance of it. */
export function claim<T extends object>(object: T, type: Type): T {
  Object.defineProperty(object, CLASS, { value: type, writable: true, configurable: true });
  return object;
}

/** The attributes that an object got by itself; made when the first is stored. */
export function namesOf(object: object, make: true): Map<string, unknown>;
export function namesOf(object: object): Map<string, unknown> | undefined;
export function namesOf(object: object, make?: boolean): Map<string, unknown> | undefined {
  const has = (object as { [NAMES]?: Map<string, unknown> })[NAMES];
  if (has !== undefined || make !== true) return has;
  const names = new Map<string, unknown>();
  Object.defineProperty(object, NAMES, { value: names });
  return names;
}
