/** Numbers of the user's layers that keep their own value when the packet is built, though another field's length_from reads them. */
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import type { Slot } from '../../../packet/spec/slot.ts';

const kept = new WeakMap<AnyLayer, ReadonlySet<string>>();

export const keep = (layer: AnyLayer, names: ReadonlySet<string>): void => void kept.set(layer, names);

/** Only FieldLenField and LenField are computed in scapy; a ByteField is what it was given, or its default. */
export const isKept = (layer: AnyLayer, { name }: Slot): boolean => kept.get(layer)?.has(name) === true;

/** What stands in the octets where nobody gave a value. */
export const keptValue = ({ options, kind }: Slot): unknown => options.default ?? kind.initial ?? 0;
