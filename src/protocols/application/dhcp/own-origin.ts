/** Names that are compressed within their option alone. */
import { wrap, asVariable } from '../../../packet/fields/conditional.ts';
import { type Field, type FieldPlace, field } from '../../../packet/spec/field.ts';

/** A field whose offsets count from its own first octet, not from the message's: names in options are compressed so (RFC 3397 §2). */
export function ownOrigin<R, G>(f: Field<R, G>): Field<R, G> {
  const kind = asVariable(f.kind, f.options);
  const from = (place: FieldPlace, at: number): FieldPlace => ({ ...place, origin: at });
  const { inside } = kind;
  return field(
    wrap(f, {
      label: f.kind.label,
      end: (b: Uint8Array, at: number, limit: number, place: FieldPlace) => kind.end(b, at, limit, from(place, at)),
      read: (b: Uint8Array, at: number, end: number, place: FieldPlace) => kind.read(b, at, end, from(place, at)),
      ...(inside !== undefined && {
        inside: { names: inside.names, gather: (search, b, at, end, place) => inside.gather(search, b, at, end, from(place, at)) },
      }),
    }),
    f.options,
  );
}
