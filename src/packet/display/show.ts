/** All fields of a packet, a line each, as scapy prints them: `show()`, `show2()`, and the one-line `repr()`. */
import { isVerbatim } from '../laid/decompose.ts';
import { listOf } from '../fields/lists.ts';
import { isView } from '../spec/view.ts';
import { type View, type AnyLayer, auto } from '../spec/spec.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import type { Slot } from '../spec/slot.ts';
import type { Laid } from '../laid/laid.ts';
import { isEmptyLeftover, presentFields, recordsIn, valueText } from './value-text.ts';

/** Spaces that each layer stands further in. */
const INDENT = 3;
/** A field's name is filled to so many letters. */
const NAME = 10;

/**
 * Whether a field is still to be computed, and so shown as None. Numbers that name the next layer, and counts, are known
 * as soon as the layers are.
 */
const isOpen = (slot: Slot, mask: number): boolean =>
  slot.computed >= 0 && (mask & (1 << slot.computed)) !== 0 && slot.options.selects === undefined && slot.options.counts === undefined;

/**
 * The text of scapy's `show(dump=True)`. A crafted packet's lengths and checksums that nobody gave are `None`, since they
 * are computed when its octets are asked for; with `built` they are shown as they come out. A dissected packet has all.
 */
export function showText(p: Laid, built = false): string {
  p.bytes;
  const masks = built || !p.isCrafted ? [] : p.autos();
  const parts = built ? [] : p.craftedParts();
  return p
    .layers()
    .map((layer, i) => layerText(layer, p.view(i), masks[i] ?? 0, '', ' '.repeat(INDENT * i), givenOf(parts[i])))
    .join('');
}

const givenOf = (part: unknown): Readonly<Record<string, unknown>> => (part instanceof CraftedLayer ? part.given : {});

/** Options that were given are shown as they were: what fills them up to whole words is there only when they are built. */
const asGiven = (slot: Slot, value: unknown, given: unknown): unknown =>
  slot.kind.value === 'options' && Array.isArray(given) ? given.map((x) => (Array.isArray(x) ? x : [x])) : value;

/** What a record in a list was given as; undefined for one that has all its values. */
const recordGiven = (x: unknown): Readonly<Record<string, unknown>> | undefined =>
  x instanceof CraftedLayer ? x.given : typeof x === 'object' && x !== null && !isView(x) ? (x as Record<string, unknown>) : undefined;

const maskOf = (layer: AnyLayer, given: Readonly<Record<string, unknown>>): number =>
  layer.layout.computed.reduce((mask, s) => (given[s.name] === undefined || given[s.name] === auto ? mask | (1 << s.computed) : mask), 0);

function layerText(
  layer: AnyLayer,
  view: View,
  mask: number,
  bar: string,
  indent: string,
  given: Readonly<Record<string, unknown>>,
): string {
  // scapy moves a layer's fields, not its title.
  let out = `${bar}###[ ${layer.title} ]### \n`;
  const margin = `${bar}${indent}`;
  for (const { slot, value } of presentFields(view)) {
    const records = recordsIn(slot, value);
    if (records !== undefined) {
      out += `${margin}  \\${slot.name.padEnd(NAME)}\\\n`;
      const own = listOf(given[slot.name]);
      records.forEach((r, i) => {
        const inner = recordGiven(own[i]);
        out += layerText(r.$layer, r, inner === undefined ? 0 : maskOf(r.$layer, inner), `${margin}   |`, '', inner ?? {});
      });
      continue;
    }
    if (isEmptyLeftover(layer, slot, value)) continue;
    const text = isOpen(slot, mask) ? 'None' : valueText(slot, asGiven(slot, value, given[slot.name]), view);
    out += `${margin}  ${slot.name.padEnd(NAME)}= ${text.replaceAll('\n', `\n${' '.repeat(margin.length + slot.name.length + 4)}`)}\n`;
  }
  return out;
}

/** One line with what was given, or, for a dissected packet, with all fields: `<IP  dst=192.0.2.1 |<TCP  dport=http |>>`. */
export function reprText(p: Laid): string {
  p.bytes;
  const parts = p.craftedParts();
  return p.layers().reduceRight((inner, _layer, i) => {
    const part = parts[i];
    const given = part instanceof CraftedLayer && !isVerbatim(part) ? part.given : undefined;
    return viewRepr(p.view(i), given, inner, (slot) => p.shape.selected(i, slot.index) >= 0);
  }, '');
}

const isGiven = (given: Readonly<Record<string, unknown>>, name: string): boolean => given[name] !== undefined && given[name] !== auto;

/** One layer with all its fields: `<IP  version=4 … |>`. */
export const viewText = (view: View): string => viewRepr(view, undefined);

/** `given`: only these fields are shown, and what `chosen` says; all of them when it is undefined. */
function viewRepr(
  view: View,
  given: Readonly<Record<string, unknown>> | undefined,
  inner = '',
  chosen: (slot: Slot) => boolean = () => false,
): string {
  let fields = '';
  for (const { slot, value } of presentFields(view)) {
    if (given !== undefined && !isGiven(given, slot.name) && !chosen(slot)) continue;
    // As in scapy, an empty list is not worth its name.
    if ((Array.isArray(value) && value.length === 0) || isEmptyLeftover(view.$layer, slot, value)) continue;
    const records = recordsIn(slot, value)?.map((r, i) => viewRepr(r, recordGiven(listOf(given?.[slot.name])[i])));
    const own = records === undefined ? valueText(slot, asGiven(slot, value, given?.[slot.name]), view) : records.join(', ');
    fields += ` ${slot.name}=${records !== undefined && Array.isArray(value) ? `[${own}]` : own}`;
  }
  return `<${view.$layer.layerName} ${fields} |${inner}>`;
}
