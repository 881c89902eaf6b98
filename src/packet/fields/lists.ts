/** Lists: of one kind of field, of whole layers (resource records, options with a structure of their own). */
import { wantOptions } from '../spec/check-field-options.ts';
import {
  type Field,
  type FieldOptions,
  type FieldPlace,
  field,
  type Inside,
  type Kind,
  type KindCommon,
  type Search,
  type VariableKind,
} from '../spec/field.ts';
import { gatherPart, gatherRecord, namesOf, namesOfRecord } from '../spec/inside.ts';
import type { AnyLayer, Crafted, GivenOf, Layer, View, ViewOf } from '../spec/spec.ts';
import { Region } from '../spec/view.ts';
import { pythonBytes } from '../../bytes/escape.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { wantField } from '../spec/wants.ts';
import { partOf } from './conditional.ts';
import { movingPlace } from './shared/moving-place.ts';
import { askedOnce, boundSlot, depthIn, leastKnown, readRecord, recordEnd, writeRecord } from './nested.ts';
import { placeInside } from '../spec/place-inside.ts';
import { orOctets } from '../spec/value-form.ts';

/** At most so many items are read of one list: a length of 64 kB in items of no octets would never end. */
const MAX_ITEMS = 65_536;

/** What a list's maker takes. */
type ListOptions = Omit<FieldOptions, 'names'>;
/** Octets that are no whole item, as octets behind the items: a list that a sibling measures has them. */
type WithRest = ListOptions & { readonly rest: true };

/**
 * Items of one kind: as many as another field counts, or up to the length that another field gives, or to the layer's end. A measured list
 * may end in octets that are not a whole item: with `rest` they are its last entry, as octets. With `rest`, this also holds for a list that
 * runs to the layer's end, and octets may be given as the last entry.
 */
export function list<R, G>(item: Field<R, G>, o: WithRest): Field<readonly (R | Uint8Array)[], readonly (G | Uint8Array)[]>;
export function list<R, G>(item: Field<R, G>, o?: ListOptions): Field<readonly R[], readonly G[]>;
export function list(item: Field<any, any>, { rest = false, ...o }: ListOptions & { readonly rest?: boolean } = {}): Field<any, any> {
  wantField('list', 'its item', item);
  wantOptions('list', o, 'rest');
  const part = partOf(item),
    { kind } = part;
  const label = item.kind.label;
  return field(
    {
      ...itemsKind({
        rest,
        name: () => label,
        end: (b, at, limit, place) => kind.end(b, at, limit, place),
        reader: (b, _end, place) => (from, to) => kind.read(b, from, to, place),
        write: (w, v, place) => kind.write(w, v, place),
        within: placeInside,
        names: (seen) => namesOf(item, seen),
        gatherer: (search, b, _end, place) => (from, to) => gatherPart(search, part, b, from, to, place),
      }),
      label: `list of ${label}`,
      toEnd: () => leastOf(item.kind),
      ...itemsOf(item.kind),
      holds: { list: rest ? orOctets({ field: item }) : { field: item } },
      list: true,
      initial: [],
      random: (r) => Array.from({ length: r.below(4) }, () => item.kind.random?.(r)),
    },
    o,
  );
}

/** The fewest octets that an item has; undefined where its layer is not made yet. */
const leastOf = (kind: Kind): number | undefined =>
  kind.form === 'variable' ? (kind.least === undefined ? 1 : kind.least()) : kind.form === 'fixed' ? kind.octets : Math.ceil(kind.bits / 8);

/** What a list says of its items, as one alone says it of itself. */
function itemsOf({ value, format }: Kind): Pick<KindCommon, 'value' | 'format'> {
  return {
    ...(value !== undefined && { value }),
    ...(format !== undefined && {
      format: (v: unknown) =>
        `[${listOf(v)
          .map((x) => (x instanceof Uint8Array ? pythonBytes(x) : format(x)))
          .join(', ')}]`,
    }),
  };
}

/** What makes one item of a list. */
interface ItemForm {
  readonly rest: boolean;
  /** Where the item at `at` ends; not behind `at`, or behind `limit`, when there is none. */
  readonly end: (b: Uint8Array, at: number, limit: number, place: FieldPlace) => number;
  /** Reads the items of one list, which ends at `end`. */
  readonly reader: (b: Uint8Array, end: number, place: FieldPlace) => (from: number, to: number) => unknown;
  readonly write: (w: OctetWriter, v: unknown, place: FieldPlace) => void;
  readonly name: () => string;
  /** The place of the items, by the list's. */
  readonly within: (place: FieldPlace) => FieldPlace;
  readonly names: Inside['names'];
  /** Looks into the items of one list, which ends at `end`. */
  readonly gatherer: (search: Search, b: Uint8Array, end: number, place: FieldPlace) => (from: number, to: number) => void;
}

