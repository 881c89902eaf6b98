/** Errors as Node's own sockets have them: programs look at `code`, and expect the kernel's names there. */
import { constants } from 'node:os';
import { PacketwrightError } from '../../bytes/errors.ts';

/** An error of a socket of Node's. */
export interface SocketError extends Error {
  /** `ECONNREFUSED`, `ETIMEDOUT`, `ECONNRESET`, `EHOSTUNREACH` … */
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
  readonly address?: string;
  readonly port?: number;
  /** Ours, with its own code. */
  readonly cause: PacketwrightError;
}

/** Names for errors that are told before a connection is begun. */
const NAMES: Readonly<Record<string, string>> = {
  ERR_ROUTE: 'ENETUNREACH',
  ERR_RESOLVE: 'ENOTFOUND',
  ERR_NO_ANSWER: 'EAI_AGAIN',
  ERR_BUSY: 'EADDRINUSE',
  ERR_ADDRESS: 'EADDRNOTAVAIL',
  ERR_CLOSED: 'ECONNABORTED',
};

/** One of ours as one of Node's, with ours as its cause. Others stay as they are. */
export function nodeError(error: Error, syscall: string): Error {
  if (!(error instanceof PacketwrightError)) return error;
  const { errno, address, port } = error.details;
  const code = typeof errno === 'string' ? errno : NAMES[error.code];
  if (code === undefined) return error;
  const number = (constants.errno as Readonly<Record<string, number | undefined>>)[code];
  return Object.assign(new Error(error.message, { cause: error }), {
    code,
    errno: number === undefined ? 0 : -number,
    syscall,
    ...(address !== undefined && { address }),
    ...(port !== undefined && { port }),
  });
}
