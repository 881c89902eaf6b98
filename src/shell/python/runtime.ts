/** The object `py` of rewritten code. */
import { nearest } from '../../bytes/nearest.ts';
import { importModule } from '../import-module.ts';
import { scopeOf } from '../notation/native/scope.ts';
import type { Comparison, Named, Parameter, Runtime } from '../runtime.ts';
import { get, remove, set } from './attributes.ts';
import { Slice, Tuple } from './behaviour.ts';
import { builtinNames } from './builtins/index.ts';
import { call, construct, foreignHooks, makeFunction, method } from './calls.ts';
import { FUNC, isFunc } from './callable.ts';
import { makeClass } from './classes.ts';
import { Dict } from './containers/dict.ts';
import { equal } from './equal.ts';
import {
  assertionError,
  baseException,
  exception,
  keyboardInterrupt,
  nameError,
  PyError,
  suggestionOf,
  typeError,
  typeOfError,
  unboundLocal,
  valueError,
} from './errors.ts';
import { installFiles } from './files.ts';
import { install } from './install.ts';
import { item, removeItem, setItem } from './items.ts';
import { gather, iterable } from './iterate.ts';
import { float, isPlain, typeName, written } from './kinds.ts';
import { consoleOf } from './console.ts';
import { checkMemory } from './memory.ts';
import { linked } from './linked.ts';
import { Modules } from './modules.ts';
import { fromLatin1 } from './containers/octets.ts';
import { binary, compare, inPlace, truth, unary } from './operators.ts';
import { repr, str } from './text/repr.ts';
import { PySet } from './containers/sets.ts';
import type { Session } from './session.ts';
import { converted } from './text/str-format.ts';
import { Type } from './types.ts';
import { settle, waits } from './waiting.ts';

export interface PythonOptions extends Partial<Omit<Session, 'signal'>> {
  /** An object of the library as one with Behaviour; others as they are. */
  readonly lift?: (value: unknown) => unknown;
  /** Called on the arguments of functions of JavaScript that are not ours. */
  readonly lower?: (value: unknown) => unknown;
  /** Code of this session begins or goes on, and before it another's ran, or none. */
  readonly entered?: () => void;
  /** Aborted when the user pressed Ctrl-C; a function when each command has its own. */
  readonly signal?: AbortSignal | (() => AbortSignal | undefined);
}

/** A runtime, and what the prompt needs of it besides. */
export interface PythonRuntime extends Runtime {
  /** Names that are there without an import, for completion. */
  readonly builtins: ReadonlyMap<string, unknown>;
  readonly session: Session;
  /** Its code has its turn: what knows no session (a library's object, a call without a host) belongs to this one. */
  beginTurn(): void;
  /** Nobody's code runs. */
  endTurn(): void;
}

function sessionOf(options: PythonOptions): Session {
  const { signal } = options;
  const write = options.write ?? ((text: string) => void process.stdout.write(text));
  const shown = async (value: unknown): Promise<void> => {
    if (value !== null && value !== undefined) write(`${await settle(() => repr(value))}\n`);
  };
  return {
    names: options.names ?? new Map(),
    write,
    writeError: options.writeError ?? write,
    input: options.input ?? (() => Promise.reject(new PyError(exception, ['there is nobody to ask']))),
    resolve: options.resolve ?? ((name) => Promise.reject(valueError(`${name}: names are not looked up here`))),
    show: options.show ?? shown,
    modules: options.modules ?? {},
    argv: options.argv ?? [''],
    seeded: options.seeded ?? (() => undefined),
    signal: typeof signal === 'function' ? signal : () => signal,
  };
}

function link(): void {
  Object.assign(linked, { call, get, repr, str, equal, places: (func: unknown) => placesOf(func) });
  install(makeClass);
  installFiles();
}

const same = (value: unknown): unknown => value;

/** Whose code runs. */
let running: PythonOptions | undefined;

