/** `pkw`, `pkw shell`, `pkw -c EXPR`: scapy's notation and TypeScript's at a prompt, from a pipe, or in one line. */
import type { ReadStream } from 'node:tty';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { OF_THE_SHELL } from '../../common-options.ts';
import { openSession } from './open-session.ts';

async function run({ options }: Args, io: CommandIo): Promise<number> {
  const { command, log } = options as { command?: string; log?: string };
  if (command !== undefined) return runText(command, options, io);
  const keyboard = keyboardOf(io);
  if (keyboard !== undefined) {
    const { onTerminal } = await import('./on-terminal.ts');
    return onTerminal(keyboard, options, io, log);
  }
  const { linesOf, runLines } = await import('../../../shell/prompt/lines.ts');
  const lines = linesOf(io.stdin);
  const session = await openSession(options, io, { input: () => nextLine(lines) });
  try {
    return await runLines(session, lines, (text) => io.warn(text), io.signal);
  } finally {
    await session.close();
  }
}

/** The keyboard of a terminal that can show a prompt. */
export function keyboardOf({ stdin, isTerminal, env }: CommandIo): ReadStream | undefined {
  const keyboard = stdin as AsyncIterable<Uint8Array> & Partial<ReadStream>;
  return keyboard.isTTY && isTerminal && env['TERM'] !== 'dumb' ? (keyboard as ReadStream) : undefined;
}

/** What `input()` gives where lines come from a pipe: the next of them. */
export async function nextLine(lines: AsyncGenerator<string, void>): Promise<string> {
  const { done, value } = await lines.next();
  if (done) {
    const { PyError, eofError } = await import('../../../shell/python/errors.ts');
    throw new PyError(eofError, ['EOF when reading a line']);
  }
  return value;
}

async function runText(text: string, options: Args['options'], io: CommandIo): Promise<number> {
  const { errorText, exitOf } = await import('../../../shell/prompt/error-text.ts');
  const { linesOf } = await import('../../../shell/prompt/lines.ts');
  const lines = linesOf(io.stdin);
  const session = await openSession(options, io, { input: () => nextLine(lines), argv: ['-c'] });
  try {
    await session.run(text, { interactive: true });
    return 0;
  } catch (error) {
    const exit = exitOf(error);
    if (exit === undefined) {
      const { text: what, place } = errorText(error);
      const line = place === undefined ? '' : `${text.includes('\n') ? `line ${place.line}, ` : ''}column ${place.column}: `;
      throw new PacketwrightError('ERR_EXPRESSION', `${line}${what}`);
    }
    if (exit.text !== undefined) io.warn(exit.text);
    return exit.status;
  } finally {
    await session.close();
  }
}

export const shellCommand: Command = {
  name: 'shell',
  follows: 'scapy',
  summary: "a prompt for scapy's notation and TypeScript's; pkw alone is the same",
  common: ['lab', 'netns', 'seed'],
  options: OF_THE_SHELL,
  examples: ['pkw --lab', 'pkw shell -c \'IP(dst="192.0.2.1")/ICMP()\'', "echo 'ls(TCP)' | pkw"],
  run,
};
