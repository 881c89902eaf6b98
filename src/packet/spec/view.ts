/** What stands behind the views that `p.get(TCP)` gives: a place in some octets, and getters generated from the spec. */
import type { FieldPlace, VariableKind } from './field.ts';
import type { Slot } from './slot.ts';
import type { AnyLayer, Octets, View } from './spec.ts';

/** Places of a layer's variable fields, as far as they were asked for. */
interface Cuts {
  /** Start and end of the first, of the second, … */
  readonly at: number[];
  /** They are being found. */
  busy: boolean;
  /** All fields so far whose size is known have their octets. */
  whole: boolean;
  /** The variable fields that end behind what is there; undefined where somebody else has found the places. */
  over: number[] | undefined;
  /** How many items they have, where that is known. */
  found: (number | undefined)[] | undefined;
}

/** What all generated view classes inherit; their constructors set the fields. `$` names are the engine's. */
export abstract class LayerView implements View {
  // Declared, not defined: a class field would be set to undefined first, for each view.
  declare $p: Octets;
  declare $o: number;
  declare $i: number;
  /** The variable fields' places, once asked for. */
  declare $cuts: Cuts | undefined;

  abstract get $layer(): AnyLayer;

  /** First octet of the layer now. */
  $start(): number {
    return this.$p.g === 0 ? this.$o : this.$p.locate(this.$i);
  }

  /** Starts and ends of the variable fields: [start 0, end 0, start 1, …]. */
  $layout(): readonly number[] {
    return this.$cut(this.$layer.layout.variables.length - 1);
  }

  /** Whether all variable fields of a known size have the octets that they need. */
  $whole(): boolean {
    this.$layout();
    return this.$cuts?.whole ?? true;
  }

  /** How many items variable field `k` has, where finding its end told. */
  $found(k: number): number | undefined {
    return this.$cuts?.found?.[k];
  }

  /** The same, at least up to variable field `k`: those behind it (the answers behind a question) may cost more to find. */
  $cut(k: number): readonly number[] {
    let cuts = this.$cuts;
    // While they are being found, a conditional field may ask for those before it: they are there.
    if (cuts !== undefined && (cuts.busy || (this.$p.g === 0 && cuts.at.length > 2 * k))) return cuts.at;
    if (cuts === undefined || this.$p.g !== 0) this.$cuts = cuts = { at: [], busy: false, whole: true, over: [], found: undefined };
    cuts.busy = true;
    cutVariables(this, cuts, k);
    cuts.busy = false;
    return cuts.at;
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
    this.$cuts = { at, busy: false, whole: true, over: undefined, found: undefined };
    return this;
  }

  /** The last octet that the header's fields may use. A header that is being written does not know yet. */
  $limit(start: number): number {
    const { $p: p } = this;
    return p.open === true ? p.limit(this.$i) : headerLimit(this.$layer, p.b, start, p.limit(this.$i));
  }

  /** Where the header's octets begin that are no whole field; -1 for none. Asked once the fields before are found. */
  $restFrom(): number {
    const { $cuts: cuts } = this;
    return cuts === undefined ? -1 : firstCut(this, cuts);
  }

  /** Where variable field `slot` stands, for the functions of its kind. `start`: first octet of the layer. */
  abstract $place(slot: Slot, start: number): FieldPlace;
}

/** The last octet that the header's fields may use: what its own length says, within what is there. */
export function headerLimit(layer: AnyLayer, b: Uint8Array, o: number, end: number): number {
  return layer.layout.header === 'measured' ? layer.code.headerEnd(b, o, end) : end;
}

/** Where the octets begin that are no whole field: the first one's that is not all there, or what is behind all; -1 for none. */
function firstCut(view: LayerView, cuts: Cuts): number {
  const { $p: p, $layer: layer } = view;
  const o = view.$start(),
    limit = view.$limit(o);
  const { at } = cuts;
  let anchor = o;
  for (const slot of layer.layout.slots) {
    if (slot === layer.layout.rest) break;
    if (slot.variable < 0) {
      if (anchor * 8 + slot.bit + slot.bits > limit * 8) return Math.min(anchor + (slot.bit >> 3), limit);
      continue;
    }
    const start = at[2 * slot.variable] as number;
    anchor = at[2 * slot.variable + 1] as number;
    // Some kinds keep what is left of them as octets.
    // Not asked again: of records inside records each would be found twice as often as the one around it.
    const isOver = cuts.over?.includes(slot.variable) ?? endOf(slot.kind as VariableKind, p.b, start, limit, view.$place(slot, o)) > limit;
    const isCut = anchor === limit && isOver;
    if (isCut && (view as unknown as Record<string, unknown>)[slot.name] === undefined) return start;
  }
  // Octets behind all fields.
  const end = anchor + layer.layout.behind;
  return end < limit ? end : -1;
}

/** Finds the variable fields up to number `k`, each within what the header may use. */
function cutVariables(view: LayerView, cuts: Cuts, k: number): void {
  const { $p: p, $layer: layer } = view;
  const o = view.$start(),
    limit = view.$limit(o);
  const { at } = cuts,
    { variables } = layer.layout;
  let anchor = at.length === 0 ? o : (at[at.length - 1] as number);
  for (let i = at.length >> 1; i <= k; i++) {
    const slot = variables[i] as Slot;
    const kind = slot.kind as VariableKind;
    const start = Math.min(anchor + slot.bit / 8, limit);
    // Fields of fixed size before it that are not all there.
    if (anchor + slot.bit / 8 > limit) cuts.whole = false;
    // An earlier conditional field may decide about this one: what is found so far is readable.
    const place = view.$place(slot, o);
    const end = endOf(kind, p.b, start, limit, place);
    if (place.found !== undefined) (cuts.found ??= [])[i] = place.found;
    if (end > limit) {
      cuts.whole = false;
      cuts.over?.push(i);
    }
    anchor = end < start ? start : end > limit ? limit : end;
    at.push(start, anchor);
  }
}

/** Where a variable field ends, whatever its functions do (asked.ts): one that cannot tell is not all there. */
function endOf(kind: VariableKind, b: Uint8Array, start: number, limit: number, place: FieldPlace): number {
  try {
    if (kind.present !== undefined && !kind.present(place)) return start;
  } catch {
    return start;
  }
  try {
    const end = kind.end(b, start, limit, place);
    return Number.isNaN(end) ? limit + 1 : end;
  } catch {
    return limit + 1;
  }
}

/** A record inside a layer (a DNS resource record, an option): octets that stay as they were when it was read. */
export class Region implements Octets {
  readonly g = 0;
  readonly b: Uint8Array;
  readonly end: number;
  readonly depth: number;
  readonly #origin: number;

  constructor(b: Uint8Array, end: number, origin: number, depth = 1) {
    this.b = b;
    this.end = end;
    this.depth = depth;
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
    throw new TypeError('a record read from a list is a copy; to change it, set the list');
  }
}

/** Whether a value is a view: of a layer, or of a record inside one. */
export const isView = (x: unknown): x is View => x instanceof LayerView;
