/** The modules `functools`, `operator`, `copy`, `contextlib` and the like. */
import type { Named } from '../../runtime.ts';
import { namesIn } from '../attributes.ts';
import { CALL, COMPARE, GET, REPR, Tuple, UNKNOWN } from '../behaviour.ts';
import { Builtin, functions } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { PySet } from '../containers/sets.ts';
import { asNumber } from '../kinds.ts';
import { item } from '../items.ts';
import { linked } from '../linked.ts';
import { binary, compare, contains, truth, unary } from '../operators.ts';
import { repr } from '../text/repr.ts';
import { CLASS, Instance, namesOf, type Type } from '../types.ts';
import { awaited } from '../waiting.ts';

/** `functools.partial(f, 1, x=2)`. */
class Partial {
  readonly func: unknown;
  readonly positions: readonly unknown[];
  readonly named: Named;
  constructor(func: unknown, positions: readonly unknown[], named: Named) {
    this.func = func;
    this.positions = positions;
    this.named = named;
  }
  [CALL](positions: readonly unknown[], named: Named): unknown {
    return linked.call(this.func, [...this.positions, ...positions], { ...this.named, ...named });
  }
  [GET](name: string): unknown {
    if (name === 'func') return this.func;
    if (name === 'args') return new Tuple(this.positions);
    return name === 'keywords' ? new Dict(Object.entries(this.named)) : UNKNOWN;
  }
  [REPR](): string {
    const named = Object.entries(this.named).map(([name, value]) => `${name}=${repr(value)}`);
    return `functools.partial(${[this.func, ...this.positions].map(repr).concat(named).join(', ')})`;
  }
}

