/** JSON Schemas of all layers, by ajv: they compile in its strict mode, packets are as they say, and what is wrong is refused. */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { openCapture } from '../../src/capture/node/captures.ts';
import type { JsonValue } from '../../src/packet/display/json-given.ts';
import { layerJsonSchema, packetJsonSchema } from '../../src/packet/display/json-schema.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import type { Slot } from '../../src/packet/spec/slot.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import { formOf } from '../../src/packet/spec/form-of.ts';
import { fuzz } from '../../src/packet/templates/fuzz.ts';
import { packet, protocols } from '../../src/protocols/protocols.ts';
import { filesBelow } from '../support/captured-frames.ts';
import { compiled, faults } from '../support/programs/json-schemas.ts';
import { describeIf, requireShared, sharedPath } from '../support/require.ts';

type Fields = Readonly<Record<string, JsonValue>>;
type Told = { readonly schema: number; readonly layers: Readonly<Record<string, Fields>> };

const CAPTURES = /\.(pcap|cap|dmp|pcapng|ntar|gz|erf|snoop)$/;
const layers = protocols.soundLayers();
/** A packet of that layer, with the values that it has where none are given. */
const alone = (layer: AnyLayer): Packet => packet(layer() as never) as unknown as Packet;
const told = (p: Packet): Told => JSON.parse(p.json()) as Told;

/** Packets of random values; one whose lengths do not fit what they measure cannot be built. */
function* toldOfRandom(layer: AnyLayer, most: number): Generator<Told> {
  for (const p of fuzz(alone(layer), { seed: 11 }).repeat(most)) {
    try {
      yield told(p);
    } catch (error) {
      if (!(error instanceof PacketwrightError)) throw error;
    }
  }
}

let validate: ReturnType<typeof compiled>;

beforeAll(() => {
  validate = compiled(packetJsonSchema(protocols));
});

/** Packets of a capture, up to so many. Damaged files are among them. */
async function* packetsOf(path: string, most: number): AsyncGenerator<Packet> {
  let n = 0;
  try {
    for await (const p of (await openCapture(path)).packets()) {
      yield p;
      if (++n >= most) return;
    }
  } catch {
    // What is before the damage counts.
  }
}

/** How many packets the files have; all of them are as the schema says. */
async function validated(files: readonly string[], most = Number.POSITIVE_INFINITY): Promise<number> {
  let n = 0;
  for (const path of files)
    for await (const p of packetsOf(path, most)) {
      const json = told(p);
      expect(faults(validate, json), `${path}: ${JSON.stringify(json)}`).toBe('');
      n++;
    }
  return n;
}

describe('JSON Schemas of the layers', () => {
  it('describe every field', () => {
    const silent = layers.flatMap(({ layerName, layout }) =>
      layout.slots.filter(({ kind }) => formOf(kind) === undefined).map(({ name, kind }) => `${layerName}.${name}: ${kind.label}`),
    );
    expect(silent).toEqual([]);
  });

  it('leave open what only earlier packets tell', () => {
    const open = layers.flatMap((layer) =>
      layer.layout.slots.filter(({ name }) => isOpen(layer, name)).map(({ name }) => `${layer.layerName}.${name}`),
    );
    // The version of MQTT, the path identifiers of BGP, the template of a record.
    expect(open).toEqual(['MQTT.body', 'BGPUpdate.withdrawn_routes', 'BGPUpdate.nlri', 'NetflowDataflowsetV9.records']);
  });

  it('compile alone, and say of a layer what the schema of a packet says', () => {
    const { $defs } = packetJsonSchema(protocols) as { readonly $defs: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> };
    for (const layer of layers) {
      const own = layerJsonSchema(layer) as Readonly<Record<string, JsonValue>>;
      expect(Object.keys(own['properties'] as object), layer.layerName).toEqual(
        Object.keys($defs[layer.layerName]?.['properties'] as object),
      );
      expect(own['required'], layer.layerName).toEqual($defs[layer.layerName]?.['required']);
    }
    // A tenth of them: the compiler takes most of a minute for all, and has compiled the same in one already.
    for (const layer of layers.filter((_, i) => i % 10 === 0)) expect(faults(compiled(layerJsonSchema(layer)), [])).not.toBe('');
  });

  it('describe packets of random values', () => {
    let n = 0;
    for (const layer of layers) {
      for (const json of toldOfRandom(layer, 5)) {
        expect(faults(validate, json), `${layer.layerName}: ${JSON.stringify(json)}`).toBe('');
        n++;
      }
    }
    expect(n).toBeGreaterThan(4 * layers.length);
  });
});

/** Values that cannot stand in the place of one, by its type. */
function wrongFor(value: JsonValue, { kind }: Slot): readonly JsonValue[] {
  if (typeof value !== 'number') return [0.5];
  return kind.value === 'float' ? ['text'] : ['text', 1e300, -1e300];
}

/** Whether the schema leaves it open what a field holds. */
function isOpen(layer: AnyLayer, field: string): boolean {
  const { properties } = layerJsonSchema(layer) as { readonly properties: Readonly<Record<string, Fields>> };
  return Object.keys(properties[field] as Fields).every((keyword) => keyword === 'description');
}

describe('what is wrong', () => {
  it.each(layers.map((layer) => [layer.layerName, layer] as const))(
    '%s: another value is refused, and a field that there is not',
    (name, layer) => {
      const { schema, layers: all } = told(alone(layer));
      const of = (fields: Fields) => ({ schema, frame: { length: 0 }, layers: { [name]: fields } });
      const fields = all[name] as Fields;
      expect(faults(validate, of(fields))).toBe('');
      expect(faults(validate, of({ ...fields, 'no such field': 1 }))).not.toBe('');
      for (const [field, value] of Object.entries(fields)) {
        const slot = layer.layout.byName.get(field) as Slot;
        if (isOpen(layer, field)) continue;
        for (const wrong of wrongFor(value, slot)) {
          const json = of({ ...fields, [field]: wrong });
          expect(faults(validate, json), JSON.stringify(json)).not.toBe('');
        }
      }
    },
  );
});

describe('captured packets', () => {
  it('are as the schema says', async () => {
    const files = filesBelow(fileURLToPath(new URL('../fixtures/captures', import.meta.url)), CAPTURES);
    expect(await validated(files)).toBeGreaterThan(1_500);
  });
});

describeIf(requireShared('corpus'), 'packets of the corpus', () => {
  it('are as the schema says', async () => {
    expect(await validated(filesBelow(sharedPath('corpus'), CAPTURES), 50)).toBeGreaterThan(5_000);
  });
});
