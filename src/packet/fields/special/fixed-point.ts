/** Binary fractions. */
import { wantOptions } from '../../spec/check-field-options.ts';
import type { Field, FieldOptions } from '../../spec/field.ts';
import { wantWhole } from '../../spec/wants.ts';
import { bits, scaled, signedBits } from '../integers.ts';

/** A number of `n` bits (1 to 32), the last `fraction` of them after the binary point: `fixedPoint(16, 8)` reads 01 80 as 1.5. */
export function fixedPoint(
  n: number,
  fraction: number,
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: number; readonly signed?: boolean } = {},
): Field<number, number> {
  wantOptions('fixedPoint', o, 'signed');
  const { signed = false, ...rest } = o;
  wantWhole('fixedPoint', 'the bits after the point', fraction, 0, 32);
  return scaled(signed ? signedBits(n) : bits(n), 2 ** -fraction, rest);
}
