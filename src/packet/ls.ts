/** What there is: `ls()` lists layers, `ls(TCP)` a layer's fields, `ls(packet)` its fields with their values. */
import { valueText } from './display/value-text.ts';
import type { AnyLayer, Crafted, View } from './spec/spec.ts';
import { isCrafted } from './spec/crafted.ts';
import type { Slot } from './spec/slot.ts';
import { aroundLayer, fieldFacts } from './describe.ts';
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

/** So many names of fields inside a field are listed: DNS records have sixty. */
const MOST_INSIDE = 6;

/** A line a field: name, kind, value where there is one, default, Wireshark's name, what it is. */
export function lsLayer(layer: AnyLayer, textOf?: (slot: Slot) => string): string {
  const fields = fieldFacts(layer).map(({ slot, kind, initial, wireshark, inside, about, when }) => {
    const value = textOf === undefined ? '' : `${textOf(slot).padEnd(15)} `;
    const more = inside.length > MOST_INSIDE ? [`and ${inside.length - MOST_INSIDE} more`] : [];
    const names = [...wireshark, ...inside.slice(0, MOST_INSIDE), ...more].join(' ');
    const words = [names, about, when === '' ? '' : `[when ${when}]`].filter((text, i) => i === 0 || text !== '');
    return `${slot.name.padEnd(10)} : ${kind.padEnd(35)} = ${value}${`(${initial})`.padEnd(16)} ${words.join('  ')}`.trimEnd();
  });
  return [...fields, ...aroundLayer(layer).map(([where, what]) => `${`(${where})`.padEnd(12)} ${what}`)].join('\n');
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
