/**
 * The JSON of values: how each is written, and beside it the schema of what is written. `json()` is made with the one and the JSON Schemas
 * are made with the other, so a change of the form is a change of both.
 */
import { toHex } from '../../bytes/hex.ts';
import { Flags } from '../spec/flags.ts';
import type { Slot } from '../spec/slot.ts';
import type { FlagsForm } from '../spec/value-form.ts';
import { isOctets, type JsonValue } from './json-given.ts';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = { readonly [keyword: string]: JsonValue };

/** `V`: what is written. `T`: what is told of the values. */
export interface JsonForm<V, T = void> {
  readonly write: (v: V) => JsonValue;
  readonly schema: (told: T) => JsonSchema;
}

/** Text that a pattern describes from its beginning to its end. */
export const textOf = (pattern: string): JsonSchema => ({ type: 'string', pattern: `^(?:${pattern})$` });

/** One of several; what may be anything is nothing else besides. */
export const anyOf = (schemas: readonly JsonSchema[]): JsonSchema => {
  if (schemas.some((schema) => Object.keys(schema).length === 0)) return {};
  const different = [...new Map(schemas.map((s) => [JSON.stringify(s), s])).values()];
  return different.length === 1 ? (different[0] as JsonSchema) : { anyOf: different };
};

/** An object with these members and no others. */
export const closed = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
});

/** Octets as hexadecimal digits. */
export const HEX = textOf('(?:[0-9a-f]{2})*');

/** Octets of a field that is never anything else. */
const BARE: JsonForm<Uint8Array> = { write: toHex, schema: () => HEX };

/** Octets where text could stand, too. */
export const MARKED: JsonForm<Uint8Array> = { write: (v) => ({ hex: toHex(v) }), schema: () => closed({ hex: HEX }, ['hex']) };

/** Octets that are the whole value of a field. `nested`: of a record's. */
export const octetsOf = (slot: Slot, nested: boolean): JsonForm<Uint8Array> => (!nested && isOctets(slot) ? BARE : MARKED);

/** Numbers: JSON has no NaN and no infinity, which are text. */
const UNFINISHED = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(String);
export const NUMBER: JsonForm<number, 'float' | { readonly type: 'integer' | 'number'; readonly limits: readonly [number, number] }> = {
  write: (v) => (Number.isFinite(v) ? v : String(v)),
  schema: (told) => {
    if (told === 'float') return anyOf([{ type: 'number' }, { enum: UNFINISHED }]);
    const [minimum, maximum] = told.limits;
    return { type: told.type, minimum, maximum };
  },
};

/** Numbers beyond what JSON's readers keep: decimal digits, as many as the greatest has. */
export const BIG: JsonForm<bigint, readonly [low: bigint, high: bigint]> = {
  write: String,
  schema: ([low, high]) => {
    const digits = `0|[1-9]\\d{0,${String(high).length - 1}}`;
    return textOf(low < 0n ? `-?(?:${digits})` : digits);
  },
};

/** A pattern that is just this text. */
export const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

/** Flags: their names, the lowest bit first; the number where they do not say all. */
export const FLAGS: JsonForm<Flags, FlagsForm> = {
  write: (v) => (v.isExact ? v.text : v.value),
  schema: ({ flags, separator, bits }) => {
    const said = flags.filter((_, i) => new Flags(2 ** i, flags, separator).isExact).map(literally);
    const set = separator === '' ? said.map((name) => `${name}?`).join('') : `(?:(?:${said.join('|')})(?:${literally(separator)}(?=.)|$))*`;
    return anyOf([textOf(set), NUMBER.schema({ type: 'integer', limits: [0, 2 ** bits - 1] })]);
  },
};
