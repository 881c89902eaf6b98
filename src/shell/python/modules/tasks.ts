/** The modules `threading`, `queue` and `logging`. Threads are tasks on the one loop: they change places where something waits. */
import type { Named } from '../../runtime.ts';
import { Tuple } from '../behaviour.ts';
import { attributes, Builtin, functions, methods, Property } from '../callable.ts';
import { exception, exceptionType, PyError, runtimeError } from '../errors.ts';
import { linked } from '../linked.ts';
import { percent } from '../text/percent.ts';
import { errorLine, str } from '../text/repr.ts';
import type { Session } from '../session.ts';
import { CLASS, objectType, Type } from '../types.ts';
import { settle } from '../waiting.ts';
import { sleep } from './time.ts';

const type = (name: string): Type => new Type(name, [objectType], { module: 'threading' });
const threadType = type('Thread');
const eventType = type('Event');
const lockType = type('lock');

class Thread {
  target: unknown = null;
  args: readonly unknown[] = [];
  named: Named = {};
  name = 'Thread-1';
  daemon = false;
  running: Promise<void> | undefined;
  alive = false;
  get [CLASS](): Type {
    return threadType;
  }
}

class Event {
  isSet = false;
  waiting: (() => void)[] = [];
  get [CLASS](): Type {
    return eventType;
  }
}

class Lock {
  held = false;
  waiting: (() => void)[] = [];
  get [CLASS](): Type {
    return lockType;
  }
  async acquire(): Promise<boolean> {
    while (this.held) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.held = true;
    return true;
  }
  release(): null {
    if (!this.held) throw runtimeError('release unlocked lock');
    this.held = false;
    this.waiting.shift()?.();
    return null;
  }
}

/** Waits for one of two; true for the first. */
async function within(session: Session, work: Promise<unknown>, seconds: unknown): Promise<boolean> {
  if (seconds === null || seconds === undefined) {
    await work;
    return true;
  }
  return Promise.race([work.then(() => true), sleep(session, Number(seconds)).then(() => false)]);
}

async function run(session: Session, self: Thread): Promise<void> {
  self.alive = true;
  try {
    // A class of the session may have its own run().
    const own = (self as unknown as { [CLASS]: Type })[CLASS].findWritten('run');
    if (own !== undefined) await linked.call(own, [self]);
    else if (self.target !== null) await linked.call(self.target, self.args, self.named);
  } catch (error) {
    session.writeError(`Exception in thread ${self.name}: ${error instanceof Error ? errorLine(error) : String(error)}\n`);
  } finally {
    self.alive = false;
  }
}

let count = 0;

function initialize(self: Thread, [, target, name, args, named, daemon]: readonly unknown[]): null {
  self.target = target ?? null;
  self.name = (name as string | null) ?? `Thread-${++count}`;
  self.args = [...((args ?? []) as Iterable<unknown>)];
  self.named = linkedNames(named);
  self.daemon = daemon === true;
  return null;
}

const linkedNames = (named: unknown): Named => (named === null || named === undefined ? {} : (named as { toObject(): Named }).toObject());

export function threading(session: Session): Record<string, unknown> {
  const parameters = 'group=None, target=None, name=None, args=None, kwargs=None, *, daemon=None';
  const order = ['group', 'target', 'name', 'args', 'kwargs', 'daemon'];
  threadType.make = (_, positions, named) => {
    const thread = new Thread();
    initialize(
      thread,
      order.map((name, i) => positions[i] ?? named[name]),
    );
    return thread;
  };
  eventType.make = () => new Event();
  lockType.make = () => new Lock();
  methods(threadType, {
    [`__init__(${parameters})`]: (self: Thread, ...given: unknown[]) => initialize(self, given),
    'start()': (self: Thread) => {
      if (self.running !== undefined) throw runtimeError('threads can only be started once');
      self.running = run(session, self);
      return null;
    },
    'run()': async (self: Thread) => {
      if (self.target !== null) await linked.call(self.target, self.args, self.named);
      return null;
    },
    'join(timeout=None)': async (self: Thread, seconds: unknown) => {
      if (self.running !== undefined) await within(session, self.running, seconds);
      return null;
    },
    'is_alive()': (self: Thread) => self.alive,
    'isAlive()': (self: Thread) => self.alive,
    'setDaemon(on)': (self: Thread, on: unknown) => {
      self.daemon = on === true;
      return null;
    },
    'getName()': (self: Thread) => self.name,
  });
  for (const name of ['daemon', 'name'] as const) {
    const set = (self: Thread, value: never): null => {
      self[name] = value;
      return null;
    };
    threadType.names.set(
      name,
      new Property(new Builtin(`${name}()`, (self: Thread) => self[name], 'method'), new Builtin(`${name}(value)`, set, 'method')),
    );
  }
  methods(eventType, {
    'set()': (self: Event) => {
      self.isSet = true;
      for (const wake of self.waiting.splice(0)) wake();
      return null;
    },
    'clear()': (self: Event) => {
      self.isSet = false;
      return null;
    },
    'is_set()': (self: Event) => self.isSet,
    'isSet()': (self: Event) => self.isSet,
    'wait(timeout=None)': async (self: Event, seconds: unknown) => {
      if (!self.isSet) await within(session, new Promise<void>((resolve) => self.waiting.push(resolve)), seconds);
      return self.isSet;
    },
  });
  methods(lockType, {
    'acquire(blocking=True, timeout=None)': (self: Lock) => self.acquire(),
    'release()': (self: Lock) => self.release(),
    'locked()': (self: Lock) => self.held,
    '__enter__()': (self: Lock) => self.acquire(),
    '__exit__(*args)': (self: Lock) => self.release(),
  });
  const main = Object.assign(new Thread(), { name: 'MainThread', alive: true });
  return {
    Thread: threadType,
    Event: eventType,
    Lock: lockType,
    RLock: lockType,
    ...functions({
      'current_thread()': () => main,
      'currentThread()': () => main,
      'active_count()': () => 1,
      'Timer(interval, function, args=None, kwargs=None)': (seconds: number, func: unknown, args: unknown) => {
        const thread = new Thread();
        thread.target = async () => {
          await sleep(session, seconds);
          return linked.call(func, [...((args ?? []) as Iterable<unknown>)]);
        };
        return thread;
      },
    }),
  };
}

