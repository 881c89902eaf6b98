/** Fields whose form earlier packets told: the records of a template, what a channel agreed on. */
import { asked } from '../spec/asked.ts';
import {
  type Field,
  type FieldOptions,
  type FieldPlace,
  field,
  type GiveOf,
  type KindCommon,
  type ReadOf,
  type VariableKind,
} from '../spec/field.ts';
import { namesOf } from '../spec/inside.ts';
import type { View } from '../spec/spec.ts';
import { isField, wantField } from '../spec/wants.ts';
import { asVariable, partOf } from './conditional.ts';

/** What the session knew for the layer that `self` is a view of: what the `needs` of its spec gave. Undefined without a session. */
export function knownOf(self: object): unknown {
  const { $p: p, $i: i } = self as Partial<View>;
  return p?.known?.(i as number);
}

/** How the field that a form gave is read; undefined where it gave none. */
const kindOf = (made: Field<any, any> | undefined): VariableKind | undefined =>
  isField(made) ? asVariable((made as Field<any, any>).kind, (made as Field<any, any>).options) : undefined;

/**
 * A field that `form` makes from what the session knew for this packet (the layer's `needs`). It is `otherwise` if the session knew
 * nothing, if `form` throws or returns no field, or if the field does not take the same octets. `form` is called once for each known object.
 */
export function known<K extends object, F extends Field<any, any>, O extends Field<any, any>>(
  form: (known: K) => F | undefined,
  otherwise: O,
  o: FieldOptions = {},
): Field<ReadOf<F> | ReadOf<O>, GiveOf<F> | GiveOf<O>> {
  wantField('known', 'the field to use when nothing is known', otherwise);
  const plain = partOf(otherwise).kind;
  const kinds = new WeakMap<object, VariableKind>();
  const pick = ({ self }: FieldPlace): VariableKind => {
    const what = knownOf(self);
    if (typeof what !== 'object' || what === null) return plain;
    let kind = kinds.get(what);
    if (kind === undefined) {
      kind = asked(() => kindOf(form(what as K)), undefined) ?? plain;
      kinds.set(what, kind);
    }
    return kind;
  };
  /** What reads these octets: the form where it takes all of them and no others. */
  const reader = (b: Uint8Array, at: number, end: number, place: FieldPlace): VariableKind => {
    const kind = pick(place);
    return kind.rest === true || asked(() => kind.end(b, at, end, place) === end, false) ? kind : plain;
  };
  const kind: VariableKind & KindCommon = {
    form: 'variable',
    label: `${otherwise.kind.label}, or as earlier packets said`,
    list: true,
    holds: 'anything',
    initial: otherwise.kind.initial,
    // Its octets are the same with and without a session, so that packets are the same.
    end: (b, at, limit, place) => plain.end(b, at, limit, place),
    read: (b, at, end, place) => {
      const kind = reader(b, at, end, place);
      // Octets that the form cannot read are not lost.
      return (kind === plain ? undefined : asked(() => kind.read(b, at, end, place), undefined)) ?? plain.read(b, at, end, place);
    },
    write: (w, v, place) => pick(place).write(w, v, place),
    items: (b, at, end, place) => pick(place).items?.(b, at, end, place) ?? [],
    // What a form has inside besides, under names that the other has not, is no column: nothing is known of forms beforehand.
    inside: {
      names: (seen) => namesOf(otherwise, seen),
      gather: (search, b, at, end, place) => {
        reader(b, at, end, place).inside?.gather(search, b, at, end, place);
      },
    },
  };
  return field(kind, o);
}
