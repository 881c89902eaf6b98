/** The modules `sys`, `os`, `os.path`, `io`, `errno`, `platform`, `signal`. */
import { functions, methods } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { needBytes } from '../containers/octets.ts';
import { asOsError, notImplementedError, osErrorType, PyError, systemExit } from '../errors.ts';
import { atHome, fs, PyFile } from '../files.ts';
import type { Session } from '../session.ts';
import { decode, encode } from '../text/codecs.ts';
import { osPrograms } from './programs.ts';
import { Tuple } from '../behaviour.ts';
import { CLASS, objectType, Type } from '../types.ts';
import { settle } from '../waiting.ts';
import { linked } from '../linked.ts';

class Stream {
  readonly #write: (text: string) => void;
  constructor(write: (text: string) => void) {
    this.#write = write;
  }
  get [CLASS](): Type {
    return streamType;
  }
  write(text: unknown): number {
    this.#write(String(text));
    return String(text).length;
  }
}
const streamType = new Type('TextIOWrapper', [objectType], { module: '_io' });

class Input {
  readonly session: Session;
  constructor(session: Session) {
    this.session = session;
  }
  get [CLASS](): Type {
    return inputType;
  }
}
const inputType = new Type('TextIOWrapper', [objectType], { module: '_io' });

function prepare(): void {
  if (streamType.names.size > 0) return;
  methods(streamType, {
    'write(text, /)': (self: Stream, text: unknown) => self.write(text),
    'flush()': () => null,
    'isatty()': () => process.stdout.isTTY === true,
    'fileno()': () => 1,
  });
  methods(inputType, {
    'readline()': async (self: Input) => `${await self.session.input('')}\n`,
    'read()': async (self: Input) => self.session.input(''),
    'isatty()': () => process.stdin.isTTY === true,
    'fileno()': () => 0,
  });
}

export function sys(session: Session): Record<string, unknown> {
  prepare();
  return {
    argv: [...session.argv],
    stdout: new Stream(session.write),
    stderr: new Stream(session.writeError),
    stdin: new Input(session),
    version: '3.11.2 (packetwright)',
    version_info: new Tuple([3, 11, 2, 'final', 0]),
    maxsize: 9223372036854775807n,
    maxint: 9223372036854775807n,
    byteorder: 'little',
    platform: process.platform,
    executable: '',
    path: [],
    modules: new Dict(),
    ...functions({
      'exit(status=None, /)': (code: unknown) => {
        throw new PyError(systemExit, code === null ? [] : [code]);
      },
      'getsizeof(x, default=None)': () => 64,
      'getrecursionlimit()': () => 1000,
      'setrecursionlimit(n, /)': () => null,
      'exc_info()': () => new Tuple([null, null, null]),
    }),
  };
}

/** What a function of Node's file system gives, with Python's error. */
const onFile = <T>(path: string, work: (path: string) => T): T => {
  try {
    return work(atHome(path));
  } catch (error) {
    throw asOsError(error, path);
  }
};

const splitPath = (path: string): [string, string] => {
  const at = path.lastIndexOf('/') + 1;
  const head = path.slice(0, at);
  return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), path.slice(at)];
};

function normal(path: string): string {
  const root = /^\/\/(?!\/)/.test(path) ? '//' : path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || root === '') parts.push(part);
  }
  return root + parts.join('/') || '.';
}

export function osPath(): Record<string, unknown> {
  const stat = (path: string) => fs().statSync(atHome(path), { throwIfNoEntry: false });
  return {
    sep: '/',
    ...functions({
      'join(path, *paths)': (path: string, more: string[]) =>
        more.reduce((sum, one) => (one.startsWith('/') ? one : sum === '' || sum.endsWith('/') ? sum + one : `${sum}/${one}`), path),
      'basename(path)': (path: string) => splitPath(path)[1],
      'dirname(path)': (path: string) => splitPath(path)[0],
      'split(path)': (path: string) => new Tuple(splitPath(path)),
      'splitext(path)': (path: string) => {
        const found = /^(.*[^/]?[^/.][^/]*?)(\.[^./]*)$/s.exec(path);
        return new Tuple(found === null || /(^|\/)\.*$/.test(found[1]!) ? [path, ''] : [found[1], found[2]]);
      },
      'exists(path)': (path: string) => stat(path) !== undefined,
      'isfile(path)': (path: string) => stat(path)?.isFile() ?? false,
      'isdir(path)': (path: string) => stat(path)?.isDirectory() ?? false,
      'isabs(path)': (path: string) => path.startsWith('/'),
      'getsize(path)': (path: string) => onFile(path, (one) => fs().statSync(one).size),
      'getmtime(path)': (path: string) => onFile(path, (one) => fs().statSync(one).mtimeMs / 1000),
      'normpath(path)': normal,
      'abspath(path)': (path: string) => normal(path.startsWith('/') ? path : `${process.cwd()}/${path}`),
      'realpath(path)': (path: string) => normal(path.startsWith('/') ? path : `${process.cwd()}/${path}`),
      'expanduser(path)': atHome,
      'expandvars(path)': (path: string) => path.replace(/\$(\w+)|\$\{(\w+)\}/g, (all, a, b) => process.env[a ?? b] ?? all),
    }),
  };
}

