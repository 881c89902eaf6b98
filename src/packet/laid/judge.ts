/**
 * What was right before the first change, and so is to be right after it. Judged only when a packet is changed: verifying
 * checksums costs three times as much as dissecting.
 */
import { standing } from '../spec/condition-holds.ts';
import { asked } from '../spec/asked.ts';
import type { VariableKind } from '../spec/field.ts';
import { itemCount } from '../spec/given-value.ts';
import { isFixed, numberSlot } from '../code/anchor.ts';
import type { Frame } from '../chain/frame.ts';
import { endSlotOf, fillingOf, missingOf } from '../chain/levels.ts';
import type { AnyLayer, View } from '../spec/spec.ts';
import type { Slot } from '../spec/slot.ts';
import type { Shape } from '../chain/shape.ts';

/** A mask of computed fields for each layer: 1 for what is as the engine would compute it. */
export function judge(frame: Frame, shape: Shape): number[] {
  return onCopy(frame, shape, () =>
    shape.layers.map((layer, i) => {
      let mask = 0;
      for (const slot of layer.layout.computed) if (isRight(frame, layer, slot, i)) mask |= 1 << slot.computed;
      return mask;
    }),
  );
}

/** Does something on a copy of the octets, on which fields may be computed, with all other octets as they are. */
export function onCopy<T>(frame: Frame, shape: Shape, what: () => T): T {
  const { starts } = frame;
  const first = starts[0] as number;
  const scratch = frame.b.slice(first, frame.end);
  const there = frame.b,
    { wire } = frame;
  frame.b = scratch;
  frame.end -= first;
  if (wire !== 0) frame.wire -= first;
  for (let i = 0; i < shape.depth; i++) starts[i] = (starts[i] as number) - first;
  const result = what();
  frame.b = there;
  frame.end += first;
  frame.wire = wire;
  for (let i = 0; i < shape.depth; i++) starts[i] = (starts[i] as number) + first;
  return result;
}

/** The octet that the number of a field is counted from, which the places of the variable fields tell. */
const placeIn = (cuts: readonly number[], slot: Slot): number =>
  cuts[slot.step === undefined ? 2 * slot.anchor - 1 : 2 * slot.variable] as number;

function isRight(frame: Frame, layer: AnyLayer, slot: Slot, i: number): boolean {
  if (layer.spec.filling !== undefined && slot === endSlotOf(layer) && !isFilled(frame, layer, i)) return false;
  const target = layer.layout.variables.find((v) => v.measuredBy === slot || v.countedBy === slot);
  if (target !== undefined) return describes(frame, layer, slot, target, i);
  const { before, after } = computed(frame, layer, slot, i) ?? { before: 0, after: Number.NaN };
  return after === before || isPartial(frame, slot, i, before);
}

/** Whether what fills a message up is there, as many octets as it needs: who computes its length writes these, too. */
function isFilled(frame: Frame, layer: AnyLayer, i: number): boolean {
  const { layers, levels, depth } = frame.shape;
  const next = levels?.ends[i] ?? depth;
  const there = layers[next] === fillingOf(layer) ? frame.limit(next) - frame.locate(next) : 0;
  return there === missingOf(layer, frame.limit(i) - frame.locate(i));
}

/** Left to the network card: only the pseudo-header is summed up (Linux's CHECKSUM_PARTIAL). */
export function isPartial(frame: Frame, slot: Slot, i: number, before: number): boolean {
  const protocol = slot.options.pseudoHeader;
  return protocol !== undefined && slot.options.checksums !== undefined && before === asked(() => frame.pseudo(i, protocol), undefined);
}

/** What stands in a computed field, and what the engine would put there (NaN: what does not fit); undefined where it is not there. On a copy. */
export function computed(frame: Frame, layer: AnyLayer, slot: Slot, i: number): { before: number; after: number; at: number } | undefined {
  const { b } = frame;
  const o = frame.locate(i);
  if ((slot.anchor === 0 || slot.step !== undefined) && standing(layer, slot, b, o) !== slot) return undefined;
  const number = numberSlot(slot);
  const at = isFixed(slot) ? o : placeIn(layer.make(frame, o, i).$layout(), slot);
  // A quote that is cut before the field.
  if (at + Math.ceil((number.bit + number.bits) / 8) > frame.headerEnd(i)) return undefined;
  const { code } = layer;
  const before = code.load(number, b, at);
  const saved = b.slice(o, frame.headerEnd(i));
  let after: number;
  try {
    code.finish(b, o, frame.headerEnd(i), frame.limit(i), 1 << slot.computed, frame, i);
    after = code.load(number, b, at);
  } catch {
    // The right value does not fit the field (a jumbo's length): what stands there is not it.
    after = before === 0 ? -1 : Number.NaN;
  }
  b.set(saved, o);
  return { before, after, at: at + (number.bit >> 3) };
}

/** Whether a length or count says what its field is. */
function describes(frame: Frame, layer: AnyLayer, slot: Slot, target: Slot, i: number): boolean {
  const o = frame.locate(i);
  const view: View = layer.make(frame, o, i);
  const cuts = view.$layout();
  const start = cuts[2 * target.variable] ?? 0,
    end = cuts[2 * target.variable + 1] ?? 0;
  const place = view.$place(target, o);
  // A number in more octets than it needs is not as we would write it.
  const own: unknown = slot.variable < 0 ? undefined : (view as unknown as Record<string, unknown>)[slot.name];
  if (slot.variable >= 0 && typeof own !== 'number') return false;
  if (target.measuredBy === slot) return place.size === end - start;
  const list = (target.kind as VariableKind).read(frame.b, start, end, place);
  const said = typeof own === 'number' ? own : layer.code.load(numberSlot(slot), frame.b, isFixed(slot) ? o : placeIn(cuts, slot));
  return Array.isArray(list) && itemCount(target.kind, list) === said + (slot.options.bias ?? 0);
}
