/** Which layer follows which. Immutable: `with()` gives another registry; `protocols` (in protocols/) is the usual one. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { Padding, Raw } from '../layer/raw.ts';
import type { AnyLayer, Layer } from '../spec/spec.ts';
import type { AnyBinding, VariantBinding } from './bindings.ts';
import { MAX_SHAPES } from './limits.ts';
import { Shape, type ShapeRegistry } from './shape.ts';

/** What a registry takes besides its bindings. */
export interface RegistryOptions {
  /**
   * The layers that most packets have. Their steps stand inside the dissector; each other layer has a function, which is made
   * when a packet first needs it. So a registry may have any number of layers.
   */
  readonly common?: readonly AnyLayer[];
}

/** Bindings, and what is made of them: the dissector, the shapes, the layers by name. No spec is read before a packet needs its layer. */
export class Registry implements ShapeRegistry {
  readonly bindings: readonly AnyBinding[];
  readonly common: readonly AnyLayer[];
  /** All layers that can occur, by id. */
  readonly layers: ReadonlyMap<number, AnyLayer>;
  /** One more than the highest id. */
  readonly idLimit: number;
  readonly root: Shape;
  readonly #byName = new Map<string, AnyLayer>();
  readonly #spaces = new Map<string, Map<number, AnyLayer>>();
  readonly #values = new Map<string, Map<AnyLayer, number>>();
  readonly #variants = new Map<AnyLayer, VariantBinding[]>();
  /** @internal The steps and the dissector, once made: `stepsOf(registry)` and `dissectorOf(registry)` fill them. */
  steps: unknown;
  dissector: unknown;
  #shapes = 0;

  constructor(bindings: readonly AnyBinding[], o: RegistryOptions = {}) {
    this.bindings = bindings;
    this.common = o.common ?? [];
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
      else if (binding.below !== undefined) add(binding.below);
      add(binding.layer);
      if ('of' in binding) this.#variant(binding);
      else this.#number(binding.space, binding.value, binding.layer);
    }
    this.layers = layers;
    this.idLimit = limit;
    this.root = new Shape(this, [], true);
  }

  #number(space: string, value: number, layer: AnyLayer): void {
    const numbers = this.#spaces.get(space);
    if (numbers === undefined) this.#spaces.set(space, new Map([[value, layer]]));
    // A later binding wins, so that with() can replace one.
    else numbers.set(value, layer);
    const values = this.#values.get(space);
    if (values === undefined) this.#values.set(space, new Map([[layer, value]]));
    else if (!values.has(layer)) values.set(layer, value);
  }

  #variant(binding: VariantBinding): void {
    const known = this.#variants.get(binding.of);
    if (known === undefined) this.#variants.set(binding.of, [binding]);
    else known.push(binding);
  }

  /** Another registry with more bindings; this one stays as it is. */
  with(...bindings: readonly (AnyBinding | readonly AnyBinding[])[]): Registry {
    return new Registry([...this.bindings, ...(bindings.flat() as AnyBinding[])], { common: this.common });
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
    return [...this.layers.values()].filter(isSound);
  }

  /** What a number means in a space. */
  next(space: string, value: number): AnyLayer | undefined {
    return this.#spaces.get(space)?.get(value);
  }

  space(space: string): ReadonlyMap<number, AnyLayer> | undefined {
    return this.#spaces.get(space);
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

function isSound(layer: AnyLayer): boolean {
  try {
    return layer.layout !== undefined;
  } catch (error) {
    if (error instanceof PacketwrightError && error.code === 'ERR_SPEC') return false;
    throw error;
  }
}
