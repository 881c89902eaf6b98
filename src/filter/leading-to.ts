/** Which layers a plan has to walk. */
import { alwaysSpace } from '../packet/chain/bindings.ts';
import { messageOf, trailerOf } from '../packet/chain/levels.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';

/** The layers that may stand above `layer`, or in its place. */
function uppersOf(registry: Registry, layer: AnyLayer): AnyLayer[] {
  const { selectors, hints } = layer.layout;
  const spaces = [...selectors.map((s) => s.options.selects), ...hints.map((s) => s.options.hints), alwaysSpace(layer)];
  return [
    ...spaces.flatMap((space) => [...registry.space(space as string).values(), registry.guesses(space as string)]).flat(),
    ...registry.variants(layer).map((v) => v.layer),
    ...(layer.spec.next?.to() ?? []),
    ...[messageOf(layer), trailerOf(layer)].filter((l) => l !== undefined),
  ];
}

/** The layers from which one of `wanted` can be reached, itself included. */
export function leadingTo(registry: Registry, wanted: ReadonlySet<AnyLayer>): Set<AnyLayer> {
  const lowers = new Map<AnyLayer, AnyLayer[]>();
  for (const layer of registry.soundLayers())
    for (const upper of uppersOf(registry, layer)) {
      const below = lowers.get(upper);
      if (below === undefined) lowers.set(upper, [layer]);
      else below.push(layer);
    }
  const reach = new Set(wanted);
  for (const layer of reach) for (const below of lowers.get(layer) ?? []) reach.add(below);
  return reach;
}
