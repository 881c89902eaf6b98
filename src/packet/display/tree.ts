/** A packet as a tree: every field on a line, with what it means, and on request the octets that it stands in. */
import { printable } from '../../bytes/escape.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import { toHex } from '../../bytes/hex.ts';
import { piecesOf } from '../code/text.ts';
import type { Laid } from '../laid/laid.ts';
import { depthAt, placesIn } from '../laid/position.ts';
import { isView } from '../spec/view.ts';
import { partOf } from '../spec/parts.ts';
import type { Slot } from '../spec/slot.ts';
import type { AnyLayer, View } from '../spec/spec.ts';
import { counted, shortened, shownValue } from './field-words.ts';
import { optionText } from './option-text.ts';
import { layerSummary } from './summary.ts';
import { isEmptyLeftover, presentFields, recordsIn } from './value-text.ts';

/** What a tree shows. */
export interface TreeOptions {
  /** Before each line: where the field's octets begin, in the packet, and the octets. */
  readonly octets?: boolean;
  /** Whether a layer is shown with its fields; of another one there is a line only. Default: every layer. */
  readonly whole?: (layerName: string) => boolean;
}

/** Columns of a level. */
const INDENT = 2;
/** So many octets stand before a line; of longer fields the first ones. */
const OCTETS = 8;
/** Offset, octets and dots: `0000  00 11 22 33 44 55 66 77 …  `. */
const MARGIN = 4 + 2 + 3 * OCTETS + 2;
/** A line's place: the octets that it is about. */
interface Place {
  readonly from: number;
  readonly to: number;
}

/** What stands left of a line. */
type Margin = (place: Place | undefined) => string;

const octetsBefore =
  ({ b, s }: Laid): Margin =>
  (place) => {
    if (place === undefined || place.to <= place.from) return ' '.repeat(MARGIN);
    const { from, to } = place;
    const shown = toHex(b.subarray(from, Math.min(to, from + OCTETS)), ' ') + (to - from > OCTETS ? ' …' : '');
    return `${(from - s).toString(16).padStart(4, '0')}  ${shown}`.padEnd(MARGIN);
  };

class Tree {
  readonly lines: string[] = [];
  readonly #packet: Laid;
  readonly #margin: Margin;

  constructor(packet: Laid, octets: boolean) {
    this.#packet = packet;
    this.#margin = octets ? octetsBefore(packet) : () => '';
  }

  line(columns: number, text: string, place?: Place): void {
    const [first = '', ...rest] = printable(text).split('\n');
    const indent = ' '.repeat(columns);
    this.lines.push(`${this.#margin(place)}${indent}${first}`.trimEnd());
    for (const more of rest) this.lines.push(`${this.#margin(undefined)}${indent}  ${more}`.trimEnd());
  }

  /** The fields of a layer, or of a record in one, so many columns further in. */
  fields(view: View, columns: number): void {
    const places = this.#placesOf(view);
    const present = [...presentFields(view)]
      .filter(({ slot, value }) => !isEmptyLeftover(view.$layer, slot, value))
      .map(({ slot, value }) => ({ slot, value, place: places.get(slot), bits: bitsOf(slot, places.get(slot), this.#packet.b) }));
    const ofBits = Math.max(0, ...present.map(({ bits }) => bits.length)),
      ofName = Math.max(0, ...present.map(({ slot }) => slot.name.length));
    for (const { slot, value, place, bits } of present) {
      const { about } = slot.options;
      const line = (text: string): void =>
        this.line(columns, `${bits.padEnd(ofBits)}${slot.name.padEnd(ofName)}  ${text}${about === undefined ? '' : `  (${about})`}`, place);
      const inner = columns + ofBits + INDENT;
      const records = recordsIn(slot, value);
      if (Array.isArray(value) && value.length === 0) line('none');
      else if (records !== undefined) {
        line(counted(records.length, 'record'));
        for (const record of records) this.#record(record, inner);
      } else if (slot.kind.value === 'options' && Array.isArray(value)) {
        line(counted(value.length, 'option'));
        for (const option of value) this.#option(slot, option, inner);
      } else line(shortened(shownValue(slot, value, view)));
      if (slot.options.parts !== undefined && typeof value === 'number') this.#parts(view.$layer, slot, value, inner);
    }
  }

  /** The parts of a number, each on a line below it. */
  #parts(layer: AnyLayer, slot: Slot, x: number, columns: number): void {
    for (const part of layer.layout.parts.values()) {
      if (part.slot !== slot) continue;
      const value = partOf(part, x),
        name = part.names?.name(value);
      this.line(
        columns,
        `${part.name}  ${name === undefined ? value : `${name} (${value})`}${part.about === undefined ? '' : `  (${part.about})`}`,
      );
    }
  }

  #record(record: View, columns: number): void {
    this.line(columns, record.$layer.title);
    this.fields(record, columns + INDENT);
  }

  /** `[name, value]`, as views give it. */
  #option({ kind }: Slot, option: unknown, columns: number): void {
    const [name, ...values] = Array.isArray(option) ? option : [option];
    const [value] = values;
    const text =
      values.length === 0 || value === undefined || value === null || isView(value) ? '' : `  ${shortened(optionText(kind, name, value))}`;
    this.line(columns, `${String(name)}${text}`);
    if (isView(value)) this.fields(value, columns + INDENT);
  }

  #placesOf(view: View): ReadonlyMap<Slot, Place> {
    const places = new Map<Slot, Place>();
    // A record that was read from other octets (joined parts, a name that a pointer leads to) has no place in these.
    if (view.$p.b !== this.#packet.b) return places;
    for (const { slot, bit, bits } of placesIn(view)) {
      const { from, to } = places.get(slot) ?? { from: bit >> 3, to: 0 };
      places.set(slot, { from: Math.min(from, bit >> 3), to: Math.max(to, (bit + bits + 7) >> 3) });
    }
    return places;
  }
}

/** `0100 ....  `: the bits of a field that has not whole octets, where they stand. */
function bitsOf(slot: Slot, place: Place | undefined, b: Uint8Array): string {
  if (place === undefined || slot.kind.form !== 'integer' || slot.variable >= 0 || (slot.bit % 8 === 0 && slot.bits % 8 === 0)) return '';
  if (place.to - place.from > 2 || place.to > b.length) return '';
  const groups = piecesOf(slot).map(({ octet, mask }) => {
    const value = b[place.from + octet - (slot.bit >> 3)] as number;
    const bits = Array.from({ length: 8 }, (_, i) => ((mask >> (7 - i)) & 1 ? String((value >> (7 - i)) & 1) : '.')).join('');
    return `${bits.slice(0, 4)} ${bits.slice(4)}`;
  });
  return `${groups.join(' ')}  `;
}

/** The text of `packet.tree()`. */
export function treeText(p: Laid, o: TreeOptions = {}): string {
  checkOptions('tree', o, { octets: true, whole: true });
  p.bytes;
  const tree = new Tree(p, o.octets === true);
  const frame = p.frame();
  const issues = p.issues.map((issue) => ({ ...issue, depth: depthAt(p, issue.offset) }));
  p.layers().forEach((layer, depth) => {
    const place = { from: frame.locate(depth), to: frame.headerEnd(depth) };
    const whole = o.whole?.(layer.layerName) ?? true;
    tree.line(0, whole ? layer.title : layerSummary(p, depth), place);
    if (!whole) return;
    tree.fields(p.view(depth), INDENT);
    for (const issue of issues) if (issue.depth === depth && issue.layer === layer.layerName) tree.line(INDENT, `! ${issue.text}`);
  });
  return tree.lines.join('\n');
}
