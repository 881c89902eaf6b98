/** Names for a field's numbers, both ways. */

import { didYouMean, nearest } from '../../bytes/nearest.ts';

declare const TABLE: unique symbol;

/**
 * A table of names and numbers. Several names may stand for one number; the first is the one shown. `T`: what is written in the source, so that
 * `choose` knows the number of each name; unknown of registries that are loaded.
 */
export interface Names<T = unknown> {
  /** Of the type only. */
  readonly [TABLE]?: T;
  /** The name that is shown for a number. */
  name(value: number): string | undefined;
  /** The number of a name, or of another name for it. */
  value(name: string): number | undefined;
  /** Each number once, with the name that is shown. */
  entries(): Iterable<[number, string]>;
}

/** What a summary writes for a number: its name, or undefined where the number itself is wanted. */
export type NameOf = (names: Names, value: number) => string | undefined;
export const asNames: NameOf = (names, value) => names.name(value);
export const asNumbers: NameOf = () => undefined;

/** Whether it is such a table already, or one written in the source. */
export const isNames = (n: Names | Readonly<Record<string, number>>): n is Names => typeof (n as Names).name === 'function';

/** Longer texts are not compared with each name. */
const LONGEST_NAME = 40;

/** The end of an error's line for a name that is not in the table: the one that may have been meant. */
export const didYouMeanName = (names: Names, text: string): string =>
  text.length > LONGEST_NAME
    ? ''
    : didYouMean(
        nearest(
          text,
          Array.from(names.entries(), ([, name]) => name),
        ),
      );

/** A table written in the source. */
export function names<const T extends Readonly<Record<string, number>>>(table: T): Names<T> {
  return lazyNames(function* () {
    for (const [name, value] of Object.entries(table)) yield [value, name];
  }) as Names<T>;
}

/** A table that is made when it is first asked: `load` runs once. Of several names for a number, or numbers for a name, the first counts. */
export function lazyNames(load: () => Iterable<[number, string]>): Names {
  let byValue: Map<number, string> | undefined;
  const byName = new Map<string, number>();
  const loaded = (): Map<number, string> => {
    if (byValue !== undefined) return byValue;
    const made = new Map<number, string>();
    for (const [value, name] of load()) {
      if (!made.has(value)) made.set(value, name);
      if (!byName.has(name)) byName.set(name, value);
    }
    byValue = made;
    return made;
  };
  return {
    name: (value) => loaded().get(value),
    value(name) {
      loaded();
      return byName.get(name);
    },
    entries: () => loaded().entries(),
  };
}
