/**
 * What the values of a field are, said where its kind is defined: as far as the kind's `form` and `value` do not say it already. The JSON
 * Schema of a layer is made from it. Types, and what a kind's other words mean.
 */
import { limits } from './check-default.ts';
import type { Described, Kind, ValueKind } from './field.ts';
import type { AnyLayer } from './spec.ts';

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
  /** A record. */
  | { readonly record: () => AnyLayer }
  | { readonly either: readonly ValueForm[] }
  /** What another field holds. */
  | { readonly field: Described }
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

/** Kinds of one value that say by `value` all that there is to say. */
const BY_VALUE: Partial<Record<ValueKind, ValueForm>> = {
  octets: 'octets',
  text: 'text',
  name: 'text',
  float: 'float',
  ipv4: /\d{1,3}(\.\d{1,3}){3}/,
  ipv6: /(?=.*:.*:)[\da-f:.]{2,45}/,
  mac: /[\da-f]{2}(:[\da-f]{2}){5}/,
  'hardware-address': /([\da-f]{2}(:[\da-f]{2})*)?/,
  'protocol-address': /[\da-f:.]*/,
  uuid: /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/,
};

/** Whole numbers of so many bits, from 0. */
export const wholeForm = (bits: number): ValueForm => ({ whole: limits({ bits, signed: false }) });

/** The same as bigints, which may have a sign. */
export const bigForm = (bits: number, signed: boolean): ValueForm => {
  const half = 1n << BigInt(bits - 1);
  return { bigint: signed ? [-half, half - 1n] : [0n, 2n * half - 1n] };
};

/** Whole numbers that are bigints only where they must be. */
export const mixedForm = (low: bigint, high: bigint): ValueForm => ({
  either: [{ whole: [low < 0n ? Number.MIN_SAFE_INTEGER : 0, Number.MAX_SAFE_INTEGER] }, { bigint: [low, high] }],
});

/** What the values of a kind are; undefined where it does not tell. */
export function formOf(kind: Kind): ValueForm | undefined {
  if (kind.holds !== undefined) return kind.holds;
  if (kind.form === 'variable' && kind.number !== undefined) return formOf(kind.number);
  if (kind.form === 'integer') return kind.decode === undefined ? { whole: limits(kind) } : undefined;
  return kind.list === true || kind.value === undefined ? undefined : BY_VALUE[kind.value];
}

/** Whether a field inside another one may be without a value. */
export const mayBeAbsent = (kind: Kind): boolean => kind.form === 'variable' && (kind.present !== undefined || kind.nothing === true);

/** What is `form`, or octets where these are no such value. */
export const orOctets = (form: ValueForm): ValueForm => ({ either: [form, 'octets'] });

/** Members that are described as fields. */
export const membersForm = (fields: Readonly<Record<string, Described>>): MembersForm => ({
  members: Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, { field: f }])),
  absent: Object.entries(fields).flatMap(([name, f]) => (mayBeAbsent(f.kind) ? [name] : [])),
});
