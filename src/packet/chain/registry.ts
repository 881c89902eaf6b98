/** Which layer follows which. Immutable: `with()` gives another registry; `protocols` (in protocols/) is the usual one. */
import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { showsAs } from '../../bytes/shows-as.ts';
import type { AnyLayer, Layer } from '../spec/spec.ts';
import { type AnyBinding, layersIn, type VariantBinding } from './bindings.ts';
import { checkBindings } from './check-bindings.ts';
import type { FactsFunction, LayerFacts } from './facts.ts';
import type { Forks } from './forks.ts';
import { withAllLedTo } from './led-to.ts';
import { MAX_SHAPES } from './limits.ts';
import { RegistryTables } from './registry-tables.ts';
import { Shape, type ShapeRegistry } from './shape.ts';

/** Options of a registry. */
export interface RegistryOptions {
  /**
   * The layers that most packets have. Their steps stand inside the dissector; each other layer has a function, which is made
   * when a packet first needs it. So a registry may have any number of layers.
   */
  readonly common?: readonly AnyLayer[];
  /** What is known of layers before their specs are made. */
  readonly facts?: FactsFunction;
  /** Layers that no number names, which others lead to. A layer that leads to one of them need not be asked for it. */
  readonly unbound?: () => readonly AnyLayer[];
  /** @internal The registry that this one is made of. */
  readonly base?: Registry;
}

/** Bindings, and what is made of them: the dissector, the shapes, the layers by name. No spec is read before a packet needs its layer. */
export class Registry implements ShapeRegistry {
  readonly common: readonly AnyLayer[];
  /** The registry that this one was made of, with `with()`; of a chain of them the first. */
  readonly base: Registry | undefined;
  readonly #bindings: readonly AnyBinding[] | (() => readonly AnyBinding[]);
  /** Of its own layers; those of a registry that was made of another one are known to that. */
  readonly #factsOf: FactsFunction;
  readonly #unbound: () => readonly AnyLayer[];
  #given: readonly AnyBinding[] | undefined;
  #made: RegistryTables | undefined;
  #root: Shape | undefined;
  #all: { readonly byId: ReadonlyMap<number, AnyLayer>; readonly byName: ReadonlyMap<string, AnyLayer> } | undefined;
  /** @internal The steps and the dissectors, once made: `stepsOf(registry)` and `dissectorOf(registry)` fill them. */
  steps: unknown;
  dissectors: unknown;
  #shapes = 0;

  /** With a function the bindings are made when the registry is first asked; a program that only imports asks nothing. */
  constructor(bindings: readonly AnyBinding[] | (() => readonly AnyBinding[]), o: RegistryOptions = {}) {
    checkOptions('a registry', o, { common: true, facts: true, unbound: true, base: true });
    this.base = o.base;
    this.#bindings = bindings;
    this.common = o.common ?? [];
    this.#unbound = o.unbound ?? (() => []);
    this.#factsOf = o.facts ?? (() => undefined);
  }

  get bindings(): readonly AnyBinding[] {
    const given = this.#bindings;
    this.#given ??= typeof given === 'function' ? given() : given;
    return this.#given;
  }

