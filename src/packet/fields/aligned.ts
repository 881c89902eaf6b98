/** Fields that begin at a multiple of so many octets. */
import { type Field, type FieldPlace, field, type Search } from '../spec/field.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { MOST_OCTETS, wantField, wantWhole } from '../spec/wants.ts';
import { asVariable, wrap } from './conditional.ts';
import { movingPlace } from './shared/moving-place.ts';
import type { ValueForm } from '../spec/value-form.ts';

/** A value and the padding before it, when that is not zeros. */
export interface Padded<R> {
  readonly value: R;
  readonly padding: Uint8Array;
}

const isPadded = (v: unknown): v is Padded<unknown> =>
  typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype && 'padding' in v && 'value' in v;

/**
 * A field that begins at a multiple of `n` octets from the layer's start, with zeros before it: `when('tsft', aligned(8, u64le()))`
 * (radiotap). If those octets are not zeros, it is read as `{ value, padding }`. For padding after a field there is `padding(n)`.
 */
export function aligned<R, G>(n: number, f: Field<R, G>): Field<R | Padded<R>, G | Padded<G>> {
  wantWhole('aligned', 'the multiple', n, 1, MOST_OCTETS);
  wantField('aligned', 'the aligned field', f);
  const kind = asVariable(f.kind, f.options);
  const from = (at: number, start: number): number => at + ((n - ((at - start) % n)) % n);
  const value: ValueForm = { field: f };
  return field(
    wrap(f, {
      label: `${f.kind.label}, at a multiple of ${n}`,
      holds: { either: [value, { members: { value, padding: 'octets' } }] },
      greedy: false,
      toEnd: kind.greedy === true ? true : kind.toEnd,
      nothing: false,
      scalar: false,
      end: (b: Uint8Array, at: number, limit: number, place: FieldPlace) => {
        const begin = from(at, place.start);
        return begin > limit ? limit + 1 : kind.end(b, begin, limit, place);
      },
      read: (b: Uint8Array, at: number, end: number, place: FieldPlace) => {
        const begin = from(at, place.start);
        const value = begin > end ? undefined : kind.read(b, begin, end, place);
        const padding = b.subarray(at, begin);
        return value === undefined || padding.every((x) => x === 0) ? value : { value, padding };
      },
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => {
        const here = movingPlace(w, place);
        if (isPadded(v)) w.octets(v.padding);
        else w.zeros(from(w.q, place.start) - w.q);
        kind.write(w, isPadded(v) ? v.value : v, here());
      },
      items: (b: Uint8Array, at: number, end: number, place: FieldPlace) => {
        const begin = from(at, place.start);
        return begin > end ? [] : (kind.items?.(b, begin, end, place) ?? []);
      },
      ...(kind.inside !== undefined && {
        inside: {
          names: kind.inside.names,
          gather: (search: Search, b: Uint8Array, at: number, end: number, place: FieldPlace) => {
            const begin = from(at, place.start);
            if (begin <= end) kind.inside?.gather(search, b, begin, end, place);
          },
        },
      }),
    }),
    f.options,
  );
}
