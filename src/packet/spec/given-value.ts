/** Values that are given for fields: what a number field takes, and errors that name the field. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMeanName } from './names.ts';
import type { IntegerKind, Kind, VariableKind } from './field.ts';
import type { Slot } from './slot.ts';
import { slotOf } from './slot-of.ts';
import type { AnyLayer } from './spec.ts';

/** The name of the field's values that somebody may have meant. */
function meant({ options: { names } }: Slot, value: unknown): string {
  return typeof value === 'string' && names !== undefined ? didYouMeanName(names, value.toLowerCase()) : '';
}

/** Without JavaScript's words for what is no text and no number. */
function shownGiven(v: unknown): string {
  if (typeof v === 'string') return `'${v}'`;
  if (typeof v === 'function') return (v as { readonly layerName?: string }).layerName ?? 'a function';
  const text = String(v);
  return text === '[object Object]' ? 'an object' : text;
}

export function misfit(layer: AnyLayer, slot: Slot, value: unknown): never {
  const kind = slot.kind as IntegerKind;
  const shown = shownGiven(value);
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new PacketwrightError(
      'ERR_VALUE',
      `${layer.layerName}.${slot.name}: ${shown} is not a whole number or known name${meant(slot, value)}`,
      {
        layer: layer.layerName,
        field: slot.name,
        value,
      },
    );
  const low = kind.signed ? -(2 ** (slot.bits - 1)) : 0,
    high = 2 ** (kind.signed ? slot.bits - 1 : slot.bits) - 1;
  throw new PacketwrightError('ERR_RANGE', `${layer.layerName}.${slot.name}: ${shown} does not fit ${slot.bits} bits (${low} to ${high})`, {
    layer: layer.layerName,
    field: slot.name,
    value,
    low,
    high,
  });
}

/** An error of a value, with the field's name before it; the innermost field's, where records lie in lists. */
export function namedError(layer: AnyLayer, slot: Slot, error: unknown): unknown {
  if (!(error instanceof PacketwrightError) || error.details['field'] !== undefined) return error;
  const { code, message, details } = error;
  return new PacketwrightError(code, `${layer.layerName}.${slot.name}: ${message}`, {
    ...details,
    layer: layer.layerName,
    field: slot.name,
    cause: error,
  });
}

export function unknownField(layer: AnyLayer, given: Readonly<Record<string, unknown>>): void {
  if (Object.hasOwn(given, '$p'))
    throw new PacketwrightError('ERR_VALUE', `${layer.layerName}: { ...view } does not copy the fields of a view`, {
      layer: layer.layerName,
      remedy: `give ${layer.layerName}({ ...values(view), … })`,
    });
  for (const k in given) if (given[k] !== undefined && !layer.layout.parts.has(k)) slotOf(layer, k);
}

/** What turns a value given for an integer field into a whole number; whether that fits is asked later. */
export function encoder(layer: AnyLayer, slot: Slot): (v: unknown) => number {
  if (slot.kind.form !== 'integer') return () => 0;
  const { encode } = slot.kind as IntegerKind;
  return (v) => {
    let x: number;
    try {
      x = encode(v);
    } catch (error) {
      throw namedError(layer, slot, error);
    }
    // A name that nobody knows, a fraction: say what was given, not what became of it.
    return Number.isInteger(x) ? x : misfit(layer, slot, v);
  };
}

/**
 * The number that a modular field holds for one that was added or subtracted past its end, by less than once around (`ack: p.seq + 1` at 2³² - 1
 * is 0). Whatever else does not fit stays as it is, and is an error as in any field: nobody who counts gets that far.
 */
export function around(n: number, bits: number): number {
  const size = 2 ** bits;
  return Number.isInteger(n) && n >= -size && n < 2 * size ? ((n % size) + size) % size : n;
}

/** The same of what is given for a field; unchanged where the field does not count around. */
export const turned = (n: number, { modular, bits }: Pick<IntegerKind, 'modular' | 'bits'>): number =>
  modular === true ? around(n, bits) : n;

/** Text that turns local `v` round where it does not fit (`misfits`); nothing for a field that does not count around. `name`: that of {@link around}. */
export const aroundText = (kind: IntegerKind, misfits: string, v: string, name: () => string): string =>
  kind.modular === true ? `if(${misfits})${v}=${name()}(${v},${kind.bits});` : '';

/** The items of a list's value, without the octets at its end that are none. */
export function itemCount(kind: Kind | VariableKind, value: unknown): number {
  if (!Array.isArray(value)) return (kind as Kind).list && value !== undefined ? 1 : 0;
  return (kind as VariableKind).rest === true && value.at(-1) instanceof Uint8Array ? value.length - 1 : value.length;
}
