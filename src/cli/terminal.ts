/** The process's own standard streams and signals, as a command sees them. */
import { isatty } from 'node:tty';
import type { CommandIo } from './command.ts';
import { neverWaiting, Output } from './output.ts';

/** What `cli()` needs of the world around it. */
export interface Terminal {
  /** What a command gets. */
  io(o: { quiet: boolean; colour: boolean }): CommandIo;
  /** One line to standard error, whatever `--quiet` says. */
  error(line: string): void;
  /** Writes what is buffered and takes the progress line away. */
  finish(): Promise<void>;
  /** The signal that asked for the end, and whether the reader of our output has gone. */
  readonly interrupted: 'SIGINT' | 'SIGTERM' | undefined;
  readonly closed: boolean;
}

/** Exit status after a signal, as shells give it: 128 + its number. */
export const SIGNAL_STATUS = { SIGINT: 130, SIGTERM: 143 } as const;

const CLEAR_LINE = '\r\x1b[K';
/** A signal to a process and to its group (as timeout(1) sends it) is one. */
const TWIN_MS = 50;
/** While lines come, they say how far it is. */
const QUIET_MS = 1000;

export function processTerminal(): Terminal {
  const abort = new AbortController();
  const output = new Output(neverWaiting(1), { onClosed: () => abort.abort() });
  // It may be the same socket, and full.
  const errors = new Output(2, { block: 4096 });
  const env = process.env;
  const isTerminal = isatty(1);
  const progressShows = isatty(2) && env['TERM'] !== 'dumb';
  let progressShown = false;
  let wrote = Number.NEGATIVE_INFINITY;
  let interrupted: Terminal['interrupted'];
  let interruptedAt = 0;

  const toStderr = (text: string): void => {
    try {
      void errors.write(text);
      errors.flush().catch(() => undefined);
    } catch {
      // Nobody reads it, or nobody can.
    }
  };
  const progress = (text: string | undefined): void => {
    if (!progressShows || (text === undefined && !progressShown)) return;
    if (text !== undefined && isTerminal && performance.now() - wrote < QUIET_MS) return;
    progressShown = text !== undefined;
    toStderr(text === undefined ? CLEAR_LINE : CLEAR_LINE + text.slice(0, (process.stderr.columns || 80) - 1));
  };
  const error = (line: string): void => {
    progress(undefined);
    toStderr(`${line}\n`);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // The second time says that the command does not end by itself.
      if (interrupted !== undefined) {
        if (performance.now() - interruptedAt < TWIN_MS) return;
        progress(undefined);
        process.exit(SIGNAL_STATUS[name]);
      }
      interrupted = name;
      interruptedAt = performance.now();
      output.hurry();
      errors.hurry();
      abort.abort();
    });
  }

  return {
    io: ({ quiet, colour }) => ({
      write: (data) => {
        if (isTerminal) {
          progress(undefined);
          wrote = performance.now();
        }
        return output.write(data);
      },
      warn: quiet ? () => undefined : error,
      writeError: (text) => {
        progress(undefined);
        toStderr(text);
      },
      progress: quiet ? () => undefined : progress,
      get stdin() {
        return process.stdin;
      },
      isTerminal,
      colour: colour && isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
      get columns() {
        return isTerminal ? process.stdout.columns : Number(env['COLUMNS']) || 80;
      },
      env,
      signal: abort.signal,
    }),
    error,
    async finish() {
      progress(undefined);
      await Promise.all([output.flush(), errors.flush().catch(() => undefined)]);
    },
    get interrupted() {
      return interrupted;
    },
    get closed() {
      return output.closed;
    },
  };
}
