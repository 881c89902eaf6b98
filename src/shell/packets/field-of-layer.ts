/** `IP.src`: a field of a layer, for replace() and to look at. */
import type { Slot } from '../../packet/spec/slot.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { type Behaviour, GET, REPR, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';

export class FieldOfLayer implements Behaviour {
  readonly layer: AnyLayer;
  readonly slot: Slot;
  readonly name: string;
  readonly initial: unknown;
  constructor(layer: AnyLayer, slot: Slot, name: string, initial: unknown) {
    this.initial = initial;
    this.layer = layer;
    this.slot = slot;
    this.name = name;
  }
  get [TYPE_NAME](): string {
    return 'Field';
  }
  [REPR](): string {
    return `<Field (${this.layer.layerName}).${this.name}>`;
  }
  [GET](name: string): unknown {
    if (name === 'name') return this.name;
    if (name === 'default') return this.initial;
    return name === 'label' ? this.slot.kind.label : UNKNOWN;
  }
}

/** What they are made of: a packet of the layer that has no values of its own. */
interface Bare {
  readonly layer: AnyLayer;
  fieldNames(): string[];
  value(slot: Slot): unknown;
}

/** A default that only the machine knows is None. */
export const fieldOf = (bare: Bare, slot: Slot, name: string): FieldOfLayer =>
  new FieldOfLayer(bare.layer, slot, name, slot.options.fill === undefined ? bare.value(slot) : null);

/** `IP.fields_desc`: its fields in wire order, by scapy's names. */
export function fieldsOf(bare: Bare): FieldOfLayer[] {
  const names = bare.fieldNames();
  return bare.layer.layout.slots.map((slot, i) => fieldOf(bare, slot, names[i] ?? slot.name));
}
