/** What there is: `ls()` lists layers, `ls(TCP)` a layer's fields, `ls(packet)` its fields with their values. */
import { valueText } from './display/value-text.ts';
import type { AnyLayer, Crafted, View } from './spec/spec.ts';
import { isCrafted } from './spec/crafted.ts';
import { namesInside, wiresharkNames } from './spec/inside.ts';
import type { Slot, Test } from './spec/slot.ts';
import type { Packet } from './laid/packet.ts';
import type { Laid } from './laid/laid.ts';
import type { Registry } from './chain/registry.ts';

/** What ls() takes: nothing, a layer, a part of a layer's name, a packet. */
export type Listed = AnyLayer | Crafted<string> | Packet<string> | string | RegExp;

/** The `ls` of a registry. It gives text; the shell prints it. */
export function lsFunction(registry: Registry): (what?: Listed) => string {
  return (what) => {
    if (what === undefined || typeof what === 'string' || what instanceof RegExp) return lsLayers(registry, what);
    if (isCrafted(what)) return lsLayer(what.layer, (slot) => (slot.name in what.given ? String(what.given[slot.name]) : ''));
    return typeof what === 'function' ? lsLayer(what) : lsPacket(what as unknown as Laid);
  };
}

/** All layers by name, or those whose name or title the text is found in: `DHCP       : DHCP options`. */
export function lsLayers(registry: Registry, which?: string | RegExp): string {
  const pattern = typeof which === 'string' ? new RegExp(which.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i') : which;
  const layers = new Map([...registry.layers.values()].map((l) => [l.layerName, l]));
  const found = [...layers.values()].filter((l) => pattern === undefined || pattern.test(l.layerName) || pattern.test(l.title));
  // The best match first: where the text comes earliest in the name, then the shortest name.
  const place = (l: AnyLayer): number => (pattern === undefined ? 0 : (l.layerName.search(pattern) + 1_000_000) % 1_000_000);
  found.sort(
    (a, b) =>
      place(a) - place(b) || (pattern === undefined ? 0 : a.layerName.length - b.layerName.length) || (a.layerName < b.layerName ? -1 : 1),
  );
  return found.map((l) => `${l.layerName.padEnd(10)} : ${l.spec.about ?? l.title}`).join('\n');
}

/** A line a field: name, kind, value where there is one, default, Wireshark's name, what it is. */
export function lsLayer(layer: AnyLayer, textOf?: (slot: Slot) => string): string {
  const fields = layer.layout.slots.map((slot) => {
    const value = textOf === undefined ? '' : `${textOf(slot).padEnd(15)} `;
    const words = [wiresharkText(slot), slot.options.about ?? '', whenText(slot)].filter((text, i) => i === 0 || text !== '');
    return `${slot.name.padEnd(10)} : ${kindText(slot).padEnd(35)} = ${value}${`(${defaultText(slot)})`.padEnd(16)} ${words.join('  ')}`.trimEnd();
  });
  return [...fields, ...aroundText(layer)].join('\n');
}

/** What stands behind a layer's end, and what it has to do with other packets. */
function aroundText({ spec }: AnyLayer): string[] {
  return [
    spec.repeats === undefined ? '' : `${'(after it)'.padEnd(12)} another message of this kind, as long as octets are left`,
    spec.filling === undefined
      ? ''
      : `${'(after it)'.padEnd(12)} ${spec.filling.layer().layerName}, up to a multiple of ${spec.filling.to} octets, before the next message`,
    spec.trailer === undefined
      ? ''
      : `${'(after it)'.padEnd(12)} ${spec.trailer.layer().layerName}${spec.trailer.present === undefined ? '' : ', where it says so'}`,
    spec.learns === undefined ? '' : `${'(session)'.padEnd(12)} what it says is used to read later packets`,
    spec.needs === undefined ? '' : `${'(session)'.padEnd(12)} what earlier packets said is used to read it`,
  ].filter((line) => line !== '');
}

/** When a field is there, where its spec declares it: `[when type is 13 or 14]`. */
function whenText(slot: Slot): string {
  const places = [slot, ...slot.others].map(({ when }) => when);
  if (places.some((tests) => tests === undefined || tests.length === 0)) return '';
  const texts = places.map((tests) => (tests ?? []).map(testText).join(' and '));
  return `[when ${[...new Set(texts)].join(', or ')}]`;
}

function testText({ slot: { name, options, bits, step }, mask, values, not }: Test): string {
  const named = (n: number): string => options.names?.name(n) ?? String(n);
  if (mask !== undefined) return `${name} has ${named(mask)}`;
  // Not 0: a flag is set, a number is there.
  if (values.length === 1 && values[0] === 0) return not ? ((step?.bits ?? bits) === 1 ? name : `${name} is not 0`) : `${name} is 0`;
  return not && values.length > MOST_VALUES
    ? `${name} is something else`
    : `${name} is ${not ? 'none of ' : ''}${orList(values.map(named))}`;
}

/** So many values are listed. */
const MOST_VALUES = 5;

function orList(words: readonly string[]): string {
  if (words.length > MOST_VALUES) return `${words.slice(0, MOST_VALUES - 1).join(', ')} or one of ${words.length - MOST_VALUES + 1} more`;
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A packet's layers with their values, `--` between them. */
export function lsPacket(p: Laid): string {
  return p
    .layers()
    .map((layer, i) => {
      const view = p.view(i);
      return lsLayer(layer, (slot) => valueText(slot, (view as View & Record<string, unknown>)[slot.name], view));
    })
    .join('\n--\n');
}

const kindText = ({ kind, bits, when }: Slot): string =>
  kind.form === 'variable'
    ? kind.label
    : // Some labels have the width in them.
      `${kind.label}${when === undefined ? '' : ', sometimes'}${kind.label.includes(`${bits} bit`) ? '' : ` (${bits} bits)`}`;

/** So many names of fields inside a field are listed: DNS records have sixty. */
const MOST_INSIDE = 6;

/** Its names, and those of the fields inside it. */
function wiresharkText({ kind, options }: Slot): string {
  const inside = [...namesInside(kind)];
  const more = inside.length > MOST_INSIDE ? [`and ${inside.length - MOST_INSIDE} more`] : [];
  return [...wiresharkNames(options), ...inside.slice(0, MOST_INSIDE), ...more].join(' ');
}

function defaultText(slot: Slot): string {
  if (slot.computed >= 0) return 'computed';
  const initial = slot.options.default ?? slot.kind.initial;
  if (initial === undefined) return slot.kind.form === 'variable' ? '' : '0';
  if (initial instanceof Uint8Array) return initial.some((x) => x !== 0) ? `${initial.length} octets` : '0';
  return Array.isArray(initial)
    ? '[]'
    : typeof initial === 'object' && initial !== null && Object.keys(initial).length === 0
      ? ''
      : String(initial);
}
