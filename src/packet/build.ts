/** Building: headers written forwards into the slab, lengths and checksums finished from the innermost layer out. */
import { PacketwrightError } from '../bytes/errors.ts';
import { isVerbatim } from './decompose.ts';
import { partsOf } from './decompose.ts';
import { Frame, MAX_LAYERS } from './frame.ts';
import { type AnyLayer, type Crafted, isCrafted } from './layer.ts';
import { OctetWriter } from './octet-writer.ts';
import type { Part } from './packet.ts';
import { PacketObject } from './packet-object.ts';
import { Padding, Raw } from './raw.ts';
import type { Registry } from './registry.ts';
import type { Shape } from './shape.ts';

const encoder = new TextEncoder();
const raw = Raw as unknown as AnyLayer;
const padding = Padding as unknown as AnyLayer;

// One builder works at a time, and never waits: these are used again for each packet.
const writer = new OctetWriter();
const frame = new Frame();

/** Text and octets are Raw; a packet is its layers. */
export function flatParts(parts: readonly Part[]): (Crafted | Part)[] {
  const flat: Part[] = [];
  for (const part of parts) {
    if (part instanceof PacketObject) flat.push(...(part.plan === null ? partsOf(part, part.autos()) : flatParts(part.plan.parts)));
    else flat.push(part);
  }
  return flat;
}

function badPart(part: unknown): never {
  throw new PacketwrightError('ERR_VALUE', `a packet is made of layers, text, octets and packets, not of ${typeof part === 'function' ? `${part.name} itself: call it` : JSON.stringify(part)}`);
}

/** Builds `parts` and hands the octets to `p`; gives each layer's mask of computed fields. */
export function buildInto(p: PacketObject, registry: Registry, given: readonly Part[]): number[] {
  let parts: readonly Part[] = given;
  for (const part of given)
    if (part instanceof PacketObject) {
      parts = flatParts(given) as Part[];
      break;
    }
  const w = writer;
  w.begin();
  const autos: number[] = [];
  let node: Shape = registry.root;
  let end = -1;
  try {
    for (const part of parts) {
      if (node.depth >= MAX_LAYERS) throw new PacketwrightError('ERR_RANGE', `a packet has at most ${MAX_LAYERS} layers`);
      frame.starts[node.depth] = w.q - w.start;
      if (isCrafted(part)) {
        const { layer } = part;
        if (layer === padding) end = w.q - w.start;
        node = node.kids[layer.id] ?? node.kid(layer);
        autos.push(isVerbatim(part) ? part.copyTo(w) : layer.code.write(w, part.given, -1));
      } else if (typeof part === 'string' || part instanceof Uint8Array) {
        node = node.kids[raw.id] ?? node.kid(raw);
        w.octets(typeof part === 'string' ? encoder.encode(part) : part);
        autos.push(0);
      } else badPart(part);
    }
    finish(w, node, parts, autos, end);
  } catch (error) {
    w.abandon();
    throw error;
  }
  const { start } = w;
  p.take(w.b, start, w.q, frame.end - start, node, relativeStarts(node.depth, start));
  return autos;
}

function finish(w: OctetWriter, shape: Shape, parts: readonly Part[], autos: readonly number[], end: number): void {
  const { start, b } = w;
  const { starts } = frame;
  const { depth, layers } = shape;
  frame.b = b;
  frame.shape = shape;
  frame.end = end < 0 ? w.q : start + end;
  for (let i = 0; i < depth; i++) starts[i] = (starts[i] as number) + start;
  for (const h of shape.hinted) suggest(b, parts, layers, h);
  for (let i = depth - 1; i >= 0; i--) {
    const mask = autos[i] as number;
    if (mask !== 0) (layers[i] as AnyLayer).code.finish(b, starts[i] as number, i + 1 < depth ? Math.min(starts[i + 1] as number, frame.end) : frame.end, frame.end, mask, frame, i);
  }
}

/** A port that the next layer is known by, where the user gave no port of the pair. */
function suggest(b: Uint8Array, parts: readonly Part[], layers: readonly AnyLayer[], h: { depth: number; slot: number; value: number }): void {
  const part = parts[h.depth];
  const layer = layers[h.depth] as AnyLayer;
  const slot = layer.layout.slots[h.slot];
  if (slot === undefined || !isCrafted(part) || isVerbatim(part) || part.given[slot.name] !== undefined) return;
  layer.code.store(slot, b, frame.starts[h.depth] as number, h.value);
}

const relative = new Int32Array(MAX_LAYERS + 2);
function relativeStarts(depth: number, start: number): Int32Array {
  for (let i = 0; i < depth; i++) relative[i] = (frame.starts[i] as number) - start;
  return relative;
}
