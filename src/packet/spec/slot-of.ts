/** A layer's field by its name. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import type { Slot } from './slot.ts';
import type { AnyLayer } from './spec.ts';

/** @throws ERR_FIELD with the nearest name, when there is one */
export function slotOf(layer: AnyLayer, name: string): Slot {
  const slot = layer.layout.byName.get(name);
  if (slot !== undefined) return slot;
  const near = nearest(name, layer.layout.byName.keys());
  throw new PacketwrightError('ERR_FIELD', `${layer.layerName} has no field '${name}'${didYouMean(near)}`, {
    layer: layer.layerName,
    field: name,
    near,
  });
}
