/** A packet's fields for a figure: a row each, with its value in words and the bits that it stands in. */
import { printableLine } from '../../bytes/escape.ts';
import { cut } from '../../bytes/text.ts';
import { counted, shownValue } from '../../packet/display/field-words.ts';
import { optionText } from '../../packet/display/option-text.ts';
import { isEmptyLeftover, presentFields, recordsIn } from '../../packet/display/value-text.ts';
import type { Laid } from '../../packet/laid/laid.ts';
import { placesIn } from '../../packet/laid/position.ts';
import { asked } from '../../packet/spec/asked.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import type { View } from '../../packet/spec/spec.ts';
import { isView } from '../../packet/spec/view.ts';

/** Bits that follow one another, counted from the packet's start. */
export interface Bits {
  readonly bit: number;
  readonly bits: number;
}

export interface FigureRow {
  /** How far further in than the layer's own fields. */
  readonly level: number;
  readonly name: string;
  readonly value: string;
  /** Where it stands; none when its octets are not in the packet, or it has none. */
  readonly places: readonly Bits[];
  /** What it consists of has rows of its own. */
  readonly isParent: boolean;
}

export interface FigureLayer {
  readonly title: string;
  /** Its first octet. */
  readonly start: number;
  readonly rows: readonly FigureRow[];
}

/** Letters of a value and of a name, records and options of a list, and rows of a layer that are shown. */
const VALUE = 44;
const NAME = 28;
const ITEMS = 40;
const ROWS = 200;

/** The octets of a list behind its last item. */
function restOf({ bit, bits }: Bits, items: readonly Bits[]): Bits[] {
  const last = items.at(-1);
  const from = last === undefined ? bit : last.bit + last.bits;
  return bit + bits > from ? [{ bit: from, bits: bit + bits - from }] : [];
}

class Rows {
  readonly rows: FigureRow[] = [];
  readonly #packet: Laid;
  #left = 0;

  constructor(packet: Laid) {
    this.#packet = packet;
  }

  /** Adds a row; those over the limit are counted. */
  #add(level: number, name: string, value: string, places: readonly Bits[], isParent = false): void {
    if (this.rows.length >= ROWS) this.#left++;
    else this.rows.push({ level, name: cut(printableLine(name), NAME), value: cut(printableLine(value), VALUE), places, isParent });
  }

  finish(): readonly FigureRow[] {
    if (this.#left > 0) this.rows.push({ level: 0, name: '…', value: `${counted(this.#left, 'row')} more`, places: [], isParent: false });
    return this.rows;
  }

  fields(view: View, level: number): void {
    const places = this.#placesOf(view);
    for (const { slot, value } of presentFields(view)) {
      if (isEmptyLeftover(view.$layer, slot, value)) continue;
      const own = (places.get(slot) ?? []).filter(({ bits }) => bits > 0);
      const records = recordsIn(slot, value);
      if (Array.isArray(value) && value.length === 0) this.#add(level, slot.name, 'none', own);
      else if (records !== undefined) this.#records(slot, records, own, level);
      else if (slot.kind.value === 'options' && Array.isArray(value)) this.#options(view, slot, value, own, level);
      else this.#add(level, slot.name, shownValue(slot, value, view), own);
    }
  }

  #records(slot: Slot, records: readonly View[], own: readonly Bits[], level: number): void {
    this.#add(level, slot.name, counted(records.length, 'record'), own, true);
    for (const record of records.slice(0, ITEMS)) {
      this.#add(level + 1, record.$layer.title, '', [], true);
      this.fields(record, level + 2);
    }
    if (records.length > ITEMS) this.#add(level + 1, '…', `${counted(records.length - ITEMS, 'record')} more`, []);
  }

  #options(view: View, slot: Slot, options: readonly unknown[], own: readonly Bits[], level: number): void {
    const found = own.length === 1 ? this.#optionPlaces(view, slot, own[0] as Bits) : [];
    this.#add(level, slot.name, counted(options.length, 'option'), own, true);
    let next = 0;
    options.slice(0, ITEMS).forEach((option, i) => {
      const [name, ...values] = Array.isArray(option) ? option : [option];
      const at = found.findIndex((item, k) => k >= next && item.name === String(name));
      if (at >= 0) next = at + 1;
      // What is no option (filling, damage) stands behind them.
      const isRest = at < 0 && next === found.length && i === options.length - 1 && own.length === 1;
      const places = at >= 0 ? [found[at] as Bits] : isRest ? restOf(own[0] as Bits, found) : [];
      const [value] = values;
      const isRecord = isView(value);
      const words = value === undefined || value === null || isRecord ? '' : optionText(slot.kind, name, value);
      this.#add(level + 1, String(name), words, places, isRecord);
      if (isRecord) this.fields(value, level + 2);
    });
    if (options.length > ITEMS) this.#add(level + 1, '…', `${counted(options.length - ITEMS, 'option')} more`, []);
  }

  #optionPlaces(view: View, slot: Slot, { bit, bits }: Bits): readonly (Bits & { readonly name: string })[] {
    const { kind } = slot;
    const { b, s } = this.#packet;
    if (kind.form !== 'variable' || kind.items === undefined || view.$p.b !== b) return [];
    const from = s + (bit >> 3);
    const items = asked(() => kind.items?.(b, from, from + (bits >> 3), view.$place(slot, view.$start())), undefined) ?? [];
    return items.map(({ name, start, end }) => ({ name, bit: (start - s) * 8, bits: (end - start) * 8 }));
  }

  #placesOf(view: View): ReadonlyMap<Slot, Bits[]> {
    const places = new Map<Slot, Bits[]>();
    const { b, s, e } = this.#packet;
    // A record that was read from other octets (joined parts, a name that a pointer leads to) has no place in these.
    if (view.$p.b !== b) return places;
    for (const { slot, bit, bits } of placesIn(view)) {
      if (bit < s * 8 || bit + bits > e * 8) continue;
      const list = places.get(slot);
      if (list === undefined) places.set(slot, [{ bit: bit - s * 8, bits }]);
      else list.push({ bit: bit - s * 8, bits });
    }
    return places;
  }
}

/** The layers from the outermost in. */
export function packetRows(p: Laid): FigureLayer[] {
  p.bytes;
  const frame = p.frame();
  return p.layers().map((layer, depth) => {
    const rows = new Rows(p);
    rows.fields(p.view(depth), 0);
    return { title: layer.title, start: frame.locate(depth) - p.s, rows: rows.finish() };
  });
}
