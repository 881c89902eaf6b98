/** A value that takes all that its length leaves. */
import { exactValue } from './sized.ts';
import { asVariable, wrap } from './conditional.ts';
import { type Field, type FieldPlace, field, type Search } from '../spec/field.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { placeInside } from '../spec/place-inside.ts';
import { orOctets } from '../spec/value-form.ts';

/** `f` in what a sibling's length gives it, or in what is left of its layer; octets where it does not take just these, with nothing lost. */
export function exact<R, G>(f: Field<R, G>): Field<R | Uint8Array, G | Uint8Array> {
  const kind = asVariable(f.kind, f.options);
  const isExact = (b: Uint8Array, at: number, end: number, place: FieldPlace): boolean => kind.end(b, at, end, placeInside(place)) === end;
  return field(
    wrap(f, {
      label: `${f.kind.label} to the end`,
      holds: orOctets({ field: f }),
      greedy: false,
      nothing: true,
      scalar: false,
      end: (_b: Uint8Array, at: number, limit: number, { size }: FieldPlace) =>
        size === undefined ? limit : Math.min(at + Math.max(size, 0), limit),
      read: (b: Uint8Array, at: number, end: number, place: FieldPlace) => exactValue(kind, b, at, end, placeInside(place)),
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => {
        if (v instanceof Uint8Array) w.octets(v);
        else kind.write(w, v, placeInside(place));
      },
      items: (b: Uint8Array, at: number, end: number, place: FieldPlace) =>
        isExact(b, at, end, place) ? (kind.items?.(b, at, end, placeInside(place)) ?? []) : [],
      ...(kind.inside !== undefined && {
        inside: {
          names: kind.inside.names,
          gather: (search: Search, b: Uint8Array, at: number, end: number, place: FieldPlace) => {
            if (isExact(b, at, end, place)) kind.inside?.gather(search, b, at, end, placeInside(place));
          },
        },
      }),
    }),
    f.options,
  );
}
