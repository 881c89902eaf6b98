/**
 * A shape is a chain of layers (Ether/IP/UDP/DNS), interned: packets of the same chain share it. Shapes form a trie that
 * dissector and builder walk a step a layer.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Slot } from '../spec/slot.ts';
import { slotOf } from '../spec/slot-of.ts';
import type { AnyLayer, LayerCode } from '../spec/spec.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import type { VariantBinding } from './bindings.ts';
import { type Levels, levelsOf } from './levels.ts';
import { MAX_LAYERS } from './limits.ts';

/** What shapes need of the registry whose packets they are of. */
export interface ShapeRegistry {
  /** The shape of no layers. */
  readonly root: Shape;
  /** A layer by its id. */
  layerWith(id: number): AnyLayer | undefined;
  /** One more than the highest id. */
  readonly idLimit: number;
  /** What a number means in a space. */
  next(space: string, value: number): AnyLayer | undefined;
  /** The layers of each number in a space. */
  space(space: string): ReadonlyMap<number, readonly AnyLayer[]>;
  /** The numbers of a space that the user has told a layer for. */
  told(space: string): ReadonlyMap<number, AnyLayer> | undefined;
  /** The layers that may stand in the place of this one. */
  variants(layer: AnyLayer): readonly VariantBinding[];
  /** The number that a layer has in a space. */
  valueFor(space: string, layer: AnyLayer): number | undefined;
  /** Whether one more shape may be remembered. */
  mayIntern(): boolean;
}

/** Builds crafted layers (and a Raw of octets at the end) into the slab and hands the octets to packet `p`. */
export type StackBuilder = (p: object, parts: readonly any[], w: OctetWriter) => void;

export class Shape {
  readonly registry: ShapeRegistry;
  readonly layers: readonly AnyLayer[];
  readonly depth: number;
  /** Depth of a layer's first occurrence by its id; -1 for none. */
  readonly index: Int8Array;
  /** Next shapes by layer id. */
  readonly kids: (Shape | null)[];
  /** Depth of the layer that gives layer i its pseudo-header; -1 for none. */
  readonly pseudo: Int8Array;
  readonly #interned: boolean;
  /** Generated code of the layers, made when first built. */
  #codes: readonly LayerCode[] | undefined;
  /** @internal A builder for just this stack, which building fills in: null when it cannot have one, undefined before it is made. */
  stack: StackBuilder | null | undefined;
  /** @internal How often it was built without one. */
  uses = 0;
  #levels: Levels | null | undefined;
  #stateful: readonly number[] | undefined;
  #selected: Int32Array[] | undefined;
  #hinted: readonly { readonly depth: number; readonly slot: number; readonly value: number }[] | undefined;

  constructor(registry: ShapeRegistry, layers: readonly AnyLayer[], interned: boolean) {
    this.registry = registry;
    this.layers = layers;
    this.depth = layers.length;
    this.#interned = interned;
    const size = Math.max(registry.idLimit, ...layers.map((l) => l.id + 1));
    this.index = new Int8Array(size).fill(-1);
    for (let i = layers.length - 1; i >= 0; i--) this.index[(layers[i] as AnyLayer).id] = i;
    this.kids = new Array<Shape | null>(size).fill(null);
    this.pseudo = new Int8Array(MAX_LAYERS + 2).fill(-1);
    let from = -1;
    layers.forEach((l, i) => {
      this.pseudo[i] = from;
      const p = l.spec.pseudoHeader;
      if (p !== undefined && p !== 'inherit') from = i;
      else if (p !== 'inherit') from = -1;
    });
  }

  /** The shape with one layer more. */
  kid(layer: AnyLayer): Shape {
    const known = this.kids[layer.id];
    if (known !== null && known !== undefined) return known;
    const interned = this.#interned && this.registry.mayIntern();
    const next = new Shape(this.registry, [...this.layers, layer], interned);
    if (interned) this.kids[layer.id] = next;
    return next;
  }

  /** The innermost layer's. */
  get code(): LayerCode {
    return this.codes[this.depth - 1] as LayerCode;
  }

  get codes(): readonly LayerCode[] {
    this.#codes ??= this.layers.map((l) => l.code);
    return this.#codes;
  }

  /** Where each layer ends; null: all where the innermost payload does. */
  get levels(): Levels | null {
    if (this.#levels === undefined) this.#levels = levelsOf(this.layers, (space, value) => this.registry.next(space, value)) ?? null;
    return this.#levels;
  }

  /** Depths of the layers that a session has something to do with. */
  get stateful(): readonly number[] {
    this.#stateful ??= this.layers.flatMap(({ spec }, i) => (spec.learns === undefined && spec.needs === undefined ? [] : [i]));
    return this.#stateful;
  }

  /** The number that field `slot` of layer `i` has because of the layer that follows; -1 when nothing says. */
  selected(i: number, slot: number): number {
    this.#selected ??= this.layers.map((l, j) => {
      const next = this.layers[j + 1];
      return Int32Array.from(l.layout.slots, (s) =>
        s.options.selects === undefined || next === undefined ? -1 : (this.registry.valueFor(s.options.selects, next) ?? -1),
      );
    });
    return this.#selected[i]?.[slot] ?? -1;
  }

  /** Ports and types that the next layer suggests for fields that were not given. */
  get hinted(): readonly { readonly depth: number; readonly slot: number; readonly value: number }[] {
    // What a layer wants is said last: it counts.
    this.#hinted ??= [...this.layers.flatMap((l, depth) => this.#suggested(l, depth)), ...this.#expected()];
    return this.#hinted;
  }

  #suggested(layer: AnyLayer, depth: number): { depth: number; slot: number; value: number }[] {
    const { hints } = layer.layout;
    const next = this.layers[depth + 1];
    const space = hints[0]?.options.hints;
    const value = next === undefined || space === undefined ? undefined : this.registry.valueFor(space, next);
    if (value === undefined) return [];
    // The last one (the destination) says it. The others follow only where their defaults would name another layer.
    return hints
      .filter((s, i) => {
        const other = this.registry.next(space as string, Number(s.options.default));
        return i === hints.length - 1 || (other !== undefined && other !== next);
      })
      .map((s) => ({ depth, slot: s.index, value }));
  }

  /** What layers want fields of the nearest layer of a name below them to hold; the innermost layer's word counts. */
  #expected(): { depth: number; slot: number; value: number }[] {
    return this.layers.flatMap((l, i) =>
      Object.entries(l.spec.below ?? {}).flatMap(([name, fields]) => {
        const depth = this.layers.findLastIndex((x, j) => j < i && x.layerName === name);
        const below = this.layers[depth];
        return below === undefined
          ? []
          : Object.entries(fields).map(([field, value]) => ({ depth, slot: expectedSlot(l, below, field).index, value }));
      }),
    );
  }

  /** `Ether/IP/UDP` */
  get text(): string {
    return this.layers.map((l) => l.layerName).join('/');
  }
}

/** @throws ERR_SPEC where the layer below has no such field */
function expectedSlot({ layerName }: AnyLayer, below: AnyLayer, field: string): Slot {
  try {
    return slotOf(below, field);
  } catch (error) {
    throw new PacketwrightError('ERR_SPEC', `${layerName}: below says what ${field} holds, but ${(error as Error).message}`, {
      layer: layerName,
      field,
      cause: error,
    });
  }
}