/** Sessions of one process take turns at every place where code may go on after it waited. */
function turns(options: PythonOptions): Pick<PythonRuntime, 'beginTurn' | 'endTurn'> {
  return {
    beginTurn() {
      if (running === options) return;
      running = options;
      linked.lift = options.lift ?? same;
      foreignHooks.lower = options.lower ?? same;
      options.entered?.();
    },
    endTurn() {
      running = undefined;
    },
  };
}

/** What code calls first, whatever it does: with its session's turn. */
function inTurn(
  runtime: PythonRuntime,
): Pick<PythonRuntime, 'load' | 'get' | 'item' | 'call' | 'method' | 'construct' | 'iterate' | 'show' | 'importModule'> {
  const { beginTurn, load, get, item, call, method, construct, iterate, show, importModule } = runtime;
  return {
    load(name) {
      beginTurn();
      return load(name);
    },
    get(of, name) {
      beginTurn();
      return get(of, name);
    },
    item(of, key) {
      beginTurn();
      return item(of, key);
    },
    call(what, positions, named) {
      beginTurn();
      return call(what, positions, named);
    },
    method(of, name, positions, named) {
      beginTurn();
      return method(of, name, positions, named);
    },
    construct(what, positions) {
      beginTurn();
      return construct(what, positions);
    },
    iterate(of) {
      beginTurn();
      return iterate(of);
    },
    show(value) {
      beginTurn();
      return show(value);
    },
    importModule(name, bound) {
      beginTurn();
      return importModule(name, bound);
    },
  };
}

const placesOf = (func: unknown): number => {
  if (isFunc(func)) return func[FUNC].signature.positions ? Number.POSITIVE_INFINITY : func[FUNC].signature.places;
  return typeof func === 'function' ? Number.POSITIVE_INFINITY : 1;
};

/** How long a loop may run before others get their turn. */
const TURN_MS = 20;

function pauser(session: Session): () => Promise<void> | undefined {
  let rounds = 0;
  let last = performance.now();
  return () => {
    if ((++rounds & 255) !== 0) return undefined;
    if (session.signal()?.aborted) throw new PyError(keyboardInterrupt);
    const now = performance.now();
    if (now - last < TURN_MS) return undefined;
    checkMemory();
    return new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        last = performance.now();
        if (session.signal()?.aborted) reject(new PyError(keyboardInterrupt));
        else resolve();
      });
    });
  };
}

async function unpack(of: unknown, before: number, starred: boolean, after: number): Promise<unknown[]> {
  const least = before + after;
  let items: unknown[];
  if (Array.isArray(of)) items = of;
  else {
    try {
      items = await gather(of);
    } catch (error) {
      if (error instanceof PyError && error.message.endsWith('object is not iterable'))
        throw typeError(`cannot unpack non-iterable ${typeName(of)} object`);
      throw error;
    }
  }
  if (items.length < least)
    throw valueError(`not enough values to unpack (expected ${starred ? 'at least ' : ''}${least}, got ${items.length})`);
  if (!starred && items.length > least) throw valueError(`too many values to unpack (expected ${least})`);
  if (!starred) return [...items];
  return [...items.slice(0, before), items.slice(before, items.length - after), ...items.slice(items.length - after)];
}

function raised(what: unknown, cause?: unknown): Error | Promise<Error> {
  const use = (error: unknown): Error => {
    if (!(error instanceof Error)) throw typeError('exceptions must derive from BaseException');
    if (cause !== undefined) Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
    return error;
  };
  const made = what instanceof Type && what.is(baseException) ? construct(what, []) : what;
  return waits(made) ? made.then(use) : use(made);
}