const queueType = new Type('Queue', [objectType], { module: 'queue' });

class Queue {
  items: unknown[] = [];
  waiting: (() => void)[] = [];
  get [CLASS](): Type {
    return queueType;
  }
}

export function queue(session: Session): Record<string, unknown> {
  const empty = exceptionType('Empty', exception, 'queue');
  const put = (self: Queue, item: unknown): null => {
    self.items.push(item);
    self.waiting.shift()?.();
    return null;
  };
  const take = (self: Queue): unknown => {
    if (self.items.length === 0) throw new PyError(empty);
    return self.items.shift();
  };
  queueType.make = () => new Queue();
  methods(queueType, {
    'put(item, block=True, timeout=None)': put,
    'put_nowait(item)': put,
    'get(block=True, timeout=None)': async (self: Queue, block: unknown, seconds: unknown) => {
      if (block === true && self.items.length === 0)
        await within(session, new Promise<void>((resolve) => self.waiting.push(resolve)), seconds);
      return take(self);
    },
    'get_nowait()': take,
    'empty()': (self: Queue) => self.items.length === 0,
    'qsize()': (self: Queue) => self.items.length,
    'task_done()': () => null,
    'join()': () => null,
    'full()': () => false,
  });
  return { Queue: queueType, Empty: empty };
}

const LEVELS = { CRITICAL: 50, ERROR: 40, WARNING: 30, INFO: 20, DEBUG: 10, NOTSET: 0 } as const;
const loggerType = new Type('Logger', [objectType], { module: 'logging' });

class Logger {
  readonly name: string;
  level = 0;
  constructor(name: string) {
    this.name = name;
  }
  get [CLASS](): Type {
    return loggerType;
  }
}

export function logging(session: Session): Record<string, unknown> {
  const root = new Logger('root');
  root.level = LEVELS.WARNING;
  const loggers = new Map<string, Logger>();
  let format = '%(levelname)s:%(name)s:%(message)s';
  const effective = (of: Logger): number => (of.level !== 0 ? of.level : root.level);
  const write = async (logger: Logger, level: keyof typeof LEVELS, message: unknown, args: readonly unknown[]): Promise<null> => {
    if (LEVELS[level] < effective(logger)) return null;
    const text = await settle(() => (args.length === 0 ? str(message) : percent(str(message), new Tuple(args))));
    const fields: Record<string, string> = {
      levelname: level,
      name: logger.name,
      message: text,
      asctime: new Date().toISOString().replace('T', ' ').replace('.', ',').slice(0, 23),
    };
    session.writeError(`${format.replace(/%\((\w+)\)-?\d*[sd]/g, (_, field: string) => fields[field] ?? '')}\n`);
    return null;
  };
  const makers = Object.fromEntries(
    (['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const).map((level) => [level.toLowerCase(), level]),
  );
  methods(loggerType, {
    ...Object.fromEntries(
      Object.entries(makers).map(([name, level]) => [
        `${name}(msg, *args, **kw)`,
        (self: Logger, message: unknown, args: unknown[]) => write(self, level, message, args),
      ]),
    ),
    'warn(msg, *args)': (self: Logger, message: unknown, args: unknown[]) => write(self, 'WARNING', message, args),
    'exception(msg, *args)': (self: Logger, message: unknown, args: unknown[]) => write(self, 'ERROR', message, args),
    'setLevel(level)': (self: Logger, level: unknown) => {
      self.level = typeof level === 'string' ? LEVELS[level as keyof typeof LEVELS] : Number(level);
      return null;
    },
    'getEffectiveLevel()': effective,
    'isEnabledFor(level)': (self: Logger, level: number) => level >= effective(self),
    'addHandler(handler)': () => null,
  });
  attributes(loggerType, { level: (self: Logger) => self.level, name: (self: Logger) => self.name });
  return {
    ...LEVELS,
    WARN: 30,
    ...functions({
      'getLogger(name=None)': (name: string | null) => {
        if (name === null || name === 'root') return root;
        const logger = loggers.get(name) ?? new Logger(name);
        loggers.set(name, logger);
        return logger;
      },
      'basicConfig(*, level=None, format=None, **kw)': (level: unknown, text: unknown) => {
        if (level !== null) root.level = typeof level === 'string' ? LEVELS[level as keyof typeof LEVELS] : Number(level);
        if (typeof text === 'string') format = text;
        return null;
      },
      'disable(level=50)': () => null,
      'StreamHandler(stream=None)': () => null,
      ...Object.fromEntries(
        Object.entries(makers).map(([name, level]) => [
          `${name}(msg, *args, **kw)`,
          (message: unknown, args: unknown[]) => write(root, level, message, args),
        ]),
      ),
      'warn(msg, *args)': (message: unknown, args: unknown[]) => write(root, 'WARNING', message, args),
      'exception(msg, *args)': (message: unknown, args: unknown[]) => write(root, 'ERROR', message, args),
    }),
  };
}
