/** Which layer follows which. Immutable: `with()` gives another registry; `protocols` (in protocols/) is the usual one. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { pushTo } from '../../bytes/push-to.ts';
import { Padding, Raw } from '../layer/raw.ts';
import type { AnyLayer, Layer } from '../spec/spec.ts';
import type { AnyBinding, Binding, VariantBinding } from './bindings.ts';
import { type FactsByName, type LayerFacts, readFacts } from './facts.ts';
import { Forks } from './forks.ts';
import { MAX_SHAPES } from './limits.ts';
import { Shape, type ShapeRegistry } from './shape.ts';

/** What a registry takes besides its bindings. */
export interface RegistryOptions {
  /**
   * The layers that most packets have. Their steps stand inside the dissector; each other layer has a function, which is made
   * when a packet first needs it. So a registry may have any number of layers.
   */
  readonly common?: readonly AnyLayer[];
  /** What is known of layers before their specs are made. */
  readonly facts?: FactsByName | ReadonlyMap<AnyLayer, LayerFacts>;
}

/** Bindings, and what is made of them: the dissector, the shapes, the layers by name. No spec is read before a packet needs its layer. */
export class Registry implements ShapeRegistry {
  readonly bindings: readonly AnyBinding[];
  readonly common: readonly AnyLayer[];
  /** All layers that can occur, by id. */
  readonly layers: ReadonlyMap<number, AnyLayer>;
  /** Where one of several layers may stand. */
  readonly forks: Forks;
  /** One more than the highest id. */
  readonly idLimit: number;
  readonly root: Shape;
  readonly #byName = new Map<string, AnyLayer>();
  readonly #spaces = new Map<string, Map<number, readonly AnyLayer[]>>();
  readonly #told = new Map<string, Map<number, AnyLayer>>();
  readonly #guesses = new Map<string, AnyLayer[]>();
  readonly #givenFacts: FactsByName | ReadonlyMap<AnyLayer, LayerFacts>;
  #facts: ReadonlyMap<AnyLayer, LayerFacts> | undefined;
  readonly #values = new Map<string, Map<AnyLayer, number>>();
  readonly #variants = new Map<AnyLayer, VariantBinding[]>();
  /** @internal The steps and the dissectors, once made: `stepsOf(registry)` and `dissectorOf(registry)` fill them. */
  steps: unknown;
  dissectors: unknown;
  #shapes = 0;

