/** What may stand at the end of a command line that is being typed. */
import { readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Option } from 'commander';
import type { CommandEntry } from './command.ts';
import { optionsOf, takesNextWord } from './common-options.ts';

export interface Candidate {
  readonly word: string;
  readonly help: string;
}

/** The last of `words` is what was typed so far, maybe nothing. No candidates: the shell offers files. */
export async function candidates(words: readonly string[], commands: readonly CommandEntry[]): Promise<Candidate[]> {
  // Bash takes `--interface=l` for three words.
  const typed = words.at(-1)?.replace(/^=$/, '') ?? '';
  const startsAsTyped = ({ word }: Candidate): boolean => word.startsWith(typed);
  const before = words.slice(0, words.at(-2) === '=' ? -2 : -1);
  let at = 0;
  while (before[at]?.startsWith('-')) at += takesNextWord(before[at] ?? '') ? 2 : 1;
  const name = before[at];
  if (name === undefined) {
    const top = [
      ...commands.map((entry) => ({ word: entry.name, help: entry.summary })),
      { word: '--help', help: 'list the commands' },
      { word: '--version', help: 'the version' },
    ];
    return top.filter(startsAsTyped);
  }
  if (name === 'help' || name === 'completion') return fixedOperands(name, commands).filter(startsAsTyped);
  const command = await commands.find((entry) => entry.name === name)?.load();
  if (command === undefined || before.includes('--')) return [];
  const { own, common } = optionsOf(command);
  const options = [...own, ...common];
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  if (flag !== undefined && value !== undefined) {
    const option = options.find(({ long }) => long === flag);
    return valuesOf(option)
      .map((word) => ({ word: `${flag}=${word}`, help: '' }))
      .filter(startsAsTyped);
  }
  const previous = before.length - 1 > at ? before.at(-1) : undefined;
  const waiting =
    previous === undefined ? undefined : options.find(({ long, short, required }) => required && (previous === long || previous === short));
  if (waiting !== undefined)
    return valuesOf(waiting)
      .map((word) => ({ word, help: '' }))
      .filter(startsAsTyped);
  if (!typed.startsWith('-')) return [];
  const flags = options.flatMap(({ long, short, description }) =>
    [long, short].filter((word) => word !== undefined).map((word) => ({ word, help: description })),
  );
  return [...flags, { word: '--help', help: 'its options and examples' }].filter(startsAsTyped);
}

function fixedOperands(name: 'help' | 'completion', commands: readonly CommandEntry[]): Candidate[] {
  if (name === 'completion') return ['bash', 'zsh', 'fish'].map((word) => ({ word, help: '' }));
  return [...commands.map((entry) => ({ word: entry.name, help: entry.summary })), { word: '--man', help: 'the man page' }];
}

/** Values that this machine or the option itself knows. */
function valuesOf(option: Option | undefined): readonly string[] {
  if (option?.argChoices !== undefined) return option.argChoices;
  if (option?.long === '--interface') return Object.keys(networkInterfaces());
  if (option?.long === '--netns') return namespaces();
  return [];
}

function namespaces(): string[] {
  try {
    return readdirSync('/run/netns');
  } catch {
    return [];
  }
}
