/** What a session prints, and how it words what went wrong outside of the notation. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readyLab } from '../lab/ready-lab.ts';
import type { SourceMapV3 } from './notation/map.ts';
import { ShellSession } from './make-shell.ts';
import { shownError } from './shown-error.ts';

let text = '';
let shell: ShellSession;
beforeAll(() => {
  const { host } = readyLab();
  shell = new ShellSession({ write: (t) => (text += t), note: (t) => (text += `! ${t}\n`), host: async () => host });
});
afterAll(() => shell.close());

async function typed(line: string): Promise<string> {
  text = '';
  await shell.run(line, { interactive: true }).catch((error: unknown) => (text += (error as Error).message));
  return text;
}

it("prints console's words in order with print()'s, in each notation", async () => {
  expect(await typed('print("A"); console.log("B %d", 3, {a: 1}); print("C"); console.error("D"); print("E")')).toBe(
    'A\nB 3 { a: 1 }\nC\n! D\nE\n',
  );
  expect(await typed('const f = (n: number) => { console.log("n", n); return n; }; print("A"); f(2)')).toBe('A\nn 2\n2\n');
});

it.each([
  ['load_session("none.session")', 'none.session: no such file or folder'],
  ['save_session("/nope/x")', '/nope/x: no such file or folder'],
  ['IP().svgdump("/nope/x.svg")', '/nope/x.svg: no such file or folder'],
  ['IP().psdump("/nope/x.eps")', '/nope/x.eps: no such file or folder'],
])('%s says what is wrong with the file in the words of captures', async (line, words) => {
  expect(await typed(line)).toMatch(new RegExp(`^${words.replaceAll('.', '\\.')} \\(column \\d+\\)$`));
});

it('knows no file where an error has none', () => {
  const source = { file: 'x', map: { version: 3, sources: [], sourcesContent: [], names: [], mappings: '' } as SourceMapV3, text: '' };
  expect(shownError(Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' }), source).line).toContain('connect ENOENT');
});

it.each(['requests', 'urllib2', 'urllib.request'])('import %s: the remedy is one that there is', async (name) => {
  expect(await typed(`import ${name}`)).toContain('fetch(url)');
  expect(await typed('page = fetch("data:,hello")\npage.text()')).toBe("'hello'\n");
});
