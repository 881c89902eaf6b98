/** Building: headers written forwards into the slab, lengths and checksums finished from the innermost layer out. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { nearest } from '../../bytes/nearest.ts';
import { type LayerCode, type AnyLayer, type Crafted, auto } from '../spec/spec.ts';
import { compileStack } from './stack-code.ts';
import { isLaid } from './laid.ts';
import { Fillings } from './fillings.ts';
import { isVerbatim, KnownLayer, partsOf, Verbatim } from './decompose.ts';
import { Frame } from '../chain/frame.ts';
import { MAX_LAYERS } from '../chain/limits.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import { isObject, shown } from '../spec/wants.ts';
import { OctetWriter } from '../spec/octet-writer.ts';
import type { Part } from './packet.ts';
import { isPadding, Raw } from '../layer/raw.ts';
import type { Shape, ShapeRegistry, StackBuilder } from '../chain/shape.ts';

const encoder = new TextEncoder();
const raw = Raw as unknown as AnyLayer;

// One builder works at a time, and never waits: these are used again for each packet.
const writer = new OctetWriter();
const frame = new Frame();
const masks = new Int32Array(MAX_LAYERS + 2);
const work: { node: Shape; depth: number; end: number } = { node: undefined as never, depth: 0, end: -1 };

/** Text and octets are Raw; a packet is its layers. */
export function flatParts(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => (isLaid(part) ? (part.isBuilt ? partsOf(part, part.autos()) : flatParts(part.parts)) : [part]));
}

function badPart(part: unknown): never {
  // Options that are none: their one name misspelt, or something else in the registry's place.
  const [name, ...others] = isObject(part) && Object.getPrototypeOf(part) === Object.prototype ? Object.keys(part) : [];
  if (name !== undefined && others.length === 0 && nearest(name, ['registry']) !== undefined)
    throw new PacketwrightError(
      'ERR_VALUE',
      name === 'registry'
        ? "'registry' is no registry: give protocols.with(…)"
        : `packet has no option '${name}'; did you mean 'registry'?`,
      { option: name, near: 'registry' },
    );
  throw new PacketwrightError(
    'ERR_VALUE',
    `a packet is made of layers, text, octets and packets, not of ${typeof part === 'function' ? `${'layerName' in part ? String(part.layerName) : part.name} itself: call it` : shown(part)}`,
  );
}

/** Which computed fields of each part were not given. */
export function autosOfParts(parts: readonly Part[]): number[] {
  return flatParts(parts).map((part) => {
    if (!(part instanceof CraftedLayer)) return 0;
    if (isVerbatim(part)) return part.autos;
    const { layer, given } = part;
    return layer.layout.computed.reduce(
      (mask, s) => (given[s.name] === undefined || given[s.name] === auto ? mask | (1 << s.computed) : mask),
      0,
    );
  });
}

/** What takes over the octets that were built. */
export interface BuildTarget {
  /** Octets `s` to `e` of `b`, the innermost payload's end, the layers and where each starts in `b`. */
  take(b: Uint8Array, s: number, e: number, end: number, shape: Shape, starts: Int32Array): void;
}

/**
 * Builds `parts` and hands the octets to `p`. Gives the parts that it is built of now, a layer each: those given, and what fills messages up.
 */
export function buildInto(p: BuildTarget, registry: ShapeRegistry, parts: readonly Part[]): readonly Part[] {
  const w = writer;
  const stack = stackOf(registry, parts);
  if (stack !== null) {
    try {
      stack(p, parts, w);
    } catch (error) {
      w.abandon();
      throw error;
    }
    return parts;
  }
  if (parts.some(isLaid)) return buildInto(p, registry, flatParts(parts));
  const { starts } = frame;
  w.begin();
  work.node = registry.root;
  work.depth = 0;
  work.end = -1;
  try {
    const placed = parts.some(hasFilling) ? placeFilled(parts) : parts;
    if (placed === parts) for (const part of parts) place(part);
    const { start } = w;
    const { node, depth, end } = work;
    frame.b = w.b;
    frame.shape = node;
    // Where layers end at different places, Padding is one of these.
    frame.end = end < 0 || node.levels !== null ? w.q : start + end;
    for (let i = 0; i < depth; i++) starts[i] = (starts[i] as number) + start;
    starts[depth] = frame.end;
    finish(placed, node, depth);
    p.take(w.b, start, w.q, frame.end, node, starts);
    return placed;
  } catch (error) {
    w.abandon();
    throw error;
  }
}

