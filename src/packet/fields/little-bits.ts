/** Bit fields of little-endian words: counted from the least significant bit, the first field lowest. */
import { type Field, type FieldOptions, field, type Kind } from '../spec/field.ts';
import { bits, flag, type NumberOptions } from './integers.ts';

const little = <R, G>(f: Field<R, G>): Field<R, G> =>
  field({ ...f.kind, little: true, label: `${f.kind.label}, lowest bit first` } as Kind, f.options);

/** `n` bits (1 to 32) from the least significant bit up, above the bits of the previous field. They may continue into the next octets. */
export const bitsLe = (n: number, o: NumberOptions<undefined> = {}): Field<number, number> => little(bits(n, o)) as Field<number, number>;

/** One bit as true or false, above the bits of the previous field. */
export const flagLe = (
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: boolean } = {},
): Field<boolean, boolean | number> => little(flag(o));