  constructor(bindings: readonly AnyBinding[], o: RegistryOptions = {}) {
    this.bindings = bindings;
    this.common = o.common ?? [];
    this.#givenFacts = o.facts ?? new Map();
    const layers = new Map<number, AnyLayer>();
    let limit = 0;
    const add = (l: AnyLayer): void => {
      if (layers.has(l.id)) return;
      layers.set(l.id, l);
      limit = Math.max(limit, l.id + 1);
      if (!this.#byName.has(l.layerName)) this.#byName.set(l.layerName, l);
    };
    for (const l of [Raw, Padding]) add(l as unknown as AnyLayer);
    for (const binding of bindings) {
      if ('of' in binding) add(binding.of);
      else if ('below' in binding && binding.below !== undefined) add(binding.below);
      add(binding.layer);
      if ('of' in binding) pushTo(this.#variants, binding.of, binding);
      else if ('guess' in binding) pushTo(this.#guesses, binding.guess, binding.layer);
      else {
        binding.others?.forEach(add);
        this.#number(binding);
      }
    }
    this.layers = layers;
    this.forks = new Forks();
    for (const numbers of this.#spaces.values()) for (const candidates of numbers.values()) this.forks.idOf(candidates);
    for (const candidates of this.#guesses.values()) this.forks.idOf(candidates);
    this.idLimit = Math.max(limit, this.forks.idLimit);
    this.root = new Shape(this, [], true);
  }

  #number({ space, value, layer, others = [], told }: Binding): void {
    const numbers = mapIn(this.#spaces, space);
    // A later binding wins, so that with() can replace one.
    numbers.set(value, [layer, ...others]);
    if (told) mapIn(this.#told, space).set(value, layer);
    const values = mapIn(this.#values, space);
    for (const l of [layer, ...others]) if (!values.has(l)) values.set(l, value);
  }

  /** Another registry with more bindings; this one stays as it is. */
  with(...bindings: readonly (AnyBinding | readonly AnyBinding[])[]): Registry {
    return new Registry([...this.bindings, ...(bindings.flat() as AnyBinding[])], {
      common: this.common,
      facts: this.facts,
    });
  }

  /** A layer by its name. */
  layer(name: string): AnyLayer | undefined {
    return this.#byName.get(name);
  }

  /** The same, or ERR_LAYER with the nearest name. */
  mustLayer(name: string): AnyLayer {
    const l = this.#byName.get(name);
    if (l !== undefined) return l;
    const near = nearest(name, this.#byName.keys());
    throw new PacketwrightError('ERR_LAYER', `no layer is called '${name}'${didYouMean(near)}`, {
      layer: name,
      near,
    });
  }

  /** The layers whose specs hold. A wrong one is refused where it is used; it keeps nobody from the others. */
  soundLayers(): AnyLayer[] {
    return [...this.layers.values()].filter((layer) => this.facts.has(layer) || isSound(layer));
  }

  /** What is known of layers before their specs are made. */
  get facts(): ReadonlyMap<AnyLayer, LayerFacts> {
    const given = this.#givenFacts;
    this.#facts ??= given instanceof Map ? given : readFacts(given as FactsByName, (name) => this.layer(name));
    return this.#facts;
  }

  /** What a number means in a space: of several layers the one that is tried first. */
  next(space: string, value: number): AnyLayer | undefined {
    return this.#spaces.get(space)?.get(value)?.[0];
  }

  /** The layers of each number in a space, in the order in which they are tried. */
  space(space: string): ReadonlyMap<number, readonly AnyLayer[]> {
    return this.#spaces.get(space) ?? NO_NUMBERS;
  }

  /** The spaces that users may name: not those that stand for "whatever it says", or belong to quotes. */
  get spaceNames(): readonly string[] {
    return [...this.#spaces.keys()].filter((space) => !/[* ]/.test(space));
  }

  /** The numbers of a space that the user has told a layer for. */
  told(space: string): ReadonlyMap<number, AnyLayer> | undefined {
    return this.#told.get(space);
  }

  /** The layers that are tried where no number of the space tells. */
  guesses(space: string): readonly AnyLayer[] {
    return this.#guesses.get(space) ?? [];
  }

  /** The layers that may stand in the place of this one. */
  variants(layer: AnyLayer): readonly VariantBinding[] {
    return this.#variants.get(layer) ?? [];
  }

  /** The number that a layer has in a space: its own, or that of the layer in whose place it stands. */
  valueFor(space: string, layer: Layer<string, any, any>): number | undefined {
    const values = this.#values.get(space);
    const own = values?.get(layer);
    if (own !== undefined || values === undefined) return own;
    for (const [of, value] of values) if (this.variants(of).some((v) => v.layer === layer)) return value;
    return undefined;
  }

  /** @internal Whether one more shape may be remembered. */
  mayIntern(): boolean {
    return ++this.#shapes <= MAX_SHAPES;
  }
}

const NO_NUMBERS: ReadonlyMap<number, readonly AnyLayer[]> = new Map();

function mapIn<K, A, B>(maps: Map<K, Map<A, B>>, key: K): Map<A, B> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<A, B>();
  maps.set(key, made);
  return made;
}

function isSound(layer: AnyLayer): boolean {
  try {
    return layer.layout !== undefined;
  } catch (error) {
    if (error instanceof PacketwrightError && error.code === 'ERR_SPEC') return false;
    throw error;
  }
}
