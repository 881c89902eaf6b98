/** The module `itertools`. What goes on without end is made as it is asked for. */
import { Tuple } from '../behaviour.ts';
import { Builtin, functions } from '../callable.ts';
import { valueError } from '../errors.ts';
import { AsyncIter, gather, isSync, Iter, iterable } from '../iterate.ts';
import { linked } from '../linked.ts';
import { binary, truth } from '../operators.ts';
import { settle } from '../waiting.ts';

const holds = async (func: unknown, ...values: unknown[]): Promise<boolean> => {
  const said = func === null ? values[0] : await linked.call(func, values);
  return settle(() => truth(said));
};

function* counting(start: unknown, step: unknown): Generator<unknown> {
  for (let value = start; ; value = binary('+', value, step)) yield value;
}

async function* cycled(of: unknown): AsyncGenerator<unknown> {
  const all = await gather(of);
  while (all.length > 0) yield* all;
}

async function* chained(all: unknown): AsyncGenerator<unknown> {
  for await (const one of iterable(all)) yield* iterable(one);
}

function* chainedNow(all: readonly Iterable<unknown>[]): Generator<unknown> {
  for (const one of all) yield* one;
}

function chain(all: unknown[]): unknown {
  const sources = all.map(iterable);
  return sources.every(isSync) ? new Iter(chainedNow(sources as Iterable<unknown>[]), 'chain') : new AsyncIter(chained(all), 'chain');
}

