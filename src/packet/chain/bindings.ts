/** Which layer follows which, as numbers in number spaces. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { Slot } from '../spec/slot.ts';
import { slotOf } from '../spec/slot-of.ts';
import { isMade } from '../layer/layer.ts';
import { shown } from '../spec/wants.ts';

/** "`value` in number space `space` means `layer`", for all layers whose fields select or hint in that space. */
export interface Binding {
  readonly space: string;
  readonly value: number;
  readonly layer: AnyLayer;
  /** Those that are tried where the first does not begin, in order. */
  readonly others?: readonly AnyLayer[];
  /** The layer below, where the space belongs to it alone. */
  readonly below?: AnyLayer;
  /** It is the user's word: of two ports it counts before the other one, whichever is lower. */
  readonly told?: true;
}

/** "Where no number of space `guess` names a layer that begins there, `layer` is tried." */
export interface GuessBinding {
  readonly guess: string;
  readonly layer: AnyLayer;
}

/** "Where `field` of layer `of` holds a number from … to, `layer` stands in its place." */
export interface VariantBinding {
  readonly of: AnyLayer;
  readonly field: string;
  /** Inclusive. */
  readonly from: number;
  readonly to: number;
  readonly layer: AnyLayer;
  /** Where the octets are too few for it, the next one of that number is tried, and then `of` stands. */
  readonly optional: boolean;
}

/** What registries are made of. */
export type AnyBinding = Binding | VariantBinding | GuessBinding;

/** The layers that a binding names. */
export function layersIn(binding: AnyBinding): AnyLayer[] {
  const { layer } = binding;
  if ('of' in binding) return [binding.of, layer];
  if ('guess' in binding) return [layer];
  return [...(binding.below === undefined ? [] : [binding.below]), layer, ...(binding.others ?? [])];
}

/** The number space of a field: the one its spec names, or its own. */
export function spaceOf(layer: AnyLayer, field: string): string {
  const slot = slotOf(layer, field);
  return slot.options.selects ?? slot.options.hints ?? `${layer.layerName}.${field}`;
}

/** @throws ERR_SPEC for what no field of so many bits can hold, and for what is no layer */
function checked(where: string, value: unknown, layers: readonly unknown[], bits = 53): void {
  const refuse = (what: string): never => {
    throw new PacketwrightError('ERR_SPEC', `${where}: ${what}`, { value });
  };
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) >= 2 ** bits)
    refuse(`${shown(value)} does not fit this field; give a whole number from 0 to ${2 ** bits - 1}`);
  for (const layer of layers)
    if (typeof layer !== 'function' || !('layerName' in layer)) refuse(`${shown(layer)} cannot follow; give a layer`);
}

/** How each is called. */
const CALLS = { bind: 'bind(UDP, { dport: 9999 }, LAYER)', bindVariants: "bindVariants(IP, 'version', [[6, LAYER]])" };

function checkLayer(call: keyof typeof CALLS, v: unknown): void {
  if (typeof v !== 'function' || !('layerName' in v))
    throw new PacketwrightError('ERR_SPEC', `${call}: ${shown(v)} was given where a layer is expected; ${CALLS[call]}`, { value: v });
}

const also = (others: readonly AnyLayer[]): { others?: readonly AnyLayer[] } => (others.length === 0 ? {} : { others });

/**
 * `bind(UDP, { dport: 9999 }, Foo)`: Foo follows UDP on that port. Several fields make several bindings. Of several layers, the first that
 * begins there (`begins` of its spec) is used.
 */
export function bind(below: AnyLayer, when: Readonly<Record<string, number>>, layer: AnyLayer, ...others: readonly AnyLayer[]): Binding[] {
  checkLayer('bind', below);
  if (Object.keys(when).length === 0)
    throw new PacketwrightError('ERR_SPEC', `bind: no field of ${below.layerName} is given, so nothing would be bound; ${CALLS.bind}`, {
      layer: below.layerName,
    });
  return Object.entries(when).map(([field, value]) => {
    const space = spaceOf(below, field);
    const slot = below.layout.byName.get(field);
    checked(`${below.layerName}.${field}`, value, [layer, ...others], slot?.kind.form === 'integer' ? slot.bits : undefined);
    return { space, value, layer, ...also(others), below };
  });
}

