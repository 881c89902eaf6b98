/** Where a field stands while octets are written before it. */
import type { FieldPlace } from '../../spec/field.ts';
import type { OctetWriter } from '../../spec/octet-writer.ts';

/** Gives the place as it is now: a packet that does not fit its slab moves to another one (octet-writer.ts). */
export function movingPlace(w: OctetWriter, place: FieldPlace): () => FieldPlace {
  const slab = w.b,
    start = place.start - w.start,
    origin = place.origin - w.start;
  return () => (w.b === slab ? place : { ...place, start: w.start + start, origin: w.start + origin });
}
