/** Text that comes from a pipe or a file, run line by line as at the prompt, without prompts. */
import type { ShellSession } from '../make-shell.ts';
import { errorLines, exitOf, isInterrupt } from './error-text.ts';
import { Statements } from './statements.ts';
import { eofError, PyError } from '../python/errors.ts';
import type { Transcript } from './transcript.ts';

/** Lines of a text, without their ends. */
export interface Lines extends AsyncGenerator<string, void> {
  /** How many were taken, by whomever. */
  readonly taken: number;
}

export function linesOf(octets: AsyncIterable<Uint8Array>): Lines {
  let taken = 0;
  const all = (async function* () {
    for await (const line of lineByLine(octets)) {
      taken++;
      yield line;
    }
  })();
  return Object.defineProperty(all, 'taken', { get: () => taken }) as unknown as Lines;
}

async function* lineByLine(octets: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const some of octets) {
    const lines = (rest + decoder.decode(some, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** What `input()` gives where lines come from a pipe: the next of them. @throws EOFError behind the last */
export async function nextLine(lines: AsyncGenerator<string, void>): Promise<string> {
  const { done, value } = await lines.next();
  if (done) throw new PyError(eofError, ['EOF when reading a line']);
  return value;
}

/**
 * Goes on after an error, as scapy's own prompt does with a pipe, and as lines typed would. Gives the exit status: what `exit()` says; else 1
 * when any statement ended with an error, so that a caller sees it, which scapy does not tell.
 */
export async function runLines(
  session: ShellSession,
  lines: AsyncIterator<string> & Partial<Pick<Lines, 'taken'>>,
  error: (text: string) => void,
  signal: AbortSignal,
  transcript?: Transcript,
): Promise<number> {
  const statements = new Statements({ piped: true });
  const all: AsyncIterable<string> = { [Symbol.asyncIterator]: () => lines };
  let status = 0;
  const told = (text: string): void => {
    transcript?.error(`${text}\n`);
    error(text);
  };
  /** @param first the line that it begins on; undefined: nobody counts */
  const run = async (text: string, first: number | undefined): Promise<number | undefined> => {
    if (text.trim() === '') return undefined;
    transcript?.input(text);
    try {
      await session.run(text, { interactive: true });
    } catch (thrown) {
      const exit = exitOf(thrown);
      if (exit?.text !== undefined) told(exit.text);
      if (exit !== undefined) return exit.status;
      status = 1;
      told(isInterrupt(thrown) ? 'KeyboardInterrupt' : errorLines(thrown, first));
    }
    return signal.aborted ? 130 : undefined;
  };
  let first: number | undefined;
  for await (const line of all) {
    // Before what runs takes further lines by input().
    const here = lines.taken;
    if (statements.pending === '') first = here;
    for (const [i, text] of statements.add(line).entries()) {
      // The second is the line itself, behind a block that it ended.
      const ended = await run(text, i === 0 ? first : here);
      if (ended !== undefined) return ended;
      first = here;
    }
  }
  for (const text of statements.end()) {
    const ended = await run(text, first);
    if (ended !== undefined) return ended;
  }
  return status;
}
