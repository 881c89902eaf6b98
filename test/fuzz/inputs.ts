/** What is damaged: each layer as it is built alone, and whole frames of captures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { seededRandom } from '../../src/bytes/random.ts';
import { firstLayer } from '../../src/capture/dissect-batch.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { fuzz } from '../../src/packet/templates/fuzz.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { packet, protocols } from '../../src/protocols/protocols.ts';
import { capturesBelow } from '../support/packets/captures-below.ts';

/** Octets, and the layer that they begin with. */
export interface Input {
  readonly first: AnyLayer;
  readonly octets: Uint8Array;
  /** Where they come from, for a message. */
  readonly origin: string;
}

/** Longer packets teach nothing more and take long. */
const LONGEST = 2048;
const VARIANTS = 12;

/** A layer as built of its defaults and of random values, each with and without octets behind it. */
export function layerInputs(layer: AnyLayer, seed: number): Input[] {
  const r = seededRandom(`${layer.layerName} ${seed}`);
  const inputs: Input[] = [];
  const add = (make: () => Packet, origin: string): void => {
    let octets: Uint8Array;
    try {
      octets = make().bytes;
    } catch (error) {
      // Random values may not fit together (a list too long for its length).
      if (error instanceof PacketwrightError && error.code === 'ERR_RANGE') return;
      throw error;
    }
    inputs.push(
      { first: layer, octets, origin },
      { first: layer, octets: Uint8Array.of(...octets, ...r.octets(1 + r.below(96))), origin: `${origin} and more` },
    );
  };
  add(() => packet(layer()) as Packet, `${layer.layerName}()`);
  for (let i = 0; i < VARIANTS; i++) add(() => fuzz(packet(layer()) as Packet, { seed: r.u32() }).first(), `fuzz(${layer.layerName}())`);
  inputs.push({ first: layer, octets: r.octets(200), origin: 'random octets' });
  return inputs;
}

/** Every layer that packets can have. */
export const allLayers = (): AnyLayer[] => [...protocols.layers.values()];

/** The first `most` packets of each capture below a folder. */
export async function captureInputs(folder: string, most: number): Promise<Input[]> {
  const names = capturesBelow(folder);
  const inputs: Input[] = [];
  for (const name of names) {
    try {
      const source = await openCapture(join(folder, name));
      let n = 0;
      for await (const batch of source.batches()) {
        for (let i = 0; i < batch.n && n < most; i++, n++) {
          const at = batch.offset[i] as number,
            length = Math.min(batch.captured[i] as number, LONGEST);
          const first = firstLayer(protocols, source.interfaces[batch.iface[i] as number]?.linkType ?? 1);
          inputs.push({ first, octets: new Uint8Array(batch.data.subarray(at, at + length)), origin: `${name} packet ${n + 1}` });
        }
        if (n >= most) break;
      }
      await source.close();
    } catch (error) {
      // Damaged on purpose: what comes before the damage is taken.
      if (!(error instanceof PacketwrightError) || error.code !== 'ERR_FILE') throw error;
    }
  }
  return inputs;
}

/** The files in a zip. */
export const zipped = (path: string): [name: string, octets: Uint8Array][] =>
  Object.entries(unzipSync(new Uint8Array(readFileSync(path)))).filter(([name]) => !name.endsWith('/'));

/** Zeek's packet fuzzer keeps several packets in a file: before each stand `\x01PKT` and an octet for its direction. */
export function zeekPackets(octets: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  const isMark = (i: number): boolean => octets[i] === 1 && octets[i + 1] === 0x50 && octets[i + 2] === 0x4b && octets[i + 3] === 0x54;
  let from = -1;
  for (let i = 0; i <= octets.length; i++) {
    if (i < octets.length && !isMark(i)) continue;
    if (from >= 0) packets.push(octets.subarray(from, i));
    from = i + 5;
    i += 4;
  }
  return packets;
}
