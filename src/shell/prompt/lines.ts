/** Text that comes from a pipe or a file, run line by line as at the prompt, without prompts. */
import type { ShellSession } from '../make-shell.ts';
import { errorLines, exitOf, isInterrupt } from './error-text.ts';
import { Statements } from './statements.ts';
import { eofError, PyError } from '../python/errors.ts';
import type { Transcript } from './transcript.ts';

/** A line at a time, without its end. */
export async function* linesOf(octets: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
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

/** Gives the exit status: 1 when the last statement that ran ended with an error, as shells have it; what `exit()` says. */
export async function runLines(
  session: ShellSession,
  lines: AsyncIterator<string>,
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
  const run = async (text: string): Promise<number | undefined> => {
    if (text.trim() === '') return undefined;
    transcript?.input(text);
    try {
      await session.run(text, { interactive: true });
      status = 0;
    } catch (thrown) {
      const exit = exitOf(thrown);
      if (exit?.text !== undefined) told(exit.text);
      if (exit !== undefined) return exit.status;
      status = 1;
      told(isInterrupt(thrown) ? 'KeyboardInterrupt' : errorLines(thrown));
    }
    return signal.aborted ? 130 : undefined;
  };
  for await (const line of all)
    for (const text of statements.add(line)) {
      const ended = await run(text);
      if (ended !== undefined) return ended;
    }
  for (const text of statements.end()) {
    const ended = await run(text);
    if (ended !== undefined) return ended;
  }
  return status;
}
