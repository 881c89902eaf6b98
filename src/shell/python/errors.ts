/** Python's exceptions: the tree, how they are made, and which of them an error of JavaScript or of the library is. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { CLASS, NAMES, objectType, Type } from './types.ts';
import { Tuple } from './behaviour.ts';

/** An exception of Python. `message` is its text and, where there is one, a suggestion; `args` what it was made with. */
export class PyError extends Error {
  readonly [CLASS]: Type;
  readonly [NAMES] = new Map<string, unknown>();
  args: Tuple;
  /** What may have been meant: it ends the line that the user reads, and is no part of `str(e)`. */
  suggestion = '';

  constructor(type: Type, args: readonly unknown[] = [], suggestion = '') {
    super(args.length === 1 && typeof args[0] === 'string' ? args[0] + suggestion : '');
    this[CLASS] = type;
    this.args = new Tuple(args);
    this.suggestion = suggestion;
    this.name = type.name;
  }
}

const tree = new Map<string, Type>();
const kind = (name: string, ...bases: Type[]): Type => {
  const type = new Type(name, bases, { make: (of, positions) => new PyError(fitting(of, positions), positions) });
  tree.set(name, type);
  return type;
};

/** `OSError(2, 'x')` is a FileNotFoundError. */
function fitting(type: Type, args: readonly unknown[]): Type {
  return type === osErrorType && args.length >= 2 ? (ERRNO_TYPES[Number(args[0])] ?? type) : type;
}

export const baseException = kind('BaseException', objectType);
export const exception = kind('Exception', baseException);
export const systemExit = kind('SystemExit', baseException);
export const keyboardInterrupt = kind('KeyboardInterrupt', baseException);
export const generatorExit = kind('GeneratorExit', baseException);
export const stopIteration = kind('StopIteration', exception);
export const stopAsyncIteration = kind('StopAsyncIteration', exception);
export const arithmeticError = kind('ArithmeticError', exception);
export const zeroDivision = kind('ZeroDivisionError', arithmeticError);
export const overflow = kind('OverflowError', arithmeticError);
kind('FloatingPointError', arithmeticError);
export const assertionError = kind('AssertionError', exception);
export const attributeErrorType = kind('AttributeError', exception);
kind('BufferError', exception);
export const eofError = kind('EOFError', exception);
export const importErrorType = kind('ImportError', exception);
export const moduleNotFound = kind('ModuleNotFoundError', importErrorType);
export const lookupErrorType = kind('LookupError', exception);
export const indexErrorType = kind('IndexError', lookupErrorType);
export const keyErrorType = kind('KeyError', lookupErrorType);
export const memoryError = kind('MemoryError', exception);
export const nameErrorType = kind('NameError', exception);
export const unboundLocal = kind('UnboundLocalError', nameErrorType);
export const osErrorType = kind('OSError', exception);
export const blockingIo = kind('BlockingIOError', osErrorType);
export const connectionError = kind('ConnectionError', osErrorType);
const brokenPipe = kind('BrokenPipeError', connectionError);
const connectionAborted = kind('ConnectionAbortedError', connectionError);
const connectionRefused = kind('ConnectionRefusedError', connectionError);
const connectionReset = kind('ConnectionResetError', connectionError);
const fileExists = kind('FileExistsError', osErrorType);
export const fileNotFound = kind('FileNotFoundError', osErrorType);
const interrupted = kind('InterruptedError', osErrorType);
const isADirectory = kind('IsADirectoryError', osErrorType);
const notADirectory = kind('NotADirectoryError', osErrorType);
export const permissionError = kind('PermissionError', osErrorType);
export const timeoutError = kind('TimeoutError', osErrorType);
export const runtimeErrorType = kind('RuntimeError', exception);
export const notImplemented = kind('NotImplementedError', runtimeErrorType);
export const recursionError = kind('RecursionError', runtimeErrorType);
export const syntaxErrorType = kind('SyntaxError', exception);
kind('IndentationError', syntaxErrorType);
export const systemErrorType = kind('SystemError', exception);
export const typeErrorType = kind('TypeError', exception);
export const valueErrorType = kind('ValueError', exception);
export const unicodeError = kind('UnicodeError', valueErrorType);
export const unicodeDecode = kind('UnicodeDecodeError', unicodeError);
export const unicodeEncode = kind('UnicodeEncodeError', unicodeError);
export const warning = kind('Warning', exception);
for (const name of ['UserWarning', 'DeprecationWarning', 'RuntimeWarning', 'FutureWarning']) kind(name, warning);

/** A class of exceptions that a module adds (`struct.error`). */
export function exceptionType(name: string, base: Type, module: string): Type {
  return new Type(name, [base], { module, make: (of, positions) => new PyError(of, positions) });
}

/** What scapy raises for a file that is no capture; scripts raise it, too. */
export const scapyException = exceptionType('Scapy_Exception', exception, 'scapy.error');

