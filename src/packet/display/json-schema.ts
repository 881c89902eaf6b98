/** JSON Schemas (draft 2020-12) of what `json()` gives, from the specs: of a layer's fields, and of a whole packet. */
import type { Registry } from '../chain/registry.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { JSON_SCHEMA, type PacketJson } from './json.ts';
import { closed, HEX, type JsonSchema, literally, NUMBER, textOf } from './json-forms.ts';
import { Definitions } from './layer-schema.ts';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

const whole = (description: string, least = 0): JsonSchema => ({
  ...NUMBER.schema({ type: 'integer', limits: [least, Number.MAX_SAFE_INTEGER] }),
  description,
});

/** What `pkw read --follow-state` adds. */
const LEARNED: Readonly<Record<'layer' | 'table' | 'key' | 'value', JsonSchema>> = {
  layer: { type: 'string', description: 'the layer that said it' },
  table: { type: 'string', description: "a protocol's own table, `expected` or `conversations`" },
  key: { type: 'string', description: 'what it is known by' },
  value: { description: 'what it leads to; absent where a conversation goes on as octets again' },
};

const FRAME: Readonly<Record<keyof PacketJson['frame'], JsonSchema>> = {
  length: whole('octets of the packet as it is here'),
  time: { ...textOf(String.raw`-?\d+\.\d{9}`), description: 'seconds since 1970, with nine digits after the point' },
  wireLength: whole('octets that the packet had on the wire'),
  iface: { type: 'string', description: 'name of its interface' },
  linkType: whole("number of its link type, as in tcpdump.org's list"),
  comment: { type: 'string', description: 'the first comment on it' },
};

/**
 * The JSON Schema (draft 2020-12) of a layer's fields: of `layers.TCP` in what `packetJson` gives, and of `JSON.stringify(p.get(TCP))`.
 * Records in its fields are in `$defs`, also those that hold their like.
 */
export function layerJsonSchema(layer: AnyLayer): JsonSchema {
  const definitions = new Definitions();
  const schema = definitions.schemaOf(layer, false);
  return { $schema: DRAFT, ...schema, ...definitions.all() };
}

/**
 * The JSON Schema (draft 2020-12) of packets of the registry's layers, as `packetJson` gives them and `pkw read --json` prints them. Each
 * layer is in `$defs` by its name. Programs may add to the object, but not to `frame` and `layers`.
 */
export function packetJsonSchema(registry: Registry): JsonSchema {
  const definitions = new Definitions();
  const layers = Array.from(registry.soundLayers(), (layer) => [layer.layerName, definitions.ref(layer, false)] as const);
  const properties: Readonly<Record<keyof PacketJson | 'number' | 'learned', JsonSchema>> = {
    schema: { const: JSON_SCHEMA, description: 'goes up when a reader of the old form would misunderstand the new one' },
    number: whole('place in the capture; only where a command read one', 1),
    learned: {
      type: 'array',
      items: closed(LEARNED, ['layer', 'table', 'key']),
      description: 'what it told about later ones; only where a command followed that',
    },
    frame: closed(FRAME, ['length']),
    layers: {
      ...closed({}, []),
      // One pattern for both names: a validator that makes code of it has one branch a layer.
      patternProperties: Object.fromEntries(layers.map(([name, ref]) => [String.raw`^${literally(name)}(:\d+)?$`, ref])),
      description: 'the layers, the outermost first; the second one of a name is NAME:2',
    },
    octets: { ...HEX, description: 'the packet in hexadecimal digits, where its values do not tell them' },
    issues: { type: 'array', items: { type: 'string' }, description: 'what is wrong with it' },
  };
  return { $schema: DRAFT, title: 'packet', type: 'object', properties, required: ['schema', 'frame', 'layers'], ...definitions.all() };
}
