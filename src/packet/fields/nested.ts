/**
 * Records: whole layers inside a field of another one. They are read strictly (one whose own numbers say more than there is, is
 * none), and written as layers are: what was not given is computed.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { asked } from '../spec/asked.ts';
import type { Around, LayerContext } from '../spec/context.ts';
import { isCrafted } from '../spec/crafted.ts';
import type { FieldPlace, VariableKind } from '../spec/field.ts';
import type { Layout, Slot } from '../spec/slot.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import type { AnyLayer, View } from '../spec/spec.ts';
import { Region, isView } from '../spec/view.ts';
import { isField, refuseMaker, shown } from '../spec/wants.ts';

/**
 * The layer that a record's function gives, asked once: one that makes a layer each time would make one a record. What it throws is not
 * remembered, for the layer may be declared further down.
 */
export function askedOnce(maker: string, give: () => AnyLayer): () => AnyLayer {
  if (typeof give !== 'function' || 'layerName' in give) refuseMaker(maker, `give a function that gives the layer: ${maker}(() => LAYER)`);
  let known: AnyLayer | undefined;
  const take = (layer: unknown): AnyLayer => {
    if (typeof layer !== 'function' || !('layerName' in layer))
      refuseMaker(maker, `its function gives ${isField(layer) ? 'a field' : shown(layer)}; let it give a layer`);
    known = layer as AnyLayer;
    return known;
  };
  // What is wrong is told where it stands; nothing yet is a layer that is declared further down.
  const early = asked(give as () => unknown, undefined);
  if (early !== undefined) take(early);
  return () => known ?? take(give());
}

/** The fewest octets of a record whose layer is made already; undefined for others: asking it makes nothing. */
export const leastKnown = (layer: AnyLayer): number | undefined => (layer as { readonly $layout?: Layout }).$layout?.minimum;

/** Records inside records are read so far; what is deeper is octets. Who sends them chooses how deep they are. */
const MAX_DEPTH = 32;

/** How deep a record is that stands in a field there. */
export const depthIn = ({ self }: FieldPlace): number => ((self as Partial<View>).$p?.depth ?? 0) + 1;

/** Reads one record of `layer` at `at`; `end` is where it ends. */
export function readRecord(layer: AnyLayer, b: Uint8Array, at: number, end: number, origin: number, depth = 1): View {
  return layer.make(new Region(b, end, origin, depth), at, 0);
}

/** The field that says how long the whole record is: a record is its header, and has no payload. */
export function boundSlot({ layout }: AnyLayer): Slot | undefined {
  const s = layout.headerSlot ?? layout.extentSlot;
  return s === undefined || s.anchor > 0 || s.step !== undefined || s.options.measures === 'payload' ? undefined : s;
}

/** Where a record says that it ends, undefined where it says nothing. */
function claimedEnd(layer: AnyLayer, b: Uint8Array, at: number): number | undefined {
  const s = boundSlot(layer);
  if (s === undefined) return undefined;
  const { unit = 1, bias = 0, zeroIsOpen } = s.options;
  const value = layer.code.load(s, b, at);
  return value === 0 && zeroIsOpen ? undefined : at + (value + bias) * unit;
}

/** Where a record of `layer` that starts at `at` ends; -1 when it is not all there, or is not what its own numbers say. */
export function recordEnd(layer: AnyLayer, b: Uint8Array, at: number, limit: number, origin: number, depth = 1): number {
  const { layout } = layer;
  if (limit - at < layout.minimum || depth > MAX_DEPTH) return -1;
  const claimed = claimedEnd(layer, b, at);
  if (claimed !== undefined && claimed > limit) return -1;
  const end = layout.variables.length === 0 ? at + layout.minimum : fieldsEnd(layer, b, at, claimed ?? limit, origin, depth);
  // Octets behind its fields that are its own by its length would be lost.
  return claimed !== undefined && end !== claimed ? -1 : end;
}

/** Where the fields end; -1 when one of them is not all there. */
function fieldsEnd(layer: AnyLayer, b: Uint8Array, at: number, limit: number, origin: number, depth: number): number {
  const { layout } = layer;
  const view = layer.make(new Region(b, limit, origin, depth), at, 0);
  const cuts = view.$layout();
  const end = (cuts.at(-1) ?? at) + layout.tail;
  if (end > limit || !view.$whole()) return -1;
  for (const slot of layout.variables) if (describes(view, slot, b, at) === 'too much') return -1;
  return end;
}

/** What the numbers that measure and count a field say of it. */
function describes(view: View, slot: Slot, b: Uint8Array, at: number): 'right' | 'too much' | 'otherwise' {
  if (slot.measuredBy === undefined && slot.countedBy === undefined) return 'right';
  const kind = slot.kind as VariableKind;
  const place = view.$place(slot, at);
  const cuts = view.$layout();
  const from = cuts[2 * slot.variable] ?? 0,
    to = cuts[2 * slot.variable + 1] ?? 0;
  // Where it does not stand they say nothing of it.
  if (kind.present !== undefined && !kind.present(place)) return 'otherwise';
  const items = place.count === undefined ? undefined : (view.$found(slot.variable) ?? kind.items?.(b, from, to, place).length);
  if ((place.size ?? 0) > to - from || (items !== undefined && (place.count as number) > items)) return 'too much';
  return (place.size ?? to - from) === to - from && (items === undefined || place.count === items) ? 'right' : 'otherwise';
}

