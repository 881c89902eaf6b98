import { expect, it } from 'vitest';
import { describeIf, requireProgram } from '../../../test/support/require.ts';
import { askPython } from '../../../test/support/python.ts';
import { isComplete } from './complete.ts';

/** What both sides must say the same of. Python's `codeop` is what its prompt asks. */
const TEXTS = [
  'x = 1',
  'f(1,',
  'f(1,\n2)',
  'x = [1, 2',
  '"""abc',
  '"""abc\ndef"""',
  'x = 1 + \\',
  'x = 1 + \\\n2',
  'def f():',
  'def f():\n  return 1',
  'def f():\n  return 1\n',
  'if x: y',
  'if x: y\n',
  'if x:\n  y\nelse:',
  'if x:\n  y\nelse:\n  z',
  'if x:\n  y\nelse:\n  z\n',
  '@deco',
  '@deco\ndef f(): pass',
  '@deco\ndef f(): pass\n',
  'for i in x:\n  for j in i:\n    k',
  'for i in x:\n  for j in i:\n    k\n',
  'class A:',
  'class A: pass',
  'class A: pass\n',
  'try:',
  'try:\n  x',
  'try:\n  x\nexcept E:\n  y\n',
  'while True:',
  'with a as b:',
  'with a as b: c\n',
  'lambda x: y',
  '{1: 2}',
  '{1: 2',
  'x = {',
  'f(\n',
  '# only a comment',
  'x # a\n',
  'x = (1)',
  'a; b',
  "'''",
  'async def f():',
  'async def f():\n  pass\n',
  'print("a")',
  'del x',
  'if x:\n\n  y\n',
  'x[1:2]',
  'x = lambda: (',
  'try:\n  x\nfinally:\n  y',
];

describeIf(requireProgram('python3'), "what Python's prompt waits for", () => {
  it('is what this one waits for', () => {
    const script = [
      'import codeop',
      'def ask(text):',
      '    try: return "incomplete" if codeop.compile_command(text) is None else "complete"',
      '    except SyntaxError: return "complete"',
      'answer = [ask(one) for one in given]',
    ].join('\n');
    const python = askPython(script, TEXTS);
    expect(TEXTS.map((text) => [text, isComplete(text)])).toEqual(TEXTS.map((text, index) => [text, (python as string[])[index]]));
  });
});

it.each([
  ['for (const x of y) {', 'incomplete'],
  ['for (const x of y) { z }', 'complete'],
  ['`a', 'incomplete'],
  ['for x in y:\n  z\na = 1', 'complete'],
  ['>>> for x in y:\n...   z', 'incomplete'],
  ['>>> for x in y:\n...   z\n... ', 'complete'],
  ['foo(]', 'complete'],
  ['if (x) { y }', 'complete'],
  ['/* a', 'incomplete'],
])('%j is %s', (text, expected) => {
  expect(isComplete(text)).toBe(expected);
});
