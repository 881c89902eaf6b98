/** Which layers a plan has to walk. */
import { pushTo } from '../bytes/push-to.ts';
import { alwaysSpace } from '../packet/chain/bindings.ts';
import { ledTo, spacesOf } from '../packet/chain/led-to.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';

/** The layers that may stand above `layer`, or in its place. */
function uppersOf(registry: Registry, layer: AnyLayer): AnyLayer[] {
  const facts = registry.factsOf(layer);
  const led = facts?.to.map((name) => registry.layer(name));
  const to = led === undefined || led.includes(undefined) ? ledTo(layer) : (led as AnyLayer[]);
  const spaces = [...(facts?.spaces ?? spacesOf(layer)), alwaysSpace(layer)];
  return [
    ...spaces.flatMap((space) => [...registry.space(space).values(), registry.guesses(space)]).flat(),
    ...registry.variants(layer).map((v) => v.layer),
    ...to,
  ];
}

/** The layers from which one of `wanted` can be reached, itself included. */
export function leadingTo(registry: Registry, wanted: ReadonlySet<AnyLayer>): Set<AnyLayer> {
  const lowers = new Map<AnyLayer, AnyLayer[]>();
  for (const layer of registry.soundLayers()) for (const upper of uppersOf(registry, layer)) pushTo(lowers, upper, layer);
  const reach = new Set(wanted);
  for (const layer of reach) for (const below of lowers.get(layer) ?? []) reach.add(below);
  return reach;
}
