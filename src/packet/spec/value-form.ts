/**
 * What the values of a field are, said where its kind is defined: as far as the kind's `form` and `value` do not say it already. The JSON
 * Schema of a layer is made from it.
 */

/** What values are: one of these words, texts of a pattern, or a structure of others. */
export type ValueForm =
  /** Octets, text, a truth value, null; a number with a fraction, which may be none (IEEE 754). */
  | 'octets'
  | 'text'
  | 'boolean'
  | 'null'
  | 'float'
  /** What only other packets tell. */
  | 'anything'
  /** Text that the pattern describes from its beginning to its end. */
  | RegExp
  | { readonly whole: readonly [low: number, high: number] }
  /** With a fraction, and always finite. */
  | { readonly number: readonly [low: number, high: number] }
  /** Always as bigints. */
  | { readonly bigint: readonly [low: bigint, high: bigint] }
  | FlagsForm
  /** A word that is always the same. */
  | { readonly word: string }
  | { readonly list: ValueForm }
  /** A list of just these. */
  | { readonly tuple: readonly ValueForm[] }
  | MembersForm
  /** A record of the layer that the function gives (`AnyLayer`, which is described with fields that hold such forms). */
  | { readonly record: () => object }
  | { readonly either: readonly ValueForm[] }
  /** What another field holds: one with a kind and options (`Described`). */
  | { readonly field: { readonly kind: object; readonly options: object } }
  /** For what is not there yet when the kind is made. */
  | { readonly later: () => ValueForm };

/** A set of flags of so many bits. @see Flags */
export interface FlagsForm {
  readonly flags: readonly string[];
  readonly separator: string;
  readonly bits: number;
}

/** An object with these members, some of which may be absent. */
export interface MembersForm {
  readonly members: Readonly<Record<string, ValueForm>>;
  readonly absent?: readonly string[];
}

/** Whole numbers of so many bits, from 0. */
export const wholeForm = (bits: number): ValueForm => ({ whole: [0, 2 ** bits - 1] });

/** The same as bigints, which may have a sign. */
export const bigForm = (bits: number, signed: boolean): ValueForm => {
  const half = 1n << BigInt(bits - 1);
  return { bigint: signed ? [-half, half - 1n] : [0n, 2n * half - 1n] };
};

/** Whole numbers that are bigints only where they must be. */
export const mixedForm = (low: bigint, high: bigint): ValueForm => ({
  either: [{ whole: [low < 0n ? Number.MIN_SAFE_INTEGER : 0, Number.MAX_SAFE_INTEGER] }, { bigint: [low, high] }],
});

/** What is `form`, or octets where these are no such value. */
export const orOctets = (form: ValueForm): ValueForm => ({ either: [form, 'octets'] });
