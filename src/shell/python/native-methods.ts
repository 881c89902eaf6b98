/** What every object can be asked by name: `x.__len__()`, `super().__init__()`, `object.__repr__(x)`. They go past what a class of the session says. */
import { Slice, Tuple } from './behaviour.ts';
import { Builtin } from './callable.ts';
import { Dict } from './containers/dict.ts';
import { compareValues, NOT_IMPLEMENTED } from './equal.ts';
import { PyError } from './errors.ts';
import { hashNumber, identity, keyOf } from './containers/hash.ts';
import { nativeItem, nativeLength, nativeRemoveItem, nativeSetItem } from './items.ts';
import { AsyncIter, gather, isSync, Iter, iterable } from './iterate.ts';
import { nativeBinary, nativeContains, truth, unary } from './operators.ts';
import { nativeRepr, nativeStr, repr, str } from './text/repr.ts';
import { formatValue } from './text/format.ts';
import { UNKNOWN } from './behaviour.ts';
import { PySet } from './containers/sets.ts';
import { type Type, Instance } from './types.ts';
import type { BinaryOperator } from '../runtime.ts';

/** Set by attributes' user: object.__setattr__ and object.__new__ need what stands above this file. */
export const above: {
  set?: (of: unknown, name: string, value: unknown) => void;
  make?: (type: Type, positions: readonly unknown[]) => unknown;
} = {};

const table: Readonly<Record<string, (...values: never[]) => unknown>> = {
  '__len__()': (self: unknown) => nativeLength(self),
  '__getitem__(key)': (self: unknown, key: unknown) => nativeItem(self, key),
  '__setitem__(key, value)': (self: unknown, key: unknown, value: unknown) => {
    nativeSetItem(self, key, value);
    return null;
  },
  '__delitem__(key)': (self: unknown, key: unknown) => {
    nativeRemoveItem(self, key);
    return null;
  },
  '__contains__(what)': (self: unknown, what: unknown) => nativeContains(self, what),
  '__iter__()': (self: unknown) => {
    const all = iterable(self);
    return isSync(all) ? new Iter(all) : new AsyncIter(all);
  },
  '__repr__()': (self: unknown) => (typeof self === 'object' && self !== null ? nativeRepr(self) : repr(self)),
  '__str__()': (self: unknown) => (typeof self === 'object' && self !== null ? nativeStr(self) : str(self)),
  '__format__(spec)': (self: unknown, spec: string) => formatValue(self, spec),
  '__hash__()': (self: unknown) => (self instanceof Instance ? identity(self) / 16 : hashNumber(keyOf(self))),
  '__bool__()': (self: unknown) => truth(self),
  '__init__(*args, **kw)': (self: unknown, args: Tuple, names: Record<string, unknown>) => initialize(self, args, names),
  '__setattr__(name, value)': (self: unknown, name: string, value: unknown) => {
    above.set?.(self, name, value);
    return null;
  },
  '__neg__()': (self: unknown) => unary('-', self),
  '__pos__()': (self: unknown) => unary('+', self),
  '__invert__()': (self: unknown) => unary('~', self),
};

/** What built-in containers do with the arguments of `super().__init__(…)`. */
function initialize(self: unknown, args: readonly unknown[], names: Readonly<Record<string, unknown>>): unknown {
  if (self instanceof PyError) self.args = new Tuple(args);
  else if (self instanceof Tuple || self instanceof Slice) return null;
  else if (Array.isArray(self) && args.length > 0) {
    const fill = (items: readonly unknown[]): null => {
      self.splice(0, self.length, ...items);
      return null;
    };
    const all = gather(args[0]);
    return all instanceof Promise ? all.then(fill) : fill(all);
  } else if (self instanceof Dict) {
    for (const entry of args[0] === undefined
      ? []
      : args[0] instanceof Dict
        ? args[0].entries()
        : (args[0] as Iterable<[unknown, unknown]>))
      self.set(entry[0], entry[1]);
    for (const [key, value] of Object.entries(names)) self.set(key, value);
  } else if (self instanceof PySet && args.length > 0) for (const one of args[0] as Iterable<unknown>) self.add(one);
  return null;
}

const OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  div: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  and: '&',
  or: '|',
  xor: '^',
  lshift: '<<',
  rshift: '>>',
};
const COMPARISONS = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

const made = new Map<string, Builtin>();

export function nativeMethod(name: string): Builtin | undefined {
  if (!name.startsWith('__') || !name.endsWith('__')) return undefined;
  let method = made.get(name);
  if (method === undefined) {
    method = build(name.slice(2, -2));
    if (method !== undefined) made.set(name, method);
  }
  return method;
}

function build(name: string): Builtin | undefined {
  if (name === 'new')
    return new Builtin('__new__(type, *args, **kw)', (type: Type, args: readonly unknown[]) => above.make?.(type, args), 'static');
  const text = Object.keys(table).find((key) => key.startsWith(`__${name}__(`));
  if (text !== undefined) return new Builtin(text, table[text]!, 'method');
  const comparison = COMPARISONS[name as keyof typeof COMPARISONS];
  if (comparison !== undefined)
    return new Builtin(
      `__${name}__(other)`,
      (self: unknown, other: unknown) =>
        self instanceof Instance
          ? comparison === '=='
            ? self === other
              ? true
              : NOT_IMPLEMENTED
            : comparison === '!='
              ? self !== other
              : NOT_IMPLEMENTED
          : compareValues(comparison, self, other),
      'method',
    ); // prettier-ignore
  const reversed = OPERATORS[name] === undefined && name.startsWith('r') && OPERATORS[name.slice(1)] !== undefined;
  const operator = OPERATORS[reversed ? name.slice(1) : name];
  if (operator === undefined) return undefined;
  return new Builtin(
    `__${name}__(other)`,
    (self: unknown, other: unknown) => {
      const result = reversed ? nativeBinary(operator, other, self) : nativeBinary(operator, self, other);
      return result === UNKNOWN ? NOT_IMPLEMENTED : result;
    },
    'method',
  );
}
