/** Python's set and frozenset. */
import type { BinaryOperator, Comparison } from '../../runtime.ts';
import { BINARY, COMPARE, CONTAINS, HASH, ITERATE, LENGTH, UNKNOWN } from '../behaviour.ts';
import { View } from './dict.ts';
import { keyOf } from './hash.ts';
import { CLASS, frozensetType, setType, type Type } from '../types.ts';

export class PySet {
  #items = new Map<unknown, unknown>();

  constructor(items: Iterable<unknown> = []) {
    for (const item of items) this.add(item);
  }

  get [CLASS](): Type {
    return setType;
  }

  get size(): number {
    return this.#items.size;
  }

  add(item: unknown): void {
    const key = keyOf(item);
    if (!this.#items.has(key)) this.#items.set(key, item);
  }

  has(item: unknown): boolean {
    return this.#items.has(keyOf(item));
  }

  delete(item: unknown): boolean {
    return this.#items.delete(keyOf(item));
  }

  clear(): void {
    this.#items.clear();
  }

  /** Small ints in order, as CPython shows them; all others as they came. */
  [Symbol.iterator](): Iterator<unknown> {
    const all = [...this.#items.values()];
    const ordered = all.length < 1000 && all.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);
    return (ordered ? inTable(all as number[]) : all)[Symbol.iterator]();
  }

  /** A set of the same kind as this one. */
  like(items: Iterable<unknown>): PySet {
    return this instanceof FrozenSet ? new FrozenSet(items) : new PySet(items);
  }

  subsetOf(other: PySet): boolean {
    return this.size <= other.size && [...this].every((item) => other.has(item));
  }

  [ITERATE](): Iterable<unknown> {
    return this;
  }

  [LENGTH](): number {
    return this.size;
  }

  [CONTAINS](what: unknown): boolean {
    return this.has(what instanceof PySet && !(what instanceof FrozenSet) ? new FrozenSet(what) : what);
  }

  [COMPARE](operator: Comparison, given: unknown): unknown {
    const other = asSet(given);
    if (other === undefined) return UNKNOWN;
    switch (operator) {
      case '==':
        return this.size === other.size && this.subsetOf(other);
      case '!=':
        return !(this.size === other.size && this.subsetOf(other));
      case '<=':
        return this.subsetOf(other);
      case '<':
        return this.size < other.size && this.subsetOf(other);
      case '>=':
        return other.subsetOf(this);
      case '>':
        return other.size < this.size && other.subsetOf(this);
      default:
        return UNKNOWN;
    }
  }

  [BINARY](operator: BinaryOperator, given: unknown, reversed: boolean): unknown {
    const other = asSet(given);
    if (other === undefined) return UNKNOWN;
    return reversed ? combine(operator, other, this) : combine(operator, this, other);
  }
}

export class FrozenSet extends PySet {
  override get [CLASS](): Type {
    return frozensetType;
  }

  [HASH](): string {
    return `\0f${[...this]
      .map((item) => String(keyOf(item)))
      .sort()
      .join('\0')}`;
  }
}

/** Sets, and the views of a dict that act as sets. */
export function asSet(value: unknown): PySet | undefined {
  if (value instanceof PySet) return value;
  return value instanceof View && value.what !== 'values' ? new PySet(value) : undefined;
}

export function combine(operator: BinaryOperator, a: PySet, b: PySet): unknown {
  switch (operator) {
    case '|':
      return a.like([...a, ...b]);
    case '&':
      return a.like([...a].filter((item) => b.has(item)));
    case '-':
      return a.like([...a].filter((item) => !b.has(item)));
    case '^':
      return a.like([...[...a].filter((item) => !b.has(item)), ...[...b].filter((item) => !a.has(item))]);
    default:
      return UNKNOWN;
  }
}

/** The order in which CPython's table holds ints that do not collide: by value modulo its size. */
function inTable(items: readonly number[]): number[] {
  let slots = 8;
  while (items.length * 5 >= slots * 3) slots *= items.length > 4 ? 4 : 2;
  return [...items].sort((a, b) => (a % slots) - (b % slots) || a - b);
}
