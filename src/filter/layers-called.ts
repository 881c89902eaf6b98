/** Layers by the words that users have for them. */
import type { Registry } from '../packet/chain/registry.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';

/** A layer by our name, whatever its case. */
export function layerNamed(registry: Registry, name: string): AnyLayer | undefined {
  const lower = name.toLowerCase();
  return registry.layer(name) ?? [...registry.layers.values()].find((l) => l.layerName.toLowerCase() === lower);
}

/** The layers of a protocol by Wireshark's name for it, whatever its case. Only specs of layers that may have the name are asked. */
export function layersOfProtocol(registry: Registry, name: string): AnyLayer[] {
  const lower = name.toLowerCase();
  return [...registry.layers.values()].filter(
    (l) => (registry.factsOf(l)?.labels.includes(lower) ?? true) && l.spec.wireshark?.split(':').includes(lower) === true,
  );
}
