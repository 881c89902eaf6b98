/** `pkw lint FILE...`: what is likely to be a mistake in a script, without running it. */
import { readFile } from 'node:fs/promises';
import type { Args, Command, CommandIo } from '../../command.ts';
import { jsonLine } from '../../json-line.ts';
import type { LintFinding } from '../../../shell/lint/lint.ts';

/** What `--json` prints of a finding. */
export interface LintJson extends LintFinding {
  readonly file: string;
}

async function run({ operands, options }: Args, io: CommandIo): Promise<0 | 1> {
  const { lint, lintModule } = await import('../../../shell/lint/lint.ts');
  let found = 0;
  for (const file of operands) {
    const text = file === '-' ? await textOf(io.stdin) : await readFile(file, 'utf8');
    // The same endings as pkw run has.
    const findings = /\.m?[tj]s$/i.test(file) ? await lintModule(text) : lint(text, { python: /\.py$/i.test(file) });
    for (const finding of findings) {
      found++;
      const { line, column, rule, text: words } = finding;
      await io.write(options.json ? jsonLine({ file, ...finding }) : `${file}:${line}:${column}: ${words} (${rule})\n`);
    }
  }
  return found === 0 ? 0 : 1;
}

async function textOf(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  let text = '';
  for await (const piece of input) text += typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
  return text;
}

export const lintCommand: Command = {
  name: 'lint',
  summary: 'what is likely to be a mistake in a script, without running it',
  operands: 'FILE...',
  common: ['json'],
  options: [],
  examples: ['pkw lint scan.py', 'pkw lint scan.ts'],
  run,
};
