/** The options that several commands take, and how a command's own go before them. */
import { Option } from 'commander';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Command, CommonOption, OptionSpec } from './command.ts';

/** `--lab` takes a name with `=` only: without one, the next word is an operand. */
export const LAB = 'lab';

/** Those that a command has if it says so. */
const CHOSEN: Readonly<Record<CommonOption, OptionSpec>> = {
  json: { flags: '--json', help: 'print one JSON object per line' },
  interface: { flags: '-i, --interface <name>', help: 'the interface' },
  netns: { flags: '--netns <name>', help: 'use this network namespace: a name, or the PID of a process in it' },
  private: { flags: '--private', help: 'run in a new user and network namespace; needs no root' },
  lab: {
    flags: `--${LAB} <name>`,
    help: 'use a LAN in memory instead of the real network, as its host NAME (default: me)',
    parse: (text) => (text === '' ? true : text),
  },
  seed: { flags: '--seed <n>', help: 'seed for all random values: the same seed repeats the same run', parse: parseSeed },
};
/** Those of every command. */
const ALWAYS: readonly OptionSpec[] = [
  { flags: '-q, --quiet', help: 'print no progress or notes on standard error' },
  { flags: '--no-color', help: 'do not use colours (also: NO_COLOR=1)' },
];

/** Of commands that follow a tool which has it: alone or not, it prints the version, and that is all (run-command.ts). */
export const VERSION: OptionSpec = { flags: '-V, --version', help: 'print the version' };

/** Of the shell, which needs no name: they may stand where common options do. */
export const OF_THE_SHELL: readonly OptionSpec[] = [
  { flags: '-c, --command <text>', help: 'run this, print what the prompt would print, and end' },
  { flags: '--log <file>', help: 'append all that is typed and printed to this file' },
];

const dryRun: OptionSpec = { flags: '--dry-run', help: 'show what would be sent, and send nothing' };
const user: OptionSpec = { flags: '--user <name[:group]>', help: 'become that user once everything that needs root is done' };

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text) || !Number.isSafeInteger(seed)) {
    throw new PacketwrightError('ERR_USAGE', `--seed ${text}: expected a whole number of 0 or more`, { value: text });
  }
  return seed;
}

/** The command's own options, then the common ones that it leaves. */
export function optionsOf(command: Command): { own: Option[]; common: Option[] } {
  const own = command.options.map(toOption);
  const longs = new Set(own.map(({ long }) => long));
  const shorts = new Set(own.map(({ short }) => short));
  const further = [...(command.sends ? [dryRun] : []), ...(command.holdsSockets ? [user] : [])];
  const chosen = (command.common ?? []).map((name) => CHOSEN[name]);
  const common = [...chosen, ...ALWAYS, ...further].map(toOption).filter(({ long }) => !longs.has(long));
  for (const option of common) if (shorts.has(option.short)) dropShort(option);
  return { own, common };
}

/** Whether the word is an option that may stand before a command, and whose value is the next word. */
export function takesNextWord(word: string): boolean {
  return [...Object.values(CHOSEN), ...ALWAYS, ...OF_THE_SHELL].some((spec) => {
    const { long, short, required } = toOption(spec);
    return required && long !== `--${LAB}` && (word === long || word === short);
  });
}

function toOption({ flags, help, parse, default: value, choices }: OptionSpec): Option {
  const option = new Option(flags, help);
  if (choices !== undefined) option.choices(choices);
  // A flag without an argument has no text.
  if (parse !== undefined) option.argParser((text: string | undefined, before: unknown) => parse(text ?? '', before));
  if (value !== undefined) option.default(value);
  return option;
}

function dropShort(option: Option): void {
  option.flags = option.flags.replace(`${option.short}, `, '');
  delete option.short;
}
