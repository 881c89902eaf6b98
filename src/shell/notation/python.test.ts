import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { askPython } from '../../../test/support/python.ts';
import { describeIf, requireProgram } from '../../../test/support/require.ts';
import { printed } from '../../../test/support/shell/printed.ts';

const SNIPPETS = readFileSync(new URL('../../../test/fixtures/notation/python.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n---\n');

/** Runs each by itself and gives what it printed. */
const SCRIPT = [
  'import io, contextlib',
  'answer = []',
  'for one in given:',
  '    out = io.StringIO()',
  '    with contextlib.redirect_stdout(out): exec(compile(one, "snippet", "exec"), {"__name__": "__main__"})',
  '    answer.append(out.getvalue())',
].join('\n');

describeIf(requireProgram('python3'), "Debian's Python prints the same", () => {
  const expected = askPython(SCRIPT, SNIPPETS) as string[];

  it.each(SNIPPETS.map((text, index) => [text, expected[index]!] as const))('%s', async (text, python) => {
    expect(await printed(text, { python: true })).toBe(python);
  });

  it.each(SNIPPETS.map((text, index) => [text, expected[index]!] as const))('at the prompt of both notations: %s', async (text, python) => {
    expect(await printed(text)).toBe(python);
  });
});
