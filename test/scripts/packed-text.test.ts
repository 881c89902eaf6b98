/** What check-pack.mjs looks for in the tarball's texts is found, and nothing else. */
import { expect, it } from 'vitest';
import { castsIn, cloneRemedies, linksIn } from '../../scripts/lib/packed-text.mjs';

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
