/**
 * A field behind its own length. Octets belong to exactly one level: the length bounds what the field may use, and a field that does not use
 * just these octets is read as octets, with nothing lost.
 */
import type { Choice, ChoiceOr } from '../spec/choice.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { type Field, type FieldPlace, field, type Search, type VariableKind } from '../spec/field.ts';
import { wantField } from '../spec/wants.ts';
import { asVariable, wrap } from './conditional.ts';
import { type FixedLength, formOctets, formOf, type NumberForm, type OpenLength } from './shared/length-forms.ts';
import { movingPlace } from './shared/moving-place.ts';
import { placeInside } from '../spec/place-inside.ts';
import { orOctets } from '../spec/value-form.ts';

/** A value whose length takes more octets than it needs: {@link OpenLength}. */
export interface LongLength<R> {
  readonly value: R;
  /** Octets that the length stands in. */
  readonly lengthOctets: number;
}

export const isLongLength = (v: unknown): v is LongLength<unknown> =>
  typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype && 'lengthOctets' in v && 'value' in v;

/**
 * The value of a field in just these octets; the octets where it does not take them all. Octets as a value are always all of them, so that
 * they can be given back: those of a field that has something before or behind them of its own are not.
 */
export function exactValue(kind: VariableKind, b: Uint8Array, at: number, end: number, place: FieldPlace): unknown {
  const value = kind.end(b, at, end, place) === end ? kind.read(b, at, end, place) : undefined;
  const isPart = value instanceof Uint8Array && value.length !== end - at;
  return value === undefined || isPart || isLongLength(value) ? b.subarray(at, end) : value;
}

/** Writes what `write` writes behind its length; the length in so many octets, or the fewest. */
export function writeBehindLength(w: OctetWriter, form: NumberForm, write: () => void, octets?: number): void {
  const at = w.q - w.start;
  const kept = octets ?? form.least;
  w.zeros(kept);
  write();
  const n = w.q - w.start - at - kept;
  w.replace(at, kept, formOctets(form, n, octets));
}

/**
 * `field` after its length in octets: `sized('u16', list(u32()))`. The lengths are `u8`, `u16`, `u24`, `u32` and `…le` of these; `leb128`,
 * `ber` (X.690 §8.1.3), `quic` (RFC 9000 §16) and `ipfix` (RFC 7011 §7). If the field does not take exactly that many octets, the value is
 * read as octets; octets may be given, too. If the length is larger than what is left, the field is incomplete. A length in more octets
 * than it needs is read as `{ value, lengthOctets }`. Fields that depend on their place in the layer (`padding`, `aligned`) come out wrong
 * after a length that needs more than its shortest form, because the field is written first.
 */
export function sized<B extends string, C, O, G>(form: FixedLength, f: Choice<B, C, O, G>): ChoiceOr<Uint8Array, B, C, O, G>;
export function sized<B extends string, C, O, G>(
  form: OpenLength,
  f: Choice<B, C, O, G>,
): ChoiceOr<Uint8Array | LongLength<C[keyof C] | O | Uint8Array>, B, C, O, G | LongLength<G | Uint8Array>>;
export function sized<R, G>(form: FixedLength, f: Field<R, G>): Field<R | Uint8Array, G | Uint8Array>;
export function sized<R, G>(
  form: OpenLength,
  f: Field<R, G>,
): Field<R | Uint8Array | LongLength<R | Uint8Array>, G | Uint8Array | LongLength<G | Uint8Array>>;
export function sized(name: FixedLength | OpenLength, f: Field<any, any>): Field<any, any> {
  const form = formOf(name, 'sized');
  wantField('sized', 'the field after its length', f);
  const kind = asVariable(f.kind, f.options);
  const holds = orOctets({ field: f });
  const isOpen = !name.startsWith('u');
  // A length or count from outside is none of the field's.
  /** Where the octets begin; -1 when they are not just all there. */
  const from = (b: Uint8Array, at: number, end: number): number => {
    const start = form.end(b, at, end);
    return start <= end && form.load(b, at, start) === end - start ? start : -1;
  };
  return field(
    wrap(f, {
      label: `${f.kind.label} with a ${name} length`,
      holds: isOpen ? { either: [holds, { members: { value: holds, lengthOctets: { whole: [1, 255] } } }] } : holds,
      greedy: false,
      toEnd: undefined,
      nothing: false,
      scalar: false,
      end: (b: Uint8Array, at: number, limit: number) => {
        const start = form.end(b, at, limit);
        const n = start > limit ? undefined : form.load(b, at, start);
        return n === undefined ? limit + 1 : start + Number(n);
      },
      read: (b: Uint8Array, at: number, end: number, place: FieldPlace) => {
        const start = from(b, at, end);
        if (start < 0) return undefined;
        const inner = placeInside(place);
        const value = exactValue(kind, b, start, end, inner);
        return start - at === form.width(end - start) ? value : { value, lengthOctets: start - at };
      },
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => {
        const long = isLongLength(v) ? v : undefined;
        const value = long === undefined ? v : long.value;
        const inner = movingPlace(w, placeInside(place));
        writeBehindLength(
          w,
          form,
          () => {
            if (value instanceof Uint8Array) w.octets(value);
            else kind.write(w, value ?? f.options.default ?? f.kind.initial, inner());
          },
          long?.lengthOctets,
        );
      },
      items: (b: Uint8Array, at: number, end: number, place: FieldPlace) => {
        const start = from(b, at, end);
        const inner = placeInside(place);
        return start < 0 || kind.end(b, start, end, inner) !== end ? [] : (kind.items?.(b, start, end, inner) ?? []);
      },
      ...(kind.inside !== undefined && {
        inside: {
          names: kind.inside.names,
          gather: (search: Search, b: Uint8Array, at: number, end: number, place: FieldPlace) => {
            const start = from(b, at, end);
            const inner = placeInside(place);
            if (start >= 0 && kind.end(b, start, end, inner) === end) kind.inside?.gather(search, b, start, end, inner);
          },
        },
      }),
    }),
    f.options,
  );
}
