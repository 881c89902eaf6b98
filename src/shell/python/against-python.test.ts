/** What expressions give, beside Debian's python3: a table in a file, one run of Python for all. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';
import { askPython } from '../../../test/support/python.ts';
import { describeIf, requireScapy } from '../../../test/support/require.ts';
import { rewrite } from '../notation/rewrite.ts';
import type { Runtime } from '../runtime.ts';
import { errorLine, repr } from './text/repr.ts';
import { makeRuntime } from './runtime.ts';
import { settle } from './waiting.ts';

const fixture = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../test/fixtures/shell/${name}`, import.meta.url)), 'utf8');

const expressions = fixture('python-expressions.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const MODULES =
  'random struct binascii base64 hashlib hmac socket re itertools math datetime time collections string json functools operator ipaddress os copy textwrap pprint statistics heapq csv subprocess urllib.parse';
const PRELUDE = MODULES.split(' ')
  .map((name) => `import ${name}`)
  .join('\n');

/** Runs text in a session. */
async function run(text: string, py: Runtime): Promise<unknown> {
  const { code } = rewrite(text, { python: true });
  return new Script(code).runInThisContext()(py);
}

/** What we add to Python's words, and what differs from run to run. */
const plain = (text: string): string =>
  text
    .replace(/: did you mean .*\?$/, '')
    .replace(/\. Did you mean: .*\?$/, '')
    .replaceAll(/0x[0-9a-f]{8,}/g, '0x…');

describeIf(requireScapy(), 'python: what expressions give', () => {
  it(`${expressions.length} of them, as Debian's python3 prints`, async () => {
    const expected = askPython(
      `
import warnings
warnings.simplefilter('ignore')
names = {}
exec(given['prelude'], names)
answer = []
for line in given['lines']:
    try:
        answer.append(repr(eval(line, names)))
    except Exception as e:
        answer.append('%s: %s' % (type(e).__name__, e))
`,
      { prelude: PRELUDE, lines: expressions },
    ) as string[];
    const py = makeRuntime({ names: new Map() });
    await run(PRELUDE, py);
    const wrong: string[] = [];
    for (const [i, line] of expressions.entries()) {
      let got: string;
      try {
        await run(`_x = ${line}`, py);
        got = await settle(() => repr(py.load('_x')));
      } catch (error) {
        got = errorLine(error as Error);
      }
      if (plain(got) !== plain(expected[i]!)) wrong.push(`${line}\n  python: ${expected[i]}\n  here:   ${got}`);
    }
    expect(wrong.join('\n')).toBe('');
  });

  it('programs print the same', async () => {
    const programs = fixture('python-programs.txt').split('\n-----\n');
    const expected = askPython(
      `
import io, contextlib
answer = []
for text in given:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(text, {'__name__': '__main__'})
    answer.append(out.getvalue())
`,
      programs,
    ) as string[];
    for (const [i, text] of programs.entries()) {
      let out = '';
      const py = makeRuntime({ names: new Map(), write: (part) => (out += part) });
      await run(text, py).catch((error) => (out += errorLine(error as Error)));
      expect.soft(out, text.slice(0, 60)).toBe(expected[i]);
    }
  });
});
