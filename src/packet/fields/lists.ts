/** Lists: of one kind of field, of whole layers (resource records, options with a structure of their own). */
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Field, type FieldOptions, type FieldPlace, field, type VariableKind } from '../spec/field.ts';
import type { AnyLayer, Crafted, GivenOf, Layer, ViewOf, View } from '../spec/spec.ts';
import { isCrafted } from '../spec/crafted.ts';
import { Region, isView } from '../spec/view.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { asVariable } from './conditional.ts';

/** At most so many items are read of one list: a length of 64 kB in items of no octets would never end. */
const MAX_ITEMS = 65_536;

/** Items of one kind, as many as a sibling counts, or to the end of what a sibling measures, or to the layer's end. */
export function list<R, G>(item: Field<R, G>, o: Omit<FieldOptions, 'names'> = {}): Field<readonly R[], readonly G[]> {
  const kind = asVariable(item.kind, item.options);
  const within = (at: number, limit: number, { size }: FieldPlace): number =>
    size === undefined ? limit : Math.min(at + Math.max(size, 0), limit);
  const walk = (b: Uint8Array, at: number, limit: number, place: FieldPlace, visit: (start: number, end: number) => void): number => {
    const last = within(at, limit, place);
    let q = at;
    for (let i = 0; i < Math.min(place.count ?? MAX_ITEMS, MAX_ITEMS) && q < last; i++) {
      const end = kind.end(b, q, last, { ...place, size: undefined, count: undefined });
      if (end <= q || end > last) break;
      visit(q, end);
      q = end;
    }
    return place.size === undefined ? q : last;
  };
  return field(
    {
      form: 'variable',
      label: `list of ${item.kind.label}`,
      list: true,
      nothing: true,
      initial: [],
      end: (b, at, limit, place) => walk(b, at, limit, place, () => undefined),
      read: (b, at, end, place) => {
        const items: unknown[] = [];
        walk(b, at, end, place, (s, e) => items.push(kind.read(b, s, e, place)));
        return items;
      },
      write: (w, v, place) => {
        for (const x of listOf(v)) kind.write(w, x, place);
      },
      random: (r) => Array.from({ length: r.below(4) }, () => item.kind.random?.(r)),
      items: (b, at, end, place) => {
        const found: { name: string; start: number; end: number }[] = [];
        walk(b, at, end, place, (s, e) => found.push({ name: item.kind.label, start: s, end: e }));
        return found;
      },
    },
    o,
  );
}

export function listOf(v: unknown): readonly unknown[] {
  if (v === undefined) return [];
  if (Array.isArray(v)) return v;
  return [v];
}

/** What a record inside a layer may be given as: a crafted one, its values, or one that was read. */
export type GivenRecord<L> = Crafted<string> | GivenOf<L> | Readonly<ViewOf<L>>;

/** Reads one record of `layer` at `at`; `end` is where it ends. */
export function readRecord(layer: AnyLayer, b: Uint8Array, at: number, end: number, origin: number): View {
  return layer.make(new Region(b, end, origin), at, 0);
}

/** Where a record of `layer` that starts at `at` ends; -1 when it is not all there. */
export function recordEnd(layer: AnyLayer, b: Uint8Array, at: number, limit: number, origin: number): number {
  const { layout } = layer;
  if (limit - at < layout.minimum) return -1;
  if (layout.variables.length === 0) return at + layout.minimum;
  const view = layer.make(new Region(b, limit, origin), at, 0);
  const cuts = view.$layout();
  const end = (cuts.at(-1) ?? at) + layout.tail;
  // A field that a sibling measures and that was cut short: the record is not all there.
  for (const slot of layout.variables) {
    const size = view.$place(slot, at).size;
    if (size !== undefined && size > (cuts[2 * slot.variable + 1] ?? 0) - (cuts[2 * slot.variable] ?? 0)) return -1;
  }
  return end > limit || !view.$whole() ? -1 : end;
}

/**
 * Writes one record. One that was read from another packet, and comes to stand where it stood there, behind the same
 * octets, is copied as it was: its compressed names still point to the right place. The first `known` octets are taken
 * to be the same; gives how many the next record may take so.
 */