  get #tables(): RegistryTables {
    this.#made ??= new RegistryTables(this.bindings);
    return this.#made;
  }

  /** The layers of its bindings, by id. */
  get bound(): ReadonlyMap<number, AnyLayer> {
    return this.#tables.layers;
  }

  /** All layers that can occur, by id: also those that no number names, which a layer below leads to. */
  get layers(): ReadonlyMap<number, AnyLayer> {
    return this.#known.byId;
  }

  get #known(): { readonly byId: ReadonlyMap<number, AnyLayer>; readonly byName: ReadonlyMap<string, AnyLayer> } {
    if (this.#all === undefined) {
      const byId = withAllLedTo([...this.bound.values(), ...this.#unbound()], this.#factsOf);
      // Of several of a name the first counts.
      this.#all = { byId, byName: new Map([...byId.values()].reverse().map((l) => [l.layerName, l])) };
    }
    return this.#all;
  }

  /** A layer by its id. */
  layerWith(id: number): AnyLayer | undefined {
    return this.bound.get(id) ?? this.layers.get(id);
  }

  /** Where one of several layers may stand. */
  get forks(): Forks {
    return this.#tables.forks;
  }

  /** One more than the highest id. */
  get idLimit(): number {
    return this.#tables.idLimit;
  }

  get root(): Shape {
    this.#root ??= new Shape(this, [], true);
    return this.#root;
  }

  /**
   * Returns another registry with more bindings; this one does not change.
   * @throws ERR_SPEC for bindings that could do nothing; ERR_LAYER for a layer that has the name of another one: JSON, columns and filters know layers by their names
   */
  with(...bindings: readonly (AnyBinding | readonly AnyBinding[])[]): Registry {
    const more: readonly unknown[] = bindings.flat();
    checkBindings(this, more);
    this.#refuseTwins(more);
    return new Registry([...this.bindings, ...more], {
      common: this.common,
      facts: (layer) => this.factsOf(layer),
      unbound: this.#unbound,
      base: this.base ?? this,
    });
  }

  #refuseTwins(bindings: readonly AnyBinding[]): void {
    const added = new Map<string, AnyLayer>();
    for (const layer of bindings.flatMap(layersIn)) {
      const { layerName } = layer;
      const other = added.get(layerName) ?? this.layer(layerName);
      if (other !== undefined && other !== layer)
        throw new PacketwrightError('ERR_LAYER', `two layers are called ${layerName}: this registry has another one of that name`, {
          layer: layerName,
          remedy: `layer('My${layerName}', …)`,
        });
      added.set(layerName, layer);
    }
  }

  /** A layer by its name. */
  layer(name: string): AnyLayer | undefined {
    return this.#tables.byName.get(name) ?? this.#known.byName.get(name);
  }

  /** The same, or ERR_LAYER with the nearest name. */
  mustLayer(name: string): AnyLayer {
    const l = this.layer(name);
    if (l !== undefined) return l;
    const near = nearest(name, this.#known.byName.keys());
    throw new PacketwrightError('ERR_LAYER', `unknown layer '${name}'${didYouMean(near)}`, {
      layer: name,
      near,
    });
  }

  /** The layers whose specs hold. A wrong one is refused where it is used; it keeps nobody from the others. */
  soundLayers(): AnyLayer[] {
    return [...this.layers.values()].filter((layer) => this.factsOf(layer) !== undefined || isSound(layer));
  }

  /** What is known of a layer before its spec is made: of one of this registry, for another one may have the same name. */
  factsOf(layer: AnyLayer): LayerFacts | undefined {
    return this.layers.has(layer.id) ? this.#factsOf(layer) : undefined;
  }

  /** What a number means in a space: of several layers the one that is tried first. */
  next(space: string, value: number): AnyLayer | undefined {
    return this.#tables.spaces.get(space)?.get(value)?.[0];
  }

  /** The layers of each number in a space, in the order in which they are tried. */
  space(space: string): ReadonlyMap<number, readonly AnyLayer[]> {
    return this.#tables.spaces.get(space) ?? NO_NUMBERS;
  }

  /** The spaces that users may name: not those that stand for "whatever it says", or belong to quotes. */
  get spaceNames(): readonly string[] {
    return [...this.#tables.spaces.keys()].filter((space) => !/[* ]/.test(space));
  }

  /** The numbers of a space that the user has told a layer for. */
  told(space: string): ReadonlyMap<number, AnyLayer> | undefined {
    return this.#tables.told.get(space);
  }

  /** The layers that are tried where no number of the space tells. */
  guesses(space: string): readonly AnyLayer[] {
    return this.#tables.guesses.get(space) ?? [];
  }

  /** The layers that may stand in the place of this one. */
  variants(layer: AnyLayer): readonly VariantBinding[] {
    return this.#tables.variants.get(layer) ?? [];
  }

  /** The number that a layer has in a space: its own, or that of the layer in whose place it stands. */
  valueFor(space: string, layer: Layer<string, any, any>): number | undefined {
    const values = this.#tables.values.get(space);
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

showsAs(
  Registry.prototype,
  (r: Registry) => `[registry of ${r.bound.size} layers, ${r.bindings.length} bindings]`,
  (r: Registry) => ({ layers: r.bound.size, bindings: r.bindings.length }),
);

const NO_NUMBERS: ReadonlyMap<number, readonly AnyLayer[]> = new Map();

function isSound(layer: AnyLayer): boolean {
  try {
    return layer.layout !== undefined;
  } catch (error) {
    if (error instanceof PacketwrightError && error.code === 'ERR_SPEC') return false;
    throw error;
  }
}
