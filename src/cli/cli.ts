/** argv in, exit status out. */
import type { Command, CommandEntry } from './command.ts';
import { plainDashes } from './dashes.ts';
import { errorLine, isUsageError } from './error-line.ts';
import { guardedTerminal } from './guarded-terminal.ts';
import { overview } from './overview.ts';
import { SIGNAL_STATUS, type Terminal } from './terminal.ts';
import { version } from '../bytes/version.ts';

/**
 * Runs a command line: `help` and `completion`, which speak of the others, and `commands`.
 *
 * @returns 0 done, 1 failed, 2 usage, 130 and 143 when SIGINT or SIGTERM ended it early.
 */
export async function cli(argv: readonly string[], commands: readonly CommandEntry[], given: Terminal): Promise<number> {
  const terminal = guardedTerminal(given);
  const all: readonly CommandEntry[] = [
    ...commands,
    {
      name: 'completion',
      summary: 'completion for bash, zsh or fish',
      load: async () => (await import('./commands/completion.ts')).completionCommand(all),
    },
    {
      name: 'help',
      summary: 'help for a command, or its man page',
      load: async () => (await import('./commands/help.ts')).helpCommand(all),
    },
  ];
  const { words, notes } = plainDashes(argv);
  for (const note of notes) terminal.error(`pkw: ${note}`);
  const status = await run(words, all, terminal);
  try {
    await terminal.finish();
  } catch (error) {
    // The command has told it already when it failed itself.
    if (status === 0) terminal.error(`pkw: ${errorLine(error)}`);
    return status || 1;
  }
  return status;
}

async function run(words: readonly string[], commands: readonly CommandEntry[], terminal: Terminal): Promise<number> {
  const [first] = words;
  // These two load nothing, so they are fast.
  if (words.length === 1 && (first === '--version' || first === '-V')) return print(`packetwright ${version}\n`, terminal);
  if (words.length === 1 && (first === '--help' || first === '-h')) return print(overview(commands), terminal);

  let prefix = 'pkw';
  let failure = 1;
  let inWords: Readonly<Record<string, string>> = {};
  try {
    const { findCommand, runCommand } = await import('./run-command.ts');
    const found = await findCommand(words, commands);
    inWords = { ...commonInWords(found.command), ...found.command.inWords };
    prefix = `pkw ${found.command.name}`;
    failure = found.command.failure ?? 1;
    const status = await runCommand(found.command, found.words, terminal);
    return terminal.interrupted !== undefined && status === 0 ? SIGNAL_STATUS[terminal.interrupted] : status;
  } catch (error) {
    if ((error as Error).name === 'AbortError') {
      if (terminal.interrupted !== undefined) return SIGNAL_STATUS[terminal.interrupted];
      if (terminal.closed) return 0;
    }
    terminal.error(`${prefix}: ${errorLine(error, inWords)}`);
    return isUsageError(error) ? 2 : failure;
  }
}

/** Common options, as remedies of the library name them. */
const commonInWords = ({ common = [] }: Command): Readonly<Record<string, string>> => ({
  ...(common.includes('interface') && { iface: '-i NAME' }),
  ...(common.includes('lab') && { host: '--lab' }),
});

async function print(text: string, terminal: Terminal): Promise<number> {
  await terminal.io({ quiet: false, colour: false }).write(text);
  return 0;
}