function catches(error: unknown, by?: unknown): boolean {
  if (!(error instanceof Error)) return by === undefined || by === exception || by === baseException;
  const type = typeOfError(error);
  if (by === undefined) return type.is(exception);
  if (by instanceof Tuple || Array.isArray(by)) return by.some((one) => catches(error, one));
  if (by instanceof Type) return type.is(by);
  if (typeof by === 'function') return error instanceof by;
  throw typeError('catching classes that do not inherit from BaseException is not allowed');
}

async function enter(manager: unknown): Promise<unknown> {
  const own = await settle(() => special(manager, '__enter__') ?? special(manager, '__aenter__'));
  if (own !== undefined) return linked.call(own, []);
  const end = disposer(manager);
  if (end === undefined) throw typeError(`'${typeName(manager)}' object does not support the context manager protocol`);
  return manager;
}

const special = (of: unknown, name: string): unknown => {
  try {
    return get(of, name);
  } catch (error) {
    if (error instanceof PyError) return undefined;
    throw error;
  }
};

/** How an object of JavaScript is closed: `[Symbol.asyncDispose]`, `[Symbol.dispose]` or close(). */
function disposer(manager: unknown): (() => unknown) | undefined {
  const of = manager as Record<string | symbol, unknown> | null;
  for (const name of [
    Symbol.for('nodejs.asyncDispose'),
    Symbol.for('nodejs.dispose'),
    Symbol['asyncDispose' as never],
    Symbol['dispose' as never],
    'close',
  ])
    if (name !== undefined && typeof of?.[name as string] === 'function') return () => (of[name as string] as () => unknown).call(of);
  return undefined;
}

async function exit(manager: unknown, error?: unknown): Promise<boolean> {
  const own = await settle(() => special(manager, '__exit__') ?? special(manager, '__aexit__'));
  if (own === undefined) {
    await disposer(manager)?.();
    return false;
  }
  const about = error === undefined ? [null, null, null] : [error instanceof Error ? typeOfError(error) : null, error, null];
  const said = await linked.call(own, about);
  return (await settle(() => truth(said))) && error !== undefined;
}

function named(of: unknown): Named {
  const entries = of instanceof Dict ? [...of.entries()] : isPlain(of) ? Object.entries(of) : undefined;
  if (entries === undefined) throw typeError(`argument after ** must be a mapping, not ${typeName(of)}`);
  for (const [key] of entries) if (typeof key !== 'string') throw typeError('keywords must be strings');
  return Object.fromEntries(entries);
}

/** Names of JavaScript's that a session sees behind its own: the classes, and functions that Python has no word for. */
const SCRIPT_NAMES =
  /^(?:[A-Z]\w*|console|process|fetch|performance|(?:set|clear)(?:Timeout|Interval|Immediate)|parse(?:Int|Float)|isNaN|isFinite|globalThis|structuredClone|(?:en|de)codeURI(?:Component)?)$/;

/** The names of a session: its own first, then the built-in ones. */
function nameMethods(session: Session, builtins: ReadonlyMap<string, unknown>): Pick<Runtime, 'load' | 'store' | 'unload'> {
  const { names } = session;
  let own: Console | undefined;
  const unknown = (name: string): Error => {
    const near = nearest(name, [...names.keys(), ...builtins.keys()]);
    return nameError(`name '${name}' is not defined`, suggestionOf(near));
  };
  return {
    load(name) {
      const value = names.get(name);
      if (value !== undefined) return value;
      if (names.has(name)) return null;
      if (builtins.has(name)) return builtins.get(name);
      // TypeScript's notation at the same prompt: `new Map()`, `console.log(x)`, `Math.max(a, b)`.
      if (name === 'console') return (own ??= consoleOf(session));
      if (SCRIPT_NAMES.test(name) && name in globalThis) return (globalThis as Record<string, unknown>)[name];
      throw unknown(name);
    },
    store: (name, value) => void names.set(name, value),
    unload(name) {
      if (!names.delete(name)) throw unknown(name);
    },
  };
}

