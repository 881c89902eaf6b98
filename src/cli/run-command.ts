/** From words to a command that has run. Loaded after `--version` and `--help` had their chance. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Command, CommandEntry } from './command.ts';
import { takesNextWord, VERSION } from './common-options.ts';
import { parseWords, unknownCommand } from './parser.ts';
import type { Terminal } from './terminal.ts';
import { version } from '../bytes/version.ts';

/** What runs where no command is named. */
const SHELL = 'shell';

/**
 * Splits `[common options] COMMAND words` and loads the command; without one it is the shell, whose options may stand there too.
 *
 * @throws ERR_USAGE when there is no such command.
 */
export async function findCommand(
  words: readonly string[],
  commands: readonly CommandEntry[],
): Promise<{ command: Command; words: string[] }> {
  let at = 0;
  for (let word = words[at]; word?.startsWith('-') && word !== '--'; word = words[at]) at += takesNextWord(word) ? 2 : 1;
  const name = words[at];
  const entry = commands.find((candidate) => candidate.name === (name ?? SHELL));
  if (entry === undefined && name === undefined)
    throw new PacketwrightError('ERR_USAGE', 'COMMAND is missing', { remedy: 'see: pkw --help' });
  if (entry === undefined) throw unknownCommand(name ?? SHELL, commands);
  return { command: await entry.load(), words: [...words.slice(0, at), ...words.slice(at + 1)] };
}

export async function runCommand(command: Command, words: readonly string[], terminal: Pick<Terminal, 'io'>): Promise<number> {
  if (command.options.includes(VERSION) && words.some((word) => word === '-V' || word === '--version')) {
    await terminal.io({ quiet: false, colour: false }).write(`packetwright ${version}\n`);
    return 0;
  }
  const parsed = parseWords(command, words);
  if ('help' in parsed) {
    await terminal.io({ quiet: false, colour: false }).write(parsed.help);
    return 0;
  }
  const { options } = parsed.args;
  if (options.private) {
    const { isPrivate, runPrivately, settleIn } = await import('./private-network.ts');
    if (!(await isPrivate())) return await runPrivately([command.name, ...words], options);
    await settleIn();
  }
  return await command.run(parsed.args, terminal.io({ quiet: options.quiet ?? false, colour: options.color ?? true }));
}
