/** What a command's `operands` text says: `FILE`, `[FILE]`, `[FILTER...]`. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PacketwrightError } from '../bytes/errors.ts';

export interface Operand {
  readonly name: string;
  readonly required: boolean;
  /** Takes all that are left. */
  readonly rest: boolean;
  readonly isFile: boolean;
}

export function operandsOf(text = ''): Operand[] {
  let depth = 0; // of brackets: in `[get ADDR]` neither word is required
  return (text.match(/\S+/g) ?? []).map((word) => {
    const name = word.replace(/[[\].]/g, '');
    if (word.startsWith('[')) depth++;
    const required = depth === 0;
    if (word.endsWith(']')) depth--;
    return { name, required, rest: word.includes('...'), isFile: /(FILE|FOLDER)S?$/.test(name) };
  });
}

/**
 * The given words with `~` expanded where a file is meant.
 *
 * @throws ERR_USAGE when one is missing or one too many.
 */
export function checkOperands(expected: readonly Operand[], given: readonly string[], remedy: string): string[] {
  const missing = expected[given.length];
  if (missing?.required) throw new PacketwrightError('ERR_USAGE', `${missing.name} is missing`, { remedy });
  const last = expected.at(-1);
  const excess = given[expected.length];
  if (excess !== undefined && !last?.rest) throw new PacketwrightError('ERR_USAGE', `'${excess}' is one operand too many`, { remedy });
  return given.map((word, i) => ((expected[i] ?? last)?.isFile ? expandHome(word) : word));
}

/** `~` and `~/x` of this user; the shell does it only for bare words, not behind `=` or in quotes. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
