/** Fields whose form earlier packets told: the records of a template, what a channel agreed on. */
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
import { wantField } from '../spec/wants.ts';
import { asVariable, partOf } from './conditional.ts';

/** What the session knew for the layer that `self` is a view of: what the `needs` of its spec gave. Undefined without a session. */
export function knownOf(self: object): unknown {
  const { $p: p, $i: i } = self as Partial<View>;
  return p?.known?.(i as number);
}

/**
 * A field that `form` makes from what the session knew for this packet (the layer's `needs`). It is `otherwise` if the session knew
 * nothing, if `form` returns undefined, or if the field does not take the same octets. `form` is called once for each known object.
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
      const made = form(what as K);
      kind = made === undefined ? plain : asVariable(made.kind, made.options);
      kinds.set(what, kind);
    }
    return kind;
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
      const kind = pick(place);
      const isWhole = kind.rest === true || kind.end(b, at, end, place) === end;
      return (isWhole ? kind : plain).read(b, at, end, place);
    },
    write: (w, v, place) => pick(place).write(w, v, place),
    items: (b, at, end, place) => pick(place).items?.(b, at, end, place) ?? [],
    // What a form has inside besides, under names that the other has not, is no column: nothing is known of forms beforehand.
    inside: {
      names: (seen) => namesOf(otherwise, seen),
      gather: (search, b, at, end, place) => {
        const kind = pick(place);
        const isWhole = kind.rest === true || kind.end(b, at, end, place) === end;
        (isWhole ? kind : plain).inside?.gather(search, b, at, end, place);
      },
    },
  };
  return field(kind, o);
}
