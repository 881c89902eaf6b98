/** Lists that end with octets which are no item. */
import { standsAt } from '../../bytes/equal-octets.ts';
import { type Field, type FieldOptions, type FieldPlace, field } from '../spec/field.ts';
import { wantField, wantMark } from '../spec/wants.ts';
import { gatherPart, namesOf } from '../spec/inside.ts';
import { asVariable, partOf, takesRest } from './conditional.ts';
import { listOf } from './lists.ts';
import { movingPlace } from './shared/moving-place.ts';
import { placeInside } from '../spec/place-inside.ts';

/** The octets at the end of a list that has no proper end: always its last entry. */
export interface ListRest {
  readonly rest: Uint8Array;
}

const isRest = (v: unknown): v is ListRest =>
  typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype && 'rest' in v && v.rest instanceof Uint8Array;

/** At most so many items, as in other lists. */
const MAX_ITEMS = 65_536;

/**
 * Items up to an end mark, which is part of the list: `listUntil(prefixedText('u8'), 0)`. If the mark is missing or an item is cut short,
 * the octets from there on are the last entry, as `{ rest }`.
 */
export function listUntil<R, G>(
  item: Field<R, G>,
  end: number | Uint8Array,
  o: Omit<FieldOptions, 'names'> = {},
): Field<readonly (R | ListRest)[], readonly (G | ListRest)[]> {
  wantField('listUntil', 'its item', item);
  wantMark('listUntil', 'its end', end);
  const mark = typeof end === 'number' ? Uint8Array.of(end) : end;
  const kind = asVariable(item.kind, item.options);
  const part = partOf(item);
  /** Where the items end, and whether the mark stands there. */
  const walk = (
    b: Uint8Array,
    at: number,
    limit: number,
    place: FieldPlace,
    visit?: (from: number, to: number) => void,
  ): readonly [number, boolean] => {
    const inner = placeInside(place);
    let q = at;
    for (let n = 0; n < MAX_ITEMS; n++) {
      if (standsAt(b, q, limit, mark)) return [q, true];
      const next = q < limit ? kind.end(b, q, limit, inner) : limit + 1;
      if (next > limit || next <= q) break;
      visit?.(q, next);
      q = next;
    }
    return [q, false];
  };
  return field(
    {
      form: 'variable',
      label: `list of ${item.kind.label} up to an end mark`,
      list: true,
      ...(takesRest(item.kind) && { toEnd: true as const }),
      holds: { list: { either: [{ field: item }, { members: { rest: 'octets' } }] } },
      initial: [],
      end: (b, at, limit, place) => {
        const [q, isEnded] = walk(b, at, limit, place);
        return isEnded ? q + mark.length : limit;
      },
      read: (b, at, to, place) => {
        const items: unknown[] = [];
        const [q, isEnded] = walk(b, at, to, place, (from, next) => items.push(kind.read(b, from, next, placeInside(place))));
        if (!isEnded) items.push({ rest: b.subarray(q, to) });
        return items;
      },
      write: (w, v, place) => {
        const items = listOf(v);
        const last = items.at(-1);
        const inner = movingPlace(w, placeInside(place));
        for (const x of isRest(last) ? items.slice(0, -1) : items) kind.write(w, x, inner());
        w.octets(isRest(last) ? last.rest : mark);
      },
      items: (b, at, to, place) => {
        const found: { name: string; start: number; end: number }[] = [];
        walk(b, at, to, place, (start, next) => found.push({ name: item.kind.label, start, end: next }));
        return found;
      },
      inside: {
        names: (seen) => namesOf(part.of, seen),
        gather: (search, b, at, to, place) =>
          void walk(b, at, to, place, (from, next) => gatherPart(search, part, b, from, next, placeInside(place))),
      },
    },
    o,
  );
}
