/** Records of one form or another, where no number says which: the first that takes just the octets there. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { beginsAt } from '../spec/begins.ts';
import { isCrafted } from '../spec/crafted.ts';
import { type Field, type FieldOptions, type FieldPlace, field, type VariableKind } from '../spec/field.ts';
import { gatherPart, namesOf, type Part } from '../spec/inside.ts';
import type { AnyLayer, Layer, ViewOf } from '../spec/spec.ts';
import { isView } from '../spec/view.ts';
import { partOf } from './conditional.ts';
import { type GivenRecord, listOf, record, records } from './lists.ts';
import { placeInside } from '../spec/place-inside.ts';
import { orOctets } from '../spec/value-form.ts';

/** One form: its layer, and the field that has one or several of it. */
interface Form {
  readonly layer: () => AnyLayer;
  readonly part: Part;
}

/** Whether a value can be of that layer: it was read or crafted as one, or has no field that it has not. */
function isOf(layer: AnyLayer, v: unknown): boolean {
  if (isView(v as object)) return (v as unknown as { readonly $layer: AnyLayer }).$layer === layer;
  if (isCrafted(v)) return v.layer === layer;
  return typeof v === 'object' && v !== null && Object.keys(v).every((name) => layer.layout.byName.has(name));
}

function alternatives(forms: readonly Form[], label: string, o: FieldOptions): Field<any, any> {
  const holds = orOctets({ either: forms.map(({ part }) => ({ field: part.of })) });
  const fits = ({ layer, part: { kind } }: Form, b: Uint8Array, at: number, end: number, place: FieldPlace): boolean => {
    if (kind.end(b, at, end, place) !== end) return false;
    const items = kind.items?.(b, at, end, place) ?? [{ name: '', start: at, end }];
    return items.every((item) => beginsAt(layer(), b, item.start, item.end));
  };
  const found = (b: Uint8Array, at: number, end: number, place: FieldPlace): Part | undefined =>
    forms.find((form) => fits(form, b, at, end, place))?.part;
  const kind: VariableKind = {
    form: 'variable',
    nothing: true,
    greedy: true,
    end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
    read: (b, at, end, place) => found(b, at, end, placeInside(place))?.kind.read(b, at, end, placeInside(place)) ?? b.subarray(at, end),
    write: (w, v, place) => {
      if (v instanceof Uint8Array) w.octets(v);
      if (v === undefined || v instanceof Uint8Array) return;
      const form = forms.find(({ layer }) => listOf(v).every((x) => isOf(layer(), x)));
      if (form === undefined) {
        const names = forms.map(({ layer }) => layer().layerName).join(' or ');
        throw new PacketwrightError('ERR_VALUE', `the fields given fit ${names}: name the layer`, { value: v });
      }
      form.part.kind.write(w, v, placeInside(place));
    },
    items: (b, at, end, place) => found(b, at, end, placeInside(place))?.kind.items?.(b, at, end, placeInside(place)) ?? [],
    inside: {
      *names(seen) {
        for (const { part } of forms) yield* namesOf(part.of, seen);
      },
      gather: (search, b, at, end, place) => {
        const part = found(b, at, end, placeInside(place));
        if (part !== undefined) gatherPart(search, part, b, at, end, placeInside(place));
      },
    },
  };
  return field({ ...kind, label, value: 'record', holds, list: true, initial: [] }, o);
}

type Options = Omit<FieldOptions, 'names'>;
type SomeLayer = Layer<any, any, any>;

/**
 * Records of one of two layers, whichever takes just the octets there and (by the `begins` of its spec) begins there, the first before the
 * second; octets where neither does. Those given are of the layer that has the fields given: so each needs a field that the other has not.
 */
export function recordsOf<A extends SomeLayer, B extends SomeLayer>(
  a: () => A,
  b: () => B,
  o: Options = {},
): Field<
  readonly Readonly<ViewOf<A>>[] | readonly Readonly<ViewOf<B>>[] | Uint8Array,
  readonly GivenRecord<A>[] | readonly GivenRecord<B>[] | Uint8Array
> {
  const forms = [a, b].map((layer: () => AnyLayer): Form => ({ layer, part: partOf(records(layer)) }));
  return alternatives(forms, 'list of layers of one form or another', o);
}

/** The same of one record. */
export function recordOf<A extends SomeLayer, B extends SomeLayer>(
  a: () => A,
  b: () => B,
  o: Options = {},
): Field<Readonly<ViewOf<A>> | Readonly<ViewOf<B>> | Uint8Array, GivenRecord<A> | GivenRecord<B> | Uint8Array> {
  const forms = [a, b].map((layer: () => AnyLayer): Form => ({ layer, part: partOf(record(layer)) }));
  return alternatives(forms, 'layer of one form or another', o);
}
