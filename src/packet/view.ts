/** What stands behind the views that `p.get(TCP)` gives: a place in some octets, and getters generated from the spec. */
import type { FieldPlace, VariableKind } from './field.ts';
import type { AnyLayer } from './layer.ts';
import type { Layout, Slot } from './layout.ts';

/** Octets that views read from: a packet's, a record's inside a layer, a builder's. */
export interface Octets {
  readonly b: Uint8Array;
  /** 0: what a view remembers of its place is true, and nothing waits to be computed. */
  readonly g: number;
  /** First octet of layer `i`, after computing what waits to be. */
  locate(i: number): number;
  /** Where the octets of layer `i` end at the latest. */
  limit(i: number): number;
  /** What offsets inside layer `i` (which starts at `o`) count from. */
  origin(i: number, o: number): number;
  /** Sets one field of layer `i`. */
  assign(i: number, slot: Slot, value: unknown): void;
}

/** Places of a layer's variable fields. */
interface Cuts {
  readonly at: number[];
  done: boolean;
  /** All fields of a known size have their octets. */
  whole: boolean;
}

/** Base of all generated view classes. `$` names are the engine's. */
export abstract class LayerView {
  // Declared, not defined: a class field would be set to undefined first, for each view.
  declare $p: Octets;
  declare $o: number;
  declare $i: number;
  /** The variable fields' places, once asked for. */
  declare $cuts: Cuts | undefined;

  constructor(p: Octets, o: number, i: number) {
    this.$p = p;
    this.$o = o;
    this.$i = i;
    this.$cuts = undefined;
  }

  abstract get $layer(): AnyLayer;

  /** First octet of the layer now. */
  $start(): number {
    return this.$p.g === 0 ? this.$o : this.$p.locate(this.$i);
  }

  /** Starts and ends of the variable fields: [start 0, end 0, start 1, …]. */
  $layout(): readonly number[] {
    return this.#cut().at;
  }

  /** Whether all variable fields of a known size have the octets that they need. */
  $whole(): boolean {
    return this.#cut().whole;
  }

  #cut(): Cuts {
    const known = this.$cuts;
    // While it is being cut, a conditional field may ask for those before it: they are there.
    if (known !== undefined && (this.$p.g === 0 || !known.done)) return known;
    const cuts: Cuts = { at: [], done: false, whole: true };
    this.$cuts = cuts;
    const o = this.$start();
    const { layout } = this.$layer;
    cuts.whole = cutVariables(layout, this, o, headerLimit(this.$layer, this.$p.b, o, this.$p.limit(this.$i)), cuts.at);
    cuts.done = true;
    return cuts;
  }

  /** The same view class put on another place: for loops inside the engine that must not allocate. */
  $move(p: Octets, o: number, i: number): this {
    this.$p = p;
    this.$o = o;
    this.$i = i;
    this.$cuts = undefined;
    return this;
  }

  /** Takes over the places of the variable fields from a walker that has found them. */
  $hand(at: number[]): this {
    this.$cuts = { at, done: true, whole: true };
    return this;
  }

  $place(slot: Slot): FieldPlace {
    return placeOf(slot, this, this.$start());
  }
}

export function placeOf(slot: Slot, view: LayerView, start: number): FieldPlace {
  const self = view as unknown as Record<string, number>;
  const m = slot.measuredBy,
    c = slot.countedBy;
  return {
    self,
    start,
    origin: view.$p.origin(view.$i, start),
    size: m === undefined ? undefined : (Number(self[m.name]) + (m.options.bias ?? 0)) * (m.options.unit ?? 1),
    count: c === undefined ? undefined : Number(self[c.name]) + (c.options.bias ?? 0),
  };
}

/** The last octet that the header's fields may use: what its own length says, within what is there. */
export function headerLimit(layer: AnyLayer, b: Uint8Array, o: number, end: number): number {
  return layer.layout.header === 'measured' ? layer.code.headerEnd(b, o, end) : end;
}

/** Walks the variable fields into `cuts`, each within `limit`. Gives whether all of a known size are all there. */
function cutVariables(layout: Layout, view: LayerView, o: number, limit: number, cuts: number[]): boolean {
  let anchor = o,
    whole = true;
  for (const slot of layout.variables) {
    const kind = slot.kind as VariableKind;
    const start = Math.min(anchor + slot.bit / 8, limit);
    // An earlier conditional field may decide about this one: what is cut so far is readable.
    const place = placeOf(slot, view, o);
    const end = kind.present === undefined || kind.present(place) ? kind.end(view.$p.b, start, limit, place) : start;
    if (end > limit) whole = false;
    anchor = end < start ? start : end > limit ? limit : end;
    cuts.push(start, anchor);
  }
  return whole;
}

/** A record inside a layer (a DNS resource record, an option): octets that stay as they were when it was read. */
export class Region implements Octets {
  readonly g = 0;
  readonly b: Uint8Array;
  readonly end: number;
  readonly #origin: number;

  constructor(b: Uint8Array, end: number, origin: number) {
    this.b = b;
    this.end = end;
    this.#origin = origin;
  }

  locate(): number {
    return 0;
  }

  limit(): number {
    return this.end;
  }

  origin(): number {
    return this.#origin;
  }

  assign(): void {
    throw new TypeError('a record read from a list is a copy: set the list');
  }
}
