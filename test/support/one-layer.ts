/** A layer of given fields in a registry of its own: for tests of the engine. */
import type { Fields } from '../../src/packet/spec/field.ts';
import { layer } from '../../src/packet/layer/layer.ts';
import type { AnyLayer, Spec } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { Registry } from '../../src/packet/chain/registry.ts';
import { dissectFunction, packetFunction } from '../../src/packet/packet-functions.ts';

export interface OneLayer {
  readonly T: AnyLayer;
  /** A packet of the layer and what follows it. */
  readonly make: (given?: object, ...payload: readonly Uint8Array[]) => Packet;
  readonly dissect: (octets: Uint8Array) => Packet;
  /** The layer's values; undefined when it is not found in the octets. */
  readonly read: (octets: Uint8Array) => Record<string, unknown> | undefined;
}

/** `T` with these fields. */
export function oneLayer(fields: Fields, more: Partial<Spec<any>> = {}): OneLayer {
  const T = layer('T', { fields, ...more }) as unknown as AnyLayer;
  const registry = new Registry([{ space: 'T', value: 0, layer: T }]);
  const packet = packetFunction(registry);
  const dissect = dissectFunction(registry, T);
  return {
    T,
    make: (given = {}, ...payload) => packet(T(given), ...payload) as unknown as Packet,
    dissect: (octets) => dissect(octets, T),
    read: (octets) => dissect(octets, T).get(T) as Record<string, unknown> | undefined,
  };
}
