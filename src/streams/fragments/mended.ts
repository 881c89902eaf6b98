/** Headers around an IP packet whose payload has changed: what was right in them is right again. */
import { MAX_LAYERS } from '../../packet/chain/limits.ts';
import type { Shape } from '../../packet/chain/shape.ts';
import { judge } from '../../packet/laid/judge.ts';
import { Raw } from '../../packet/layer/raw.ts';
import { PacketObject } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';

/** Whether a layer before depth `depth`, which was found already, says how much is behind it, or has a sum of it. */
export function isMeasured(p: PacketObject, depth: number): boolean {
  for (let i = 0; i < depth; i++) {
    const { computed } = (p.$shape.layers[i] as AnyLayer).layout;
    for (const slot of computed) if (slot.options.selects === undefined) return true;
  }
  return false;
}

/** The layers of `before` that are computed where they are right, a mask each, up to depth `depth`. */
export const rightBefore = (before: PacketObject, depth: number): number[] => judge(before.frame(), before.shape).slice(0, depth);

/**
 * `octets` begin as `before` does, for `same` octets, and go on with others: lengths and sums of the layers of `masks` are computed. Gives `octets`.
 *
 * @param masks of {@link rightBefore}
 */
export function mended(octets: Uint8Array, before: PacketObject, same: number, masks: number[]): Uint8Array {
  const starts = new Int32Array(MAX_LAYERS + 2);
  let shape: Shape = before.shape.registry.root;
  for (let i = 0; i < before.shape.depth && before.$offset(i) - before.s < same; i++) {
    starts[shape.depth] = before.$offset(i) - before.s;
    shape = shape.kid(before.shape.layers[i] as AnyLayer);
  }
  // What follows is octets to it.
  starts[shape.depth] = same;
  shape = shape.kid(Raw as unknown as AnyLayer);
  const after = new PacketObject(octets, 0, 0, 0, shape, 0, 0, 0, 0, 0, 0, 0, 0, null);
  after.take(octets, 0, octets.length, octets.length, shape, starts);
  return after.computed(masks).bytes;
}
