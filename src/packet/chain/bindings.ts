/** Which layer follows which, as numbers in number spaces. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { AnyLayer } from '../spec/spec.ts';

/** "`value` in number space `space` means `layer`", for all layers whose fields select or hint in that space. */
export interface Binding {
  readonly space: string;
  readonly value: number;
  readonly layer: AnyLayer;
  /** The layer below, where the space belongs to it alone. */
  readonly below?: AnyLayer;
}

/** The number space of a field: the one its spec names, or its own. */
export function spaceOf(layer: AnyLayer, field: string): string {
  const slot = layer.layout.byName.get(field);
  if (slot === undefined)
    throw new PacketwrightError('ERR_FIELD', `${layer.layerName} has no field '${field}'`, { layer: layer.layerName, field });
  return slot.options.selects ?? slot.options.hints ?? `${layer.layerName}.${field}`;
}

/** `bind(UDP, { dport: 9999 }, Foo)`: Foo follows UDP on that port. Several fields make several bindings. */
export function bind(below: AnyLayer, when: Readonly<Record<string, number>>, layer: AnyLayer): Binding[] {
  return Object.entries(when).map(([field, value]) => ({ space: spaceOf(below, field), value, layer, below }));
}

/** `bindAll('ethertype', { 0x0800: IP, … })`: a table for one number space. A layer's first number is the one it is built with. */
export function bindAll(space: string, table: Readonly<Record<number, AnyLayer>>): Binding[] {
  return Object.entries(table).map(([value, layer]) => ({ space, value: Number(value), layer }));
}

/** `bindAlways(A, B)`: B follows A whatever A says. */
export const bindAlways = (below: AnyLayer, layer: AnyLayer): Binding[] => [{ space: alwaysSpace(below), value: 0, layer, below }];
export const alwaysSpace = (below: AnyLayer): string => `${below.layerName}*`;
