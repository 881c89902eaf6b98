/** The table of CONTRIBUTING says what its files show: each notation that a row names stands in the file beside it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');
const rows = page
  .slice(page.indexOf('## I need'), page.indexOf('## Rules of the house'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.endsWith('` |'))
  .map(
    (line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()) as [string, string, string],
  );

/** The words of a row's notation that a spec would have: functions and options, not values. */
const wordsOf = (notation: string): string[] =>
  [...notation.matchAll(/\b([a-z][A-Za-z0-9]*)(?=[(:]|\b`)/g)].map(([, word]) => word as string);

it.each(rows)('%s', (_need, notation, file) => {
  const path = file.replaceAll('`', '');
  const text = readFileSync(
    new URL(path.startsWith('packet/') ? `../../src/${path}` : `../../src/protocols/${path}`, import.meta.url),
    'utf8',
  );
  const words = wordsOf(notation);
  if (words.length > 0)
    expect(
      words.some((word) => text.includes(word)),
      `${path} has none of ${words.join(', ')}`,
    ).toBe(true);
});

it('has many rows', () => {
  expect(rows.length).toBeGreaterThan(40);
});
