/** Bits of a field's number that have names of their own: the six of DSCP and the two of ECN in IP's `tos`. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Part, Parts } from './field.ts';
import { didYouMeanName } from './names.ts';
import type { PlacedPart, Slot } from './slot.ts';
import type { AnyLayer } from './spec.ts';
import { shown } from './wants.ts';

const NONE: ReadonlyMap<string, PlacedPart> = new Map();

/** The parts of all fields, by name. @throws ERR_SPEC by `refuse`, where they do not take the field's bits, or have a field's name */
export function placeParts(slots: readonly Slot[], refuse: (field: string, what: string) => never): ReadonlyMap<string, PlacedPart> {
  const divided = slots.filter(({ options }) => options.parts !== undefined);
  if (divided.length === 0) return NONE;
  const placed = new Map<string, PlacedPart>();
  for (const slot of divided) {
    const parts = Object.entries(slot.options.parts as Parts);
    const { kind } = slot;
    if (kind.form !== 'integer' || kind.decode !== undefined || slot.anchor > 0 || slot.when !== undefined || slot.bits > 31)
      refuse(slot.name, 'has parts; only a plain number of up to 31 bits before every variable field can have them');
    const sum = parts.reduce((n, [, { bits }]) => n + bits, 0);
    if (sum !== slot.bits) refuse(slot.name, `its parts have ${sum} bits, and the field has ${slot.bits}`);
    let shift = slot.bits;
    for (const [name, part] of parts) {
      if (placed.has(name) || slots.some((s) => s.name === name)) refuse(slot.name, `its part '${name}' has the name of another field`);
      shift -= part.bits;
      placed.set(name, { ...part, name, slot, shift });
    }
  }
  return placed;
}

const highest = ({ bits }: Part): number => 2 ** bits - 1;

/** The part's own number in that of its field. */
export const partOf = (part: PlacedPart, x: number): number => (x >> part.shift) & highest(part);

/** The number of the field `x` with the part set to what is given: a number, or one of the part's names. */
export function withPart(layer: AnyLayer, part: PlacedPart, x: number, given: unknown): number {
  const { name, shift, names } = part;
  const value = typeof given === 'string' ? names?.value(given) : given;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > highest(part)) {
    const near = typeof given === 'string' && names !== undefined ? didYouMeanName(names, given) : '';
    const wanted = `expected 0 to ${highest(part)}${names === undefined ? '' : ' or a name'}`;
    throw new PacketwrightError('ERR_VALUE', `${layer.layerName}.${name}: ${wanted}, found ${shown(given)}${near}`, {
      layer: layer.layerName,
      field: name,
      value: given,
    });
  }
  return ((x & ~(highest(part) << shift)) | (value << shift)) >>> 0;
}

/** The numbers of the fields whose parts are given; `before` says what such a field holds otherwise. */
export function partNumbers(
  layer: AnyLayer,
  given: Readonly<Record<string, unknown>>,
  before: (slot: Slot) => number,
): ReadonlyMap<Slot, number> {
  const numbers = new Map<Slot, number>();
  for (const part of layer.layout.parts.values()) {
    const { name, slot } = part;
    if (!Object.hasOwn(given, name) || given[name] === undefined) continue;
    if (given[slot.name] !== undefined)
      throw new PacketwrightError('ERR_VALUE', `${layer.layerName}: ${name} is part of ${slot.name}; give one of the two`, {
        layer: layer.layerName,
        field: name,
      });
    numbers.set(slot, withPart(layer, part, numbers.get(slot) ?? before(slot), given[name]));
  }
  return numbers;
}

/** Values for fields, where parts are among them: each part is put into what its field holds. */
export function withoutParts(
  layer: AnyLayer,
  values: Readonly<Record<string, unknown>>,
  before: (slot: Slot) => number,
): Readonly<Record<string, unknown>> {
  const numbers = partNumbers(layer, values, before);
  if (numbers.size === 0) return values;
  const fields = Object.entries(values).filter(([name]) => !layer.layout.parts.has(name));
  return Object.fromEntries([...fields, ...[...numbers].map(([slot, x]) => [slot.name, x] as const)]);
}
