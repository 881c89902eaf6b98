/**
 * Other programs: `os.system`, `os.popen` and the module `subprocess`. A script is its user's own program, so what it names is started, as in
 * Python: with the rights of the session, by the system's shell only where the script asks for that. What they print is the session's output.
 */
import type { ChildProcess } from 'node:child_process';
import { attributes, functions, methods } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { join, needBytes } from '../containers/octets.ts';
import { asOsError, exception, exceptionType, PyError, typeError } from '../errors.ts';
import { PyFile } from '../files.ts';
import { iterableNow } from '../iterate.ts';
import type { Named } from '../../runtime.ts';
import { repr, str } from '../text/repr.ts';
import type { Session } from '../session.ts';
import { decode, encode } from '../text/codecs.ts';
import { REPR, Tuple } from '../behaviour.ts';
import { CLASS, NAMES, objectType, Type } from '../types.ts';

const PIPE = -1;
const STDOUT = -2;
const DEVNULL = -3;

interface Ended {
  /** Below 0: the signal that ended it. */
  readonly code: number;
  readonly out: Uint8Array;
  readonly err: Uint8Array;
}

interface Start {
  /** A line for the system's shell, or a program and its words. */
  readonly command: string | readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array;
  /** Where its output and its errors go: to the session, or kept, or nowhere. */
  readonly out: 'shown' | 'kept' | 'lost';
  readonly err: 'shown' | 'kept' | 'lost' | 'with-out';
}

const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  constructor(child: ChildProcess, ended: Promise<Ended>) {
    this.child = child;
    this.ended = ended;
  }
}

/** @throws FileNotFoundError where there is no such program */
async function start(session: Session, o: Start): Promise<Program> {
  const { spawn } = await import('node:child_process');
  const [program = '', ...words] = typeof o.command === 'string' ? ['/bin/sh', '-c', o.command] : o.command;
  const signal = session.signal();
  const child = spawn(program, words, {
    stdio: [o.input === undefined ? 'inherit' : 'pipe', 'pipe', 'pipe'],
    ...(o.cwd !== undefined && { cwd: o.cwd }),
    ...(o.env !== undefined && { env: o.env }),
    ...(signal !== undefined && { signal }),
  });
  const [out, err]: Uint8Array[][] = [[], []];
  const text = (data: Uint8Array): string => new TextDecoder().decode(data);
  child.stdout?.on('data', (data: Uint8Array) => {
    if (o.out === 'kept') out?.push(data);
    else if (o.out === 'shown') session.write(text(data));
  });
  child.stderr?.on('data', (data: Uint8Array) => {
    if (o.err === 'kept') err?.push(data);
    else if (o.err === 'with-out' && o.out === 'kept') out?.push(data);
    else if (o.err === 'with-out' && o.out === 'shown') session.write(text(data));
    else if (o.err === 'shown') session.writeError(text(data));
  });
  // One that ends without reading is no failure of ours.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(o.input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', (error) => reject(asOsError(error, program) as Error));
    child.once('close', (code, by) => resolve({ code: code ?? -(SIGNALS[String(by)] ?? 15), out: join(out ?? []), err: join(err ?? []) }));
  });
  return new Program(child, ended);
}

const SHOWN = { out: 'shown', err: 'shown' } as const;

/** `system` and `popen` of the module `os`. */
export function osPrograms(session: Session): Record<string, unknown> {
  return {
    'system(command)': async (command: string) => {
      const { code } = await (await start(session, { command, ...SHOWN })).ended;
      // As wait() of POSIX has it.
      return code < 0 ? -code : code * 256;
    },
    "popen(cmd, mode='r', buffering=-1)": async (command: string) => {
      const { out } = await (await start(session, { command, out: 'kept', err: 'shown' })).ended;
      return new PyFile(command, 'r', out, undefined);
    },
  };
}

const completedType = new Type('CompletedProcess', [objectType], { module: 'subprocess' });
const popenType = new Type('Popen', [objectType], { module: 'subprocess' });
const subprocessError = exceptionType('SubprocessError', exception, 'subprocess');
const calledProcessError = exceptionType('CalledProcessError', subprocessError, 'subprocess');
const timeoutExpired = exceptionType('TimeoutExpired', subprocessError, 'subprocess');

/** What run() gives. */
class Completed {
  readonly args: unknown;
  readonly returncode: number;
  readonly stdout: unknown;
  readonly stderr: unknown;
  constructor(args: unknown, code: number, out: unknown, err: unknown) {
    this.args = args;
    this.returncode = code;
    this.stdout = out;
    this.stderr = err;
  }
  get [CLASS](): Type {
    return completedType;
  }
  [REPR](): string {
    const kept = (name: string, value: unknown): string => (value === null ? '' : `, ${name}=${repr(value)}`);
    return `CompletedProcess(args=${repr(this.args)}, returncode=${this.returncode}${kept('stdout', this.stdout)}${kept('stderr', this.stderr)})`;
  }
}

