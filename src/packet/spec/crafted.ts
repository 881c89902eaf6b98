/** What calling a layer gives. */
import type { AnyLayer, Crafted } from './spec.ts';

export class CraftedLayer {
  declare readonly layer: AnyLayer;
  declare readonly given: Readonly<Record<string, unknown>>;
  /** The layer's id, where a builder finds it faster than on the layer, which is a function. */
  declare readonly id: number;
  /** How many values were given; -1 while nobody has counted, -2 when the octets are given. */
  declare keys: number;
  constructor(layer: AnyLayer, id: number, given: Readonly<Record<string, unknown>>, keys = -1) {
    this.layer = layer;
    this.id = id;
    this.given = given;
    this.keys = keys;
  }
}

export const isCrafted = (part: unknown): part is Crafted => part instanceof CraftedLayer;
