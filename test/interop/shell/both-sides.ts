/** The same lines typed into Debian's scapy and into our shell: what each prints, entry by entry. */
import { readFileSync } from 'node:fs';
import { PacketwrightError } from '../../../src/bytes/errors.ts';
import { ShellSession, RunError } from '../../../src/shell/make-shell.ts';
import { typeOfError } from '../../../src/shell/python/errors.ts';
import { askPython } from '../../support/python.ts';

export interface Outcome {
  /** What was printed, values by their repr. */
  readonly text: string;
  /** The class of the exception that ended it. */
  readonly error: string | undefined;
  /** What it said. */
  readonly said: string;
}

/** Entries of a file: a line, with the lines that are indented or go on with its statement. `#` begins a comment. */
export function entriesIn(file: string): string[] {
  const out: string[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (/^(\s|except|else|elif|finally)/.test(line)) out[out.length - 1] += `\n${line}`;
    else out.push(line);
  }
  return out;
}

/** One process of Python runs all entries in one session, as its prompt would. */
export function typedIntoScapy(entries: readonly string[]): Outcome[] {
  return askPython(
    `
import io, contextlib, warnings
warnings.simplefilter('ignore')
import scapy.all as scapy_all
from scapy.all import conf, NoTheme
conf.color_theme = NoTheme()
names = {'__name__': '__main__'}
exec('from scapy.all import *', names)
answer = []
for entry in given:
    out = io.StringIO()
    error, said = None, ''
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(entry + '\\n', '<typed>', 'single'), names)
        except BaseException as e:
            error, said = type(e).__name__, str(e).split('\\n')[0]
    one = {'text': out.getvalue(), 'said': said}
    if error is not None: one['error'] = error
    answer.append(one)
`,
    entries,
  ) as Outcome[];
}

export async function typedIntoShell(entries: readonly string[]): Promise<Outcome[]> {
  let text = '';
  const shell = new ShellSession({ write: (t) => (text += t), note: () => undefined });
  const out: Outcome[] = [];
  for (const entry of entries) {
    text = '';
    let error: string | undefined;
    let said = '';
    try {
      // Here command() writes TypeScript, unless it is asked for scapy's notation.
      await shell.run(entry.replaceAll('.command()', '.command(notation="scapy")'), { interactive: true });
    } catch (e) {
      const cause = e instanceof RunError ? e.cause : e;
      error = cause instanceof Error ? typeOfError(cause).name : String(cause);
      said = (e as Error).message;
      if (cause instanceof PacketwrightError) said += ` [${cause.code}]`;
    }
    out.push({ text, error, said });
  }
  await shell.close();
  return out;
}
