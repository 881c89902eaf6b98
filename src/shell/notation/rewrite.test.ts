import { describe, expect, it } from 'vitest';
import type { NotationError } from './error.ts';
import { placeOf } from './map.ts';
import { rewrite } from './rewrite.ts';

/** What the code does, against the smallest runtime: numbers, lists and plain functions of JavaScript. */
async function run(text: string, names: Record<string, unknown> = {}): Promise<{ names: Record<string, unknown>; shown: unknown[] }> {
  const shown: unknown[] = [];
  const py = {
    load: (name: string) => (names as any)[name],
    store: (name: string, value: unknown) => void (names[name] = value),
    get: (of: any, name: string) => of[name],
    item: (of: any, key: any) => of[key],
    call: (what: any, positions: unknown[], named?: object) => what(...positions, ...(named === undefined ? [] : [named])),
    method: (of: any, name: string, positions: unknown[]) => of[name](...positions),
    binary: (operator: string, a: any, b: any) => (operator === '/' ? [a, b].flat() : operator === '+' ? a + b : a * b),
    inPlace: (_: string, a: any, b: any) => a + b,
    compare: (operator: string, a: any, b: any) => (operator === '<' ? a < b : a === b),
    truth: (of: any) => Boolean(of),
    tuple: (items: unknown[]) => items,
    dict: (entries: [unknown, unknown][]) => new Map(entries),
    iterate: (of: any) => of,
    unpack: async (of: any) => of,
    pause: () => undefined,
    func: (_name: string, _parameters: unknown, body: unknown) => body,
    show: async (value: unknown) => void shown.push(value),
  };
  await new Function(`return ${rewrite(text, { interactive: true }).code}`)()(py);
  return { names, shown };
}

describe('a pasted line', () => {
  it('stacks layers and gives names', async () => {
    const made = (name: string) => (named?: object) => [{ name, ...named }];
    const { shown } = await run('>>> IP(dst="192.0.2.1")/ICMP()\nBegin emission:\n', { IP: made('IP'), ICMP: made('ICMP') });
    expect(shown).toEqual([[{ name: 'IP', dst: '192.0.2.1' }, { name: 'ICMP' }]]);
  });

  it('takes blocks, and TypeScript between', async () => {
    const { names } = await run(
      'total = 0\nfor a, b in [[1, 2], [3, 4]]:\n    if a < 3:\n        total += b\n    else: total += 100\nconst f = x => x * 2;\ny = f(total)',
    );
    expect(names).toMatchObject({ total: 102, y: 204 });
  });
});

describe('an error', () => {
  it('has a place, and says what to write', () => {
    let error: NotationError | undefined;
    try {
      rewrite('>>> x = 1\n>>> if x = 3:\n...     pass');
    } catch (thrown) {
      error = thrown as NotationError;
    }
    expect(error).toMatchObject({
      place: { line: 2, column: 10 },
      source: '>>> if x = 3:',
      message: "line 2, column 10: '=' does not compare: write '=='",
    });
  });
});

describe('the source map', () => {
  it('leads from a call to its place', () => {
    const { code, map } = rewrite('x = 1\ny = foo(bar.baz)');
    const lines = code.split('\n');
    const at = (word: string) => {
      const line = lines.findIndex((one) => one.includes(word));
      return placeOf(map, line + 1, lines[line]!.indexOf(word) + 1);
    };
    expect(at('py.call(')).toEqual({ line: 2, column: 5 });
    expect(at('py.get(')).toEqual({ line: 2, column: 13 });
    expect(at('py.load("bar")')).toEqual({ line: 2, column: 9 });
  });
});