/** A program that runs. */
class Popen {
  readonly args: unknown;
  readonly program: Program;
  readonly isText: boolean;
  readonly kept: { readonly out: boolean; readonly err: boolean };
  ended: Ended | undefined;
  constructor(args: unknown, program: Program, isText: boolean, kept: Popen['kept']) {
    this.args = args;
    this.program = program;
    this.isText = isText;
    this.kept = kept;
    program.ended.then(
      (ended) => (this.ended = ended),
      () => undefined,
    );
  }
  get [CLASS](): Type {
    return popenType;
  }
}

const OPTIONS =
  '*, stdin=None, input=None, stdout=None, stderr=None, capture_output=False, shell=False, cwd=None, timeout=None, check=False, ' +
  'encoding=None, errors=None, text=None, env=None, universal_newlines=None, bufsize=-1, close_fds=True, preexec_fn=None, start_new_session=False';
const NAMES_OF_OPTIONS = [...OPTIONS.matchAll(/(\w+)=/g)].map(([, name]) => name as string);

interface Asked {
  readonly start: Start;
  readonly isText: boolean;
  readonly check: boolean;
  readonly timeout: number | undefined;
}

function asked(args: unknown, values: readonly unknown[], keep: boolean): Asked {
  const o: Named = Object.fromEntries(NAMES_OF_OPTIONS.map((name, i) => [name, values[i]]));
  const isText = o['text'] === true || o['universal_newlines'] === true || typeof o['encoding'] === 'string';
  const where = (to: unknown): 'shown' | 'kept' | 'lost' =>
    o['capture_output'] === true || to === PIPE ? 'kept' : to === DEVNULL ? 'lost' : 'shown';
  const { input, env, cwd } = o;
  const given = typeof input === 'string' ? encode(input, 'utf-8', 'strict') : input === null ? undefined : needBytes(input);
  const empty = o['stdin'] === DEVNULL ? new Uint8Array() : undefined;
  const octets = given ?? empty;
  return {
    start: {
      command: commandOf(args, o['shell'] === true),
      out: keep ? 'kept' : where(o['stdout']),
      err: o['stderr'] === STDOUT ? 'with-out' : where(o['stderr']),
      ...(typeof cwd === 'string' && { cwd }),
      ...(env instanceof Dict && { env: Object.fromEntries([...env.entries()].map(([k, v]) => [String(k), String(v)])) }),
      ...(octets !== undefined && { input: octets }),
    },
    isText,
    check: o['check'] === true,
    timeout: typeof o['timeout'] === 'number' ? o['timeout'] : undefined,
  };
}

function commandOf(args: unknown, shell: boolean): string | readonly string[] {
  const word = (v: unknown): string => {
    if (typeof v === 'string') return v;
    if (v instanceof Uint8Array) return new TextDecoder().decode(v);
    throw typeError(`expected str, bytes or os.PathLike object, not ${repr(v)}: the words of a command are text`);
  };
  if (typeof args === 'string') return shell ? args : [args];
  const words = [...iterableNow(args)].map(word);
  return shell ? (words[0] ?? '') : words;
}

const given = (isText: boolean, octets: Uint8Array): unknown => (isText ? decode(octets, 'utf-8', 'strict') : octets);

/** Waits so long at most, and then ends it. */
async function within(program: Program, seconds: number | undefined, args: unknown): Promise<Ended> {
  if (seconds === undefined) return program.ended;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), seconds * 1000)));
  const first = await Promise.race([program.ended, late]);
  clearTimeout(timer);
  if (first !== 'late') return first;
  program.child.kill('SIGKILL');
  throw failure(timeoutExpired, `Command '${str(args)}' timed out after ${seconds} seconds`, { cmd: args, timeout: seconds });
}

function failure(type: Type, text: string, values: Named): PyError {
  const error = new PyError(type, [text]);
  for (const [name, value] of Object.entries(values)) error[NAMES].set(name, value);
  return error;
}

const failed = (args: unknown, code: number, out: unknown, err: unknown): PyError =>
  failure(
    calledProcessError,
    code < 0 ? `Command '${str(args)}' died with signal ${-code}.` : `Command '${str(args)}' returned non-zero exit status ${code}.`,
    { cmd: args, returncode: code, output: out, stdout: out, stderr: err },
  );

