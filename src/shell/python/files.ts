/** `open(…)`: files of the system, read and written at once. */
import { createRequire } from 'node:module';
import { methods } from './callable.ts';
import { decode, encode } from './text/codecs.ts';
import { asOsError, typeError, valueError } from './errors.ts';
import { ITERATE, REPR } from './behaviour.ts';
import { gather } from './iterate.ts';
import { typeName } from './kinds.ts';
import { textRepr } from './text/repr.ts';
import { join, needBytes } from './containers/octets.ts';
import { CLASS, objectType, Type } from './types.ts';

/** Node's file system, loaded when the first file is opened. */
export const fs = (): typeof import('node:fs') => createRequire(import.meta.url)('node:fs');

export const fileType = new Type('TextIOWrapper', [objectType], { module: '_io' });

/** `~/x` names a file at home. */
export const atHome = (path: string): string => (/^~(?=\/|$)/.test(path) ? (process.env['HOME'] ?? '~') + path.slice(1) : path);

export class PyFile {
  readonly name: string;
  readonly mode: string;
  readonly #descriptor: number | undefined;
  /** All that a file that is read contains; what is written to a file in memory. */
  octets: Uint8Array;
  at = 0;
  closed = false;

  constructor(name: string, mode: string, octets: Uint8Array, descriptor: number | undefined) {
    this.name = name;
    this.mode = mode;
    this.octets = octets;
    this.#descriptor = descriptor;
  }

  get [CLASS](): Type {
    return fileType;
  }

  get binary(): boolean {
    return this.mode.includes('b');
  }

  check(): void {
    if (this.closed) throw valueError('I/O operation on closed file.');
  }

  read(count: number): unknown {
    this.check();
    if (!/[r+]/.test(this.mode)) throw valueError('not readable');
    if (this.binary) {
      const part = this.octets.slice(this.at, count < 0 ? undefined : this.at + count);
      this.at += part.length;
      return part;
    }
    const rest = decode(this.octets.subarray(this.at), 'utf-8', 'strict') as string;
    const text = count < 0 ? rest : Array.from(rest).slice(0, count).join('');
    this.at += encode(text, 'utf-8', 'strict').length;
    return text.replaceAll('\r\n', '\n');
  }

  line(): unknown {
    this.check();
    const end = this.octets.indexOf(10, this.at);
    const part = this.octets.slice(this.at, end < 0 ? undefined : end + 1);
    this.at += part.length;
    return this.binary ? part : (decode(part, 'utf-8', 'strict') as string).replace(/\r\n$/, '\n');
  }

  *[Symbol.iterator](): IterableIterator<unknown> {
    while (this.at < this.octets.length) yield this.line();
  }

  [ITERATE](): Iterable<unknown> {
    return this;
  }

  write(value: unknown): number {
    this.check();
    if (!/[wax+]/.test(this.mode)) throw valueError('not writable');
    if (this.binary && typeof value === 'string') throw typeError("a bytes-like object is required, not 'str'");
    if (!this.binary && typeof value !== 'string') throw typeError(`write() argument must be str, not ${typeName(value)}`);
    const octets = typeof value === 'string' ? encode(value, 'utf-8', 'strict') : needBytes(value);
    if (this.#descriptor !== undefined) fs().writeSync(this.#descriptor, octets);
    this.octets = join([this.octets.subarray(0, this.at), octets, this.octets.subarray(this.at + octets.length)]);
    this.at += octets.length;
    return typeof value === 'string' ? Array.from(value).length : octets.length;
  }

  close(): void {
    if (!this.closed && this.#descriptor !== undefined) fs().closeSync(this.#descriptor);
    this.closed = true;
  }

  [REPR](): string {
    if (this.binary) return `<_io.Buffered${this.mode.startsWith('r') ? 'Reader' : 'Writer'} name=${textRepr(this.name)}>`;
    return `<_io.TextIOWrapper name=${textRepr(this.name)} mode='${this.mode}' encoding='UTF-8'>`;
  }
}

export function openFile(file: unknown, mode: string): PyFile {
  if (typeof file !== 'string') throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(file)}`);
  if (!/^[rwaxbtU+]+$/.test(mode) || !/[rwax]/.test(mode)) throw valueError(`invalid mode: '${mode}'`);
  const path = atHome(file);
  try {
    if (!/[wax+]/.test(mode)) return new PyFile(file, mode, new Uint8Array(fs().readFileSync(path)), undefined);
    const flags = mode.replace(/[btU]/g, '').replace(/^x/, 'wx');
    const keeps = /^r|^a/.test(mode) && fs().existsSync(path);
    const before = keeps ? new Uint8Array(fs().readFileSync(path)) : new Uint8Array();
    const opened = new PyFile(file, mode, before, fs().openSync(path, flags));
    if (mode.startsWith('a')) opened.at = before.length;
    return opened;
  } catch (error) {
    throw asOsError(error, file);
  }
}

export const fileMethods = {
  'read(size=-1, /)': (self: PyFile, count: number | null) => self.read(count ?? -1),
  'readline(size=-1, /)': (self: PyFile) => self.line(),
  'readlines(hint=-1, /)': (self: PyFile) => [...self],
  'write(text, /)': (self: PyFile, text: unknown) => self.write(text),
  'writelines(lines, /)': (self: PyFile, lines: unknown) => {
    const put = (all: unknown[]): null => {
      for (const one of all) self.write(one);
      return null;
    };
    const all = gather(lines);
    return all instanceof Promise ? all.then(put) : put(all);
  },
  'close()': (self: PyFile) => {
    self.close();
    return null;
  },
  'flush()': () => null,
  'fileno()': () => -1,
  'isatty()': () => false,
  'tell()': (self: PyFile) => self.at,
  'seek(offset, whence=0, /)': (self: PyFile, offset: number, whence: number) => {
    self.at = Math.max(0, offset + (whence === 1 ? self.at : whence === 2 ? self.octets.length : 0));
    return self.at;
  },
  '__enter__()': (self: PyFile) => self,
  '__exit__(*args)': (self: PyFile) => {
    self.close();
    return null;
  },
};

export const installFiles = (): void => methods(fileType, fileMethods);
