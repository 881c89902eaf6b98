/** Methods of list and tuple; sorting, which may wait for its key. */
import { Slice } from '../behaviour.ts';
import { equal, ordered } from '../equal.ts';
import { indexError, typeError, valueError } from '../errors.ts';
import { withAll } from '../iterate.ts';
import { asNumber, typeName } from '../kinds.ts';
import { linked } from '../linked.ts';
import { index, resolve } from '../containers/slices.ts';
import { repr } from '../text/repr.ts';
import { settle, waits } from '../waiting.ts';

type Table = Readonly<Record<string, (...values: never[]) => unknown>>;

function place(self: readonly unknown[], what: unknown, start: unknown, end: unknown): number {
  const places = resolve(new Slice(start, end, null), self.length);
  for (let i = places.start; i < places.stop; i++) if (equal(self[i], what)) return i;
  return -1;
}

const pushAll = (self: unknown[], items: readonly unknown[]): void => {
  for (const one of items) self.push(one);
};

/** `sorted(…)`: stable; `key` may be a function of the notation. Python 2's `cmp` too. */
export async function sorted(items: readonly unknown[], key: unknown, reverse: boolean, order?: unknown): Promise<unknown[]> {
  const keys: unknown[] = [];
  for (const one of items) {
    const made = key === null || key === undefined ? one : linked.call(key, [one]);
    keys.push(waits(made) ? await made : made);
  }
  const paired = items.map((item, i) => ({ item, key: keys[i] }));
  if (reverse) paired.reverse();
  const done = order === null || order === undefined ? await settle(() => [...paired].sort(byKey)) : await sortBy(paired, order);
  if (reverse) done.reverse();
  return done.map(({ item }) => item);
}

type Paired = { readonly item: unknown; readonly key: unknown };

const byKey = (a: Paired, b: Paired): number => (ordered('<', a.key, b.key) === true ? -1 : ordered('<', b.key, a.key) === true ? 1 : 0);

/** Merge sort with an order that may have to be waited for. */
async function sortBy(items: readonly Paired[], order: unknown): Promise<Paired[]> {
  if (items.length < 2) return [...items];
  const middle = items.length >> 1;
  const [a, b] = [await sortBy(items.slice(0, middle), order), await sortBy(items.slice(middle), order)];
  const out: Paired[] = [];
  while (a.length > 0 && b.length > 0) {
    const said = asNumber(await linked.call(order, [b[0]!.key, a[0]!.key]));
    out.push((said ?? 0) < 0 ? b.shift()! : a.shift()!);
  }
  return [...out, ...a, ...b];
}

export const tupleMethods: Table = {
  'index(value, start=None, stop=None, /)': (self: unknown[], what: unknown, start: unknown, stop: unknown) => {
    const at = place(self, what, start, stop);
    if (at < 0) throw valueError('tuple.index(x): x not in tuple');
    return at;
  },
  'count(value, /)': (self: unknown[], what: unknown) => self.filter((one) => equal(one, what)).length,
};

export const listMethods: Table = {
  'append(item, /)': (self: unknown[], item: unknown) => {
    self.push(item);
    return null;
  },
  'extend(items, /)': (self: unknown[], items: unknown) =>
    withAll(items, (all) => {
      pushAll(self, all);
      return null;
    }),
  'insert(index, item, /)': (self: unknown[], at: unknown, item: unknown) => {
    const i = index(at);
    if (i === undefined) throw typeError(`'${typeName(at)}' object cannot be interpreted as an integer`);
    self.splice(i, 0, item);
    return null;
  },
  'pop(index=-1, /)': (self: unknown[], at: unknown) => {
    if (self.length === 0) throw indexError('pop from empty list');
    const i = index(at);
    if (i === undefined) throw typeError(`'${typeName(at)}' object cannot be interpreted as an integer`);
    const real = i < 0 ? i + self.length : i;
    if (real < 0 || real >= self.length) throw indexError('pop index out of range');
    return self.splice(real, 1)[0];
  },
  'remove(value, /)': (self: unknown[], what: unknown) => {
    const at = place(self, what, null, null);
    if (at < 0) throw valueError('list.remove(x): x not in list');
    self.splice(at, 1);
    return null;
  },
  'clear()': (self: unknown[]) => {
    self.splice(0);
    return null;
  },
  'copy()': (self: unknown[]) => [...self],
  'reverse()': (self: unknown[]) => {
    self.reverse();
    return null;
  },
  'sort(cmp=None, *, key=None, reverse=False)': async (self: unknown[], order: unknown, key: unknown, reverse: unknown) => {
    const done = await sorted([...self], key, reverse === true || reverse === 1, order);
    self.splice(0, self.length, ...done);
    // `list.sort((a, b) => …)` of JavaScript gives the list.
    return order === null ? null : self;
  },
  'index(value, start=None, stop=None, /)': (self: unknown[], what: unknown, start: unknown, stop: unknown) => {
    const at = place(self, what, start, stop);
    if (at < 0) throw valueError(`${repr(what)} is not in list`);
    return at;
  },
  'count(value, /)': (self: unknown[], what: unknown) => self.filter((one) => equal(one, what)).length,
  ...callbacks(),
};

/** JavaScript's methods with a callback, which may be async here. */
function callbacks(): Table {
  const ask = async (self: readonly unknown[], func: unknown): Promise<unknown[]> => {
    const out: unknown[] = [];
    for (const [i, one] of self.entries()) out.push(await linked.call(func, placesFor(func, [one, i, self])));
    return out;
  };
  const yes = (said: unknown): boolean => said !== false && said !== null && said !== undefined && said !== 0 && said !== '';
  return {
    'map(func, /)': ask,
    'flatMap(func, /)': async (self: unknown[], func: unknown) => (await ask(self, func)).flat(),
    'forEach(func, /)': async (self: unknown[], func: unknown) => {
      await ask(self, func);
      return null;
    },
    'filter(func, /)': async (self: unknown[], func: unknown) => {
      const said = await ask(self, func);
      return self.filter((_, i) => yes(said[i]));
    },
    'find(func, /)': async (self: unknown[], func: unknown) => self[(await ask(self, func)).findIndex(yes)] ?? null,
    'findIndex(func, /)': async (self: unknown[], func: unknown) => (await ask(self, func)).findIndex(yes),
    'findLast(func, /)': async (self: unknown[], func: unknown) => self[(await ask(self, func)).findLastIndex(yes)] ?? null,
    'findLastIndex(func, /)': async (self: unknown[], func: unknown) => (await ask(self, func)).findLastIndex(yes),
    'toSorted(cmp=None, /)': (self: unknown[], order: unknown) => sorted([...self], null, false, order),
    'some(func, /)': async (self: unknown[], func: unknown) => (await ask(self, func)).some(yes),
    'every(func, /)': async (self: unknown[], func: unknown) => (await ask(self, func)).every(yes),
    'reduce(func, *start)': async (self: unknown[], func: unknown, start: unknown[]) => {
      const all = [...start, ...self];
      let value = all[0];
      for (const one of all.slice(1)) value = await linked.call(func, [value, one]);
      return value ?? null;
    },
  };
}

/** As many of the arguments as the function takes. */
export function placesFor(func: unknown, given: readonly unknown[]): readonly unknown[] {
  const takes = linked.places(func);
  return given.slice(0, Math.max(1, takes));
}
