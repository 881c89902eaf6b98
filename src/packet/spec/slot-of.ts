/** A layer's field by its name. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import type { Slot } from './slot.ts';
import type { AnyLayer } from './spec.ts';

const MOST_LISTED = 16;

/** @throws ERR_FIELD with the nearest name, when there is one */
export function slotOf(layer: AnyLayer, name: string): Slot {
  const slot = layer.layout.byName.get(name);
  if (slot !== undefined) return slot;
  const names = [...layer.layout.byName.keys()];
  const near = nearest(name, names);
  // Where no name is near, those of a short header are the answer.
  const all = near === undefined && names.length > 0 && names.length <= MOST_LISTED ? `; it has ${names.join(', ')}` : '';
  throw new PacketwrightError('ERR_FIELD', `${layer.layerName} has no field '${name}'${didYouMean(near)}${all}`, {
    layer: layer.layerName,
    field: name,
    near,
  });
}
