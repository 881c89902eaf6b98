/** Which field a bit belongs to: the one map that hexdumps, figures, highlights and error positions use. */
import { piecesOf } from '../code/text.ts';
import { standing } from '../spec/condition-holds.ts';
import type { Slot } from '../spec/slot.ts';
import type { AnyLayer, View } from '../spec/spec.ts';
import type { FieldPosition } from './packet.ts';
import type { Laid } from './laid.ts';

/** A field, and where its bits stand in the octets that the view looks at. */
export interface SlotPlace {
  readonly slot: Slot;
  readonly bit: number;
  readonly bits: number;
}

/** The fields of a layer, or of a record in one, in wire order. A field whose bits do not follow one another has several places. */
export function placesIn(view: View): SlotPlace[] {
  const layer = view.$layer,
    { b } = view.$p,
    start = view.$start();
  const cuts = view.$layout();
  return layer.layout.slots.flatMap((declared): SlotPlace[] => {
    const slot = declared.variable < 0 ? standing(layer, declared, b, start) : declared;
    if (slot === undefined) return [];
    const anchor = slot.anchor === 0 ? start : (cuts[2 * slot.anchor - 1] ?? start);
    // Bits counted from the least significant one do not follow one another from the left: octet by octet.
    if (slot.kind.form === 'integer' && slot.kind.little && (slot.bit % 8 !== 0 || slot.bits % 8 !== 0))
      return piecesOf(slot).map(({ octet, mask }) => {
        const bits = 32 - Math.clz32(mask) - Math.log2(mask & -mask);
        return { slot: declared, bit: (anchor + octet) * 8 + Math.clz32(mask) - 24, bits };
      });
    const from = slot.variable < 0 ? anchor * 8 + slot.bit : (cuts[2 * slot.variable] ?? 0) * 8;
    const bits = slot.variable < 0 ? slot.bits : (cuts[2 * slot.variable + 1] ?? 0) * 8 - from;
    return [{ slot: declared, bit: from, bits }];
  });
}

/** All fields of a packet in wire order, with their places in bits from its start. */
export function fieldPositions(p: Laid): FieldPosition[] {
  p.bytes;
  return p.layers().flatMap((layer, depth) =>
    placesIn(p.view(depth))
      .filter(({ bit, bits }) => bit + bits <= p.e * 8)
      .map(({ slot, bit, bits }) => ({ layer: layer.layerName, depth, field: slot.name, bit: bit - p.s * 8, bits })),
  );
}

/** The innermost layer that begins at an octet of the packet, or before it. */
export function depthAt(p: Laid, octet: number): number {
  const frame = p.frame();
  let depth = 0;
  while (depth + 1 < p.shape.depth && frame.locate(depth + 1) - p.s <= octet) depth++;
  return depth;
}

export function positionAt(p: Laid, bit: number): FieldPosition | undefined {
  if (bit < 0 || bit >= p.length * 8) return undefined;
  const found = fieldPositions(p).find((f) => bit >= f.bit && bit < f.bit + f.bits);
  if (found !== undefined) return found;
  const frame = p.frame();
  const layers: readonly AnyLayer[] = p.layers();
  const depth = depthAt(p, bit >> 3);
  const start = (frame.locate(depth) - p.s) * 8;
  return { layer: layers[depth]?.layerName ?? '', depth, field: undefined, bit: start, bits: (frame.headerEnd(depth) - p.s) * 8 - start };
}

/** The octet at which a field of layer `depth` begins, from the packet's start; the layer's where it is not found. */
export function fieldPlaceOf(p: Laid, depth: number, name: string): number {
  const found = fieldPositions(p).find((f) => f.depth === depth && f.field === name);
  return found === undefined ? p.frame().locate(depth) - p.s : found.bit >> 3;
}