/** A list's kind: items one behind another, up to the first that is not all there. */
function itemsKind(form: ItemForm): VariableKind {
  const walk = (b: Uint8Array, at: number, limit: number, place: FieldPlace, visit?: (from: number, to: number) => void): number => {
    place.found = 0;
    const inner = form.within(place);
    const last = place.size === undefined ? limit : Math.min(at + Math.max(place.size, 0), limit);
    const most = Math.min(place.count ?? MAX_ITEMS, MAX_ITEMS);
    let q = at;
    for (let i = 0; i < most && q < last; i++) {
      const end = form.end(b, q, last, inner);
      if (end <= q || end > last) break;
      visit?.(q, end);
      q = end;
      place.found++;
    }
    return q;
  };
  return {
    form: 'variable',
    nothing: true,
    rest: form.rest,
    end: (b, at, limit, place) => {
      if (place.size !== undefined) return Math.min(at + Math.max(place.size, 0), limit);
      // One that nothing counts or measures goes on to the layer's end, and has what is no item as well.
      return form.rest && place.count === undefined ? limit : walk(b, at, limit, place);
    },
    read: (b, at, end, place) => {
      const items: unknown[] = [];
      const read = form.reader(b, end, form.within(place));
      const q = walk(b, at, end, place, (from, to) => items.push(read(from, to)));
      // Items may be octets, too: then an empty rest says that the last one is one.
      if (form.rest && (q < end || items.at(-1) instanceof Uint8Array)) items.push(b.subarray(q, end));
      return items;
    },
    write: (w, v, place) => {
      const items = listOf(v);
      const inner = movingPlace(w, form.within(place));
      items.forEach((x, i) => {
        if (form.rest && i === items.length - 1 && x instanceof Uint8Array) w.octets(x);
        else form.write(w, x, inner());
      });
    },
    items: (b, at, end, place) => {
      const found: { name: string; start: number; end: number }[] = [];
      walk(b, at, end, place, (from, to) => found.push({ name: form.name(), start: from, end: to }));
      return found;
    },
    inside: {
      names: form.names,
      gather: (search, b, at, end, place) => void walk(b, at, end, place, form.gatherer(search, b, end, form.within(place))),
    },
  };
}

export function listOf(v: unknown): readonly unknown[] {
  if (v === undefined) return [];
  if (Array.isArray(v)) return v;
  return [v];
}

/** What a record inside a layer may be given as: a crafted one, its values, or one that was read. */
export type GivenRecord<L> = Crafted<string> | GivenOf<L> | Readonly<ViewOf<L>>;

type RecordRead<L> = Readonly<ViewOf<L>>;

/**
 * Records: whole layers one after another, as many as another field counts. Reading stops at the first incomplete one. `rest`: as in a
 * list.
 */
export function records<L extends Layer<any, any, any>>(
  layer: () => L,
  o: WithRest,
): Field<readonly (RecordRead<L> | Uint8Array)[], GivenRecord<L> | readonly (GivenRecord<L> | Uint8Array)[]>;
export function records<L extends Layer<any, any, any>>(
  layer: () => L,
  o?: ListOptions,
): Field<readonly RecordRead<L>[], GivenRecord<L> | readonly GivenRecord<L>[]>;
export function records(give: () => AnyLayer, { rest = false, ...o }: ListOptions & { readonly rest?: boolean } = {}): Field<any, any> {
  const layer = askedOnce('records', give);
  wantOptions('records', o, 'rest');
  const reader = (b: Uint8Array, end: number, place: FieldPlace): ((from: number, to: number) => View) => {
    const { origin } = place;
    const depth = depthIn(place);
    const l = layer();
    // Its own length bounds what it reads.
    if (boundSlot(l) !== undefined) return (from, to) => readRecord(l, b, from, to, origin, depth);
    // All others share one region: a list of a thousand records is a thousand views, no more.
    const region = new Region(b, end, origin, depth);
    return (from) => l.make(region, from, 0);
  };
  const kind = itemsKind({
    rest,
    name: () => layer().layerName,
    end: (b, at, limit, place) => recordEnd(layer(), b, at, limit, place.origin, depthIn(place)),
    reader,
    write: (w, v, place) => writeRecord(w, layer(), v, place.origin - w.start),
    within: (place) => place,
    names: (seen) => namesOfRecord(layer(), seen),
    gatherer: (search, b, end, place) => {
      const read = reader(b, end, place);
      return (from, to) => gatherRecord(search, read(from, to));
    },
  });
  const holds = { list: rest ? orOctets({ record: layer }) : { record: layer } };
  const toEnd = (): number | undefined => leastKnown(layer());
  return field({ ...kind, toEnd, label: 'list of layers', value: 'record', holds, list: true, initial: [] }, o);
}

/** One record in place: a structure inside a structure. */
export function record<L extends Layer<any, any, any>>(
  give: () => L,
  o: Omit<FieldOptions, 'names'> = {},
): Field<Readonly<ViewOf<L>>, GivenRecord<L>> {
  const layer = askedOnce('record', give);
  // In a header that was cut there may be less of it.
  const read = (b: Uint8Array, at: number, end: number, place: FieldPlace): View | undefined => {
    const { origin } = place;
    const depth = depthIn(place);
    return recordEnd(layer(), b, at, end, origin, depth) === end ? readRecord(layer(), b, at, end, origin, depth) : undefined;
  };
  return field(
    {
      form: 'variable',
      label: 'layer',
      value: 'record',
      least: () => leastKnown(layer()),
      holds: { record: layer },
      initial: {},
      end: (b, at, limit, place) => {
        const end = recordEnd(layer(), b, at, limit, place.origin, depthIn(place));
        // One that is not all there takes its layer or option with it, which then keeps the octets as they are.
        return end < 0 ? limit + 1 : end;
      },
      read,
      write: (w, v, place) => writeRecord(w, layer(), v, place.origin - w.start),
      inside: {
        names: (seen) => namesOfRecord(layer(), seen),
        gather: (search, b, at, end, place) => {
          const view = read(b, at, end, place);
          if (view !== undefined) gatherRecord(search, view);
        },
      },
    },
    o,
  );
}
