/** Refuses bindings that no packet could meet, where a registry takes them in: they would do nothing, without a word. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { numberSlot } from '../code/anchor.ts';
import { isMade } from '../layer/layer.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { isObject, shown } from '../spec/wants.ts';
import type { AnyBinding, Binding } from './bindings.ts';
import type { FactsFunction } from './facts.ts';
import { spacesOf } from './led-to.ts';

/** The registry that takes them in. */
export interface TakesBindings {
  readonly bindings: readonly AnyBinding[];
  readonly layers: ReadonlyMap<number, AnyLayer>;
  readonly factsOf: FactsFunction;
}

function refuse(what: string, value: unknown): never {
  throw new PacketwrightError('ERR_SPEC', what, { value });
}

/** @throws ERR_SPEC for what is no binding, for a number space that is misspelt, and for numbers that no field of theirs can hold */
export function checkBindings(registry: TakesBindings, given: readonly unknown[]): asserts given is readonly AnyBinding[] {
  for (const one of given) {
    const name = typeof one === 'function' && 'layerName' in one ? `the layer ${String(one.layerName)}` : shown(one);
    if (!isObject(one)) refuse(`with: ${name} is not a binding; say what it follows: bind(UDP, { dport: 9999 }, LAYER)`, one);
  }
  // One that was made of a layer and its field has both.
  for (const one of given as readonly AnyBinding[])
    if ('space' in one && one.below === undefined) checkNumber(registry, one, given as readonly AnyBinding[]);
}

function checkNumber(registry: TakesBindings, { space, value }: Binding, given: readonly AnyBinding[]): void {
  const isKnown = registry.bindings.some((b) => 'space' in b && b.space === space);
  // Every field holds so small a number, nearly.
  if (isKnown && value <= 0xff) return;
  const layers = new Set([...registry.layers.values(), ...given.map((b) => b.layer)]);
  const spaces = (layer: AnyLayer): readonly string[] => registry.factsOf(layer)?.spaces ?? (isMade(layer) ? spacesOf(layer) : []);
  const users = [...layers].filter((layer) => spaces(layer).includes(space));
  if (users.length > 0) {
    if (!users.some((layer) => mostOf(layer, space) >= value))
      refuse(
        `${space}: ${value} does not fit this field; give a whole number from 0 to ${Math.max(...users.map((l) => mostOf(l, space)))}`,
        value,
      );
    return;
  }
  if (isKnown) return;
  // A space of one's own is named as one likes: its layer may come later, or be where packets begin.
  const near = nearest(space, new Set([...layers].flatMap(spaces)));
  if (near !== undefined && near.split('.')[0] === space.split('.')[0])
    refuse(`no field of a layer has the number space '${space}'${didYouMean(near)}`, space);
}

/** The highest number that a layer's fields of this space hold. */
const mostOf = ({ layout: { selectors, hints } }: AnyLayer, space: string): number =>
  Math.max(
    ...[...selectors, ...hints].flatMap((slot) =>
      slot.options.selects === space || slot.options.hints === space ? [2 ** numberSlot(slot).bits - 1] : [],
    ),
  );
