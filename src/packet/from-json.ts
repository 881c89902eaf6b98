/** A packet from the JSON that `json()` gave. */
import { PacketwrightError } from '../bytes/errors.ts';
import { fromHex } from '../bytes/hex.ts';
import { parseEpoch } from '../bytes/time.ts';
import type { Registry } from './chain/registry.ts';
import { isOctets, JSON_SCHEMA, type JsonValue, type PacketJson } from './display/json.ts';
import type { Packet } from './laid/packet.ts';
import { packetFunction } from './packet-functions.ts';

/**
 * The packet that a JSON object of `json()` describes, made of the values in it: none is computed. What stands outside `layers` is
 * left aside, but for the time.
 * @throws ERR_LAYER, ERR_FIELD, ERR_VALUE, ERR_RANGE; ERR_VALUE for another schema
 */
export function packetFromJson(registry: Registry, json: string | PacketJson): Packet {
  const { schema, frame, layers } = (typeof json === 'string' ? JSON.parse(json) : json) as PacketJson;
  if (schema !== JSON_SCHEMA)
    throw new PacketwrightError('ERR_VALUE', `JSON of schema ${String(schema)}: expected ${JSON_SCHEMA}`, { schema });
  const parts = Object.entries(layers).map(([name, fields]) => {
    const layer = registry.mustLayer(name.replace(/:\d+$/, ''));
    const given: Record<string, unknown> = {};
    for (const [field, value] of Object.entries(fields)) {
      const slot = layer.layout.byName.get(field);
      given[field] = slot !== undefined && isOctets(slot) && typeof value === 'string' ? fromHex(value) : givenValue(value);
    }
    return layer(given);
  });
  const p = packetFunction(registry)(...parts) as unknown as Packet;
  if (frame?.time !== undefined) Object.assign(p.meta, parseEpoch(frame.time));
  return p;
}

function givenValue(v: JsonValue): unknown {
  if (Array.isArray(v)) return v.map(givenValue);
  if (typeof v !== 'object' || v === null) return v ?? undefined;
  const { hex } = v as { hex?: JsonValue };
  if (typeof hex === 'string' && Object.keys(v).length === 1) return fromHex(hex);
  return Object.fromEntries(Object.entries(v).map(([name, x]) => [name, givenValue(x)]));
}