/** A function that remembers what it gave. */
class Cached {
  readonly #func: unknown;
  readonly #most: number;
  readonly #kept = new Dict();
  #hits = 0;
  #misses = 0;
  constructor(func: unknown, most: number) {
    this.#func = func;
    this.#most = most;
  }
  [CALL](positions: readonly unknown[], named: Named): unknown {
    const key = new Tuple([...positions, ...Object.entries(named).flat()]);
    if (this.#kept.has(key)) {
      this.#hits++;
      return this.#kept.get(key);
    }
    this.#misses++;
    const value = linked.call(this.#func, positions, named);
    // The promise is kept, so that the same question is not asked twice meanwhile.
    this.#kept.set(key, value);
    if (this.#kept.size > this.#most) this.#kept.delete([...this.#kept.keys()][0]);
    return value;
  }
  [GET](name: string): unknown {
    if (name === 'cache_info') return new Builtin('cache_info()', () => new Tuple([this.#hits, this.#misses, this.#most, this.#kept.size]));
    if (name === '__wrapped__') return this.#func;
    if (name !== 'cache_clear') return UNKNOWN;
    return new Builtin('cache_clear()', () => {
      this.#kept.clear();
      return null;
    });
  }
}

export function functools(reduce: unknown): Record<string, unknown> {
  const given = (func: unknown): boolean => func !== null && asNumber(func) === undefined;
  const cached = (most: unknown): unknown =>
    given(most)
      ? new Cached(most, 128)
      : new Builtin('lru_cache(func)', (func: unknown) => new Cached(func, most === null ? Number.POSITIVE_INFINITY : Number(most)));
  return {
    reduce,
    ...functions({
      'partial(func, *args, **kw)': (func: unknown, args: unknown[], named: Named) => new Partial(func, args, named),
      'wraps(wrapped, *others)': () => new Builtin('wraps(func)', (func: unknown) => func),
      'lru_cache(maxsize=128, typed=False)': cached,
      'cache(func)': (func: unknown) => new Cached(func, Number.POSITIVE_INFINITY),
      'cmp_to_key(func)': (func: unknown) => new Builtin('key(x)', (value: unknown) => new Ordered(func, value)),
      'total_ordering(cls)': (type: unknown) => type,
    }),
  };
}

/** A value with an order of its own. */
class Ordered {
  readonly #func: unknown;
  readonly #value: unknown;
  constructor(func: unknown, value: unknown) {
    this.#func = func;
    this.#value = value;
  }
  [COMPARE](operator: string, other: unknown): unknown {
    if (!(other instanceof Ordered)) return UNKNOWN;
    const order = asNumber(awaited(() => linked.call(this.#func, [this.#value, other.#value]))) ?? 0;
    return operator === '<' ? order < 0 : operator === '>' ? order > 0 : operator === '==' ? order === 0 : UNKNOWN;
  }
}

export function operator(): Record<string, unknown> {
  const by = (get: (of: unknown, key: unknown) => unknown) => (keys: unknown[]) =>
    new Builtin('getter(x)', (of: unknown) => (keys.length === 1 ? get(of, keys[0]) : new Tuple(keys.map((key) => get(of, key)))));
  const path = (of: unknown, name: unknown): unknown =>
    String(name)
      .split('.')
      .reduce((value, part) => awaited(() => linked.get(value, part)), of);
  const binaries = {
    add: '+',
    sub: '-',
    mul: '*',
    truediv: '/',
    floordiv: '//',
    mod: '%',
    pow: '**',
    and_: '&',
    or_: '|',
    xor: '^',
    lshift: '<<',
    rshift: '>>',
  } as const;
  const comparisons = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=', is_: 'is', is_not: 'is not' } as const;
  return functions({
    'itemgetter(*keys)': by(item),
    'attrgetter(*names)': by(path),
    'methodcaller(name, *args, **kw)': (name: string, args: unknown[], named: Named) =>
      new Builtin('caller(x)', (of: unknown) =>
        linked.call(
          awaited(() => linked.get(of, name)),
          args,
          named,
        ),
      ),
    ...Object.fromEntries(
      Object.entries(binaries).map(([name, sign]) => [`${name}(a, b, /)`, (a: unknown, b: unknown) => binary(sign, a, b)]),
    ),
    ...Object.fromEntries(
      Object.entries(comparisons).map(([name, sign]) => [`${name}(a, b, /)`, (a: unknown, b: unknown) => compare(sign, a, b)]),
    ),
    'neg(a, /)': (a: unknown) => unary('-', a),
    'inv(a, /)': (a: unknown) => unary('~', a),
    'not_(a, /)': (a: unknown) => !truth(a),
    'truth(a, /)': truth,
    'contains(a, b, /)': contains,
    'getitem(a, b, /)': item,
  });
}

/** `copy.deepcopy(x)`; what knows how to copy itself does (a packet's `copy()`). */
function copied(value: unknown, deep: boolean, seen: Map<unknown, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const before = seen.get(value);
  if (before !== undefined) return before;
  const inner = (one: unknown): unknown => (deep ? copied(one, true, seen) : one);
  if (value instanceof Tuple) return deep ? new Tuple(value.map(inner)) : value;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    seen.set(value, list);
    for (const one of value) list.push(inner(one));
    return list;
  }
  if (value instanceof Dict && value.constructor === Dict) {
    const dict = new Dict();
    seen.set(value, dict);
    for (const [key, one] of value.entries()) dict.set(key, inner(one));
    return dict;
  }
  if (value instanceof PySet) return value.like(value);
  if (value instanceof Instance) {
    const made = new Instance((value as { [CLASS]: Type })[CLASS]);
    seen.set(value, made);
    for (const [name, one] of namesOf(value) ?? []) namesOf(made, true).set(name, inner(one));
    return made;
  }
  if (!namesIn(value).includes('copy')) return value;
  return awaited(() => linked.call(linked.get(value, 'copy'), []) as Promise<unknown>);
}

export function copy(): Record<string, unknown> {
  return functions({
    'copy(x)': (value: unknown) => copied(value, false, new Map()),
    'deepcopy(x, memo=None)': (value: unknown) => copied(value, true, new Map()),
  });
}

/** Modules whose names change nothing here: types are not looked at, futures have come. */
export function inert(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, null]));
}
