import { expect, it } from 'vitest';
import { lazyNames, names } from './names.ts';

it('shows the first of several names, and finds all', () => {
  const table = names({ http: 80, www: 80, ssh: 22 });
  expect([table.name(80), table.value('www'), table.value('http'), table.name(1), table.value('x')]).toEqual([
    'http',
    80,
    80,
    undefined,
    undefined,
  ]);
  expect([...table.entries()]).toEqual([
    [80, 'http'],
    [22, 'ssh'],
  ]);
});

it('has no names that objects inherit', () => {
  expect([names({}).value('constructor'), names({}).value('__proto__')]).toEqual([undefined, undefined]);
});

it('is loaded at the first question, once', () => {
  let loads = 0;
  const table = lazyNames(() => {
    loads++;
    return [
      [1, 'one'],
      [2, 'one'],
    ];
  });
  expect(loads).toBe(0);
  expect([table.name(2), table.value('one'), [...table.entries()].length, loads]).toEqual(['one', 1, 2, 1]);
});
