/**
 * How an object of ours takes part in Python's grammar: it has methods with these names. python/ asks for them first; what has none is
 * treated by its kind (number, text, octets, list, dict …) or as a plain JavaScript object.
 */
import type { BinaryOperator, Comparison, Named, UnaryOperator } from '../runtime.ts';

/** What a method gives when it does not know the answer: the next way is tried. */
export const UNKNOWN: unique symbol = Symbol('unknown');

export const GET: unique symbol = Symbol('py.get');
export const SET: unique symbol = Symbol('py.set');
export const REMOVE: unique symbol = Symbol('py.remove');
export const ITEM: unique symbol = Symbol('py.item');
export const SET_ITEM: unique symbol = Symbol('py.setItem');
export const REMOVE_ITEM: unique symbol = Symbol('py.removeItem');
export const CALL: unique symbol = Symbol('py.call');
export const BINARY: unique symbol = Symbol('py.binary');
export const COMPARE: unique symbol = Symbol('py.compare');
export const UNARY: unique symbol = Symbol('py.unary');
export const CONTAINS: unique symbol = Symbol('py.contains');
export const TRUTH: unique symbol = Symbol('py.truth');
export const LENGTH: unique symbol = Symbol('py.length');
export const ITERATE: unique symbol = Symbol('py.iterate');
/** How many items going through it gives, where that is known before. */
export const COUNT: unique symbol = Symbol('py.count');
export const REPR: unique symbol = Symbol('py.repr');
export const STR: unique symbol = Symbol('py.str');
export const OCTETS: unique symbol = Symbol('py.octets');
export const INTEGER: unique symbol = Symbol('py.integer');
/** A text or number that is equal for equal objects, for dicts and sets. */
export const HASH: unique symbol = Symbol('py.hash');
/** `class X(that):` asks it what X is. */
export const SUBCLASS: unique symbol = Symbol('py.subclass');
/** What `type(x)` gives, where it is no type of Python's; `isinstance(x, that)` asks it by INSTANCE. */
export const TYPE: unique symbol = Symbol('py.type');
export const INSTANCE: unique symbol = Symbol('py.instance');
/** Whether a class stands below others: `issubclass(that, other)`. */
export const BELOW: unique symbol = Symbol('py.below');
export const DIR: unique symbol = Symbol('py.dir');
/** Python's name of its type, for `type(x)` and for errors. */
export const TYPE_NAME: unique symbol = Symbol('py.typeName');

export interface Behaviour {
  /** UNKNOWN: there is no such attribute. */
  [GET]?(name: string): unknown;
  [SET]?(name: string, value: unknown): unknown;
  [REMOVE]?(name: string): unknown;
  [ITEM]?(key: unknown): unknown;
  [SET_ITEM]?(key: unknown, value: unknown): unknown;
  [REMOVE_ITEM]?(key: unknown): unknown;
  [CALL]?(positions: readonly unknown[], named: Named): unknown;
  /** `reversed`: it stands on the right. */
  [BINARY]?(operator: BinaryOperator, other: unknown, reversed: boolean): unknown;
  [COMPARE]?(operator: Comparison, other: unknown): unknown;
  [UNARY]?(operator: UnaryOperator): unknown;
  [CONTAINS]?(what: unknown): boolean;
  [TRUTH]?(): boolean;
  [LENGTH]?(): number;
  [ITERATE]?(): Iterable<unknown> | AsyncIterable<unknown>;
  /** `most`: how many of them a list may hold. */
  [COUNT]?(): { readonly count: number; readonly most: number };
  [REPR]?(): string;
  [STR]?(): string;
  [OCTETS]?(): Uint8Array;
  [INTEGER]?(): number | bigint;
  [HASH]?(): string | number;
  /** `names`: what the class's body filled. */
  [SUBCLASS]?(name: string, names: Readonly<Record<string, unknown>>, bases: readonly unknown[]): unknown;
  [INSTANCE]?(value: unknown): boolean;
  [BELOW]?(other: unknown): boolean;
  readonly [TYPE]?: unknown;
  /** Names that completion and `dir()` offer. */
  [DIR]?(): readonly string[];
  readonly [TYPE_NAME]?: string;
}

/** A slice as the notation writes it: `x[a:b:c]`. */
export class Slice {
  readonly start: unknown;
  readonly stop: unknown;
  readonly step: unknown;
  constructor(start: unknown, stop: unknown, step: unknown) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** `(1, 2)`. A list is an Array, and no Tuple. */
export class Tuple<T = unknown> extends Array<T> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
  constructor(items: Iterable<T> = []) {
    super();
    for (const item of items) this.push(item);
  }
}
