/** `json()`: a packet as one JSON object. The form is described in docs/json.md. */
import { jsonText } from '../../bytes/escape.ts';
import { toHex } from '../../bytes/hex.ts';
import { epochText } from '../../bytes/time.ts';
import { Flags } from '../spec/flags.ts';
import { isView } from '../spec/view.ts';
import type { View } from '../spec/spec.ts';
import type { Slot } from '../spec/slot.ts';
import type { PacketMeta } from '../laid/packet.ts';
import type { Laid } from '../laid/laid.ts';
import { presentFields } from './value-text.ts';

/** Raised when a reader of the old form would misunderstand the new. */
export const JSON_SCHEMA = 1;

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** What `json()` gives. A layer's second occurrence is called `IP:2`, as in sprintf(). */
export interface PacketJson {
  readonly schema: typeof JSON_SCHEMA;
  readonly frame: {
    readonly length: number;
    readonly time?: string;
    readonly wireLength?: number;
    readonly iface?: string;
    readonly linkType?: number;
    readonly comment?: string;
  };
  readonly layers: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  /** What is wrong with it, where something is. */
  readonly issues?: readonly string[];
}

/** The object behind `json()`, for those who add to it. */
export function packetJson(p: Laid): PacketJson {
  const { length } = p.bytes;
  const layers: Record<string, Readonly<Record<string, JsonValue>>> = {};
  const seen = new Map<string, number>();
  p.layers().forEach(({ layerName }, i) => {
    const n = (seen.get(layerName) ?? 0) + 1;
    seen.set(layerName, n);
    layers[n === 1 ? layerName : `${layerName}:${n}`] = fieldsOf(p.view(i));
  });
  const issues = p.issues.map(({ text }) => text);
  return { schema: JSON_SCHEMA, frame: { length, ...metaOf(p.meta) }, layers, ...(issues.length > 0 && { issues }) };
}

export const packetJsonText = (p: Laid): string => jsonText(packetJson(p));

function metaOf({ sec, nsec, wireLength, iface, linkType, comment }: PacketMeta): Omit<PacketJson['frame'], 'length'> {
  return {
    ...(sec !== undefined && { time: epochText(sec, nsec ?? 0) }),
    ...(wireLength !== undefined && { wireLength }),
    ...(iface !== undefined && { iface }),
    ...(linkType !== undefined && { linkType }),
    ...(comment !== undefined && { comment }),
  };
}

/** A layer's fields. */
export const viewJson = (view: View): Record<string, JsonValue> => fieldsOf(view);

function fieldsOf(view: View, nested = false): Record<string, JsonValue> {
  const out: Record<string, JsonValue> = {};
  for (const { slot, value } of presentFields(view))
    out[slot.name] = !nested && isOctets(slot) && value instanceof Uint8Array ? toHex(value) : jsonValue(value);
  return out;
}

/** Fields that are never anything but octets. */
export const isOctets = ({ kind }: Slot): boolean => kind.value === 'octets' && kind.list !== true;

/**
 * Numbers stay numbers up to 32 bits, wider ones are text; flags are text if that says all; octets that stand where text
 * could stand, too, are `{ "hex": "00ff" }`.
 */
export function jsonValue(v: unknown): JsonValue {
  if (v === undefined || v === null) return null;
  if (typeof v === 'string' || typeof v === 'boolean') return v;
  if (typeof v === 'number') return Number.isFinite(v) ? v : String(v);
  if (v instanceof Uint8Array) return { hex: toHex(v) };
  if (v instanceof Flags) return v.isExact ? v.text : v.value;
  if (isView(v)) return fieldsOf(v, true);
  if (Array.isArray(v)) return v.map(jsonValue);
  // A structure inside a field.
  if (Object.getPrototypeOf(v) === Object.prototype) return Object.fromEntries(Object.entries(v).map(([name, x]) => [name, jsonValue(x)]));
  return String(v);
}
