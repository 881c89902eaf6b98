/** Packets as JSON and back, for users. The form is described in docs/json.md. */
import { PacketwrightError } from '../bytes/errors.ts';
import { fromHex } from '../bytes/hex.ts';
import { parseEpoch } from '../bytes/time.ts';
import type { Registry } from './chain/registry.ts';
import { givenOf } from './display/json-given.ts';
import { JSON_SCHEMA, jsonOf, type PacketJson } from './display/json.ts';
import type { AnyLayer } from './spec/spec.ts';
import type { Packet, PacketMeta } from './laid/packet.ts';
import { objectOf } from './object/packet-object.ts';
import { dissectFunction, packetFunction } from './packet-functions.ts';

/** The object that `packet.json()` prints, for programs that add to it. */
export const packetJson = (packet: Packet<any>): PacketJson => jsonOf(objectOf(packet));

/**
 * The packet that a JSON object of `json()` describes, built from the values in it; nothing is computed. Its `octets` are used if they
 * still match the values. What the capture said comes back from `frame`: time, interface, link type, comment, and the length on the wire, if
 * the packet is as long as `frame.length` says. Everything else outside `layers` is ignored.
 * @throws ERR_LAYER, ERR_FIELD, ERR_VALUE, ERR_RANGE; ERR_VALUE for another schema, or for anything that is not such an object
 */
export function packetFromJson(registry: Registry, json: string | PacketJson): Packet {
  const said = parsed(json);
  const p = asRead(registry, said) ?? ofValues(registry, said);
  Object.assign(p.meta, toldBy(said.frame, p.length));
  return p;
}

/** What of `frame` has the right form: somebody may have written it. */
function toldBy(frame: Partial<PacketJson['frame']> | undefined, octets: number): PacketMeta {
  const { time, iface, linkType, comment, length, wireLength } = frame ?? {};
  return {
    ...(typeof time === 'string' && timeOf(time)),
    ...(typeof iface === 'string' && { iface }),
    ...(isWhole(linkType) && { linkType }),
    ...(typeof comment === 'string' && { comment }),
    ...(length === octets && isWhole(wireLength) && { wireLength }),
  };
}

function timeOf(text: string): PacketMeta {
  if (!/^-?\d+(\.\d*)?$/.test(text))
    throw new PacketwrightError('ERR_VALUE', `frame.time is '${text}'; give seconds since 1970 as digits: '1700000000.5'`, { value: text });
  return parseEpoch(text);
}

const isWhole = (v: unknown): v is number => Number.isSafeInteger(v) && (v as number) >= 0;

function parsed(json: string | PacketJson): PacketJson {
  let said: unknown = json;
  try {
    if (typeof json === 'string') said = JSON.parse(json);
  } catch (cause) {
    throw new PacketwrightError('ERR_VALUE', `invalid JSON: ${(cause as Error).message}`, { cause });
  }
  const { schema, layers } = (said ?? {}) as Partial<PacketJson>;
  if (schema !== JSON_SCHEMA)
    throw new PacketwrightError('ERR_VALUE', `JSON of schema ${String(schema)}: expected ${JSON_SCHEMA}`, { schema });
  if (typeof layers !== 'object' || layers === null || Object.values(layers).some((f) => typeof f !== 'object' || f === null))
    throw new PacketwrightError('ERR_VALUE', "JSON of a packet needs 'layers', with the fields of each layer by name", {});
  checkCounts(Object.keys(layers));
  return said as PacketJson;
}

/** `IP:2` is the second IP: one that is not second has lost another, or its place. */
function checkCounts(names: readonly string[]): void {
  const seen = new Map<string, number>();
  for (const name of names) {
    const [, layer = name, number = '1'] = /^(.*?)(?::(\d+))?$/s.exec(name) ?? [];
    const nth = (seen.get(layer) ?? 0) + 1;
    seen.set(layer, nth);
    if (number !== String(nth))
      throw new PacketwrightError(
        'ERR_VALUE',
        `layer '${name}' is number ${nth} of its name: write '${nth === 1 ? layer : `${layer}:${nth}`}'`,
        {
          layer: name,
        },
      );
  }
}

const layerOf = (registry: Registry, name: string): AnyLayer => registry.mustLayer(name.replace(/:\d+$/, ''));

/** The packet of the octets told, if it has the values told. */
function asRead(registry: Registry, { octets, layers }: PacketJson): Packet | undefined {
  const [first] = Object.keys(layers);
  if (octets === undefined || first === undefined) return undefined;
  const p = dissectFunction(registry, layerOf(registry, first))(fromHex(octets));
  return JSON.stringify(packetJson(p).layers) === JSON.stringify(layers) ? p : undefined;
}

function ofValues(registry: Registry, { layers }: PacketJson): Packet {
  const parts = Object.entries(layers).map(([name, fields]) => {
    const layer = layerOf(registry, name);
    return layer(givenOf(layer, fields));
  });
  return packetFunction(registry)(...parts) as unknown as Packet;
}
