/** The size of the terminal changes while a long line is edited. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { type BuiltCli, buildCli } from '../support/built-cli.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { Tmux } from '../support/terminal/tmux.ts';

let built: BuiltCli;
let home: string;
let open: Tmux | undefined;
beforeAll(async () => {
  built = await buildCli('src/cli/main.ts');
  home = mkdtempSync(join(tmpdir(), 'packetwright-home-'));
});
afterEach(() => {
  open?.stop();
  open = undefined;
});
afterAll(() => {
  built.remove();
  rmSync(home, { recursive: true });
});

/**
 * What stood there before; the rows just above the prompt stay. A screen that shrinks loses the first. (tmux keeps what is cleared from the
 * screen's first row on, and shows it again when the screen grows: so the prompt stands further down.)
 */
const ABOVE = Array.from({ length: 9 }, (_, i) => `above ${i}`);

/** No two parts of it are alike. A call that is not closed has a line about it below, which only the program cuts to the width. */
const LONG = `sr1("${Array.from({ length: 30 }, (_, i) => `${i}.`).join('')}"`;

/** A text in rows of that width, as a screen shows it. */
const broken = (text: string, columns: number): string[] =>
  (text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).map((row) => row.trimEnd());

const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);
/** Without what stood above; with it, where some of that is lost. */
function ours(rows: readonly string[]): readonly string[] {
  const above = rows.findLastIndex((row) => row.startsWith('above')) + 1;
  return above === 0 || rows[above - 1] === ABOVE.at(-1) ? rows.slice(above) : rows;
}

const isScreen = (expected: readonly string[]) => (rows: string[]) => same(ours(rows), expected);

/** With the line below, as far as the width has room. */
const isScreenWithHint = (expected: readonly string[], columns: number, hint: string) => (rows: string[]) => {
  const last = rows.at(-1) ?? '';
  return same(ours(rows).slice(0, -1), expected) && last.startsWith(hint) && last.length < columns && last.length > columns - 6;
};

async function start(columns: number): Promise<Tmux> {
  const tmux = new Tmux(`printf '${ABOVE.join('\\n')}\\n'; ${built.path} --lab --quiet`, columns, 20, { PKW_HOME: home });
  open = tmux;
  await tmux.until(isScreen(['>>>']));
  return tmux;
}

describeIf(requireProgram('tmux'), 'resize', () => {
  it.each([
    [80, 30],
    [30, 80],
    [80, 85],
    [60, 11],
  ])('from %d columns to %d: the line is there once, and goes on', async (before, after) => {
    const tmux = await start(before);
    // Where the last row is full, the cursor stands in a row of its own.
    const typed = (columns: number): string[] => [...broken(`>>> ${LONG}`, columns), ...(`>>> ${LONG}`.length % columns === 0 ? [''] : [])];
    tmux.send(LONG);
    await tmux.until(isScreenWithHint(typed(before), before, 'sr1('));
    tmux.resize(after, 20);
    await tmux.until(isScreenWithHint(typed(after), after, 'sr1('));
    // At its beginning, and at its end.
    tmux.press('Home');
    tmux.send('y = ');
    tmux.press('End');
    tmux.send(')');
    await tmux.until(isScreen(broken(`>>> y = ${LONG})`, after)));
    tmux.press('C-u');
    await tmux.until(isScreen(['>>>']));
    tmux.send('6*7');
    tmux.press('Enter');
    await tmux.until(isScreen(['>>> 6*7', '42', '>>>']));
  });

  it('in the middle of a block, with the cursor not in its last line', async () => {
    const tmux = await start(60);
    const lines = ['for p in sniff(count=3):', `    print(p, "${'long '.repeat(12)}")`, '    print("end")'];
    for (const line of lines) {
      tmux.send(line);
      tmux.press('M-Enter');
    }
    const shown = (columns: number): string[] =>
      [...lines, ''].flatMap((line, i) => broken(`${i === 0 ? '>>>' : '...'} ${line}`.trimEnd(), columns));
    await tmux.until(isScreen(shown(60)));
    tmux.press('Up', 'Up', 'Up', 'End', 'Left', 'Left');
    await tmux.until(isScreenWithHint(shown(60), 60, 'sniff('));
    tmux.resize(33, 20);
    await tmux.until(isScreenWithHint(shown(33), 33, 'sniff('));
    tmux.press('End');
    tmux.send(' # here');
    lines[0] += ' # here';
    await tmux.until(isScreen(shown(33)));
  });
});
