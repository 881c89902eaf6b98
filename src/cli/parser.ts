/** A command's words as options and operands, by commander; its help. */
import { CommanderError, Command as Program, Option } from 'commander';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Args, Command, CommandEntry } from './command.ts';
import { LAB, optionsOf, takesNextWord } from './common-options.ts';
import { insteadOfOption, insteadOfProgram, insteadOfValue } from './other-tools.ts';
import { checkOperands, expandHome, operandsOf } from './operands.ts';

/** Options and operands; or the help text, when it was asked for. */
export type Parsed = { readonly args: Args } | { readonly help: string };

/** @throws ERR_USAGE with what was expected. */
export function parseWords(command: Command, words: readonly string[]): Parsed {
  const remedy = `see: pkw help ${command.name}`;
  const program = makeProgram(command);
  try {
    program.parse(bareLab(words, command), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { help: helpText(command) };
    throw usageError(error, instead(command.name, error) ?? remedy);
  }
  refuseDigits(command.name, words, program.args);
  const options = program.opts();
  for (const option of program.options) {
    const value: unknown = options[option.attributeName()];
    if (typeof value === 'string' && /[<[](file|folder)[>\]]/.test(option.flags)) options[option.attributeName()] = expandHome(value);
  }
  return { args: { operands: checkOperands(operandsOf(command.operands), program.args, remedy), options, words } };
}

/** `Usage: pkw read [options] FILE`, options, examples. */
export function helpText(command: Command): string {
  const examples = command.examples === undefined ? '' : `\nExamples:\n${command.examples.map((line) => `  ${line}\n`).join('')}`;
  return makeProgram(command).helpInformation() + examples;
}

/** The error for a command that is not there, with the nearest that is. */
export function unknownCommand(name: string, commands: readonly CommandEntry[]): PacketwrightError {
  const program = silent(new Program('pkw'));
  for (const command of commands) program.command(command.name);
  try {
    program.parse(['--', name], { from: 'user' });
  } catch (error) {
    const use = insteadOfProgram(name);
    if (error instanceof CommanderError) return usageError(error, use === undefined ? 'see: pkw --help' : `use: ${use}`);
    throw error;
  }
  throw new Error(`${name} is a command`);
}

function makeProgram(command: Command): Program {
  const program = silent(new Program(`pkw ${command.name}`));
  const follows = command.follows === undefined ? '' : `\nOptions and output follow ${command.follows}.`;
  program.description(`${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.${follows}`);
  // Operands are checked here, against the text that the usage line shows.
  program.allowExcessArguments(true);
  if (command.passesOn) program.passThroughOptions();
  program.usage(['[options]', command.operands].filter((part) => part !== undefined).join(' '));
  const { own, common } = optionsOf(command);
  for (const option of own) program.addOption(option.helpGroup('Options:'));
  for (const option of common) program.addOption(option.helpGroup('Common options:'));
  const help = new Option(own.some(({ short }) => short === '-h') ? '--help' : '-h, --help', 'show this text');
  program.addHelpOption(help.helpGroup('Common options:'));
  program.configureHelp({
    helpWidth: 100,
    optionTerm: (option) =>
      option.flags.replace(`--${LAB} <name>`, `--${LAB}[=NAME]`).replace(/<([^>]*)>/g, (_, name: string) => name.toUpperCase()),
  });
  return program;
}

/** Errors are thrown, and nothing is printed by itself. */
function silent(program: Program): Program {
  return program.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined, outputError: () => undefined });
}

function usageError(error: CommanderError, remedy: string): PacketwrightError {
  return new PacketwrightError(
    'ERR_USAGE',
    error.message
      .replace(/^error: /, '')
      .replace(/\n/g, ' ')
      .replace(/\.$/, ''),
    { remedy },
  );
}

/** What to use for an option of another tool, or a value of one. */
function instead(command: string, { code, message }: CommanderError): string | undefined {
  if (code === 'commander.invalidArgument') {
    const [, flag = '', value = ''] = /^error: option '(-[^ ,']+)[^']*' argument '([^']*)'/.exec(message) ?? [];
    return insteadOfValue(command, flag, value);
  }
  const [, flag] = code === 'commander.unknownOption' ? (/'(-[^']*)'/.exec(message) ?? []) : [];
  return flag === undefined ? undefined : insteadOfOption(command, flag);
}

/** Commander takes `-2` for a number, and so for an operand: where another tool has such an option, it is that. */
function refuseDigits(command: string, words: readonly string[], operands: readonly string[]): void {
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  for (const word of operands) {
    const remedy = /^-\d$/.test(word) && before.includes(word) ? insteadOfOption(command, word) : undefined;
    if (remedy !== undefined) throw new PacketwrightError('ERR_USAGE', `unknown option '${word}'`, { remedy });
  }
}

/** `--lab` without a name as commander can take it. */
function bareLab(words: readonly string[], { passesOn = false }: Command): string[] {
  const end = words.findIndex(
    (word, i) => word === '--' || (passesOn && !word.startsWith('-') && (i === 0 || !takesNextWord(words[i - 1] ?? ''))),
  );
  return words.map((word, i) => (word === `--${LAB}` && (end < 0 || i < end) ? `--${LAB}=` : word));
}
