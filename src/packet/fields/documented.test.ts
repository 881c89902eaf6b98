/** What the pages name for specs is there for whoever writes one. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as core from '../../core.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
/** The calls in the second column of a page's tables: `list(FIELD)`. */
const calls = (path: string): string[] =>
  [...read(path).matchAll(/^\|[^|]*\|([^|]*)\|/gm)]
    .flatMap(([, cell = '']) => [...cell.matchAll(/`[^`]*`/g)].flatMap(([code]) => [...code.matchAll(/(?<![.\w])[a-z]\w*(?=\()/g)]))
    .map(([name]) => name);

test.each(['docs/fields.md', 'CONTRIBUTING.md'])('%s names what is exported', (path) => {
  const names = new Set(calls(path));
  expect(names.size).toBeGreaterThan(30);
  expect([...names].filter((name) => !(name in core))).toEqual([]);
});
