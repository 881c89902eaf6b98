/** `fuzz()`: what was not given becomes random, what is computed stays right. */
import { checkOptions } from '../../bytes/known-options.ts';
import { flatParts } from '../laid/build.ts';
import { isVerbatim } from '../laid/decompose.ts';
import type { VariableKind } from '../spec/field.ts';
import type { AnyLayer, Crafted, CraftedSet } from '../spec/spec.ts';
import { CraftedLayer, isCrafted } from '../spec/crafted.ts';
import type { Slot } from '../spec/slot.ts';
import type { Packet, Part } from '../laid/packet.ts';
import type { PacketObject } from '../object/packet-object.ts';
import { Volatile } from '../spec/several.ts';
import { type Template, TemplateObject } from './template.ts';

/** Options of fuzz(): what it leaves unchanged, and its seed. */
export interface FuzzOptions {
  /** Fields and layers that keep their defaults: `['IP', 'TCP.window']`. */
  readonly keep?: readonly string[];
  /** The same seed gives the same packets. A layer alone is seeded by the template that it becomes part of. */
  readonly seed?: number | string | bigint;
}

/**
 * A template whose fields are random within their range, except those that were given, those that are computed (lengths, checksums, the
 * number of the next layer) and the addresses that a host fills in: as scapy's fuzz(). Of a layer: a layer with random values, to be put
 * into a packet. A dissected packet has all its values, so nothing in it changes. Iterating gives one packet; `fuzz(p).repeat(1000)` gives
 * more.
 */
export function fuzz<N extends string>(layer: Crafted<N>, options?: FuzzOptions): CraftedSet<N>;
export function fuzz<S extends string>(packet: Packet<S>, options?: FuzzOptions): Template<S>;
export function fuzz(what: Crafted<string> | Packet<string>, o: FuzzOptions = {}): CraftedSet<string> | Template<string> {
  checkOptions('fuzz', o, { keep: true, seed: true });
  const { keep = [], seed } = o;
  const kept = new Set(keep);
  if (isCrafted(what)) return fuzzed(what, kept) as unknown as CraftedSet<string>;
  const p = what as unknown as PacketObject;
  const parts = flatParts(p.isCrafted ? p.parts : [what]).map((part) => (isCrafted(part) && !isVerbatim(part) ? fuzzed(part, kept) : part));
  return new TemplateObject(p.registry, parts as readonly Part[], seed) as unknown as Template<string>;
}

function fuzzed({ layer, given }: Crafted<string>, kept: ReadonlySet<string>): CraftedLayer {
  const all: Record<string, unknown> = { ...given };
  for (const slot of layer.layout.slots)
    if (given[slot.name] === undefined && varies(layer, slot, kept)) all[slot.name] = randomOf(layer, slot);
  return new CraftedLayer(layer, layer.id, all);
}

const varies = (layer: AnyLayer, { name, kind, options, computed, when }: Slot, kept: ReadonlySet<string>): boolean =>
  kind.random !== undefined &&
  computed < 0 &&
  options.fill === undefined &&
  when === undefined &&
  (kind as VariableKind).present === undefined &&
  !kept.has(layer.layerName) &&
  !kept.has(`${layer.layerName}.${name}`);

/** A value of the field's kind, drawn anew each time. */
function randomOf(layer: AnyLayer, { name, kind }: Slot): Volatile<unknown> {
  return new Volatile(`random(${layer.layerName}.${name})`, kind.random as NonNullable<typeof kind.random>);
}
