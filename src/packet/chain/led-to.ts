/** What a layer's spec says of the layers around it: the number spaces in which it names them, and those that it leads to itself. */
import { asked } from '../spec/asked.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { LayerFacts } from './facts.ts';
import { fillingOf, messageOf, trailerOf } from './levels.ts';

/** Number spaces in which a layer names what follows it. */
export const spacesOf = ({ layout }: AnyLayer): readonly string[] => [
  ...new Set([...layout.selectors.map((s) => s.options.selects as string), ...layout.hints.map((s) => s.options.hints as string)]),
];

/** Layers that a layer leads to without a number. A function that throws, or gives no layer, leads to none: it is told where it is used. */
export const ledTo = (layer: AnyLayer): readonly AnyLayer[] =>
  [() => layer.spec.next?.to(), () => messageOf(layer), () => fillingOf(layer), () => trailerOf(layer)]
    .flatMap((give) => asked<unknown, undefined>(give, undefined))
    .filter((l): l is AnyLayer => typeof l === 'function' && 'layerName' in l);

/**
 * These layers and all that they lead to, by id. A layer whose facts lead to none but these is not asked: its spec need not be made.
 */
export function withAllLedTo(
  layers: readonly AnyLayer[],
  factsOf: (layer: AnyLayer) => LayerFacts | undefined,
): ReadonlyMap<number, AnyLayer> {
  const all = new Map(layers.map((l) => [l.id, l]));
  const names = new Set(layers.map((l) => l.layerName));
  // A map that grows goes on with what it got.
  for (const layer of all.values()) {
    if (factsOf(layer)?.to.every((name) => names.has(name))) continue;
    for (const to of ledTo(layer)) {
      all.set(to.id, to);
      names.add(to.layerName);
    }
  }
  return all;
}
