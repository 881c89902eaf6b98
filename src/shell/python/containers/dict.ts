/** Python's dict and its views. */
import { nearest } from '../../../bytes/nearest.ts';
import type { BinaryOperator, Comparison } from '../../runtime.ts';
import { BINARY, COMPARE, CONTAINS, ITEM, ITERATE, LENGTH, REMOVE_ITEM, SET_ITEM, Tuple, UNKNOWN } from '../behaviour.ts';
import { keyErrorType, PyError, runtimeError } from '../errors.ts';
import { keyOf } from './hash.ts';
import { written } from '../kinds.ts';
import { linked } from '../linked.ts';
import { CLASS, dictType, type Type } from '../types.ts';
import { awaited } from '../waiting.ts';

export class Dict {
  #entries = new Map<unknown, [unknown, unknown]>();

  constructor(entries: Iterable<readonly [unknown, unknown]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get [CLASS](): Type {
    return dictType;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: unknown): unknown {
    return this.#entries.get(keyOf(key))?.[1];
  }

  has(key: unknown): boolean {
    return this.#entries.has(keyOf(key));
  }

  set(key: unknown, value: unknown): this {
    const id = keyOf(key);
    const entry = this.#entries.get(id);
    if (entry === undefined) this.#entries.set(id, [key, value]);
    else entry[1] = value;
    return this;
  }

  delete(key: unknown): boolean {
    return this.#entries.delete(keyOf(key));
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Live: a change of size while somebody goes through it is an error, as Python's. */
  *entries(): IterableIterator<[unknown, unknown]> {
    const { size } = this.#entries;
    for (const entry of this.#entries.values()) {
      yield entry;
      if (this.#entries.size !== size) throw runtimeError('dictionary changed size during iteration');
    }
  }

  *keys(): IterableIterator<unknown> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): IterableIterator<unknown> {
    for (const [, value] of this.entries()) yield value;
  }

  /** Moves a key to one of the ends, for OrderedDict. */
  move(key: unknown, last: boolean): void {
    const id = keyOf(key);
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new PyError(keyErrorType, [key]);
    this.#entries.delete(id);
    if (last) this.#entries.set(id, entry);
    else this.#entries = new Map([[id, entry], ...this.#entries]);
  }

  [ITEM](key: unknown): unknown {
    const entry = this.#entries.get(keyOf(key));
    if (entry !== undefined) return entry[1];
    return this.missing(key);
  }

  /** What stands for a key that is not there: a class of the session may say, a defaultdict does. */
  missing(key: unknown): unknown {
    const own = written(this, '__missing__');
    if (own !== undefined) return awaited(() => linked.call(own, [this, key]));
    throw missingKey(key, this.keys());
  }

  [SET_ITEM](key: unknown, value: unknown): void {
    this.set(key, value);
  }

  [REMOVE_ITEM](key: unknown): void {
    if (!this.delete(key)) throw missingKey(key, this.keys());
  }

  [CONTAINS](key: unknown): boolean {
    return this.has(key);
  }

  [LENGTH](): number {
    return this.size;
  }

  [ITERATE](): Iterable<unknown> {
    return this.keys();
  }

  [Symbol.iterator](): Iterator<[unknown, unknown]> {
    return this.entries();
  }

  [COMPARE](operator: Comparison, other: unknown): unknown {
    if ((operator !== '==' && operator !== '!=') || !(other instanceof Dict)) return UNKNOWN;
    const same =
      this.size === other.size && [...this.entries()].every(([key, value]) => other.has(key) && linked.equal(value, other.get(key)));
    return same === (operator === '==');
  }

  [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    if (operator !== '|' || !(other instanceof Dict)) return UNKNOWN;
    return reversed ? new Dict([...other.entries(), ...this.entries()]) : new Dict([...this.entries(), ...other.entries()]);
  }

  /** For JSON and for JavaScript that wants an object. */
  toObject(): Record<string, unknown> {
    return Object.fromEntries([...this.entries()].map(([key, value]) => [String(key), value]));
  }

  toJSON(): Record<string, unknown> {
    return this.toObject();
  }
}

function missingKey(key: unknown, keys: Iterable<unknown>): PyError {
  const texts = typeof key === 'string' ? [...keys].filter((one) => typeof one === 'string') : [];
  const near = typeof key === 'string' ? nearest(key, texts) : undefined;
  return new PyError(keyErrorType, [key], near === undefined ? '' : `: did you mean '${near}'?`);
}

/** `d.keys()`, `d.values()`, `d.items()`: they see later changes. */
export class View {
  readonly of: Dict;
  readonly what: 'keys' | 'values' | 'items';
  constructor(of: Dict, what: 'keys' | 'values' | 'items') {
    this.of = of;
    this.what = what;
  }

  *[Symbol.iterator](): IterableIterator<unknown> {
    if (this.what === 'items') for (const entry of this.of.entries()) yield new Tuple(entry);
    else yield* this.what === 'keys' ? this.of.keys() : this.of.values();
  }

  [ITERATE](): Iterable<unknown> {
    return this;
  }

  [LENGTH](): number {
    return this.of.size;
  }

  [CONTAINS](what: unknown): boolean {
    if (this.what === 'keys') return this.of.has(what);
    return [...this].some((one) => linked.equal(one, what));
  }
}