/** Writes a layer, or octets. */
function place(part: Part): void {
  const w = writer;
  const { depth } = work;
  if (depth >= MAX_LAYERS) throw new PacketwrightError('ERR_RANGE', `a packet has at most ${MAX_LAYERS} layers`);
  frame.starts[depth] = w.q - w.start;
  const { node } = work;
  if (part instanceof CraftedLayer) {
    const { layer } = part;
    if (isPadding(layer)) work.end = w.q - w.start;
    const next = node.kids[layer.id] ?? node.kid(layer);
    masks[depth] =
      part instanceof Verbatim ? part.copyTo(w) : part instanceof KnownLayer ? part.write(w) : next.code.write(w, part.given, -1);
    work.node = next;
  } else if (part instanceof Uint8Array || typeof part === 'string') {
    work.node = node.kids[raw.id] ?? node.kid(raw);
    w.octets(typeof part === 'string' ? encoder.encode(part) : part);
    masks[depth] = 0;
  } else badPart(part);
  work.depth++;
}

const hasFilling = (part: Part): boolean => part instanceof CraftedLayer && part.layer.spec.filling !== undefined;

/** Writes layers, and what fills up messages among them. */
function placeFilled(parts: readonly Part[]): Part[] {
  const fillings = new Fillings();
  const placed: Part[] = [];
  for (const part of [...parts, undefined])
    for (const one of fillings.before(part, writer.q - writer.start)) {
      fillings.began(one, writer.q - writer.start);
      place(one as Part);
      placed.push(one as Part);
    }
  return placed;
}

/** The builder of just these layers, where they are crafted ones, with octets at most at the end. */
function stackOf(registry: ShapeRegistry, parts: readonly Part[]): StackBuilder | null {
  let node: Shape = registry.root;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part instanceof CraftedLayer) {
      if (part.keys === -2) return null;
      node = node.kids[part.id] ?? node.kid(part.layer);
    } else if (part instanceof Uint8Array && i === parts.length - 1) node = node.kids[raw.id] ?? node.kid(raw);
    else return null;
  }
  return node.depth > 0 && node.depth <= MAX_LAYERS ? stackFor(node) : null;
}

/** The stack's own builder, made when it has been built some times (an attacker's shapes are built once). */
function stackFor(shape: Shape): StackBuilder | null {
  if (shape.stack !== undefined) return shape.stack;
  if (++shape.uses < 3) return null;
  shape.stack = compileStack(shape);
  return shape.stack;
}

function finish(parts: readonly Part[], shape: Shape, depth: number): void {
  const { codes, hinted } = shape;
  for (let i = 0; i < hinted.length; i++) suggest(parts, shape, hinted[i] as (typeof hinted)[number]);
  for (let i = depth - 1; i >= 0; i--) finishLayer(codes, i);
  // A check sequence behind the payload covers all that is before it.
  for (const i of shape.levels?.trailers ?? []) finishLayer(codes, i);
}

function finishLayer(codes: readonly LayerCode[], i: number): void {
  const mask = masks[i] as number;
  if (mask !== 0) (codes[i] as LayerCode).finish(frame.b, frame.locate(i), frame.headerEnd(i), frame.limit(i), mask, frame, i);
}

/** A port that the next layer is known by, where the user gave no port of the pair. */
function suggest(parts: readonly Part[], shape: Shape, h: { depth: number; slot: number; value: number }): void {
  const part = parts[h.depth];
  const layer = shape.layers[h.depth] as AnyLayer;
  const slot = layer.layout.slots[h.slot];
  if (slot === undefined || !(part instanceof CraftedLayer) || isVerbatim(part) || (part as Crafted).given[slot.name] !== undefined) return;
  layer.code.store(slot, frame.b, frame.starts[h.depth] as number, h.value);
}