const operators: Pick<Runtime, 'binary' | 'inPlace' | 'compare' | 'unary' | 'truth'> = {
  // Numbers ask nobody: a loop that counts is not slowed by what classes may want.
  binary: (operator, a, b) =>
    typeof a === 'number' && typeof b === 'number' ? binary(operator, a, b) : settle(() => binary(operator, a, b)),
  inPlace(operator, a, b) {
    if (typeof a === 'number' && typeof b === 'number') return binary(operator, a, b);
    // `x += generator` on a list.
    if (operator === '+' && Array.isArray(a) && !(a instanceof Tuple) && written(a, '__iadd__') === undefined) {
      const all = gather(b);
      return all instanceof Promise ? all.then((items) => inPlace('+', a, items)) : inPlace('+', a, all);
    }
    return settle(() => inPlace(operator, a, b));
  },
  compare: (operator: Comparison, a, b) =>
    (typeof a === 'number' && typeof b === 'number' ? compare(operator, a, b) : settle(() => compare(operator, a, b))) as boolean,
  unary: (operator, a) => settle(() => unary(operator, a)),
  truth: (of) => (typeof of === 'boolean' ? of : settle(() => truth(of))),
};

const places: Pick<Runtime, 'get' | 'set' | 'remove' | 'item' | 'setItem' | 'removeItem' | 'slice'> = {
  get: (of, name) => settle(() => get(of, name)),
  set: (of, name, value) => settle(() => set(of, name, value)),
  remove: (of, name) => settle(() => remove(of, name)),
  item: (of, key) => settle(() => item(of, key)),
  setItem: (of, key, value) => settle(() => setItem(of, key, value)),
  removeItem: (of, key) => settle(() => removeItem(of, key)),
  slice: (start, stop, step) => new Slice(start, stop, step),
};

const values: Pick<Runtime, 'float' | 'octets' | 'tuple' | 'dict' | 'gathered' | 'format' | 'named' | 'list'> = {
  float,
  octets: fromLatin1,
  tuple: (items) => new Tuple(items),
  dict: (entries) => settle(() => new Dict(entries)),
  gathered: (items) => settle(() => new PySet(items)),
  format: (value, conversion, spec) => settle(() => converted(value, conversion, spec)),
  named,
  list: async (of) => gather(of),
};

const errors: Pick<Runtime, 'raise' | 'catches' | 'caught' | 'assert'> = {
  raise: raised,
  catches,
  caught: (error) => error,
  assert(holds, message) {
    if (!holds) throw new PyError(assertionError, message === undefined || message === null ? [] : [message]);
  },
};

/** Python's meaning for a session. */
export function makeRuntime(options: PythonOptions = {}): PythonRuntime {
  link();
  const session = sessionOf(options);
  const builtins = builtinNames(session);
  const modules = new Modules(session, builtins);
  const runtime: PythonRuntime = {
    builtins,
    session,
    ...nameMethods(session, builtins),
    ...places,
    call,
    method,
    // A class of the notation and one of JavaScript are both called.
    construct: (what, positions) => call(what, positions),
    unbound: (name) => new PyError(unboundLocal, [`cannot access local variable '${name}' where it is not associated with a value`]),
    ...operators,
    ...values,
    iterate: iterable,
    unpack,
    pause: pauser(session),
    func: (name: string, parameters: readonly Parameter[], body, doc) =>
      makeFunction(name, parameters, body as (...all: unknown[]) => unknown, doc),
    async classOf(name, bases, body, doc) {
      const names: Record<string, unknown> = {};
      await body(names);
      return makeClass(name, bases, names, doc);
    },
    ...errors,
    enter,
    exit,
    importModule: (name, bound) => modules.load(name, bound),
    importFrom: (module, wanted) => modules.from(module, wanted),
    importScript: importModule,
    scope: (own) => scopeOf(runtime, own),
    show: async (value) => session.show(value),
    ...turns(options),
  };
  return Object.assign(runtime, inTurn(runtime));
}
