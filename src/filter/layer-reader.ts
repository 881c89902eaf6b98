/** Reads from octets what only a view or a spec's function can tell, for plans. Slower than a load: it is called a packet. */
import { Frame } from '../packet/chain/frame.ts';
import type { LayerContext } from '../packet/spec/context.ts';
import { MAX_LAYERS } from '../packet/chain/limits.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Registry } from '../packet/chain/registry.ts';

/**
 * Where the plan's walk stands: octets; start, header end and end of the layer; starts and ids of the layers down to it, its
 * depth; where the packet ended on the wire, 0 unless the capture cut it.
 */
export type LayerReader = (
  b: Uint8Array,
  o: number,
  h: number,
  e: number,
  starts: Int32Array,
  ids: Int32Array,
  depth: number,
  wire: number,
) => unknown;

export function layerReader(registry: Registry, layer: AnyLayer, read: (view: any, at: LayerContext) => unknown): LayerReader {
  const frame = new Frame();
  const layers: AnyLayer[] = [];
  const shape = { layers, depth: 0, pseudo: new Int8Array(MAX_LAYERS + 2).fill(-1), levels: null };
  frame.shape = shape as unknown as Frame['shape'];
  const view = layer.code.view(frame, 0, 0);
  return (b, o, h, e, starts, ids, depth, wire) => {
    frame.b = b;
    for (let j = 0; j <= depth; j++) {
      layers[j] = registry.layerWith(ids[j] as number) as AnyLayer;
      frame.starts[j] = starts[j] as number;
    }
    // What is above is not known yet; that something is, says where the header ends.
    layers[depth + 1] = layer;
    frame.starts[depth + 1] = h;
    shape.depth = depth + 2;
    frame.end = e;
    frame.wire = wire;
    try {
      return read(view.$move(frame, o, depth), frame.at(depth));
    } catch {
      // A spec's function: what it throws is no value (packet/spec/asked.ts).
      return undefined;
    }
  };
}

/** Adds what a layer gives to row `i` of a list column. */
export function append(present: Uint8Array, values: unknown[], i: number, x: unknown): void {
  const list = Array.isArray(x) ? x.filter((v) => v !== undefined) : x === undefined ? [] : [x];
  if (list.length === 0) return;
  if (present[i] === 1) (values[i] as unknown[]).push(...list);
  else values[i] = list;
  present[i] = 1;
}

/** 64 bits, network byte order. */
export function word(b: Uint8Array, o: number): bigint {
  const high = ((b[o] as number) << 24) | ((b[o + 1] as number) << 16) | ((b[o + 2] as number) << 8) | (b[o + 3] as number);
  const low = ((b[o + 4] as number) << 24) | ((b[o + 5] as number) << 16) | ((b[o + 6] as number) << 8) | (b[o + 7] as number);
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
