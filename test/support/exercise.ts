/** Asks of a packet all that can be asked: of damaged octets, none of it may throw. */
import { Flags } from '../../src/packet/spec/flags.ts';
import { isView } from '../../src/packet/spec/view.ts';
import type { View, AnyLayer } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import { difference, rebuilt, rebuiltDeeply, touched } from './rebuild.ts';

/** Reads every field of every layer, and of what lies in lists. */
export function readEveryField(p: Packet): void {
  const object = objectOf(p);
  for (let i = p.layers().length - 1; i >= 0; i--) readView(object.view(i));
}

function readView(view: View): void {
  for (const { name } of view.$layer.layout.slots) readValue((view as unknown as Record<string, unknown>)[name]);
}

function readValue(v: unknown): void {
  if (typeof v !== 'object' || v === null || v instanceof Uint8Array) return;
  if (isView(v)) readView(v);
  else if (v instanceof Flags) {
    const unset = v.names.find((name) => !v.has([name]));
    if (unset !== undefined) throw new Error(`flags ${v.value} are called '${v.text}', and ${unset} is not set`);
  } else for (const x of Array.isArray(v) ? v : Object.values(v)) readValue(x);
}

/** Every way to show it, its damage, and where a field of each layer stands. */
export function showEveryWay(p: Packet): void {
  const made = [p.summary(), p.show(), p.show2(), p.repr(), p.command(), p.json()];
  if (made.some((text) => typeof text !== 'string' || text === '')) throw new Error(`nothing to show: ${JSON.stringify(made)}`);
  const lost = made.find((text) => text.includes('[object Object]'));
  if (lost !== undefined) throw new Error(`an object is not shown: ${lost}`);
  JSON.parse(p.json());
  for (const { text } of p.issues) if (text === '') throw new Error('an issue without a word');
  for (let i = 0; i < p.length; i += 7) void p.at(i);
}

/**
 * What was dissected keeps its octets; a packet made of nothing but the values read has the same, and so has one with a field set
 * to what it was. `first` is the layer that it was dissected as.
 */
export function keepsItsOctets(p: Packet, octets: Uint8Array, first: AnyLayer): void {
  for (const [how, got] of [
    ['dissected', p.bytes],
    ['made anew', rebuilt(p)],
    ['made anew of plain values', rebuiltDeeply(p)],
    ['touched', touched(octets, first, objectOf(p).registry)],
  ] as const) {
    const lost = difference(p, octets, got);
    if (lost !== undefined) throw new Error(`${how}, ${lost}`);
  }
}
