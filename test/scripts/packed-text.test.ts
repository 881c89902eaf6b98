/** What check-pack.mjs looks for in the tarball's texts is found, and nothing else. */
import { expect, it } from 'vitest';
import { castsIn, cloneRemedies, linksIn, screenFault, stackFault } from '../../scripts/lib/packed-text.mjs';

it.each(['const a = b as number;', 'x!.y();', 'let a: any;', 'f(x as unknown as Y)'])('%s is a cast', (code) => {
  expect(castsIn(code)).toHaveLength(1);
});

it.each(['const a = [1] as const;', 'if (!a || a !== b) c();', "// as any\nlog('as text!');", "import { a as b } from 'x';"])(
  '%s is none',
  (code) => {
    expect(castsIn(code)).toEqual([]);
  },
);

it('links of a page lead to files of the package', () => {
  expect(linksIn('[a](../examples/a.ts) [b](https://x.example/) [c](#here) [d](d.md#e)', 'docs/x.md')).toEqual([
    'examples/a.ts',
    'docs/d.md',
  ]);
});

it('a remedy that an installed package cannot follow is found', () => {
  expect(cloneRemedies("x({remedy:'Build it with: node native/build.mjs'})")).toHaveLength(1);
  expect(cloneRemedies('remedy: `npm run build`')).toHaveLength(1);
  expect(cloneRemedies("remedy: 'pkw doctor says what is missing'")).toEqual([]);
});

it('a stack begins at a line of a source that makes an error', () => {
  const read = (path: string): string =>
    path === 'src/a.ts' ? "check(x);\nthrow refused(x);\nreturn new PacketwrightError('ERR_VALUE');" : '';
  const stack = (place: string): string =>
    `PacketwrightError: no\n    at parse (/x/node_modules/packetwright/${place})\n    at file:///x/a.mjs:1:1`;
  expect(stackFault(stack('src/a.ts:2:1'), read)).toBeUndefined();
  expect(stackFault(stack('src/a.ts:3:8'), read)).toBeUndefined();
  expect(stackFault(stack('src/a.ts:1:1'), read)).toBe('src/a.ts:1 makes no error: check(x);');
  expect(stackFault(stack('src/a.ts:9:1'), read)).toBe('src/a.ts:9 makes no error: ');
  expect(stackFault(stack('dist/node/library.js:149:52'), read)).toMatch(/^the stack begins at no source: at parse/);
  expect(stackFault('', read)).toBe('the stack begins at no source: nowhere');
});

it('an error that nobody caught shows one line of code that can be read', () => {
  const screen = (code: string): string => `packetwright/dist/node/library.js:149\n${code}\n    ^\n\nPacketwrightError: no\n    at parse\n`;
  expect(screenFault(screen('throw new PacketwrightError()'))).toBeUndefined();
  expect(screenFault(screen('x'.repeat(36_000)))).toMatch(/36000 of them in a line of code/);
  expect(screenFault(screen('throw a;\nthrow b;'))).toMatch(/^it begins otherwise/);
  expect(screenFault('PacketwrightError: no\n')).toMatch(/^it begins otherwise/);
});
