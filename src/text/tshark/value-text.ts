/** One field's value as `tshark -T fields` prints it. What follows no rule is in the tables beside. */
import { toHex } from '../../bytes/hex.ts';
import { Flags } from '../../packet/spec/flags.ts';
import type { Described } from '../../packet/spec/field.ts';
import { plainOf } from '../../packet/spec/inside.ts';
import { pythonValue } from '../../packet/fields/shared/python-text.ts';

/** `0x001a`: as many digits as the field's bits need. */
export const hexText = (n: number | bigint, bits: number): string => `0x${n.toString(16).padStart(Math.ceil(bits / 4), '0')}`;

/** A value whose form only its JavaScript type tells. */
export function plainText(v: unknown): string {
  if (typeof v === 'string') return v;
  if (typeof v === 'boolean') return v ? '1' : '0';
  if (v instanceof Uint8Array) return toHex(v);
  return typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype ? pythonValue(v) : String(v);
}

/** The text of each occurrence that a field's value stands for: one, or one an item of a list. */
export function fieldTexts({ kind: own, options }: Described, given: unknown): readonly string[] {
  const value = plainOf(given);
  if (value === undefined) return [];
  // One that is there only sometimes is written as when it always is.
  const kind = own.form === 'variable' ? (own.number ?? own) : own;
  if (kind.form === 'integer') {
    if (value instanceof Flags) return [hexText(value.value, kind.bits)];
    if (typeof value === 'number') return [options.hex ? hexText(value, kind.bits) : String(value)];
    return [plainText(value)];
  }
  if (Array.isArray(value)) return value.map((item) => plainText(plainOf(item)));
  return [plainText(value)];
}
