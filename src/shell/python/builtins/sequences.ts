/** Built-in functions that go through things: all, any, enumerate, filter, map, max, sorted, sum, zip … */
import { LENGTH, Tuple } from '../behaviour.ts';
import { functions } from '../callable.ts';
import { Dict, View } from '../containers/dict.ts';
import { ordered } from '../equal.ts';
import { PyError, stopIteration, typeError, typeOfError, valueError } from '../errors.ts';
import { AsyncIter, type Any, gather, isSync, Iter, iterable, withAll } from '../iterate.ts';
import { having, typeName, written } from '../kinds.ts';
import { item, length } from '../items.ts';
import { linked } from '../linked.ts';
import { sorted } from '../methods/list.ts';
import { binary, truth } from '../operators.ts';
import { settle, waits } from '../waiting.ts';

const iterator = (value: unknown): Iterator<unknown> | AsyncIterator<unknown> => {
  const all = iterable(value);
  return isSync(all) ? all[Symbol.iterator]() : all[Symbol.asyncIterator]();
};

function iter(value: unknown, sentinel: unknown): unknown {
  if (sentinel !== undefined) return new AsyncIter(untilValue(value, sentinel), 'callable_iterator');
  if (value instanceof Iter || value instanceof AsyncIter) return value;
  const kind = typeof value === 'string' ? 'str_iterator' : Array.isArray(value) ? `${typeName(value)}_iterator` : 'iterator';
  if (written(value, '__iter__') !== undefined) return linked.call(written(value, '__iter__'), [value]);
  const all = iterable(value);
  if (typeof (all as { next?: unknown }).next === 'function') return all;
  return isSync(all) ? new Iter(all, kind) : new AsyncIter(all, kind);
}

async function* untilValue(func: unknown, sentinel: unknown): AsyncGenerator<unknown> {
  for (;;) {
    const value = await linked.call(func, []);
    if (linked.equal(value, sentinel)) return;
    yield value;
  }
}

/** `next(x)`: `absent` where nothing is left, else StopIteration. */
export function next(of: unknown, absent: unknown): unknown {
  const own = written(of, '__next__') ?? written(of, 'next');
  if (own !== undefined) return absent === undefined ? linked.call(own, [of]) : orElse(linked.call(own, [of]), absent);
  const step = (of as { next?: unknown } | null)?.next;
  if (typeof step !== 'function') throw typeError(`'${typeName(of)}' object is not an iterator`);
  const use = (result: IteratorResult<unknown>): unknown => {
    if (!result.done) return result.value;
    if (absent !== undefined) return absent;
    throw new PyError(stopIteration, result.value === undefined ? [] : [result.value]);
  };
  const result = step.call(of) as IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
  return result instanceof Promise ? result.then(use) : use(result);
}

async function orElse(value: unknown, absent: unknown): Promise<unknown> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof Error && typeOfError(error).is(stopIteration)) return absent;
    throw error;
  }
}

async function* mapped(func: unknown, all: readonly unknown[]): AsyncGenerator<unknown> {
  for await (const values of zipped(all)) yield func === null ? values : await linked.call(func, [...(values as Tuple)]);
}

async function* filtered(func: unknown, of: unknown): AsyncGenerator<unknown> {
  for await (const value of iterable(of)) {
    const kept = func === null ? settle(() => truth(value)) : await linked.call(func, [value]);
    if (await settle(() => truth(kept))) yield value;
  }
}

async function* zipped(all: readonly unknown[], strict = false): AsyncGenerator<unknown> {
  if (all.length === 0) return;
  const sources = all.map(iterator);
  for (;;) {
    const values: unknown[] = [];
    for (const [i, source] of sources.entries()) {
      const { done, value } = await source.next();
      if (done && strict && (i > 0 || !(await allDone(sources.slice(1)))))
        throw valueError(
          `zip() argument ${i === 0 ? 2 : i + 1} is ${i === 0 ? 'longer' : 'shorter'} than argument${i < 2 ? '' : 's'} ${i < 2 ? '1' : `1-${i}`}`,
        );
      if (done) return;
      values.push(value);
    }
    yield new Tuple(values);
  }
}

async function allDone(sources: readonly (Iterator<unknown> | AsyncIterator<unknown>)[]): Promise<boolean> {
  for (const source of sources) if (!(await source.next()).done) return false;
  return true;
}

function* zippedNow(all: readonly Iterable<unknown>[]): Generator<unknown> {
  if (all.length === 0) return;
  const sources = all.map((one) => one[Symbol.iterator]());
  for (;;) {
    const values: unknown[] = [];
    for (const source of sources) {
      const { done, value } = source.next();
      if (done) return;
      values.push(value);
    }
    yield new Tuple(values);
  }
}

