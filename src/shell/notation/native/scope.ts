/** The names that TypeScript's statements see: `with (py.scope()) { … }`. A session's own, then JavaScript's; and how such code reaches into objects of the session. */
import { BINARY, CALL, GET, ITEM, ITERATE, SET, SET_ITEM } from '../../python/behaviour.ts';
import type { Named, Runtime } from '../../runtime.ts';

/** Stands in `$get(x, $item, key)`. */
const ITEM_KEY: unique symbol = Symbol('item');

type Needed = Pick<Runtime, 'load' | 'store' | 'get' | 'set' | 'item' | 'setItem' | 'call' | 'method' | 'binary' | 'iterate' | 'construct'>;

const ours = (of: unknown, by: symbol): boolean => of !== null && (typeof of === 'object' || typeof of === 'function') && by in of;
const plain = (of: unknown): boolean => of === null || (typeof of !== 'object' && typeof of !== 'function');

/** The functions that the code calls. `own`: names of the notation's function that the statement stands in. */
export function scopeOf(py: Needed, own: object = {}): object {
  const get = (of: any, name: string): unknown => {
    if (ours(of, GET)) return py.get(of, name);
    if (of === null || of === undefined || name in Object(of)) return of[name];
    try {
      return py.get(of, name);
    } catch {
      // As in JavaScript: an attribute that is not there is undefined.
      return undefined;
    }
  };
  const item = (of: any, key: any): unknown => (ours(of, ITEM) && !(typeof key === 'string' && key in of) ? py.item(of, key) : of[key]);
  const helpers: Record<string, unknown> = {
    $item: ITEM_KEY,
    $get: (of: unknown, name: unknown, key?: unknown) => (name === ITEM_KEY ? item(of, key) : get(of, name as string)),
    $set(of: any, name: unknown, ...rest: unknown[]) {
      const value = rest.at(-1);
      const key = (name === ITEM_KEY ? rest[0] : name) as string;
      const set =
        name === ITEM_KEY
          ? ours(of, SET_ITEM)
            ? py.setItem(of, key, value)
            : undefined
          : ours(of, SET)
            ? py.set(of, key, value)
            : undefined;
      if (!ours(of, name === ITEM_KEY ? SET_ITEM : SET)) of[key] = value;
      return set instanceof Promise ? set.then(() => value) : value;
    },
    $method(of: any, name: unknown, ...rest: unknown[]) {
      const key = name === ITEM_KEY ? rest.shift() : name;
      const [positions, named] = rest as [unknown[], Named?];
      if (name === ITEM_KEY) return named === undefined ? of[key as string](...positions) : py.call(item(of, key), positions, named);
      if (named === undefined && !ours(of, GET) && typeof of?.[key as string] === 'function') return of[key as string](...positions);
      return named === undefined ? py.method(of, key as string, positions) : py.method(of, key as string, positions, named);
    },
    $call(what: any, positions: unknown[], named?: Named) {
      if (named === undefined && typeof what === 'function' && !ours(what, CALL))
        return isGlobal(what) ? what(...positions) : py.call(what, positions);
      return named === undefined ? py.call(what, positions) : py.call(what, positions, named);
    },
    $new: (what: any, positions: unknown[]) =>
      typeof what === 'function' ? Reflect.construct(what, positions) : py.construct(what, positions),
    /** Numbers are JavaScript's. */
    $divided: (a: any, b: any) =>
      (plain(a) && plain(b)) || !(ours(a, BINARY) || ours(b, BINARY)) ? dividedOr(py, a, b) : py.binary('/', a, b),
    $each: (of: any) =>
      ours(of, ITERATE) || (of !== null && of !== undefined && !(Symbol.iterator in Object(of)) && !(Symbol.asyncIterator in Object(of)))
        ? py.iterate(of)
        : of,
  };
  const find = (name: string): unknown => {
    if (name in own) return (own as Record<string, unknown>)[name];
    try {
      return py.load(name);
    } catch (error) {
      if (name in globalThis) return (globalThis as Record<string, unknown>)[name];
      throw error;
    }
  };
  return new Proxy(own, {
    // All names are found here, but for the runtime itself.
    has: (_, name) => typeof name === 'string' && name !== 'py',
    get(_, name) {
      if (typeof name !== 'string') return undefined;
      return name in helpers ? helpers[name] : find(name);
    },
    set(_, name, value) {
      if (name in own) (own as Record<string | symbol, unknown>)[name] = value;
      else py.store(name as string, value);
      return true;
    },
  });
}

const isGlobal = (what: { readonly name?: string }): boolean => (globalThis as Record<string, unknown>)[what.name ?? ''] === what;

/** Objects of the session that are no packets may know `/` too. */
const dividedOr = (py: Needed, a: any, b: any): unknown => (plain(a) && plain(b) ? a / b : py.binary('/', a, b));
