/** export_session("s.md"), "s.html", "s.ts": what was typed and printed, to show, or to run again. */
import { writeFile } from 'node:fs/promises';
import { version } from '../../bytes/version.ts';
import { expandHome } from '../functions/paths.ts';
import { functions } from '../python/callable.ts';
import { valueError } from '../python/errors.ts';
import { helpAsked } from './show.ts';
import type { OpenShellOptions } from '../open-shell.ts';
import type { Transcript, Turn } from './transcript.ts';

/** Where the session's packets left from, as the options of `openShell()` say it; nothing: this machine. */
export type OpenedWith = Pick<OpenShellOptions, 'lab' | 'netns' | 'seed'>;

const WRITERS: Readonly<Record<string, (turns: readonly Turn[], opened: OpenedWith) => string>> = { md: markdown, html, ts: typescript };

/** Calls that write exports are no part of them. */
const EXPORTS = /^\s*export_session\s*\(/;
/** A program does not have that function. */
const NAMES_EXPORT = /\bexport_session\b/;

/** @param opened undefined: a program cannot open what this session has */
export const exportFunctions = (transcript: Transcript, opened: OpenedWith | undefined): Record<string, unknown> =>
  functions({
    'export_session(fname)': async (path: string) => {
      const write = WRITERS[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
      if (write === undefined) throw valueError(`${path}: expected a name that ends in .md, .html or .ts`);
      if (opened === undefined && write === typescript)
        throw valueError(`${path}: a program cannot open this session's network; expected a name that ends in .md or .html`);
      await writeFile(
        expandHome(path),
        write(
          transcript.turns.filter(({ input }) => !EXPORTS.test(input)),
          opened ?? {},
        ),
      );
      return null;
    },
  });

const prompted = (input: string): string =>
  input
    .split('\n')
    .map((line, i) => `${i === 0 ? '>>>' : '...'} ${line}`.trimEnd())
    .join('\n');

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/^`{3,}/gm), ([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}python\n${text.trimEnd()}\n${fence}\n`;
}

export function markdown(turns: readonly Turn[]): string {
  return `# A session of Packetwright ${version}\n\n${turns.map(({ input, output }) => fenced(`${prompted(input)}\n${output}`)).join('\n')}`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] as string);

export function html(turns: readonly Turn[]): string {
  const body = turns
    .map(
      ({ input, output, failed }) =>
        `<section><pre class="in">${escaped(prompted(input))}</pre>${output === '' ? '' : `<pre class="${failed ? 'error' : 'out'}">${escaped(output.trimEnd())}</pre>`}</section>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A session of Packetwright</title>
<style>
body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
pre { font: 14px/1.45 monospace; margin: 0; padding: .4em .8em; overflow-x: auto }
.in { font-weight: bold; border-left: 3px solid #4878a8 }
.out { border-left: 3px solid #8888 }
.error { border-left: 3px solid #c33; color: #c33 }
section { margin: 0 0 1em }
</style>
<h1>A session of Packetwright ${version}</h1>
${body}
</html>
`;
}

/** A program: each statement runs as it was typed, by the same rewriter and runtime. What failed is left out as a comment. */
export function typescript(turns: readonly Turn[], { lab, netns, seed }: OpenedWith = {}): string {
  const lines = turns.map(({ input, failed }) => {
    const call = `await shell.run(${JSON.stringify(helpAsked(input) ?? input)});`;
    if (NAMES_EXPORT.test(input)) return `// Left out, for it names the export: ${call}`;
    return failed ? `// It failed: ${call}` : call;
  });
  const given = Object.entries({ lab, netns, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`],
  );
  return `// A session of Packetwright ${version}: \`pkw run FILE\`, or \`node FILE\` beside the package.
import { openShell } from 'packetwright/scapy';

const shell = await openShell(${given.length === 0 ? '' : `{ ${given.join(', ')} }`});
${lines.join('\n')}
await shell.close();
`;
}
