/** Which layer follows which. Immutable: `with()` gives another registry; `protocols` (in protocols/) is the usual one. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { compileDissector, type Dissector } from '../object/dissector.ts';
import type { AnyLayer, Layer } from '../layer/layer.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { Padding, Raw } from '../layer/raw.ts';
import { MAX_SHAPES, Shape } from './shape.ts';

/** "`value` in number space `space` means `layer`", for all layers whose fields select or hint in that space. */
export interface Binding {
  readonly space: string;
  readonly value: number;
  readonly layer: AnyLayer;
  /** The layer below, where the space belongs to it alone. */
  readonly below?: AnyLayer;
}

/** The number space of a field: the one its spec names, or its own. */
export function spaceOf(layer: AnyLayer, field: string): string {
  const slot = layer.layout.byName.get(field);
  if (slot === undefined)
    throw new PacketwrightError('ERR_FIELD', `${layer.layerName} has no field '${field}'`, { layer: layer.layerName, field });
  return slot.options.selects ?? slot.options.hints ?? `${layer.layerName}.${field}`;
}

/** `bind(UDP, { dport: 9999 }, Foo)`: Foo follows UDP on that port. Several fields make several bindings. */
export function bind(below: AnyLayer, when: Readonly<Record<string, number>>, layer: AnyLayer): Binding[] {
  return Object.entries(when).map(([field, value]) => ({ space: spaceOf(below, field), value, layer, below }));
}

/** `bindAll('ethertype', { 0x0800: IP, … })`: a table for one number space. A layer's first number is the one it is built with. */
export function bindAll(space: string, table: Readonly<Record<number, AnyLayer>>): Binding[] {
  return Object.entries(table).map(([value, layer]) => ({ space, value: Number(value), layer }));
}

/** `bindAlways(A, B)`: B follows A whatever A says. */
export const bindAlways = (below: AnyLayer, layer: AnyLayer): Binding[] => [{ space: alwaysSpace(below), value: 0, layer, below }];
export const alwaysSpace = (below: AnyLayer): string => `${below.layerName}*`;

/** Bindings, and what is made of them: the dissector, the shapes, the layers by name. */
export class Registry {
  readonly bindings: readonly Binding[];
  /** All layers that can occur, by id. */
  readonly layers: ReadonlyMap<number, AnyLayer>;
  /** One more than the highest id. */
  readonly idLimit: number;
  readonly root: Shape;
  readonly #byName = new Map<string, AnyLayer>();
  readonly #spaces = new Map<string, Map<number, AnyLayer>>();
  readonly #values = new Map<string, Map<AnyLayer, number>>();
  #shapes = 0;
  #dissector: Dissector | undefined;

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

  /** @internal */
  get dissector(): Dissector {
    this.#dissector ??= compileDissector(this);
    return this.#dissector;
  }

  /** @internal Whether one more shape may be remembered. */
  mayIntern(): boolean {
    return ++this.#shapes <= MAX_SHAPES;
  }
}