async function run(session: Session, args: unknown, values: readonly unknown[], keep = false, check = false): Promise<Completed> {
  const o = asked(args, values, keep);
  const { code, out, err } = await within(await start(session, o.start), o.timeout, args);
  const kept = (how: string, octets: Uint8Array): unknown => (how === 'kept' ? given(o.isText, octets) : null);
  const done = new Completed(args, code, kept(o.start.out, out), kept(o.start.err, err));
  if ((o.check || check) && code !== 0) throw failed(args, code, done.stdout, done.stderr);
  return done;
}

function prepare(session: Session): void {
  methods(completedType, {
    'check_returncode()': (self: Completed) => {
      if (self.returncode !== 0) throw failed(self.args, self.returncode, self.stdout, self.stderr);
      return null;
    },
  });
  attributes(completedType, {
    args: (self: Completed) => self.args,
    returncode: (self: Completed) => self.returncode,
    stdout: (self: Completed) => self.stdout,
    stderr: (self: Completed) => self.stderr,
  });
  const ending =
    (signal: NodeJS.Signals | number) =>
    (self: Popen): null => {
      self.program.child.kill(signal);
      return null;
    };
  const streamOf = (self: Popen, which: 'out' | 'err') => async (): Promise<unknown> =>
    new PyFile(which, self.isText ? 'r' : 'rb', (await self.program.ended)[which], undefined);
  methods(popenType, {
    'communicate(input=None, timeout=None)': async (self: Popen, _: unknown, seconds: unknown) => {
      const { out, err } = await within(self.program, typeof seconds === 'number' ? seconds : undefined, self.args);
      return new Tuple([self.kept.out ? given(self.isText, out) : null, self.kept.err ? given(self.isText, err) : null]);
    },
    'wait(timeout=None)': async (self: Popen, seconds: unknown) =>
      (await within(self.program, typeof seconds === 'number' ? seconds : undefined, self.args)).code,
    'poll()': (self: Popen) => self.ended?.code ?? null,
    'terminate()': ending('SIGTERM'),
    'kill()': ending('SIGKILL'),
    'send_signal(signal)': (self: Popen, signal: number) => ending(signal)(self),
    '__enter__()': (self: Popen) => self,
    '__exit__(*args)': async (self: Popen) => {
      await self.program.ended;
      return null;
    },
  });
  attributes(popenType, {
    args: (self: Popen) => self.args,
    pid: (self: Popen) => self.program.child.pid ?? null,
    returncode: (self: Popen) => self.ended?.code ?? null,
    stdout: (self: Popen) => (self.kept.out ? streamOf(self, 'out')() : null),
    stderr: (self: Popen) => (self.kept.err ? streamOf(self, 'err')() : null),
  });
  popenType.make = async (_, positions, named) => {
    const values = NAMES_OF_OPTIONS.map((name) => named[name] ?? null);
    const args = positions[0] ?? named['args'];
    const o = asked(args, values, false);
    const program = await start(session, o.start);
    return new Popen(args, program, o.isText, { out: o.start.out === 'kept', err: o.start.err === 'kept' });
  };
}

/** The module `subprocess`. Popen's input and output are whole, not streams. */
export function subprocess(session: Session): Record<string, unknown> {
  prepare(session);
  const output = async (args: unknown, values: readonly unknown[]): Promise<unknown> =>
    (await run(session, args, values, true, true)).stdout;
  const told = async (command: string): Promise<readonly [number, string]> => {
    const { code, out } = await (await start(session, { command, out: 'kept', err: 'with-out' })).ended;
    return [code, (decode(out, 'utf-8', 'strict') as string).replace(/\n$/, '')];
  };
  return {
    PIPE,
    STDOUT,
    DEVNULL,
    Popen: popenType,
    CompletedProcess: completedType,
    SubprocessError: subprocessError,
    CalledProcessError: calledProcessError,
    TimeoutExpired: timeoutExpired,
    ...functions({
      [`run(args, ${OPTIONS})`]: (args: unknown, ...values: unknown[]) => run(session, args, values),
      [`call(args, ${OPTIONS})`]: async (args: unknown, ...values: unknown[]) => (await run(session, args, values)).returncode,
      [`check_call(args, ${OPTIONS})`]: async (args: unknown, ...values: unknown[]) => {
        await run(session, args, values, false, true);
        return 0;
      },
      [`check_output(args, ${OPTIONS})`]: (args: unknown, ...values: unknown[]) => output(args, values),
      'getoutput(cmd)': async (command: string) => (await told(command))[1],
      'getstatusoutput(cmd)': async (command: string) => new Tuple(await told(command)),
    }),
  };
}
