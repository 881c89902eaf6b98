/** What `for` goes through; iterators that one can hold and ask for the next. */
import { COUNT, ITERATE, LENGTH, TYPE_NAME } from './behaviour.ts';
import { PyError, stopIteration, indexErrorType, typeError, typeOfError } from './errors.ts';
import { having, isPlain, typeName, written } from './kinds.ts';
import { linked } from './linked.ts';
import { checkCount, checkMemory, MOST_ITEMS } from './memory.ts';
import { bytesOf } from './containers/octets.ts';
import { Type } from './types.ts';

export type Any = Iterable<unknown> | AsyncIterable<unknown>;

/** An iterator over what is at hand. Going through it twice gives nothing the second time. */
export class Iter {
  readonly inner: Iterator<unknown>;
  readonly kind: string;
  constructor(of: Iterable<unknown>, kind = 'iterator') {
    this.inner = of[Symbol.iterator]();
    this.kind = kind;
  }
  get [TYPE_NAME](): string {
    return this.kind;
  }
  next(): IteratorResult<unknown> {
    return this.inner.next();
  }
  [Symbol.iterator](): Iterator<unknown> {
    return { next: () => this.inner.next() };
  }
}

/** An iterator that may have to wait for what comes next. */
export class AsyncIter {
  readonly inner: AsyncIterator<unknown>;
  readonly kind: string;
  constructor(of: AsyncIterable<unknown>, kind = 'iterator') {
    this.inner = of[Symbol.asyncIterator]();
    this.kind = kind;
  }
  get [TYPE_NAME](): string {
    return this.kind;
  }
  next(): Promise<IteratorResult<unknown>> {
    return this.inner.next();
  }
  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return { next: () => this.inner.next() };
  }
}

export const isSync = (of: object): of is Iterable<unknown> =>
  typeof (of as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function';
const isAsync = (of: object): of is AsyncIterable<unknown> =>
  typeof (of as { [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] === 'function';

/** What can be gone through; undefined when it cannot. */
export function iterableOf(value: unknown): Any | undefined {
  if (typeof value === 'string') return value;
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value instanceof Type) return undefined;
  const own = written(value, '__iter__');
  if (own !== undefined) return through(value, own);
  if (written(value, '__getitem__') !== undefined && written(value, '__len__') === undefined && !isSync(value)) return byIndex(value);
  const behaviour = having(value, ITERATE);
  if (behaviour !== undefined) return behaviour[ITERATE]();
  const octets = bytesOf(value);
  if (octets !== undefined) return octets;
  if (value instanceof Map) return value.keys();
  if (isSync(value) || isAsync(value)) return value;
  if (written(value, '__getitem__') !== undefined) return byIndex(value);
  return isPlain(value) ? Object.keys(value) : undefined;
}

export function iterable(value: unknown): Any {
  const all = iterableOf(value);
  if (all === undefined) throw typeError(`'${typeName(value)}' object is not iterable`);
  return all;
}

/** As {@link iterable}, for what cannot wait. */
export function iterableNow(value: unknown): Iterable<unknown> {
  const all = iterable(value);
  if (!isSync(all)) throw typeError(`'${typeName(value)}' must be made a list first: list(x)`);
  return all;
}

async function* through(value: unknown, own: unknown): AsyncGenerator<unknown> {
  const iterator = await linked.call(own, [value]);
  if (written(iterator, '__next__') === undefined) {
    if (iterator === value) throw typeError(`iter() returned non-iterator of type '${typeName(iterator)}'`);
    yield* iterable(iterator);
    return;
  }
  for (;;) {
    let next: unknown;
    try {
      next = await linked.call(written(iterator, '__next__'), [iterator]);
    } catch (error) {
      if (error instanceof PyError && typeOfError(error).is(stopIteration)) return;
      throw error;
    }
    yield next;
  }
}

async function* byIndex(value: unknown): AsyncGenerator<unknown> {
  for (let i = 0; ; i++) {
    let next: unknown;
    try {
      next = await linked.call(written(value, '__getitem__'), [value, i]);
    } catch (error) {
      if (error instanceof Error && typeOfError(error).is(indexErrorType)) return;
      throw error;
    }
    yield next;
  }
}

/** All items; at once when nothing has to be waited for. */
export function gather(value: unknown): unknown[] | Promise<unknown[]> {
  const all = iterable(value);
  if (Array.isArray(all) || typeof all === 'string' || all instanceof Uint8Array) return Array.from(all);
  const own = having(value, COUNT)?.[COUNT]();
  const known = own?.count ?? having(value, LENGTH)?.[LENGTH]();
  if (known !== undefined) checkCount(known, own?.most);
  return isSync(all) ? gatherNow(all) : gatherAsync(all);
}

/** A look at the memory costs time: one in so many items. */
const LOOK = 0x3fff;

function mustFit(count: number): void {
  if ((count & LOOK) !== 0) return;
  checkMemory();
  if (count > MOST_ITEMS) checkCount();
}

function gatherNow(all: Iterable<unknown>): unknown[] {
  const items: unknown[] = [];
  for (const item of all) mustFit(items.push(item));
  return items;
}

async function gatherAsync(all: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of all) mustFit(items.push(item));
  return items;
}

/** What is done with all items. */
export function withAll<T>(value: unknown, use: (items: unknown[]) => T): T | Promise<Awaited<T>> {
  const all = gather(value);
  return all instanceof Promise ? (all.then(use) as Promise<Awaited<T>>) : use(all);
}
