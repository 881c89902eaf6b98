/** `layer(name, spec)`: from one spec, a layer that can be called, read, dissected and listed. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { compileLayer } from '../code/layer-code.ts';
import { checkSpec } from '../spec/check-spec.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import type { Read } from '../spec/choice.ts';
import type { Fields } from '../spec/field.ts';
import { layoutOf } from '../spec/layout.ts';
import type { Layout } from '../spec/slot.ts';
import type { AnyLayer, Give, Identity, Layer, LayerCode, Spec } from '../spec/spec.ts';
import { isObject, shown } from '../spec/wants.ts';
import { announcedCalled, LayersFile, wait } from './layers-file.ts';

// 0 is "no layer" in the tables of the dissector.
let layers = 1;

/** The tables have 15 bits for an id. What is left above is for ids that no layer has. */
const MOST_LAYERS = 32_000;

/** An id that no layer has. @internal */
export const freeId = (): number => layers++;

/**
 * Makes a layer from its spec. Nothing is registered: a packet's registry says which layers follow which. With a function
 * (`layer('UDP', () => ({ … }))`), the spec is made and checked at first use; the layers of this package do that, because most programs
 * use few of them.
 *
 * @throws PacketwrightError ERR_SPEC, when the spec contradicts itself: at once, or at first use of a spec that is a function.
 */
export function layer<const N extends string, T extends Fields>(
  name: N,
  spec: Spec<T> | (() => Spec<T>),
): Layer<N, Identity<Read<T>>, Identity<Give<T>>> {
  checkName(name);
  const self = (announcedCalled(name) as Making | undefined) ?? made(name);
  self.$spec = spec;
  // What is wrong in a spec is told where it stands, and not when a packet comes.
  if (typeof spec !== 'function') void self.layout;
  return self as unknown as Layer<N, Identity<Read<T>>, Identity<Give<T>>>;
}

/** A layer that has the name of another one, for registries that do not have that one. @internal */
export function twin(name: string, spec: () => Spec<any>): AnyLayer {
  checkName(name);
  const self = made(name);
  self.$spec = spec;
  return self;
}

/** Whether the layer's spec is there: asking it makes nothing. @internal */
export function isMade(layer: AnyLayer): boolean {
  const { $spec } = layer as Making;
  return typeof $spec !== 'function' && !($spec instanceof LayersFile);
}

/**
 * Layers that are there before their file is: `load` runs the file when the first of them is used, and there `layer('NAME', …)` gives the
 * layer that is here. Builds write calls of it; docs/design/start-up.md says when.
 *
 * @internal
 */
export function announcing(load: () => void): (name: string) => AnyLayer {
  const file = new LayersFile(load);
  return (name) => {
    const self = made(name);
    self.$spec = file;
    wait(self);
    return self;
  };
}

/** A layer without a spec. */
function made(name: string): Making {
  if (layers >= MOST_LAYERS)
    refuse(name, `too many layers: there are ${layers - 1} already; make layers once, outside of functions that are called again`);
  const id = layers++;
  const self = ((given?: object) =>
    new CraftedLayer(self, id, (given ?? NOTHING) as Readonly<Record<string, unknown>>)) as unknown as Making;
  // Assigned one by one, in one order, and the rest inherited: properties defined in other ways turn a function's
  // properties into a dictionary, and every p.get(TCP) would look two of them up in it.
  Object.setPrototypeOf(self, LAYER);
  self.layerName = name;
  self.id = id;
  self.$spec = undefined;
  self.$layout = undefined;
  self.$code = undefined;
  self.make = makeFirst;
  return self;
}

/** What makes the first view of a layer, and puts what makes the others in its place. */
function makeFirst(this: Making, ...place: Parameters<LayerCode['view']>): ReturnType<LayerCode['view']> {
  this.make = this.code.view;
  return this.make(...place);
}

function refuse(layer: string, what: string, cause?: unknown): never {
  throw new PacketwrightError('ERR_SPEC', `${layer}: ${what}`, { layer, ...(cause !== undefined && { cause }) });
}

/** JSON, bindings and filters know layers by their names: one that loses its place, or is lost, among an object's own is none. */
function checkName(name: unknown): void {
  if (typeof name !== 'string' || name === '') refuse('layer', `the name is ${shown(name)}; give text: layer('NAME', …)`);
  if (name === '__proto__') refuse(name, 'this name is reserved; choose another');
  if (/^(0|[1-9]\d*)$/.test(name)) refuse(name, 'a name that is a number would lose its place in JSON; put a letter before it');
}

/** The spec that a function gives. A maker's refusal gets the layer's name; whatever else is wrong is a wrong spec, too. */
function specOf(layer: string, give: () => Spec<any>): Spec<any> {
  let made: unknown;
  try {
    made = give();
  } catch (error) {
    const isOurs = error instanceof PacketwrightError && error.code === 'ERR_SPEC';
    if (isOurs && error.details['layer'] !== undefined) throw error;
    refuse(layer, isOurs ? error.message : `its spec function throws: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  if (!isObject(made)) refuse(layer, `its spec function returns ${shown(made)}; put the object in parentheses: () => ({ … })`);
  return made as unknown as Spec<any>;
}

/** Runs the file of a layer that is announced. */
function fileOf(layer: Making, file: LayersFile): void {
  try {
    file.run();
  } catch (error) {
    refuse(layer.layerName, `its part of the package cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  if (layer.$spec === file) refuse(layer.layerName, 'its part of the package does not define it');
}

/** A layer while it is being made. */
interface Making extends AnyLayer {
  layerName: string;
  id: number;
  make: LayerCode['view'];
  $spec: Spec<any> | (() => Spec<any>) | LayersFile | undefined;
  $layout: Layout | undefined;
  $code: LayerCode | undefined;
}

/** What layers share. */
const LAYER: object = Object.create(Function.prototype, {
  // What console.log shows: all its properties would be some screens.
  [Symbol.for('nodejs.util.inspect.custom')]: {
    value(this: Making): string {
      return `[layer ${this.layerName}]`;
    },
  },
  spec: {
    get(this: Making): Spec<any> {
      if (this.$spec instanceof LayersFile) fileOf(this, this.$spec);
      const $spec = this.$spec as Exclude<Making['$spec'], LayersFile>;
      if (typeof $spec !== 'function') {
        if (!isObject($spec)) refuse(this.layerName, `its spec is ${shown($spec)}; give { fields: { … } }, or a function that gives such`);
        return $spec;
      }
      const made = specOf(this.layerName, $spec);
      this.$spec = made;
      return made;
    },
  },
  title: {
    get(this: Making): string {
      return this.spec.title ?? this.layerName;
    },
  },
  layout: {
    get(this: Making): Layout {
      if (this.$layout === undefined) checkSpec(this.layerName, this.spec);
      this.$layout ??= layoutOf(this.layerName, this.spec.fields, {
        greedy: this.spec.greedy === true,
        computed: this.spec.compute ? Object.keys(this.spec.compute) : [],
        least: this.spec.least,
        repeats: this.spec.repeats === true,
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
