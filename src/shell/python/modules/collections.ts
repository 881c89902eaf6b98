/** The module `collections`. */
import type { BinaryOperator, Comparison } from '../../runtime.ts';
import { BINARY, COMPARE, ITEM, ITERATE, LENGTH, REMOVE_ITEM, REPR, SET_ITEM, Tuple, UNKNOWN } from '../behaviour.ts';
import { Builtin, bind, functions, methods, Property, signatureOf } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { index } from '../containers/slices.ts';
import { equal } from '../equal.ts';
import { indexError, typeError, valueError } from '../errors.ts';
import { gather, withAll } from '../iterate.ts';
import { asInt, asNumber, typeName } from '../kinds.ts';
import { linked } from '../linked.ts';
import { sorted } from '../methods/list.ts';
import { update } from '../methods/dict.ts';
import { binary } from '../operators.ts';
import { repr } from '../text/repr.ts';
import { CLASS, claim, dictType, objectType, tupleType, Type } from '../types.ts';
import { awaited } from '../waiting.ts';

const type = (name: string, base: Type, hashable = false): Type => new Type(name, [base], { module: 'collections', hashable });
const counterType = type('Counter', dictType);
const defaultType = type('defaultdict', dictType);
const orderedType = type('OrderedDict', dictType);
const dequeType = type('deque', objectType);

const pairs = (dict: Dict): string => [...dict.entries()].map(([key, value]) => `${repr(key)}: ${repr(value)}`).join(', ');
const count = (dict: Dict, key: unknown): number => asNumber(dict.has(key) ? dict.get(key) : 0) ?? 0;

class Counter extends Dict {
  override get [CLASS](): Type {
    return counterType;
  }
  override missing(): unknown {
    return 0;
  }
  add(items: readonly unknown[], by = 1): void {
    for (const one of items) this.set(one, count(this, one) + by);
  }
  common(): [unknown, unknown][] {
    return [...this.entries()].sort((a, b) => count(this, b[0]) - count(this, a[0]));
  }
  [REPR](): string {
    if (this.size === 0) return 'Counter()';
    return `Counter({${pairs(new Dict(this.common()))}})`;
  }
  override [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    if (!(other instanceof Counter) || reversed || !'+-&|'.includes(operator)) return UNKNOWN;
    const result = new Counter();
    for (const key of new Dict([...this.entries(), ...other.entries()]).keys()) {
      const [a, b] = [count(this, key), count(other, key)];
      const n = operator === '+' ? a + b : operator === '-' ? a - b : operator === '&' ? Math.min(a, b) : Math.max(a, b);
      if (n > 0) result.set(key, n);
    }
    return result;
  }
}

class DefaultDict extends Dict {
  factory: unknown = null;
  override get [CLASS](): Type {
    return defaultType;
  }
  override missing(key: unknown): unknown {
    if (this.factory === null) return super.missing(key);
    const value = awaited(() => linked.call(this.factory, []));
    this.set(key, value);
    return value;
  }
  [REPR](): string {
    return `defaultdict(${repr(this.factory)}, {${pairs(this)}})`;
  }
}

class OrderedDict extends Dict {
  override get [CLASS](): Type {
    return orderedType;
  }
  [REPR](): string {
    return this.size === 0 ? 'OrderedDict()' : `OrderedDict([${[...this.entries()].map((one) => repr(new Tuple(one))).join(', ')}])`;
  }
  override [COMPARE](operator: Comparison, other: unknown): unknown {
    if (!(other instanceof OrderedDict) || (operator !== '==' && operator !== '!=')) return super[COMPARE](operator, other);
    const [a, b] = [[...this.entries()], [...other.entries()]];
    return (a.length === b.length && a.every((one, i) => equal(one[0], b[i]![0]) && equal(one[1], b[i]![1]))) === (operator === '==');
  }
}

