/** `layer(name, spec)`: from one spec, a layer that can be called, read, dissected and listed. */
import { compileLayer, type LayerCode } from '../code/layer-code.ts';
import type { Fields } from '../spec/field.ts';
import { type Layout, layoutOf } from '../spec/layout.ts';
import type { Give, Identity, Read, Spec } from '../spec/spec.ts';
import type { Several } from '../spec/several.ts';

declare const VIEW: unique symbol;
declare const GIVEN: unique symbol;
declare const NAME: unique symbol;
declare const SETS: unique symbol;

/** One layer of a packet to be built: the layer and the values given. What is absent is computed, or has its default. */
export interface Crafted<N extends string = string> {
  readonly [NAME]: N;
  readonly layer: AnyLayer;
  readonly given: Readonly<Record<string, unknown>>;
}

/** A layer with sets or random values in it: it stands for many, and makes a Template. */
export interface CraftedSet<N extends string = string> extends Crafted<N> {
  readonly [SETS]: true;
}

/**
 * A protocol. Call it with values to craft: `IP({ dst: '192.0.2.1', ttl: 9 })`. `N` is its name, `V` what its views
 * give, `I` what may be given.
 */
export interface Layer<N extends string = string, V = unknown, I = any> {
  (given?: I): Crafted<N>;
  (given: { [K in keyof I]?: I[K] | Several<Exclude<I[K], symbol>> }): CraftedSet<N>;
  readonly [VIEW]: V;
  readonly [GIVEN]: I;
  readonly layerName: N;
  /** Number of this layer in this process; not stable between runs. */
  readonly id: number;
  readonly spec: Spec<any>;
  readonly title: string;
  /** @internal */
  readonly layout: Layout;
  /** @internal Generated at first use. */
  readonly code: LayerCode;
  /** @internal Makes a view; becomes the generated function at first use. */
  readonly make: LayerCode['view'];
}

/** Some layer. */
export type AnyLayer = Layer<string, any, any>;
/** What a layer's views give. */
export type ViewOf<L> = L extends Layer<any, infer V, any> ? V : never;
/** What may be given for a layer. */
export type GivenOf<L> = L extends Layer<any, any, infer I> ? I : never;

// 0 is "no layer" in the tables of the dissector.
let layers = 1;

/**
 * Makes a layer from its spec. Nothing is registered: a packet's registry says which layers follow which.
 * @throws PacketwrightError ERR_SPEC at first use, when the spec contradicts itself.
 */
export function layer<const N extends string, T extends Fields>(name: N, spec: Spec<T>): Layer<N, Identity<Read<T>>, Identity<Give<T>>> {
  const id = layers++;
  const self = ((given?: object) =>
    new CraftedLayer(self, id, (given ?? NOTHING) as Readonly<Record<string, unknown>>)) as unknown as Making;
  // Assigned one by one, in one order, and the rest inherited: properties defined in other ways turn a function's
  // properties into a dictionary, and every p.get(TCP) would look two of them up in it.
  Object.setPrototypeOf(self, LAYER);
  self.layerName = name;
  self.id = id;
  self.spec = spec;
  self.title = spec.title ?? name;
  self.$layout = undefined;
  self.$code = undefined;
  self.make = (p, o, i) => {
    self.make = self.code.view;
    return self.make(p, o, i);
  };
  return self as unknown as Layer<N, Identity<Read<T>>, Identity<Give<T>>>;
}

/** A layer while it is being made. */
interface Making extends AnyLayer {
  layerName: string;
  id: number;
  spec: Spec<any>;
  title: string;
  make: LayerCode['view'];
  $layout: Layout | undefined;
  $code: LayerCode | undefined;
}

/** What layers share. */
const LAYER: object = Object.create(Function.prototype, {
  layout: {
    get(this: Making): Layout {
      this.$layout ??= layoutOf(this.layerName, this.spec.fields, {
        greedy: this.spec.greedy === true,
        computed: this.spec.compute ? Object.keys(this.spec.compute) : [],
        least: this.spec.least,
      });
      return this.$layout;
    },
  },
  code: {
    get(this: Making): LayerCode {
      this.$code ??= compileLayer(this);
      return this.$code;
    },
  },
});

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

/** What calling a layer gives. */
export class CraftedLayer {
  declare readonly layer: AnyLayer;
  declare readonly given: Readonly<Record<string, unknown>>;
  /** The layer's id, where a builder finds it faster than on the layer, which is a function. */
  declare readonly id: number;
  /** How many values were given; -1 while nobody has counted, -2 when the octets are given. */
  declare keys: number;
  constructor(layer: AnyLayer, id: number, given: Readonly<Record<string, unknown>>, keys = -1) {
    this.layer = layer;
    this.id = id;
    this.given = given;
    this.keys = keys;
  }
}

export const isCrafted = (part: unknown): part is Crafted => part instanceof CraftedLayer;
