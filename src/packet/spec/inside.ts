/**
 * Wireshark's names of fields inside fields: a name on an item, on an option's value, on a field of a record is a column of the layer
 * around it. Nothing is known of them until somebody asks.
 */
import { asked } from './asked.ts';
import type { LayerContext } from './context.ts';
import type { Described, FieldOptions, FieldPlace, Inside, Kind, Search, VariableKind } from './field.ts';
import type { Slot } from './slot.ts';
import type { AnyLayer, View } from './spec.ts';

/** Records inside records are looked into so far: each costs a walk over its octets, and who sends them chooses how many there are. */
const MAX_DEPTH = 16;

/** Wireshark's names that a field's options give it. */
export const wiresharkNames = ({ wireshark: w }: FieldOptions): readonly string[] =>
  w === undefined ? [] : typeof w === 'string' ? [w] : w;

/** A value that is kept with its octets or with those before it, because we would write others, without them; undefined when it is octets only. */
export function plainOf(value: unknown): unknown {
  const isKept =
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    ('octets' in value || ('padding' in value && 'value' in value));
  return isKept ? (value as { readonly value?: unknown }).value : value;
}

const insideOf = (kind: Kind): Inside | undefined => (kind.form === 'variable' ? kind.inside : undefined);

const known = new WeakMap<Inside, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** Wireshark's names of what stands inside a field, without the field's own. */
export function namesInside(kind: Kind): ReadonlySet<string> {
  const inside = insideOf(kind);
  if (inside === undefined) return NONE;
  let names = known.get(inside);
  // A record whose spec is refused has no names; the layer around it is as good as before.
  if (names === undefined) known.set(inside, (names = asked(() => new Set(inside.names(new Set())), NONE)));
  return names;
}

/** The names of a field and of what is inside it, for an {@link Inside} that the field is part of. */
export function* namesOf({ kind, options }: Described, seen: Set<object>): Iterable<string> {
  yield* wiresharkNames(options);
  yield* insideOf(kind)?.names(seen) ?? [];
}

/** The same of all fields of a record. */
export function* namesOfRecord(layer: AnyLayer, seen: Set<object>): Iterable<string> {
  if (seen.has(layer)) return;
  seen.add(layer);
  yield* Object.keys(layer.spec.columns ?? {});
  for (const slot of layer.layout.slots) yield* namesOf(slot, seen);
}

/** A field inside another one: as it was described, and as it is read. */
export interface Part {
  readonly of: Described;
  readonly kind: VariableKind;
}

/** Whether a field has the name, or something inside it. */
export const isNamed = ({ kind, options }: Described, name: string): boolean =>
  wiresharkNames(options).includes(name) || namesInside(kind).has(name);

/**
 * What the part that stands from `from` to `to` has under the name: itself, and inside. Where there are no octets there is nothing, as in
 * Wireshark.
 */
export function gatherPart(search: Search, { of, kind }: Part, b: Uint8Array, from: number, to: number, place: FieldPlace): void {
  if (from === to) return;
  if (wiresharkNames(of.options).includes(search.name)) {
    const value = plainOf(asked(() => kind.read(b, from, to, place), undefined));
    if (value !== undefined) search.put(value, of);
  }
  if (namesInside(of.kind).has(search.name)) kind.inside?.gather(search, b, from, to, place);
}

const slotsKnown = new WeakMap<AnyLayer, Map<string, readonly Slot[]>>();

/** The fields of a record that have the name, or have it inside. A list may have thousands of records: they are found once. */
function slotsNamed(layer: AnyLayer, name: string): readonly Slot[] {
  let byName = slotsKnown.get(layer);
  if (byName === undefined) slotsKnown.set(layer, (byName = new Map()));
  let slots = byName.get(name);
  if (slots === undefined) byName.set(name, (slots = layer.layout.slots.filter((s) => isNamed(s, name))));
  return slots;
}

/** What a function of a spec gives, as if a field had it: its numbers are decimal, or have the digits of so many bits. */
function computed(hex: number | undefined): Described {
  const kind = { label: 'computed', ...(hex === undefined ? { form: 'variable' } : { form: 'integer', bits: hex }) };
  return { kind: kind as unknown as Kind, options: { hex: hex !== undefined } };
}

/** What a function of the record's spec has under the name; it sees the record and its octets, and nothing around it. False where there is none. */
function gatherColumn(search: Search, record: View): boolean {
  const { columns } = record.$layer.spec;
  const column = columns !== undefined && Object.hasOwn(columns, search.name) ? columns[search.name] : undefined;
  if (column === undefined) return false;
  const { of, hex } = typeof column === 'function' ? { of: column, hex: undefined } : column;
  const there = { b: record.$p.b, start: record.$start(), end: record.$p.limit(record.$i) } as LayerContext;
  const value = asked(() => of(record as never, there), undefined);
  if (value !== undefined) search.put(value, computed(hex));
  return true;
}

/** What a record has under the name: a function of its spec says it, or its fields. */
export function gatherRecord(search: Search, record: View): void {
  if (search.depth >= MAX_DEPTH || gatherColumn(search, record)) return;
  search.depth++;
  for (const slot of slotsNamed(record.$layer, search.name)) {
    if (wiresharkNames(slot.options).includes(search.name) && hasOctets(record, slot)) {
      const value = plainOf(asked(() => (record as unknown as Readonly<Record<string, unknown>>)[slot.name], undefined));
      if (value !== undefined) search.put(value, slot);
    }
    gatherInside(search, record, slot);
  }
  search.depth--;
}

const hasOctets = (view: View, { variable: k }: Slot): boolean => k < 0 || view.$cut(k)[2 * k] !== view.$cut(k)[2 * k + 1];

/** What stands inside one field of a view under the name. */
function gatherInside(search: Search, view: View, slot: Slot): void {
  if (!namesInside(slot.kind).has(search.name) || !hasOctets(view, slot)) return;
  const cuts = view.$cut(slot.variable);
  const from = cuts[2 * slot.variable] as number,
    to = cuts[2 * slot.variable + 1] as number;
  insideOf(slot.kind)?.gather(search, view.$p.b, from, to, view.$place(slot, view.$start()));
}

/** Every value that stands under the name inside a field of a layer, in the octets' order; a list's are several. */
export function forEachInside(view: View, slot: Slot, name: string, put: (value: unknown, of: Described) => void): void {
  asked(() => gatherInside({ name, put, depth: 0 }, view, slot), undefined);
}

/** The values alone. */
export function valuesInside(view: View, slot: Slot, name: string): unknown[] {
  const values: unknown[] = [];
  forEachInside(view, slot, name, (value) => {
    if (Array.isArray(value)) for (const x of value) values.push(x);
    else values.push(value);
  });
  return values;
}
