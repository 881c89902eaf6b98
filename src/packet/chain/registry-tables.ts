/** What a registry looks up: made of its bindings, in their order. */
import { pushTo } from '../../bytes/push-to.ts';
import { Padding, Raw } from '../layer/raw.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { type AnyBinding, type Binding, layersIn, type VariantBinding } from './bindings.ts';
import { Forks } from './forks.ts';

export class RegistryTables {
  /** All layers that can occur, by id. */
  readonly layers = new Map<number, AnyLayer>();
  readonly byName = new Map<string, AnyLayer>();
  readonly forks = new Forks();
  /** One more than the highest id. */
  readonly idLimit: number;
  readonly spaces = new Map<string, Map<number, readonly AnyLayer[]>>();
  readonly told = new Map<string, Map<number, AnyLayer>>();
  readonly guesses = new Map<string, AnyLayer[]>();
  readonly values = new Map<string, Map<AnyLayer, number>>();
  readonly variants = new Map<AnyLayer, VariantBinding[]>();

  constructor(bindings: readonly AnyBinding[]) {
    for (const l of [Raw, Padding]) this.#add(l as unknown as AnyLayer);
    for (const binding of bindings) {
      for (const l of layersIn(binding)) this.#add(l);
      if ('of' in binding) pushTo(this.variants, binding.of, binding);
      else if ('guess' in binding) pushTo(this.guesses, binding.guess, binding.layer);
      else this.#number(binding);
    }
    for (const numbers of this.spaces.values()) for (const candidates of numbers.values()) this.forks.idOf(candidates);
    for (const candidates of this.guesses.values()) this.forks.idOf(candidates, true);
    this.idLimit = Math.max(this.forks.idLimit, ...[...this.layers.keys()].map((id) => id + 1));
  }

  #add(layer: AnyLayer): void {
    if (this.layers.has(layer.id)) return;
    this.layers.set(layer.id, layer);
    if (!this.byName.has(layer.layerName)) this.byName.set(layer.layerName, layer);
  }

  #number({ space, value, layer, others = [], told }: Binding): void {
    const numbers = mapIn(this.spaces, space);
    // A later binding wins, so that with() can replace one.
    numbers.set(value, [layer, ...others]);
    if (told) mapIn(this.told, space).set(value, layer);
    const values = mapIn(this.values, space);
    for (const l of [layer, ...others]) if (!values.has(l)) values.set(l, value);
  }
}

function mapIn<K, A, B>(maps: Map<K, Map<A, B>>, key: K): Map<A, B> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<A, B>();
  maps.set(key, made);
  return made;
}