/**
 * Writes one record. One that was read from another packet, and comes to stand where it stood there, behind the same
 * octets, is copied as it was: its compressed names still point to the right place. The first `known` octets are taken
 * to be the same; of two records read from one packet, the second need not look at the octets before the first again.
 */
export function writeRecord(w: OctetWriter, layer: AnyLayer, given: unknown, origin: number, known = 0): void {
  if (isView(given)) {
    const { b, start, end, from } = recordOctets(given);
    const here = w.q - w.start - origin;
    const { same } = w;
    const compared = same !== undefined && same.b === b && same.from === from && same.origin === origin ? Math.max(known, same.to) : known;
    if (end >= 0 && start - from === here && sameOctets(b, from, w.b, w.start + origin, compared, here)) {
      w.octets(b.subarray(start, end));
      w.same = { b, from, origin, to: end - from };
    } else encode(w, layer, plain(given), origin);
    return;
  }
  if (typeof given !== 'object' || given === null)
    throw new PacketwrightError('ERR_VALUE', `${String(given)} is not a ${layer.layerName}`, { value: given });
  encode(w, layer, isCrafted(given) ? given.given : unspread(layer, given as Record<string, unknown>), origin);
}

/** `{ ...question, qname: 'b.example.' }`: a spread copies what a view is made of, and none of its fields, which are getters. */
function unspread(layer: AnyLayer, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!('$p' in given)) return given;
  const { $p, $o, $i, $cuts: _, ...changed } = given;
  return { ...plain(layer.make($p as View['$p'], $o as number, $i as number)), ...changed };
}

/** Writes a record of its values, and computes what is not given. */
function encode(w: OctetWriter, layer: AnyLayer, given: Readonly<Record<string, unknown>>, origin: number): void {
  const rel = w.q - w.start;
  const mask = layer.code.write(w, given, origin) & layer.layout.finished;
  if (mask === 0) return;
  const start = w.start + rel;
  layer.code.finish(w.b, start, w.q, w.q, mask, new RecordContext(layer, w.b, start, w.q, w.start + origin), 0);
}

/** A record's values; those that are as we would compute them are left to be computed, for a name is longer uncompressed. */
function plain(view: View): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const { b, start, end, from } = recordOctets(view);
  for (const slot of view.$layer.layout.slots) {
    const v = (view as unknown as Record<string, unknown>)[slot.name];
    const isLeft = slot.computed >= 0 && end >= 0 && !choosesAnother(view.$layer, slot) && isRight(view, slot, b, start, end, from);
    if (v !== undefined && !isLeft) out[slot.name] = v;
  }
  return out;
}

/** Whether another field is chosen by this one: it must be known before that is written. */
const choosesAnother = ({ layout }: AnyLayer, { name }: Slot): boolean =>
  layout.variables.some(({ kind }) => kind.form === 'variable' && kind.chooses?.by === name);

function isRight(view: View, slot: Slot, b: Uint8Array, start: number, end: number, origin: number): boolean {
  const layer = view.$layer;
  const targets = layer.layout.variables.filter((t) => t.measuredBy === slot || t.countedBy === slot);
  // A number in more octets than it needs is not as we would write it.
  if (slot.variable >= 0 && typeof (view as unknown as Record<string, unknown>)[slot.name] !== 'number') return false;
  if (targets.length > 0) return targets.every((t) => describes(view, t, b, start) === 'right');
  // What follows a record does not say what it selects.
  if (slot.options.selects !== undefined || slot.anchor > 0 || slot.step !== undefined) return false;
  const copy = b.slice(start, end);
  const around = new RecordContext(layer, copy, 0, copy.length, origin - start);
  try {
    layer.code.finish(copy, 0, copy.length, copy.length, 1 << slot.computed, around, 0);
  } catch {
    // The right value does not fit the field: what stands there is not it.
    return false;
  }
  return layer.code.load(slot, copy, 0) === layer.code.load(slot, b, start);
}

function recordOctets(view: View): { b: Uint8Array; start: number; end: number; from: number } {
  const { b } = view.$p;
  const from = view.$p.origin(view.$i, view.$o);
  return { b, start: view.$o, end: recordEnd(view.$layer, b, view.$o, view.$p.limit(0), from, view.$p.depth), from };
}

function sameOctets(a: Uint8Array, i: number, b: Uint8Array, j: number, from: number, n: number): boolean {
  for (let k = from; k < n; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}

/** What a record's functions see: itself, with nothing below or behind it. */
class RecordContext implements LayerContext, Around {
  readonly depth = 0;
  readonly parent = undefined;
  readonly child = undefined;
  readonly owner = undefined;
  readonly payloadSize = 0;
  readonly wirePayloadSize = 0;
  readonly layer: AnyLayer;
  readonly b: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly #origin: number;

  constructor(layer: AnyLayer, b: Uint8Array, start: number, end: number, origin: number) {
    this.layer = layer;
    this.b = b;
    this.start = start;
    this.end = end;
    this.#origin = origin;
  }

  get headerEnd(): number {
    return this.end;
  }
  get size(): number {
    return this.end - this.start;
  }
  get headerSize(): number {
    return this.size;
  }
  get fields(): Record<string, any> {
    return readRecord(this.layer, this.b, this.start, this.end, this.#origin) as unknown as Record<string, any>;
  }
  below(): undefined {
    return undefined;
  }
  pseudo(): undefined {
    return undefined;
  }
  selected(): number {
    return -1;
  }
  at(): LayerContext {
    return this;
  }
}
