import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alwaysSpace, type AnyBinding, type Binding } from '../packet/chain/bindings.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { protocols } from './protocols.ts';

const { bindings } = protocols;
const folder = new URL('./spaces/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);
const tableOf = async (file: string): Promise<readonly AnyBinding[]> =>
  Object.values((await import(new URL(file, folder).href)) as Record<string, readonly AnyBinding[]>).flat();
const isNumber = (b: AnyBinding): b is Binding => 'space' in b;
/** Numbers of a space; the tables of layers that stand in each other's place have none. */
const numbersOf = async (file: string): Promise<readonly Binding[]> => (await tableOf(file)).filter(isNumber);

describe('spaces', () => {
  it('stand in one file each, which has its name', async () => {
    for (const file of files.filter((name) => name !== 'always.ts')) {
      const space = file.replace(/^.*\//, '').replace(/\.ts$/, '').replace('.quoted', ' quoted');
      const numbers = await numbersOf(file);
      if (numbers.length > 0) expect(new Set(numbers.map((b) => b.space)), file).toEqual(new Set([space]));
      else expect((await tableOf(file)).length, file).toBeGreaterThan(0);
    }
    for (const { space, below } of await numbersOf('always.ts')) expect(space).toBe(alwaysSpace(below as AnyLayer));
  });

  it('are all in the registry', async () => {
    const all = (await Promise.all(files.map(tableOf))).flat();
    expect(bindings.length).toBe(all.length);
    expect(new Set(bindings)).toEqual(new Set(all));
  });

  it('have no number twice', () => {
    const seen = bindings.filter(isNumber).map(({ space, value }) => `${space} ${value}`);
    expect(seen.filter((s, i) => seen.indexOf(s) !== i)).toEqual([]);
  });

  it('name each layer that quotes another one, in those of quotes: matching looks for them there', () => {
    const quoting = [...protocols.layers.values()].filter(({ spec }) => spec.quotes !== undefined);
    const inQuotes = new Set(bindings.filter(isNumber).flatMap(({ space, layer }) => (space.endsWith(' quoted') ? [layer] : [])));
    expect(quoting.length).toBeGreaterThan(10);
    expect(quoting.filter((layer) => !inQuotes.has(layer)).map(({ layerName }) => layerName)).toEqual([]);
  });

  it('are asked for by some layer, so a misspelt one is none', () => {
    const asked = new Set(
      [...protocols.layers.values()].flatMap((l) => [
        alwaysSpace(l),
        ...l.layout.slots.flatMap(({ options: o }) => [o.selects, o.hints].filter((s) => s !== undefined)),
      ]),
    );
    // A capture's file header asks for this one.
    const others = new Set(['linktype']);
    expect(
      bindings
        .filter(isNumber)
        .map((b) => b.space)
        .filter((s) => !asked.has(s) && !others.has(s)),
    ).toEqual([]);
  });
});
