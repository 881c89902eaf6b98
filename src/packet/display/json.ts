/** `json()`: a packet as one JSON object. The form is described in docs/json.md. */
import { jsonText } from '../../bytes/escape.ts';
import { equalOctets } from '../../bytes/equal-octets.ts';
import { toHex } from '../../bytes/hex.ts';
import { epochText } from '../../bytes/time.ts';
import { Flags } from '../spec/flags.ts';
import { isView } from '../spec/view.ts';
import type { View } from '../spec/spec.ts';
import { HostName } from '../fields/addresses.ts';
import type { PacketMeta, Part } from '../laid/packet.ts';
import type { Laid } from '../laid/laid.ts';
import { BIG, FLAGS, MARKED, NUMBER, octetsOf } from './json-forms.ts';
import { givenOf, type JsonValue } from './json-given.ts';
import { presentFields } from './value-text.ts';

/** Raised when a reader of the old form would misunderstand the new. */
export const JSON_SCHEMA = 1;

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
  /** The packet in hexadecimal digits, if its values do not determine all of them (DNS names that are compressed differently). */
  readonly octets?: string;
  /** What is wrong with it, where something is. */
  readonly issues?: readonly string[];
}

/** The object behind `json()`. */
export function jsonOf(p: Laid): PacketJson {
  const { length } = p.bytes;
  const layers: Record<string, Readonly<Record<string, JsonValue>>> = {};
  const seen = new Map<string, number>();
  p.layers().forEach(({ layerName }, i) => {
    const n = (seen.get(layerName) ?? 0) + 1;
    seen.set(layerName, n);
    layers[n === 1 ? layerName : `${layerName}:${n}`] = fieldsOf(p.view(i));
  });
  const issues = p.issues.map(({ text }) => text);
  return {
    schema: JSON_SCHEMA,
    frame: { length, ...metaOf(p.meta) },
    layers,
    ...(!valuesTell(p, layers) && { octets: toHex(p.bytes) }),
    ...(issues.length > 0 && { issues }),
  };
}

export const packetJsonText = (p: Laid): string => jsonText(jsonOf(p));

/** Whether the packet comes out the same when it is made of its values: asked only where a kind says that it may not. */
function valuesTell(p: Laid, layers: PacketJson['layers']): boolean {
  if (!p.layers().some(({ layout }) => layout.variables.some(({ kind }) => kind.form === 'variable' && kind.rewrites))) return true;
  const said = Object.values(layers);
  try {
    const made = p.of(p.layers().map((layer, i) => layer(givenOf(layer, said[i] as PacketJson['layers'][string])) as unknown as Part));
    return equalOctets(made.bytes, p.bytes);
  } catch {
    return false;
  }
}

/** Nine digits also where a damaged file has more nanoseconds than a second. */
const timeText = (sec: number, nsec: number): string => epochText(sec + Math.floor(nsec / 1e9), nsec % 1e9);

function metaOf({ sec, nsec, wireLength, iface, linkType, comment }: PacketMeta): Omit<PacketJson['frame'], 'length'> {
  return {
    ...(sec !== undefined && { time: timeText(sec, nsec ?? 0) }),
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
    out[slot.name] = value instanceof Uint8Array ? octetsOf(slot, nested).write(value) : jsonValue(value);
  return out;
}

/** A value inside a field, or one that is given. json-forms.ts says what each is written as. */
export function jsonValue(v: unknown): JsonValue {
  if (v === undefined || v === null) return null;
  if (typeof v === 'string' || typeof v === 'boolean') return v;
  if (typeof v === 'number') return NUMBER.write(v);
  if (typeof v === 'bigint') return BIG.write(v);
  if (v instanceof Uint8Array) return MARKED.write(v);
  if (v instanceof Flags) return FLAGS.write(v);
  if (isView(v)) return fieldsOf(v, true);
  if (Array.isArray(v)) return v.map(jsonValue);
  // An address that is not looked up yet has a name; what else is an object is a structure inside a field.
  if (typeof v !== 'object' || v instanceof HostName) return String(v);
  return Object.fromEntries(Object.entries(v).map(([name, x]) => [name, jsonValue(x)]));
}