class Deque {
  items: unknown[] = [];
  most = Number.POSITIVE_INFINITY;
  get [CLASS](): Type {
    return dequeType;
  }
  push(one: unknown, left: boolean): void {
    if (left) this.items.unshift(one);
    else this.items.push(one);
    if (this.items.length > this.most) {
      if (left) this.items.pop();
      else this.items.shift();
    }
  }
  place(key: unknown): number {
    const i = index(key);
    if (i === undefined) throw typeError(`sequence index must be integer, not '${typeName(key)}'`);
    const at = i < 0 ? i + this.items.length : i;
    if (at < 0 || at >= this.items.length) throw indexError('deque index out of range');
    return at;
  }
  [ITERATE](): Iterable<unknown> {
    return this.items;
  }
  [LENGTH](): number {
    return this.items.length;
  }
  [ITEM](key: unknown): unknown {
    return this.items[this.place(key)];
  }
  [SET_ITEM](key: unknown, value: unknown): void {
    this.items[this.place(key)] = value;
  }
  [REMOVE_ITEM](key: unknown): void {
    this.items.splice(this.place(key), 1);
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    if (!(other instanceof Deque) || (operator !== '==' && operator !== '!=')) return UNKNOWN;
    return equal(this.items, other.items) === (operator === '==');
  }
  [REPR](): string {
    return `deque(${repr(this.items)}${Number.isFinite(this.most) ? `, maxlen=${this.most}` : ''})`;
  }
}

function pop(self: Deque, left: boolean): unknown {
  if (self.items.length === 0) throw indexError('pop from an empty deque');
  return left ? self.items.shift() : self.items.pop();
}

function counted(self: Counter, given: unknown, named: Readonly<Record<string, unknown>>, by: number): null | Promise<null> {
  const others = (): null => {
    for (const [key, value] of Object.entries(named)) self.set(key, count(self, key) + by * (asNumber(value) ?? 0));
    return null;
  };
  if (given instanceof Dict) {
    for (const [key, value] of given.entries()) self.set(key, count(self, key) + by * (asNumber(value) ?? 0));
    return others();
  }
  if (given === undefined || given === null) return others();
  return withAll(given, (all) => {
    self.add(all, by);
    return others();
  });
}

function namedTuple(name: string, given: unknown, defaults: unknown): Type {
  const fields = typeof given === 'string' ? given.split(/[\s,]+/).filter((one) => one !== '') : [...(given as string[])];
  const values = defaults === null ? [] : [...(defaults as unknown[])];
  const first = fields.length - values.length;
  const signature = signatureOf(fields.map((field, i) => (i < first ? { name: field } : { name: field, value: values[i - first] })));
  const made = new Type(name, [tupleType], { module: '__main__' });
  const build = (items: readonly unknown[]): Tuple => Object.defineProperty(claim(new Tuple(items), made), REPR, { value: show });
  made.make = (_, positions, named) => build(bind(signature, `${name}.__new__`, positions, named));
  const show = function (this: Tuple): string {
    return `${name}(${fields.map((field, i) => `${field}=${repr(this[i])}`).join(', ')})`;
  };
  for (const [i, field] of fields.entries())
    made.names.set(field, new Property(new Builtin(`${field}()`, (self: Tuple) => self[i], 'method')));
  made.names.set('_fields', new Tuple(fields));
  methods(made, {
    '_asdict()': (self: Tuple) => new Dict(fields.map((field, i) => [field, self[i]] as const)),
    '_replace(**kw)': (self: Tuple, named: Record<string, unknown>) =>
      build(fields.map((field, i) => (field in named ? named[field] : self[i]))),
  });
  made.names.set('_make', new Builtin('_make(iterable)', (_: unknown, of: unknown) => withAll(of, build), 'class'));
  return made;
}

let made = false;
function prepare(): void {
  if (made) return;
  made = true;
  counterType.make = (_, [given], named) => {
    const counter = new Counter();
    const done = counted(counter, given, named, 1);
    return done instanceof Promise ? done.then(() => counter) : counter;
  };
  defaultType.make = (_, [factory = null, given], named) => {
    const dict = new DefaultDict();
    dict.factory = factory;
    const done = update(dict, given, named);
    return done instanceof Promise ? done.then(() => dict) : dict;
  };
  orderedType.make = (_, [given], named) => {
    const dict = new OrderedDict();
    const done = update(dict, given, named);
    return done instanceof Promise ? done.then(() => dict) : dict;
  };
  dequeType.make = (_, [given, most = null], named) => {
    const deque = new Deque();
    const limit = most ?? named['maxlen'] ?? null;
    if (limit !== null) deque.most = Number(limit);
    return given === undefined
      ? deque
      : withAll(given, (all) => {
          for (const one of all) deque.push(one, false);
          return deque;
        });
  };
  methods(counterType, {
    'most_common(n=None)': (self: Counter, n: number | null) =>
      self
        .common()
        .slice(0, n ?? undefined)
        .map((one) => new Tuple(one)),
    'elements()': (self: Counter) => [...self.entries()].flatMap(([key, n]) => Array.from({ length: Math.max(0, Number(n)) }, () => key)),
    'total()': (self: Counter) => [...self.values()].reduce((sum, one) => binary('+', sum, one), 0),
    'update(iterable=None, /, **kw)': (self: Counter, given: unknown, named: Record<string, unknown>) => counted(self, given, named, 1),
    'subtract(iterable=None, /, **kw)': (self: Counter, given: unknown, named: Record<string, unknown>) => counted(self, given, named, -1),
    'copy()': (self: Counter) => {
      const copy = new Counter();
      for (const [key, value] of self.entries()) copy.set(key, value);
      return copy;
    },
  });
  defaultType.names.set('default_factory', new Property(new Builtin('default_factory()', (self: DefaultDict) => self.factory, 'method')));
  methods(orderedType, {
    'move_to_end(key, last=True)': (self: OrderedDict, key: unknown, last: unknown) => {
      self.move(key, last === true);
      return null;
    },
    'popitem(last=True)': (self: OrderedDict, last: unknown) => {
      const entry = last === true ? [...self.entries()].at(-1) : [...self.entries()][0];
      if (entry === undefined) throw indexError('dictionary is empty');
      self.delete(entry[0]);
      return new Tuple(entry);
    },
  });
  prepareDeque();
}

