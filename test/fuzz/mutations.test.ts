/** Damage at random, in bounds; `npm run soak` does the same by the ten million. PKW_MUTATIONS multiplies, PKW_SEED sets the seed. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import * as layers from '../../src/protocols/layers.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { describeIf, requireShared, sharedPath } from '../support/require.ts';
import { allLayers, captureInputs, type Input, layerInputs, zeekPackets, zipped } from './inputs.ts';
import { tryMutations, tryOctets } from './trial.ts';

const TIMES = Math.round(100_000 * Number(process.env['PKW_MUTATIONS'] ?? 1));
const SEED = Number(process.env['PKW_SEED'] ?? 1);

/** Records that may be of no octets at all: MQTT 5 leaves out what is success (§3.14.2, §3.15.2); options of DHCPv6 inside an option, where there are none. */
const EMPTY: readonly string[] = ['DHCP6OptContainer', 'MQTTAuth', 'MQTTDisconnect'];

/** Layers share this many: the time does not grow with their number. `npm run soak` gives each more. */
const EACH = Math.ceil((80 * TIMES) / allLayers().length);

describe(`${EACH} damaged copies, each field read, of`, () => {
  for (const layer of allLayers())
    it(layer.layerName, { timeout: 300_000 }, () => {
      const inputs = layerInputs(layer, SEED);
      // Its defaults at least can be built, and are read as the layer that they are.
      expect(inputs.length).toBeGreaterThan(2);
      for (const { octets, first } of inputs) tryOctets(octets, first, true);
      tryMutations(inputs, EACH, `${layer.layerName} ${SEED}`);
    });

  it('layers that only stand inside others: they can be built', () => {
    const inside = (Object.values(layers) as AnyLayer[]).filter(
      (layer) => typeof layer === 'function' && 'layerName' in layer && !allLayers().includes(layer),
    );
    expect(inside.length).toBeGreaterThan(0);
    // Their code is made at first use, and may be wrong until then.
    const empty = inside.filter((layer) => (packet(layer()) as Packet).bytes.length === 0).map((layer) => layer.layerName);
    expect(empty.sort()).toEqual(EMPTY);
  });

  it('frames of captures', { timeout: 300_000 }, async () => {
    const inputs = await captureInputs(join(import.meta.dirname, '../fixtures/captures'), 20);
    expect(inputs.length).toBeGreaterThan(500);
    tryMutations(inputs, TIMES, `frames ${SEED}`);
  });
});

describeIf(requireShared('corpus/fuzz'), "what Zeek's fuzzers found", () => {
  const corpus = (name: string): [string, Uint8Array][] => zipped(sharedPath('corpus/fuzz/zeek+zeek', `${name}-corpus.zip`));

  it('packets', { timeout: 300_000 }, () => {
    const inputs: Input[] = corpus('packet').flatMap(([origin, octets]) =>
      zeekPackets(octets).map((found) => ({ first: layers.IP, octets: found, origin })),
    );
    expect(inputs.length).toBeGreaterThan(20);
    for (const { octets, first } of inputs) tryOctets(octets, first, true);
    tryMutations(inputs, TIMES / 2, `zeek packets ${SEED}`);
  });

  it('DNS messages', { timeout: 300_000 }, () => {
    const inputs: Input[] = corpus('dns').map(([origin, octets]) => ({ first: layers.DNS, octets, origin }));
    expect(inputs.length).toBeGreaterThan(50);
    for (const { octets, first } of inputs) tryOctets(octets, first, true);
    // Some have tens of thousands of octets.
    tryMutations(
      inputs.filter(({ octets }) => octets.length < 2048),
      TIMES / 2,
      `zeek DNS ${SEED}`,
    );
  });
});
