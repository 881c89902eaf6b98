/** Which layers a plan has to walk. */
import { pushTo } from '../bytes/push-to.ts';
import { alwaysSpace } from '../packet/chain/bindings.ts';
import { messageOf, trailerOf } from '../packet/chain/levels.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';

/** Number spaces in which a layer names what follows it. */
export const spacesOf = ({ layout }: AnyLayer): readonly string[] => [
  ...new Set([...layout.selectors.map((s) => s.options.selects as string), ...layout.hints.map((s) => s.options.hints as string)]),
];

/** Layers that a layer leads to without a number. */
export const ledTo = (layer: AnyLayer): readonly AnyLayer[] => [
  ...(layer.spec.next?.to() ?? []),
  ...[messageOf(layer), trailerOf(layer)].filter((l) => l !== undefined),
];

/** The layers that may stand above `layer`, or in its place. */
function uppersOf(registry: Registry, layer: AnyLayer): AnyLayer[] {
  const facts = registry.facts.get(layer);
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