function zip(all: unknown[], strict: unknown): unknown {
  const sources = all.map(iterable);
  if (strict !== true && sources.every(isSync)) return new Iter(zippedNow(sources as Iterable<unknown>[]), 'zip');
  return new AsyncIter(zipped(all, strict === true), 'zip');
}

function enumerate(of: unknown, start: number): unknown {
  const all = iterable(of);
  return isSync(all) ? new Iter(numbered(all, start), 'enumerate') : new AsyncIter(numberedAsync(all, start), 'enumerate');
}

function* numbered(all: Iterable<unknown>, start: number): Generator<unknown> {
  let i = start;
  for (const one of all) yield new Tuple([i++, one]);
}

async function* numberedAsync(all: Any, start: number): AsyncGenerator<unknown> {
  let i = start;
  for await (const one of all) yield new Tuple([i++, one]);
}

async function extreme(args: readonly unknown[], key: unknown, absent: unknown, operator: '<' | '>', name: string): Promise<unknown> {
  if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
  const items = args.length === 1 ? await gather(args[0]) : args;
  if (items.length === 0) {
    if (absent !== undefined) return absent;
    throw valueError(`${name}() arg is an empty sequence`);
  }
  let [best, bestKey]: [unknown, unknown] = [undefined, undefined];
  for (const [i, one] of items.entries()) {
    const of = key === null ? one : await linked.call(key, [one]);
    if (i === 0 || (await settle(() => ordered(operator, of, bestKey))) === true) [best, bestKey] = [one, of];
  }
  return best;
}

async function sum(of: unknown, start: unknown): Promise<unknown> {
  if (typeof start === 'string') throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  let total = start;
  for (const one of await gather(of)) {
    const next = settle(() => binary('+', total, one));
    total = waits(next) ? await next : next;
  }
  return total;
}

function reversed(of: unknown): unknown {
  const own = written(of, '__reversed__');
  if (own !== undefined) return linked.call(own, [of]);
  const source = of instanceof Dict ? new View(of, 'keys') : of;
  if (typeof source === 'string' || Array.isArray(source)) return new Iter(Array.from(source as Iterable<unknown>).reverse(), 'reversed');
  if (having(source, LENGTH) === undefined && written(source, '__len__') === undefined && !(source instanceof Uint8Array))
    throw typeError(`'${typeName(of)}' object is not reversible`);
  if (written(source, '__getitem__') !== undefined)
    return settle(
      () =>
        new Iter(
          Array.from({ length: length(source) }, (_, i, n = length(source)) => item(source, n - 1 - i)),
          'reversed',
        ),
    );
  return withAll(source, (all) => new Iter(all.reverse(), 'reversed'));
}

async function some(of: unknown, wanted: boolean): Promise<boolean> {
  for await (const one of iterable(of)) if ((await settle(() => truth(one))) === wanted) return true;
  return false;
}

async function reduce(func: unknown, of: unknown, start: unknown): Promise<unknown> {
  const items = await gather(of);
  const all = start === undefined ? items : [start, ...items];
  if (all.length === 0) throw typeError('reduce() of empty iterable with no initial value');
  let value = all[0];
  for (const one of all.slice(1)) value = await linked.call(func, [value, one]);
  return value;
}

export const sequenceFunctions = functions({
  'all(iterable, /)': async (of: unknown) => {
    for await (const one of iterable(of)) if (!(await settle(() => truth(one)))) return false;
    return true;
  },
  'any(iterable, /)': (of: unknown) => some(of, true),
  'enumerate(iterable, start=0)': enumerate,
  'filter(function, iterable, /)': (func: unknown, of: unknown) => {
    iterable(of);
    return new AsyncIter(filtered(func, of), 'filter');
  },
  'iter(object, sentinel=?, /)': iter,
  'map(func, *iterables)': (func: unknown, all: unknown[]) => {
    for (const one of all) iterable(one);
    return new AsyncIter(mapped(func, all), 'map');
  },
  'max(*args, key=None, default=?)': (args: unknown[], key: unknown, absent: unknown) => extreme(args, key, absent, '>', 'max'),
  'min(*args, key=None, default=?)': (args: unknown[], key: unknown, absent: unknown) => extreme(args, key, absent, '<', 'min'),
  'next(iterator, default=?, /)': next,
  'reduce(function, iterable, initial=?, /)': reduce,
  'reversed(sequence, /)': reversed,
  'sorted(iterable, /, cmp=None, *, key=None, reverse=False)': async (of: unknown, cmp: unknown, key: unknown, reverse: unknown) =>
    sorted(await gather(of), key, truth(reverse), cmp),
  'sum(iterable, /, start=0)': sum,
  'zip(*iterables, strict=False)': zip,
});
