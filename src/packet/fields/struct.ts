/** Several fields one behind another as one value: an object with a property a field. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { type Field, type FieldPlace, type Fields, field, type GiveOf, type ReadOf } from '../spec/field.ts';
import { checkInner } from '../spec/check-field-options.ts';
import { partOf } from './conditional.ts';
import { gatherPart, namesOf, type Part } from '../spec/inside.ts';
import type { Identity } from '../spec/spec.ts';
import { placeInside } from '../spec/place-inside.ts';
import { membersForm } from '../spec/form-of.ts';

type Values<T extends Fields> = Identity<{ readonly [K in keyof T]: ReadOf<T[K]> }>;
type Given<T extends Fields> = Identity<{ readonly [K in keyof T]?: GiveOf<T[K]> }>;

/**
 * A structure inside a field. Read as a plain object; given as one, what is absent having its default. It ends where its
 * last field does; octets in which one of its fields is not all there are no such structure (read as undefined).
 */
export function struct<T extends Fields>(fields: T): Field<Values<T>, Given<T>> {
  for (const f of Object.values(fields)) checkInner(f);
  let made: [string, Part, unknown][] | undefined;
  const parts = (): [string, Part, unknown][] =>
    (made ??= Object.entries(fields).map(([name, f]) => [name, partOf(f), f.options.default ?? f.kind.initial]));

  const walk = (
    b: Uint8Array,
    at: number,
    limit: number,
    place: FieldPlace,
    visit?: (part: Part, from: number, to: number, inner: FieldPlace) => void,
  ): { values: Record<string, unknown>; end: number } | undefined => {
    const values: Record<string, unknown> = {};
    const inner = placeInside(place, values);
    let q = at;
    for (const [name, part] of parts()) {
      const { kind } = part;
      if (kind.present !== undefined && !kind.present(inner)) continue;
      const end = kind.end(b, q, limit, inner);
      if (end > limit) return undefined;
      const value = kind.read(b, q, end, inner);
      if (value === undefined) return undefined;
      values[name] = value;
      visit?.(part, q, end, inner);
      q = end;
    }
    return { values, end: q };
  };

  return field({
    form: 'variable',
    label: `{ ${Object.keys(fields).join(', ')} }`,
    holds: { later: () => membersForm(fields) },
    initial: {},
    end: (b, at, limit, place) => walk(b, at, limit, place)?.end ?? limit + 1,
    read: (b, at, end, place) => walk(b, at, end, place)?.values,
    inside: {
      *names(seen) {
        for (const [, { of }] of parts()) yield* namesOf(of, seen);
      },
      gather: (search, b, at, end, place) => {
        // Octets that are no such structure have no fields.
        if (walk(b, at, end, place) !== undefined)
          walk(b, at, end, place, (part, from, to, inner) => gatherPart(search, part, b, from, to, inner));
      },
    },
    write: (w, v, place) => {
      if (typeof v !== 'object' || v === null || Array.isArray(v))
        throw new PacketwrightError(
          'ERR_VALUE',
          `expected { ${Object.keys(fields).join(', ')} }, not ${typeof v === 'string' ? `'${v}'` : String(v)}`,
          { value: v },
        );
      const given = v as Record<string, unknown>;
      for (const name of Object.keys(given)) {
        if (Object.hasOwn(fields, name)) continue;
        const near = nearest(name, Object.keys(fields));
        throw new PacketwrightError('ERR_FIELD', `{ ${Object.keys(fields).join(', ')} } has no '${name}'${didYouMean(near)}`, {
          field: name,
          near,
        });
      }
      const inner = placeInside(place, given);
      for (const [name, { kind }, initial] of parts()) {
        const value = given[name];
        if (value !== undefined || kind.present === undefined || kind.present(inner)) kind.write(w, value ?? initial, inner);
      }
    },
  });
}