function prepareDeque(): void {
  const extend = (left: boolean) => (self: Deque, of: unknown) =>
    withAll(of, (all) => {
      for (const one of all) self.push(one, left);
      return null;
    });
  const nothing = (work: (self: Deque, value: unknown) => void) => (self: Deque, value: unknown) => {
    work(self, value);
    return null;
  };
  methods(dequeType, {
    'append(x)': nothing((self, one) => self.push(one, false)),
    'appendleft(x)': nothing((self, one) => self.push(one, true)),
    'pop()': (self: Deque) => pop(self, false),
    'popleft()': (self: Deque) => pop(self, true),
    'extend(iterable)': extend(false),
    'extendleft(iterable)': extend(true),
    'clear()': nothing((self) => self.items.splice(0)),
    'reverse()': nothing((self) => self.items.reverse()),
    'copy()': (self: Deque) => Object.assign(new Deque(), { items: [...self.items], most: self.most }),
    'count(x)': (self: Deque, what: unknown) => self.items.filter((one) => equal(one, what)).length,
    'index(x)': (self: Deque, what: unknown) => {
      const at = self.items.findIndex((one) => equal(one, what));
      if (at < 0) throw valueError(`${repr(what)} is not in deque`);
      return at;
    },
    'remove(x)': nothing((self, what) => {
      const at = self.items.findIndex((one) => equal(one, what));
      if (at < 0) throw valueError('deque.remove(x): x not in deque');
      self.items.splice(at, 1);
    }),
    'rotate(n=1)': nothing((self, n) => {
      const by = Number(asInt(n)) % Math.max(1, self.items.length);
      self.items.unshift(...self.items.splice(self.items.length - by));
      if (by < 0) self.items.push(...self.items.splice(0, -by));
    }),
  });
  dequeType.names.set(
    'maxlen',
    new Property(new Builtin('maxlen()', (self: Deque) => (Number.isFinite(self.most) ? self.most : null), 'method')),
  );
}

export function names(): Record<string, unknown> {
  prepare();
  return {
    Counter: counterType,
    defaultdict: defaultType,
    OrderedDict: orderedType,
    deque: dequeType,
    ...functions({
      'namedtuple(typename, field_names, *, rename=False, defaults=None)': (name: string, fields: unknown, _: unknown, defaults: unknown) =>
        namedTuple(name, fields, defaults),
    }),
  };
}

/** The module `heapq`: a list whose least item comes first. */
export function heapq(): Record<string, unknown> {
  // Sorted lists are heaps too.
  const sort = async (heap: unknown[]): Promise<void> => {
    heap.splice(0, heap.length, ...(await sorted([...heap], null, false)));
  };
  return functions({
    'heapify(heap, /)': async (heap: unknown[]) => {
      await sort(heap);
      return null;
    },
    'heappush(heap, item, /)': async (heap: unknown[], item: unknown) => {
      heap.push(item);
      await sort(heap);
      return null;
    },
    'heappop(heap, /)': async (heap: unknown[]) => {
      if (heap.length === 0) throw indexError('index out of range');
      await sort(heap);
      return heap.shift();
    },
    'nlargest(n, iterable, key=None)': async (n: number, of: unknown, key: unknown) =>
      (await sorted(await gather(of), key, true)).slice(0, n),
    'nsmallest(n, iterable, key=None)': async (n: number, of: unknown, key: unknown) =>
      (await sorted(await gather(of), key, false)).slice(0, n),
  });
}
