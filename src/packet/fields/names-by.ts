/** Names whose numbers depend on another field: an ICMP code means one thing under one type, another under another. */
import type { Self } from '../spec/field.ts';
import { isNames, type Names, names } from '../spec/names.ts';

type Table = Names | Readonly<Record<string, number>>;

/**
 * Options for a number whose names are those of `tables[sibling]`: `code: u8({ ...namesBy('type', { 3: { net: 0, host: 1 }, 11: … }) })`.
 * The sibling's value chooses the table that names the number. A name given is looked up in all tables; if it means different numbers in
 * them, give the number.
 */
export function namesBy(
  sibling: string,
  tables: Readonly<Record<number, Table>>,
): { readonly names: Names; readonly nameOf: (value: number, self: Self) => string | undefined } {
  const all = new Map(Object.entries(tables).map(([key, t]) => [Number(key), isNames(t) ? t : names(t)]));
  return {
    nameOf: (value, self) => all.get(Number(self[sibling]))?.name(value),
    names: {
      // Without the sibling a number has no name.
      name: () => undefined,
      value: (name) => {
        const found = new Set([...all.values()].flatMap((t) => t.value(name) ?? []));
        return found.size === 1 ? [...found][0] : undefined;
      },
      *entries() {
        for (const t of all.values()) yield* t.entries();
      },
    },
  };
}
