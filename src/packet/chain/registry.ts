/** Which layer follows which. Immutable: `with()` gives another registry; `protocols` (in protocols/) is the usual one. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Binding } from './bindings.ts';
import type { AnyLayer, Layer } from '../spec/spec.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { Padding, Raw } from '../layer/raw.ts';
import { MAX_SHAPES } from './limits.ts';
import { Shape, type ShapeRegistry } from './shape.ts';

/** Bindings, and what is made of them: the dissector, the shapes, the layers by name. */
export class Registry implements ShapeRegistry {
  readonly bindings: readonly Binding[];
  /** All layers that can occur, by id. */
  readonly layers: ReadonlyMap<number, AnyLayer>;
  /** One more than the highest id. */
  readonly idLimit: number;
  readonly root: Shape;
  readonly #byName = new Map<string, AnyLayer>();
  readonly #spaces = new Map<string, Map<number, AnyLayer>>();
  readonly #values = new Map<string, Map<AnyLayer, number>>();
  /** @internal The dissector, once made: `dissectorOf(registry)` fills it. */
  dissector: unknown;
  #shapes = 0;

  constructor(bindings: readonly Binding[]) {
    this.bindings = bindings;
    const layers = new Map<number, AnyLayer>();
    const add = (l: AnyLayer): void => {
      if (layers.has(l.id)) return;
      layers.set(l.id, l);
      if (!this.#byName.has(l.layerName)) this.#byName.set(l.layerName, l);
      for (const v of l.spec.variants ?? []) add(v.layer());
    };
    for (const l of [Raw, Padding]) add(l as unknown as AnyLayer);
    for (const { space, value, layer, below } of bindings) {
      if (below !== undefined) add(below);
      add(layer);
      const numbers = this.#spaces.get(space);
      if (numbers === undefined) this.#spaces.set(space, new Map([[value, layer]]));
      // A later binding wins, so that with() can replace one.
      else numbers.set(value, layer);
      const values = this.#values.get(space);
      if (values === undefined) this.#values.set(space, new Map([[layer, value]]));
      else if (!values.has(layer)) values.set(layer, value);
    }
    // A variant is built with the number of the layer in whose place it stands, where it has none of its own.
    for (const values of this.#values.values())
      for (const [l, value] of [...values]) for (const v of l.spec.variants ?? []) if (!values.has(v.layer())) values.set(v.layer(), value);
    this.layers = layers;
    this.idLimit = Math.max(...layers.keys()) + 1;
    this.root = new Shape(this, [], true);
  }

  /** Another registry with more bindings; this one stays as it is. */
  with(...bindings: readonly (Binding | readonly Binding[])[]): Registry {
    return new Registry([...this.bindings, ...(bindings.flat() as Binding[])]);
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

  /** What a number means in a space. */
  next(space: string, value: number): AnyLayer | undefined {
    return this.#spaces.get(space)?.get(value);
  }

  space(space: string): ReadonlyMap<number, AnyLayer> | undefined {
    return this.#spaces.get(space);
  }

  /** The number that a layer has in a space. */
  valueFor(space: string, layer: Layer<string, any, any>): number | undefined {
    return this.#values.get(space)?.get(layer);
  }

  /** @internal Whether one more shape may be remembered. */
  mayIntern(): boolean {
    return ++this.#shapes <= MAX_SHAPES;
  }
}
