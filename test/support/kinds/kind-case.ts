/** What the tests of field kinds ask of each kind. */
import fc from 'fast-check';
import type { Field } from '../../../src/packet/spec/field.ts';

/** A kind with what is known of it. */
export interface KindCase {
  readonly name: string;
  readonly make: () => Field<any, any>;
  /** Values and their octets; a third: what is read, where it is another form of the value. */
  readonly known: readonly (readonly [value: unknown, octets: string, read?: unknown])[];
  /** Where the octets come from: `scapy` is an expression for one of its fields, and the values are given to it (`hex`: as octets). */
  readonly origin: { readonly scapy: string; readonly hex?: boolean } | string;
  readonly bad: readonly (readonly [value: unknown, code: string])[];
  readonly values?: fc.Arbitrary<unknown>;
  /** Its size comes from a sibling. */
  readonly measured?: boolean;
  /** Bits; such fields get a neighbour that fills the octet. */
  readonly bits?: number;
}

export const RANGE = 'ERR_RANGE',
  VALUE = 'ERR_VALUE',
  ADDRESS = 'ERR_ADDRESS';
export const whole = (low: number, high: number): fc.Arbitrary<unknown> => fc.integer({ min: low, max: high });
export const wide = (low: bigint, high: bigint): fc.Arbitrary<unknown> => fc.bigInt({ min: low, max: high });
export const someOctets = (min: number, max: number): fc.Arbitrary<unknown> => fc.uint8Array({ minLength: min, maxLength: max });
/** Latin-1 without NUL, not ending in `last`. */
export const characters = (max: number, last?: string): fc.Arbitrary<string> =>
  fc
    .string({ maxLength: max, unit: fc.integer({ min: 1, max: 255 }).map((n) => String.fromCharCode(n)) })
    .filter((s) => last === undefined || !s.endsWith(last));
