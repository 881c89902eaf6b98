/** The tag before a tunnel's text. */
import { type Field, type FieldOptions, field } from '../../../packet/spec/field.ts';

/** RFC 2868 §3.3: an octet up to 0x1f is a tag, any other the text's first. */
const MOST = 0x1f;

/** A tag where one stands; undefined where the text begins at once. No kind is there by a range of what stands there. */
export function tag(o: FieldOptions = {}): Field<number | undefined, number> {
  return field(
    {
      form: 'variable',
      label: 'tag, or none',
      holds: { whole: [0, MOST] },
      nothing: true,
      end: (b, at, limit) => (at < limit && (b[at] as number) <= MOST ? at + 1 : at),
      read: (b, at, end) => (end === at ? undefined : b[at]),
      write: (w, v) => {
        if (v !== undefined) w.u8(Number(v));
      },
      random: (r) => r.below(MOST + 1),
    },
    o,
  );
}
