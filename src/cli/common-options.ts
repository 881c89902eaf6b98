/** The options that several commands take, and how a command's own go before them. */
import { Option } from 'commander';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Command, CommonOption, OptionSpec } from './command.ts';

/** `--lab` takes a name with `=` only: without one, the next word is an operand. */
export const LAB = 'lab';

/** Those that a command has if it says so. */
const CHOSEN: Readonly<Record<CommonOption, OptionSpec>> = {
  json: { flags: '--json', help: 'print one JSON object a line' },
  interface: { flags: '-i, --interface <name>', help: 'the interface' },
  netns: { flags: '--netns <name>', help: 'use that network namespace: its name, or the number of a process in it' },
  private: { flags: '--private', help: 'run in a user and network namespace of its own, without root' },
  lab: { flags: `--${LAB} <name>`, help: 'use the LAN in memory instead of the network', parse: (text) => (text === '' ? true : text) },
  seed: { flags: '--seed <n>', help: 'start all random values from this number: the same run again', parse: parseSeed },
};
/** Those of every command. */
const ALWAYS: readonly OptionSpec[] = [
  { flags: '-q, --quiet', help: 'print no progress and no notes on standard error' },
  { flags: '--no-color', help: 'use no colours (also: NO_COLOR=1)' },
];

const dryRun: OptionSpec = { flags: '--dry-run', help: 'show what would be sent, and send nothing' };
const user: OptionSpec = { flags: '--user <name[:group]>', help: 'become that user once everything that needs root is open' };

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text) || !Number.isSafeInteger(seed)) {
    throw new PacketwrightError('ERR_USAGE', `--seed ${text}: a whole number of 0 or more was expected`, { value: text });
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

/** Whether the word is a common option whose value is the next word. */
export function takesNextWord(word: string): boolean {
  return [...Object.values(CHOSEN), ...ALWAYS].some((spec) => {
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