/**
 * The same, as the user's choice: `decodeAs(TCP, { dport: 8080 }, HTTP)`. It wins over the layer of the other port, whichever port is
 * lower.
 */
export const decodeAs = (...args: Parameters<typeof bind>): Binding[] => bind(...args).map((binding) => ({ ...binding, told: true }));

/**
 * `bindAll('ethertype', { 0x0800: IP, … })`: a table for one number space. A layer's first number is the one it is built with. Of several
 * layers (`80: [HTTP, TLS]`), the first that begins there is used.
 */
export function bindAll(space: string, table: Readonly<Record<number, AnyLayer | readonly [AnyLayer, ...AnyLayer[]]>>): Binding[] {
  return Object.entries(table).map(([value, of]) => {
    const [layer, ...others] = typeof of === 'function' ? [of] : of;
    checked(space, Number(value), [layer, ...others]);
    return { space, value: Number(value), layer, ...also(others) };
  });
}

/**
 * `bindGuesses('tcp.port', [TLS, HTTP])`: if no number names a layer that begins there, the first of these that does is used. Each needs a
 * strict `begins`, because it is called for everything without a known number.
 */
export const bindGuesses = (space: string, layers: readonly AnyLayer[]): GuessBinding[] => layers.map((layer) => ({ guess: space, layer }));

/** `bindAlways(A, B)`: B always follows A. Of several layers, the first that begins there. */
export const bindAlways = (below: AnyLayer, layer: AnyLayer, ...others: readonly AnyLayer[]): Binding[] => [
  { space: alwaysSpace(below), value: 0, layer, ...also(others), below },
];
export const alwaysSpace = (below: Pick<AnyLayer, 'layerName'>): string => `${below.layerName}*`;

/**
 * `bindVariants(IP, 'version', [[6, IPv6]])`: another layer takes the place of IP, depending on a field with a fixed place among the first
 * octets (version 6 instead of 4, a length instead of a type). A pair of numbers is a range. `optional`: a message that is too short for
 * its own layer is read as `of`.
 */
export function bindVariants(
  of: AnyLayer,
  field: string,
  variants: readonly (readonly [value: number | readonly [from: number, to: number], layer: AnyLayer])[],
  o: { readonly optional?: boolean } = {},
): VariantBinding[] {
  checkLayer('bindVariants', of);
  // A spec that is a function is made, and checked, when it is first used.
  const bits = isMade(of) ? variantSlot(of, field).bits : 32;
  return variants.map(([value, layer]) => {
    const [from, to] = typeof value === 'number' ? [value, value] : value;
    const where = `${of.layerName}.${field}`;
    for (const n of [from, to]) checked(where, n, [layer], bits);
    if (from > to)
      throw new PacketwrightError('ERR_SPEC', `${where}: a variant's range is ${from} to ${to}: give the lower number first`, {
        layer: of.layerName,
        field,
      });
    return { of, field, from, to, layer, optional: o.optional === true };
  });
}

/** The field that tells a layer's variants. @throws ERR_SPEC when it is no number with a fixed place among the first octets */
export function variantSlot(layer: AnyLayer, name: string): Slot {
  const slot = slotOf(layer, name);
  if (slot.kind.form !== 'integer' || slot.anchor > 0 || slot.bit + slot.bits > 8 * layer.layout.minimum)
    throw new PacketwrightError(
      'ERR_SPEC',
      `${layer.layerName}.${name}: variants need a number at a fixed place, among the octets that are always there`,
      { layer: layer.layerName, field: name },
    );
  return slot;
}
