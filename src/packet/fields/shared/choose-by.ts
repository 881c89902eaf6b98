/** What picks one of several fields by the value that a field before it has. */
import { asked } from '../../spec/asked.ts';
import type { FieldPlace } from '../../spec/field.ts';
import type { Names } from '../../spec/names.ts';
import type { AnyLayer } from '../../spec/spec.ts';

/** Gives the case for the value of field `by`: by number, by text, or by the name that the number has. */
export function pickBy<K>(by: string, cases: ReadonlyMap<string, K>): (place: FieldPlace) => K | undefined {
  // A field may stand in several layers, whose numbers have other names.
  const named = new WeakMap<Names, ReadonlyMap<number, K>>();
  const byNumber = (names: Names): ReadonlyMap<number, K> => {
    const have = named.get(names);
    if (have !== undefined) return have;
    const made = new Map(
      [...cases].flatMap(([name, kind]) => [[names.value(name), kind] as const]).filter((x): x is [number, K] => x[0] !== undefined),
    );
    named.set(names, made);
    return made;
  };
  return ({ self }) => {
    const value: unknown = asked(() => self[by] as unknown, undefined);
    if (value === undefined) return undefined;
    // Flags and truth values by their number.
    const key = typeof value === 'string' ? value : String(Number(value));
    const found = cases.get(key);
    if (found !== undefined || typeof value === 'string') return found;
    const names = (self['$layer'] as AnyLayer | undefined)?.layout.byName.get(by)?.options.names;
    return names === undefined ? undefined : byNumber(names).get(Number(value));
  };
}
