/** `pkw run FILE`: a Python script of scapy's users, or a program in TypeScript or JavaScript. */
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { checkHost } from '../../command-host.ts';
import { openSession } from './open-session.ts';
import { runWhole } from './run-whole.ts';

const LAB_OR_SO = /^--(?:lab|netns|seed)(?:=|$)/;

/**
 * What the script gets. An option of ours behind the file would go to the script, which then sends on the real network where the user asked
 * for the lab: it is refused, unless `--` stands before it. That one belongs to us where it follows the file at once.
 *
 * @throws ERR_USAGE
 */
function argumentsOf(words: readonly string[]): readonly string[] {
  if (words[0] === '--') return words.slice(1);
  const end = words.indexOf('--');
  const ours = (end < 0 ? words : words.slice(0, end)).find((word) => LAB_OR_SO.test(word));
  if (ours === undefined) return words;
  const name = ours.replace(/=.*/, '');
  throw new PacketwrightError('ERR_USAGE', `${name} behind the file goes to the script`, {
    remedy: `put it before the file, or write -- behind the file to mean the script's own ${name}`,
  });
}

async function run({ operands: [file = '', ...words], options }: Args, io: CommandIo): Promise<number> {
  const rest = argumentsOf(words);
  await checkHost(options);
  const ending = extname(file).toLowerCase();
  if (ending === '.py') return runPython(file, rest, options, io);
  if (!['.ts', '.mts', '.js', '.mjs'].includes(ending))
    throw new PacketwrightError('ERR_USAGE', `${file}: expected a name that ends in .py, .ts, .mts, .js or .mjs`);
  const { runModule } = await import('./run-module.ts');
  return runModule(resolve(file), rest, options, io);
}

async function runPython(file: string, args: readonly string[], options: Args['options'], io: CommandIo): Promise<number> {
  const text = await readFile(file, 'utf8');
  const { linesOf, nextLine } = await import('../../../shell/prompt/lines.ts');
  const lines = linesOf(io.stdin);
  const session = await openSession(options, io, {
    input: async (prompt) => {
      if (prompt !== '') await io.write(prompt);
      return nextLine(lines);
    },
    argv: [file, ...args],
  });
  session.names.set('__file__', file);
  try {
    return await runWhole(
      session,
      text,
      { python: true, file },
      io,
      (place) => `${file}${place === undefined ? '' : `:${place.line}:${place.column}`}: `,
    );
  } finally {
    await session.close();
  }
}

export const runCommand: Command = {
  name: 'run',
  summary: 'run a script: Python with scapy, TypeScript or JavaScript',
  operands: 'FILE [ARG...]',
  common: ['lab', 'netns', 'seed'],
  options: [],
  passesOn: true,
  examples: ['pkw run scan.py 192.0.2.0/28', 'pkw run --lab scan.ts', 'pkw run scan.py -- --seed 7'],
  run,
};
