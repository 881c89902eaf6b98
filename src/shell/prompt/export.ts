/** export_session("s.md"), "s.html", "s.ts": what was typed and printed, to show, or to run again. */
import { writeFile } from 'node:fs/promises';
import { version } from '../../bytes/version.ts';
import { expandHome } from '../functions/paths.ts';
import { functions } from '../python/callable.ts';
import { valueError } from '../python/errors.ts';
import { helpAsked } from './show.ts';
import type { Transcript, Turn } from './transcript.ts';

const WRITERS: Readonly<Record<string, (turns: readonly Turn[]) => string>> = { md: markdown, html, ts: typescript };

/** Calls that write exports are no part of them. */
const EXPORTS = /^\s*export_session\s*\(/;

export const exportFunctions = (transcript: Transcript): Record<string, unknown> =>
  functions({
    'export_session(fname)': async (path: string) => {
      const write = WRITERS[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
      if (write === undefined) throw valueError(`${path}: expected a name that ends in .md, .html or .ts`);
      await writeFile(expandHome(path), write(transcript.turns.filter(({ input }) => !EXPORTS.test(input))));
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
export function typescript(turns: readonly Turn[]): string {
  const lines = turns.map(({ input, failed }) => {
    const call = `await shell.run(${JSON.stringify(helpAsked(input) ?? input)});`;
    return failed ? `// It failed: ${call}` : call;
  });
  return `// A session of Packetwright ${version}: \`pkw run FILE\`, or \`node FILE\` beside the package.
import { openShell } from 'packetwright/scapy';

const shell = await openShell();
${lines.join('\n')}
await shell.close();
`;
}