export function writeRecord(w: OctetWriter, layer: AnyLayer, given: unknown, origin: number, known = 0): number {
  if (isView(given)) {
    const { b, start, end, from } = recordOctets(given);
    const here = w.q - w.start - origin;
    if (start - from === here && sameOctets(b, from, w.b, w.start + origin, known, here)) {
      w.octets(b.subarray(start, end));
      return end - from;
    }
    layer.code.write(w, plain(given), origin);
    return known;
  }
  if (typeof given !== 'object' || given === null)
    throw new PacketwrightError('ERR_VALUE', `${String(given)} is no ${layer.layerName}`, { value: given });
  layer.code.write(w, isCrafted(given) ? given.given : (given as Record<string, unknown>), origin);
  return known;
}

/** A record's values; lengths and counts of its own fields are left to be computed, for a name is longer uncompressed. */
function plain(view: View): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const { slots, variables } = view.$layer.layout;
  for (const slot of slots) {
    const v = (view as unknown as Record<string, unknown>)[slot.name];
    if (v !== undefined && !variables.some((t) => t.measuredBy === slot || t.countedBy === slot)) out[slot.name] = v;
  }
  return out;
}

function recordOctets(view: View): { b: Uint8Array; start: number; end: number; from: number } {
  const { b } = view.$p;
  const from = view.$p.origin(view.$i, view.$o);
  return { b, start: view.$o, end: recordEnd(view.$layer, b, view.$o, view.$p.limit(0), from), from };
}

function sameOctets(a: Uint8Array, i: number, b: Uint8Array, j: number, from: number, n: number): boolean {
  for (let k = from; k < n; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}

/** Records: whole layers one behind another, as many as a sibling counts. Reading stops at the first that is not all there. */
export function records<L extends Layer<any, any, any>>(
  layer: () => L,
  o: Omit<FieldOptions, 'names'> = {},
): Field<readonly Readonly<ViewOf<L>>[], GivenRecord<L> | readonly GivenRecord<L>[]> {
  const walk = (
    b: Uint8Array,
    at: number,
    limit: number,
    { origin, count, size }: FieldPlace,
    visit: (start: number, end: number) => void,
  ): number => {
    const l = layer();
    const last = size === undefined ? limit : Math.min(at + Math.max(size, 0), limit);
    let q = at;
    for (let i = 0; i < Math.min(count ?? MAX_ITEMS, MAX_ITEMS) && q < last; i++) {
      const end = recordEnd(l, b, q, last, origin);
      if (end <= q) break;
      visit(q, end);
      q = end;
    }
    return size === undefined ? q : last;
  };
  const kind: VariableKind = {
    form: 'variable',
    nothing: true,
    end: (b, at, limit, place) => walk(b, at, limit, place, () => undefined),
    read: (b, at, end, place) => {
      const l = layer();
      const items: View[] = [];
      // All items share one region: a list of a thousand records is a thousand views, no more.
      const region = new Region(b, end, place.origin);
      walk(b, at, end, place, (s) => items.push(l.make(region, s, 0)));
      return items;
    },
    write: (w, v, place) => {
      const origin = place.origin - w.start;
      for (const x of listOf(v)) writeRecord(w, layer(), x, origin);
    },
    items: (b, at, end, place) => {
      const found: { name: string; start: number; end: number }[] = [];
      walk(b, at, end, place, (s, e) => found.push({ name: layer().layerName, start: s, end: e }));
      return found;
    },
  };
  return field({ ...kind, label: 'list of layers', list: true, initial: [] }, o);
}

/** One record in place: a structure inside a structure. */
export function record<L extends Layer<any, any, any>>(
  layer: () => L,
  o: Omit<FieldOptions, 'names'> = {},
): Field<Readonly<ViewOf<L>>, GivenRecord<L>> {
  return field(
    {
      form: 'variable',
      label: 'layer',
      initial: {},
      end: (b, at, limit, { origin }) => {
        const end = recordEnd(layer(), b, at, limit, origin);
        // One that is not all there takes its layer or option with it, which then keeps the octets as they are.
        return end < 0 ? limit + 1 : end;
      },
      read: (b, at, end, { origin }) => readRecord(layer(), b, at, end, origin),
      write: (w, v, place) => writeRecord(w, layer(), v, place.origin - w.start),
    },
    o,
  );
}
