/** A field behind octets that say that it is there. */
import { type Field, type FieldPlace, field, type Search } from '../spec/field.ts';
import { standsAt } from '../../bytes/equal-octets.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { wantField, wantMark } from '../spec/wants.ts';
import { asVariable, wrap } from './conditional.ts';
import { movingPlace } from './shared/moving-place.ts';

/**
 * A field that is there when these octets come before it, and undefined when they do not: CoAP's payload is `marked(0xff, octets())` (RFC
 * 7252 §3). When a value is given, the mark is written before it.
 */
export function marked<R, G>(marker: number | Uint8Array, f: Field<R, G>): Field<R | undefined, G> {
  wantMark('marked', 'the mark', marker);
  wantField('marked', 'the field after the mark', f);
  const before = typeof marker === 'number' ? Uint8Array.of(marker) : marker;
  const kind = asVariable(f.kind, f.options);
  const stands = (b: Uint8Array, at: number, limit: number): boolean => standsAt(b, at, limit, before);
  return field(
    wrap(f, {
      label: `${f.kind.label} after a mark`,
      greedy: false,
      toEnd: undefined,
      nothing: true,
      initial: undefined,
      end: (b: Uint8Array, at: number, limit: number, place: FieldPlace) =>
        stands(b, at, limit) ? kind.end(b, at + before.length, limit, place) : at,
      read: (b: Uint8Array, at: number, end: number, place: FieldPlace) =>
        stands(b, at, end) ? kind.read(b, at + before.length, end, place) : undefined,
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => {
        if (v === undefined) return;
        const here = movingPlace(w, place);
        w.octets(before);
        kind.write(w, v, here());
      },
      ...(kind.inside !== undefined && {
        inside: {
          names: kind.inside.names,
          gather: (search: Search, b: Uint8Array, at: number, end: number, place: FieldPlace) => {
            if (stands(b, at, end)) kind.inside?.gather(search, b, at + before.length, end, place);
          },
        },
      }),
    }),
    { ...f.options, default: undefined },
  );
}