/** The names of all of them, as the session's builtins have them; Python 2's spellings too. */
export function exceptionNames(): Map<string, unknown> {
  const names = new Map<string, unknown>(tree);
  for (const old of ['IOError', 'EnvironmentError', 'WindowsError']) names.set(old, osErrorType);
  names.set('StandardError', exception);
  return names;
}

const thrower =
  (type: Type) =>
  (message: string, suggestion = ''): PyError =>
    new PyError(type, [message], suggestion);

export const typeError = thrower(typeErrorType);
export const valueError = thrower(valueErrorType);
export const indexError = thrower(indexErrorType);
export const attributeError = thrower(attributeErrorType);
export const nameError = thrower(nameErrorType);
export const runtimeError = thrower(runtimeErrorType);
export const overflowError = thrower(overflow);
export const zeroDivisionError = thrower(zeroDivision);
export const importError = thrower(moduleNotFound);
export const notImplementedError = thrower(notImplemented);
export const keyError = (key: unknown): PyError => new PyError(keyErrorType, [key]);
/** OSError(errno, text, file): of the fitting kind for its number. */
export function osError(errno: number, text: string, file?: string): PyError {
  const type = ERRNO_TYPES[errno] ?? osErrorType;
  return new PyError(type, file === undefined ? [errno, text] : [errno, text, file]);
}

/** The end of a line of error, when a name is near: `: did you mean IP?`. */
export const suggestionOf = (near: string | undefined): string => (near === undefined ? '' : `: did you mean ${near}?`);

const ERRNO_TYPES: Readonly<Record<number, Type>> = {
  1: permissionError,
  2: fileNotFound,
  4: interrupted,
  11: blockingIo,
  13: permissionError,
  17: fileExists,
  20: notADirectory,
  21: isADirectory,
  32: brokenPipe,
  103: connectionAborted,
  104: connectionReset,
  110: timeoutError,
  111: connectionRefused,
};

const NODE_ERRNO: Readonly<Record<string, readonly [number, string]>> = {
  EPERM: [1, 'Operation not permitted'],
  ENOENT: [2, 'No such file or directory'],
  EINTR: [4, 'Interrupted system call'],
  EBADF: [9, 'Bad file descriptor'],
  EACCES: [13, 'Permission denied'],
  EEXIST: [17, 'File exists'],
  ENOTDIR: [20, 'Not a directory'],
  EISDIR: [21, 'Is a directory'],
  EINVAL: [22, 'Invalid argument'],
  EPIPE: [32, 'Broken pipe'],
  ENOTEMPTY: [39, 'Directory not empty'],
  ECONNRESET: [104, 'Connection reset by peer'],
  ETIMEDOUT: [110, 'Connection timed out'],
  ECONNREFUSED: [111, 'Connection refused'],
};

const VALUE_CODES = new Set([
  'ERR_RANGE',
  'ERR_VALUE',
  'ERR_ADDRESS',
  'ERR_EXPRESSION',
  'ERR_FILTER',
  'ERR_TEMPLATE',
  'ERR_TRUNCATED',
  'ERR_SPEC',
  'ERR_USAGE',
]);

/** What JavaScript says of text, lists, octets and numbers that no memory holds. */
export const TOO_LARGE =
  /^(?:Invalid (?:string|array|typed array|array buffer) length.*|Array buffer allocation failed|Maximum BigInt size exceeded|Invalid count value: .*)$/;

/** The class of exceptions that an error of JavaScript, Node or the library belongs to. */
export function typeOfError(error: Error): Type {
  if (error instanceof PyError) return error[CLASS];
  if (error instanceof PacketwrightError) {
    if (error.code === 'ERR_FIELD') return attributeErrorType;
    if (error.code === 'ERR_LAYER') return indexErrorType;
    if (error.code === 'ERR_PERMISSION') return permissionError;
    if (error.code === 'ERR_TIMEOUT') return timeoutError;
    if (error.code === 'ERR_FILE' && 'offset' in error.details) return scapyException;
    const errno = NODE_ERRNO[String(error.details['errno'])]?.[0];
    if (errno !== undefined) return ERRNO_TYPES[errno] ?? osErrorType;
    return VALUE_CODES.has(error.code) ? valueErrorType : osErrorType;
  }
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return ERRNO_TYPES[NODE_ERRNO[code]?.[0] ?? 0] ?? osErrorType;
  if (error instanceof RangeError)
    return /call stack/.test(error.message) ? recursionError : TOO_LARGE.test(error.message) ? memoryError : valueErrorType;
  if (error instanceof TypeError) return typeErrorType;
  if (error instanceof ReferenceError) return nameErrorType;
  if (error instanceof SyntaxError) return syntaxErrorType;
  if (error.name === 'AbortError') return keyboardInterrupt;
  return exception;
}

/** An error of Node's file system as Python's: `[Errno 2] No such file or directory: 'x'`. Others stay. */
export function asOsError(error: unknown, file: string): unknown {
  const known = NODE_ERRNO[String((error as { code?: unknown }).code)];
  return known === undefined ? error : osError(known[0], known[1], file);
}