const refused = (name: string) => (): never => {
  throw notImplementedError(`os.${name}() is not here: threading.Thread runs tasks side by side, subprocess.run() other programs`);
};

export function os(session: Session): Record<string, unknown> {
  const done =
    <T extends unknown[]>(work: (path: string, ...rest: T) => unknown) =>
    (name: string, ...rest: T) => {
      onFile(name, (one) => work(one, ...rest));
      return null;
    };
  return {
    sep: '/',
    linesep: '\n',
    name: 'posix',
    devnull: '/dev/null',
    environ: new Dict(Object.entries(process.env)),
    error: osErrorType,
    ...functions({
      'getcwd()': () => process.cwd(),
      'chdir(path)': done((one) => process.chdir(one)),
      "listdir(path='.')": (name: string) => onFile(name, (one) => fs().readdirSync(one)),
      'getenv(key, default=None)': (key: string, absent: unknown) => process.env[key] ?? absent,
      'getuid()': () => process.getuid?.() ?? 0,
      'geteuid()': () => process.geteuid?.() ?? 0,
      'getgid()': () => process.getgid?.() ?? 0,
      'getpid()': () => process.pid,
      'getppid()': () => process.ppid,
      'remove(path)': done((one) => fs().unlinkSync(one)),
      'unlink(path)': done((one) => fs().unlinkSync(one)),
      'mkdir(path, mode=511)': done((one) => fs().mkdirSync(one)),
      'makedirs(name, mode=511, exist_ok=False)': (name: string, _: unknown, ok: unknown) => {
        onFile(name, (one) => {
          if (ok !== true && fs().existsSync(one)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
          fs().mkdirSync(one, { recursive: true });
        });
        return null;
      },
      'rmdir(path)': done((one) => fs().rmdirSync(one)),
      'rename(src, dst)': done((one, to: string) => fs().renameSync(one, atHome(to))),
      'urandom(size, /)': async (size: number) => new Uint8Array((await import('node:crypto')).randomBytes(size)),
      'cpu_count()': async () => (await import('node:os')).cpus().length,
      'uname()': async () => {
        const node = await import('node:os');
        return new Tuple([node.type(), node.hostname(), node.release(), node.version(), node.machine()]);
      },
      ...osPrograms(session),
      'fork()': refused('fork'),
    }),
  };
}

/** A file in memory. */
class Memory extends PyFile {
  constructor(mode: string, octets: Uint8Array) {
    super('', mode, octets, undefined);
  }
}

export function io(open: unknown): Record<string, unknown> {
  const text = (given: unknown) => (given === null ? '' : String(given));
  const make = (mode: string, octets: Uint8Array) => {
    const file = new Memory(mode, octets);
    return Object.assign(file, { getvalue: () => (mode.includes('b') ? file.octets.slice() : decode(file.octets, 'utf-8', 'strict')) });
  };
  return {
    open,
    ...functions({
      'StringIO(initial=None)': (given: unknown) => make('r+', encode(text(given), 'utf-8', 'strict')),
      'BytesIO(initial=None)': (given: unknown) => make('rb+', given === null ? new Uint8Array() : new Uint8Array(needBytes(given))),
    }),
  };
}

export function errno(): Record<string, unknown> {
  return {
    EPERM: 1,
    ENOENT: 2,
    EINTR: 4,
    EIO: 5,
    EBADF: 9,
    EAGAIN: 11,
    EACCES: 13,
    EEXIST: 17,
    EINVAL: 22,
    EPIPE: 32,
    ECONNRESET: 104,
    ETIMEDOUT: 110,
    ECONNREFUSED: 111,
  };
}

export function platform(): Record<string, unknown> {
  return functions({
    'system()': () => (process.platform === 'linux' ? 'Linux' : process.platform === 'darwin' ? 'Darwin' : 'Windows'),
    'machine()': () => (process.arch === 'x64' ? 'x86_64' : process.arch),
    'python_version()': () => '3.11.2',
    'node()': async () => (await import('node:os')).hostname(),
    'platform()': () => `${process.platform}-${process.arch}`,
  });
}

export function signalModule(): Record<string, unknown> {
  return { SIGINT: 2, SIGTERM: 15, SIGALRM: 14, ...functions({ 'signal(number, handler)': () => null, 'alarm(seconds)': () => 0 }) };
}

export function getpass(session: Session): Record<string, unknown> {
  return functions({
    "getpass(prompt='Password: ')": (prompt: string) => session.input(prompt),
    'getuser()': async () => (await import('node:os')).userInfo().username,
  });
}

export function warnings(): Record<string, unknown> {
  return functions({
    'filterwarnings(*args, **kw)': () => null,
    'simplefilter(*args, **kw)': () => null,
    'warn(message, *args, **kw)': () => null,
  });
}

export function traceback(session: Session): Record<string, unknown> {
  return functions({
    'print_exc(*args)': () => null,
    'format_exc(*args)': () => '',
    'print_exception(error, *args)': async (error: unknown) => {
      session.writeError(`${await settle(() => linked.repr(error))}\n`);
      return null;
    },
  });
}
