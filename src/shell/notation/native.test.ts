import { describe, expect, it } from 'vitest';
import { printed } from '../../../test/support/shell/printed.ts';
import { stripTypes } from './native/parser.ts';
import { rewriteAll } from './rewrite.ts';

const prompt = (text: string) => printed(text, { interactive: true });

/** What follows a text's lines by `#` is what Node prints of the same JavaScript, said by the language's standard. */
describe('TypeScript among Python', () => {
  it.each([
    ['for (const q of [1, 2]) { print(q, end="!") }', '1!2!'],
    ['const { a, b: [c] } = { a: 1, b: [2] };\na + c', '3\n'],
    ['function g(x: number): number { return x / 2 }\ng(5)', '2.5\n'],
    ['main();\nfunction main() { print("hoisted") }', 'hoisted\n'],
    ['class P<T> { private x: T; constructor(x: T) { this.x = x } get(): T { return this.x! } }\nconst p = new P(5);\np.get()', '5\n'],
    ['def f(n):\n    total = 0\n    for (const y of n) { total += y }\n    return total\nf([1, 2, 3])', '6\n'],
    ['i = 5\ni++\ni', '5\n6\n'.slice(2)],
    ['interface A { b: string }\ntype C = A | undefined\nlet x: C = undefined\nx ?? 7', '7\n'],
    ['import { basename as name } from "node:path"\nname("/a/b")', "'b'\n"],
    ['x = await Promise.resolve(7)\nx', '7\n'],
    ['const m = new Map<string, number>([["a", 1]]);\nm.get("a")', '1\n'],
    ['if (1 === 1) { print("yes") } else { print("no") }', 'yes\n'],
    ['def f(a, b=2): return a * b\nx = f(4, b=3) as number\nx', '12\n'],
    ['let n = 0\nwhile (n < 3) { n += 1 }\nn', '3\n'],
    ['try { throw new Error("x") } catch (e) { print(e.message) }', 'x\n'],
    ['const f = async (x) => { return x + 1 }\nawait f(1)', '2\n'],
    ['[1, 2, 3].map(x => x * 2)', '[2, 4, 6]\n'],
    ['`a${1 + 1}b`', "'a2b'\n"],
    ['{x: 1}.x if False else 5', '5\n'],
  ])('%s', async (text, expected) => {
    expect(await prompt(text)).toBe(expected);
  });

  it('is no cure for mistakes in Python', async () => {
    await expect(rewriteAll('if (x == 1)\n    y()')).rejects.toThrow("line 1, column 12: ':' was expected");
    await expect(rewriteAll('enum X { A }')).rejects.toThrow("'enum' is more than a type: write const X");
    await expect(rewriteAll('function f( { }')).rejects.toThrow('line 1, column');
  });
});

it('blanks types, and moves nothing', async () => {
  const text =
    'import { a, type B } from "x";\nexport const f = <T,>(x?: T): T | undefined => x as any;\ninterface Q { r: 1 }\nlet h!: string;\n';
  const stripped = await stripTypes(text);
  expect(stripped).toBe(
    'import { a,        } from "x";\nexport const f =     (x    )                => x       ;\n                    \nlet h         ;\n',
  );
  expect(stripped.length).toBe(text.length);
});
