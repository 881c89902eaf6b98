/** An error as the one line that a user sees. */
import { printable } from '../bytes/escape.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { fileErrorWords } from '../capture/node/file-words.ts';

export function isUsageError(error: unknown): boolean {
  return error instanceof PacketwrightError && error.code === 'ERR_USAGE';
}

/**
 * What, where, what was expected, what helps. Errors that are none of ours are faults of the program, and say so.
 *
 * @param inWords of a command: what stands for an option of the library. `{ broadcast: true }` of a remedy becomes `-b`
 */
export function errorLine(error: unknown, inWords: Readonly<Record<string, string>> = {}): string {
  return printable(lineOf(error)).replace(/\{ (\w+)(?:: [^{}]*)? \}/g, (text, name: string) =>
    Object.hasOwn(inWords, name) ? (inWords[name] as string) : text,
  );
}

function lineOf(error: unknown): string {
  if (error instanceof PacketwrightError) return oneLine(error.line);
  if (!(error instanceof Error)) return `internal error: ${oneLine(String(error))}`;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && syscall !== undefined) {
    // An errno without words keeps Node's own message.
    const words = fileErrorWords(code);
    return words === undefined ? oneLine(error.message) : `${path ?? syscall}: ${words}`;
  }
  const place = process.env['PKW_DEBUG'] ? `\n${error.stack}` : '; PKW_DEBUG=1 shows where';
  return `internal error: ${oneLine(error.message)}${place}`;
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, '; ');