async function* sliced(of: unknown, args: readonly unknown[]): AsyncGenerator<unknown> {
  const numbers = args.map((one) => (one === null ? undefined : Number(one)));
  const [start = 0, stop = Number.POSITIVE_INFINITY, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  if (start < 0 || stop < 0 || step < 1) throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  if (stop === 0) return;
  let [i, next] = [0, start];
  const source = iterable(of);
  const each = isSync(source) ? source[Symbol.iterator]() : source[Symbol.asyncIterator]();
  while (next < stop) {
    const { done, value } = await each.next();
    if (done) return;
    if (i++ !== next) continue;
    yield value;
    next += step;
  }
}

function* products(pools: readonly (readonly unknown[])[]): Generator<unknown> {
  const places = pools.map(() => 0);
  if (pools.some((pool) => pool.length === 0)) return;
  for (;;) {
    yield new Tuple(places.map((at, i) => pools[i]![at]));
    let i = pools.length - 1;
    for (; i >= 0; i--) {
      places[i] = places[i]! + 1;
      if (places[i]! < pools[i]!.length) break;
      places[i] = 0;
    }
    if (i < 0) return;
  }
}

function* permuted(all: readonly unknown[], size: number, chosen: readonly number[] = []): Generator<unknown> {
  if (chosen.length === size) {
    yield new Tuple(chosen.map((i) => all[i]));
    return;
  }
  for (let i = 0; i < all.length; i++) if (!chosen.includes(i)) yield* permuted(all, size, [...chosen, i]);
}

function* combined(all: readonly unknown[], size: number, again: boolean, chosen: readonly number[] = []): Generator<unknown> {
  if (chosen.length === size) {
    yield new Tuple(chosen.map((i) => all[i]));
    return;
  }
  const from = chosen.length === 0 ? 0 : chosen.at(-1)! + (again ? 0 : 1);
  for (let i = from; i < all.length; i++) yield* combined(all, size, again, [...chosen, i]);
}

const overAll = async (of: unknown, make: (all: unknown[]) => Generator<unknown>, kind: string): Promise<Iter> =>
  new Iter(make(await gather(of)), kind);

async function* grouped(of: unknown, key: unknown): AsyncGenerator<unknown> {
  let [group, current]: [unknown[] | undefined, unknown] = [undefined, undefined];
  for await (const one of iterable(of)) {
    const k = key === null ? one : await linked.call(key, [one]);
    if (group !== undefined && (await settle(() => linked.equal(k, current)))) group.push(one);
    else {
      if (group !== undefined) yield new Tuple([current, new Iter(group)]);
      [group, current] = [[one], k];
    }
  }
  if (group !== undefined) yield new Tuple([current, new Iter(group)]);
}

async function* accumulated(of: unknown, func: unknown, start: unknown): AsyncGenerator<unknown> {
  let total = start;
  let first = start === null;
  if (!first) yield total;
  for await (const one of iterable(of)) {
    if (first) total = one;
    else total = func === null ? await settle(() => binary('+', total, one)) : await linked.call(func, [total, one]);
    first = false;
    yield total;
  }
}

async function* while_(func: unknown, of: unknown, taking: boolean): AsyncGenerator<unknown> {
  let dropping = !taking;
  for await (const one of iterable(of)) {
    if (taking || dropping) {
      const yes = await holds(func, one);
      if (taking && !yes) return;
      if (dropping && yes) continue;
      dropping = false;
    }
    yield one;
  }
}

async function* filteredFalse(func: unknown, of: unknown): AsyncGenerator<unknown> {
  for await (const one of iterable(of)) if (!(await holds(func, one))) yield one;
}

async function* compressed(of: unknown, by: unknown): AsyncGenerator<unknown> {
  const keep = await gather(by);
  let i = 0;
  for await (const one of iterable(of)) {
    if (i >= keep.length) return;
    if (await holds(null, keep[i++])) yield one;
  }
}

async function* starred(func: unknown, of: unknown): AsyncGenerator<unknown> {
  for await (const one of iterable(of)) yield linked.call(func, await gather(one));
}

async function zipLongest(all: unknown[], fill: unknown): Promise<Iter> {
  const lists = await Promise.all(all.map(async (one) => gather(one)));
  const size = Math.max(0, ...lists.map((list) => list.length));
  return new Iter(
    Array.from({ length: size }, (_, i) => new Tuple(lists.map((list) => (i < list.length ? list[i] : fill)))),
    'zip_longest',
  );
}

function* repeated(value: unknown, times: number): Generator<unknown> {
  for (let i = 0; i < times; i++) yield value;
}

async function* pairs(of: unknown): AsyncGenerator<unknown> {
  let [before, some]: [unknown, boolean] = [undefined, false];
  for await (const one of iterable(of)) {
    if (some) yield new Tuple([before, one]);
    [before, some] = [one, true];
  }
}

export function names(): Record<string, unknown> {
  const table = functions({
    'count(start=0, step=1)': (start: unknown, step: unknown) => new Iter(counting(start, step), 'count'),
    'cycle(iterable)': (of: unknown) => new AsyncIter(cycled(of), 'cycle'),
    'repeat(object, times=?)': (value: unknown, times?: number) => new Iter(repeated(value, times ?? Number.POSITIVE_INFINITY), 'repeat'),
    'islice(iterable, *args)': (of: unknown, args: unknown[]) => new AsyncIter(sliced(of, args), 'islice'),
    'product(*iterables, repeat=1)': async (all: unknown[], times: number) => {
      const pools = await Promise.all(all.map(async (one) => gather(one)));
      return new Iter(products(Array.from({ length: times }, () => pools).flat()), 'product');
    },
    'permutations(iterable, r=None)': (of: unknown, r: number | null) =>
      overAll(of, (all) => permuted(all, r ?? all.length), 'permutations'),
    'combinations(iterable, r)': (of: unknown, r: number) => overAll(of, (all) => combined(all, r, false), 'combinations'),
    'combinations_with_replacement(iterable, r)': (of: unknown, r: number) => overAll(of, (all) => combined(all, r, true), 'combinations'),
    'takewhile(predicate, iterable)': (func: unknown, of: unknown) => new AsyncIter(while_(func, of, true), 'takewhile'),
    'dropwhile(predicate, iterable)': (func: unknown, of: unknown) => new AsyncIter(while_(func, of, false), 'dropwhile'),
    'filterfalse(predicate, iterable)': (func: unknown, of: unknown) => new AsyncIter(filteredFalse(func, of), 'filterfalse'),
    'compress(data, selectors)': (of: unknown, by: unknown) => new AsyncIter(compressed(of, by), 'compress'),
    'groupby(iterable, key=None)': (of: unknown, key: unknown) => new AsyncIter(grouped(of, key), 'groupby'),
    'accumulate(iterable, func=None, *, initial=None)': (of: unknown, func: unknown, start: unknown) =>
      new AsyncIter(accumulated(of, func, start), 'accumulate'),
    'starmap(function, iterable)': (func: unknown, of: unknown) => new AsyncIter(starred(func, of), 'starmap'),
    'zip_longest(*iterables, fillvalue=None)': zipLongest,
    'pairwise(iterable)': (of: unknown) => new AsyncIter(pairs(of), 'pairwise'),
    'tee(iterable, n=2)': async (of: unknown, n: number) => {
      const all = await gather(of);
      return new Tuple(Array.from({ length: n }, () => new Iter(all)));
    },
  });
  // chain is called, and has from_iterable.
  const fromIterable = new Builtin('from_iterable(iterable)', (of: unknown) => new AsyncIter(chained(of), 'chain'));
  return { ...table, chain: Object.assign(new Builtin('chain(*iterables)', chain), { from_iterable: fromIterable }) };
}
