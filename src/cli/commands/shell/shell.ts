/** `pkw`, `pkw shell`, `pkw -c EXPR`: scapy's notation and TypeScript's at a prompt, from a pipe, or in one line. */
import type { ReadStream } from 'node:tty';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { printable } from '../../../bytes/escape.ts';
import type { ShellSession } from '../../../shell/make-shell.ts';
import type { Transcript } from '../../../shell/prompt/transcript.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { checkHost } from '../../command-host.ts';
import { OF_THE_SHELL } from '../../common-options.ts';
import { openedWith, openSession } from './open-session.ts';
import { runWhole } from './run-whole.ts';

async function run({ options }: Args, io: CommandIo): Promise<number> {
  const { command, log } = options as { command?: string; log?: string };
  await checkHost(options);
  if (command !== undefined) return runText(command, options, io);
  const keyboard = keyboardOf(io);
  if (keyboard !== undefined) {
    const { onTerminal } = await import('./on-terminal.ts');
    return onTerminal(keyboard, options, io, log);
  }
  const { session, lines, transcript } = await pipedSession(options, io);
  const { runLines } = await import('../../../shell/prompt/lines.ts');
  try {
    return await runLines(session, lines, (text) => io.warn(text), io.signal, transcript);
  } finally {
    await session.close();
  }
}

/** The keyboard of a terminal that can show a prompt. */
export function keyboardOf({ stdin, isTerminal, env }: CommandIo): ReadStream | undefined {
  const keyboard = stdin as AsyncIterable<Uint8Array> & Partial<ReadStream>;
  return keyboard.isTTY && isTerminal && env['TERM'] !== 'dumb' ? (keyboard as ReadStream) : undefined;
}

async function runText(text: string, options: Args['options'], io: CommandIo): Promise<number> {
  const { session, transcript } = await pipedSession(options, io, ['-c']);
  transcript.input(text);
  try {
    return await runWhole(session, text, { interactive: true }, io, (place) => {
      if (place === undefined) return '';
      return `${text.includes('\n') ? `line ${place.line}, ` : ''}column ${place.column}: `;
    });
  } catch (error) {
    if (error instanceof PacketwrightError) transcript.error(`${error.message}\n`);
    throw error;
  } finally {
    await session.close();
  }
}

interface Piped {
  readonly session: ShellSession;
  /** Lines that nobody has read. */
  readonly lines: AsyncGenerator<string, void>;
  readonly transcript: Transcript;
}

/** A session without a terminal: `input()` reads from standard input, and what runs and prints is kept as at the prompt. */
async function pipedSession(options: Args['options'], io: CommandIo, argv?: readonly string[]): Promise<Piped> {
  const { linesOf, nextLine } = await import('../../../shell/prompt/lines.ts');
  const { Transcript: Kept } = await import('../../../shell/prompt/transcript.ts');
  const { exportFunctions } = await import('../../../shell/prompt/export.ts');
  const lines = linesOf(io.stdin);
  const transcript: Transcript = new Kept(
    () => session.conf.logfile,
    (text) => io.warn(text),
  );
  const session = await openSession(options, io, {
    write: (text) => {
      transcript.output(printable(text));
      void io.write(text);
    },
    input: () => nextLine(lines),
    names: exportFunctions(transcript, await openedWith(options)),
    ...(argv !== undefined && { argv }),
  });
  const { log } = options as { log?: string };
  if (log !== undefined) session.conf.logfile = log;
  return { session, lines, transcript };
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
