/** What a layer is given for the fields that JSON says of it. */
import { fromHex } from '../../bytes/hex.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { Slot } from '../spec/slot.ts';

/** What JSON may hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Fields that are never anything but octets. */
export const isOctets = ({ kind }: Slot): boolean => kind.value === 'octets' && kind.list !== true;

export function givenOf(layer: AnyLayer, fields: Readonly<Record<string, JsonValue>>): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    const slot = layer.layout.byName.get(field);
    given[field] = slot !== undefined && isOctets(slot) && typeof value === 'string' ? fromHex(value) : givenValue(value);
  }
  return given;
}

function givenValue(v: JsonValue): unknown {
  if (Array.isArray(v)) return v.map(givenValue);
  if (typeof v !== 'object' || v === null) return v ?? undefined;
  const { hex } = v as { hex?: JsonValue };
  if (typeof hex === 'string' && Object.keys(v).length === 1) return fromHex(hex);
  return Object.fromEntries(Object.entries(v).map(([name, x]) => [name, givenValue(x)]));
}
