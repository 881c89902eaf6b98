/** Methods of dict and set. */
import { Tuple } from '../behaviour.ts';
import { Builtin } from '../callable.ts';
import { Dict, View } from '../containers/dict.ts';
import { keyError, typeError, valueError } from '../errors.ts';
import { gather, Iter, withAll } from '../iterate.ts';
import { isPlain } from '../kinds.ts';
import { combine, PySet } from '../containers/sets.ts';

type Table = Readonly<Record<string, (...values: never[]) => unknown>>;

/** The entries of what a dict can be made of. */
export function entriesOf(given: unknown): [unknown, unknown][] | Promise<[unknown, unknown][]> {
  if (given instanceof Dict) return [...given.entries()];
  if (given instanceof Map) return [...given.entries()];
  if (isPlain(given)) return Object.entries(given);
  return withAll(given, (items) => items.map((one, i) => pair(one, i))) as [unknown, unknown][] | Promise<[unknown, unknown][]>;
}

function pair(one: unknown, i: number): [unknown, unknown] {
  if (typeof one !== 'string' && !Array.isArray(one) && !(one instanceof Uint8Array))
    throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`);
  const both = [...(one as Iterable<unknown>)];
  if (both.length !== 2) throw valueError(`dictionary update sequence element #${i} has length ${both.length}; 2 is required`);
  return [both[0], both[1]];
}

/** Puts more into a dict: of a dict, of pairs, of names. */
export function update(self: Dict, given: unknown, named: Readonly<Record<string, unknown>>): null | Promise<null> {
  const put = (entries: [unknown, unknown][]): null => {
    for (const [key, value] of entries) self.set(key, value);
    for (const [key, value] of Object.entries(named)) self.set(key, value);
    return null;
  };
  const entries = given === undefined || given === null ? [] : entriesOf(given);
  return entries instanceof Promise ? entries.then(put) : put(entries);
}

export const dictMethods: Table = {
  'get(key, default=None, /)': (self: Dict, key: unknown, absent: unknown) => (self.has(key) ? self.get(key) : absent),
  'keys()': (self: Dict) => new View(self, 'keys'),
  'values()': (self: Dict) => new View(self, 'values'),
  'items()': (self: Dict) => new View(self, 'items'),
  'iterkeys()': (self: Dict) => new Iter(new View(self, 'keys')),
  'itervalues()': (self: Dict) => new Iter(new View(self, 'values')),
  'iteritems()': (self: Dict) => new Iter(new View(self, 'items')),
  'has_key(key, /)': (self: Dict, key: unknown) => self.has(key),
  'setdefault(key, default=None, /)': (self: Dict, key: unknown, value: unknown) => {
    if (!self.has(key)) self.set(key, value);
    return self.get(key);
  },
  'pop(key, default=?, /)': (self: Dict, key: unknown, absent: unknown) => {
    if (!self.has(key)) {
      if (absent === undefined) throw keyError(key);
      return absent;
    }
    const value = self.get(key);
    self.delete(key);
    return value;
  },
  'popitem()': (self: Dict) => {
    const last = [...self.entries()].at(-1);
    if (last === undefined) throw keyError('popitem(): dictionary is empty');
    self.delete(last[0]);
    return new Tuple(last);
  },
  'clear()': (self: Dict) => {
    self.clear();
    return null;
  },
  'copy()': (self: Dict) => new Dict(self.entries()),
  'update(other=None, /, **kw)': update,
};

/** `dict.fromkeys(keys, value)`. */
export const dictFromKeys = new Builtin(
  'fromkeys(iterable, value=None, /)',
  (_: unknown, keys: unknown, value: unknown) => withAll(keys, (all) => new Dict(all.map((key) => [key, value] as const))),
  'class',
);

/** All the sets that a method was given, of any iterables. */
function sets(others: readonly unknown[]): PySet[] | Promise<PySet[]> {
  const all = others.map((one) => (one instanceof PySet ? one : gather(one)));
  const make = (items: (PySet | unknown[])[]): PySet[] => items.map((one) => (one instanceof PySet ? one : new PySet(one)));
  return all.some((one) => one instanceof Promise) ? Promise.all(all).then(make) : make(all as (PySet | unknown[])[]);
}

const withSets = (others: readonly unknown[], use: (all: PySet[]) => unknown): unknown => {
  const all = sets(others);
  return all instanceof Promise ? all.then(use) : use(all);
};

const folded = (operator: '|' | '&' | '-' | '^') => (self: PySet, others: unknown[]) =>
  withSets(others, (all) => all.reduce((sum, one) => combine(operator, sum, one) as PySet, self.like(self)));

const become = (self: PySet, items: PySet): null => {
  const all = [...items];
  self.clear();
  for (const one of all) self.add(one);
  return null;
};
const changed = (operator: '|' | '&' | '-' | '^') => (self: PySet, others: unknown[]) =>
  withSets(others, (all) =>
    become(
      self,
      all.reduce((sum, one) => combine(operator, sum, one) as PySet, new PySet(self)),
    ),
  );

export const frozensetMethods: Table = {
  'union(*others)': folded('|'),
  'intersection(*others)': folded('&'),
  'difference(*others)': folded('-'),
  'symmetric_difference(*others)': folded('^'),
  'issubset(other, /)': (self: PySet, other: unknown) => withSets([other], ([one]) => self.subsetOf(one!)),
  'issuperset(other, /)': (self: PySet, other: unknown) => withSets([other], ([one]) => one!.subsetOf(self)),
  'isdisjoint(other, /)': (self: PySet, other: unknown) => withSets([other], ([one]) => ![...one!].some((item) => self.has(item))),
  'copy()': (self: PySet) => self.like(self),
};

export const setMethods: Table = {
  ...frozensetMethods,
  'add(item, /)': (self: PySet, item: unknown) => {
    self.add(item);
    return null;
  },
  'discard(item, /)': (self: PySet, item: unknown) => {
    self.delete(item);
    return null;
  },
  'remove(item, /)': (self: PySet, item: unknown) => {
    if (!self.delete(item)) throw keyError(item);
    return null;
  },
  'pop()': (self: PySet) => {
    const [first] = self;
    if (self.size === 0) throw keyError('pop from an empty set');
    self.delete(first);
    return first;
  },
  'clear()': (self: PySet) => {
    self.clear();
    return null;
  },
  'update(*others)': changed('|'),
  'intersection_update(*others)': changed('&'),
  'difference_update(*others)': changed('-'),
  'symmetric_difference_update(*others)': changed('^'),
};
