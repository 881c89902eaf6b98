/**
 * Numbers of as many octets as they need, which may measure and count other fields as those of a fixed width do. One that stands in more
 * octets than it needs is read with their number, so that it is written in as many again.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Field, type FieldOptions, field, type VariableKind } from '../spec/field.ts';
import { wantWhole } from '../spec/wants.ts';
import { BER, formOctets, leb128Form, type NumberForm, QUIC } from './shared/length-forms.ts';
import { mixedForm, type ValueForm } from '../spec/value-form.ts';

/** A number in more octets than it needs. */
export interface LongNumber {
  readonly value: number | bigint;
  /** Octets that it stands in. */
  readonly octets: number;
}

/** A number; a bigint above 2^53; a number in more octets than it needs; octets that are not a number. */
export type VariableInteger = number | bigint | LongNumber | Uint8Array;
/** Octets given are written unchanged. Text is a decimal number. */
export type VariableIntegerGiven = number | bigint | LongNumber | Uint8Array | string;

type VariableOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: number | bigint };
type VariableField = Field<VariableInteger, VariableIntegerGiven>;

const isLong = (v: unknown): v is LongNumber => typeof v === 'object' && v !== null && 'value' in v && 'octets' in v;

/** The number that was given. @throws ERR_VALUE, ERR_RANGE */
function wholeFrom(v: unknown): number | bigint {
  const n = typeof v === 'string' && /^\d+$/.test(v) ? BigInt(v) : v;
  if (typeof n !== 'bigint' && (typeof n !== 'number' || (!Number.isInteger(n) && Number.isFinite(n)) || Number.isNaN(n)))
    throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a whole number`, { value: v });
  if (n < 0 || (typeof n === 'number' && !Number.isSafeInteger(n)))
    throw new PacketwrightError('ERR_RANGE', `${String(v)} is not an exact number of 0 or more`, { value: v });
  return n;
}

const NUMBER = /* @__PURE__ */ mixedForm(0n, (1n << 128n) - 1n);
/** What {@link VariableInteger} says. */
const HOLDS: ValueForm = {
  either: [NUMBER, { members: { value: NUMBER, octets: { whole: [1, 255] } } }, 'octets'],
};

function integerKind(form: NumberForm): VariableKind {
  return {
    form: 'variable',
    end: form.end,
    read: (b, at, end) => {
      // In a header that was cut.
      if (form.end(b, at, end) !== end) return undefined;
      const value = form.load(b, at, end);
      if (value === undefined) return b.subarray(at, end);
      return form.width(value) === end - at ? value : { value, octets: end - at };
    },
    write: (w, v) => {
      if (v instanceof Uint8Array) w.octets(v);
      else if (isLong(v)) w.octets(formOctets(form, wholeFrom(v.value), v.octets));
      else w.octets(formOctets(form, wholeFrom(v)));
    },
    counter: {
      octets: (n) => formOctets(form, wholeFrom(n)),
      number: (v) => (isLong(v) ? Number(v.value) : typeof v === 'number' || typeof v === 'bigint' ? Number(v) : Number.NaN),
    },
  };
}

const make = (form: NumberForm, label: string, o: VariableOptions, largest: number): VariableField =>
  field(
    {
      ...integerKind(form),
      label,
      holds: HOLDS,
      scalar: true,
      initial: 0,
      format: (v: unknown) =>
        isLong(v) ? `${v.value} in ${v.octets} octets` : v instanceof Uint8Array ? `no number: ${v.join(' ')}` : String(v),
      random: (r) => r.below(2 ** (1 + r.below(largest))),
    },
    o,
  );

/**
 * Seven bits per octet, the least significant first; the top bit says that another octet follows. At most `most` octets (default 8): MQTT's
 * lengths have up to 4 (MQTT 5 §1.5.5).
 */
export function leb128({ most = 8, ...o }: VariableOptions & { readonly most?: number } = {}): VariableField {
  wantWhole('leb128', 'most', most, 1, 16);
  return make(leb128Form(most), 'leb128', o, Math.min(7 * most, 31));
}

/** QUIC's variable-length integer: 1, 2, 4 or 8 octets; the two high bits of the first give the length. @see RFC 9000 §16 */
export const quicInt = (o: VariableOptions = {}): VariableField => make(QUIC, 'quic integer', o, 31);

/**
 * A length of BER and DER: one octet up to 127; above that, the number of octets and then the octets. The indefinite form is read as
 * octets. @see X.690 §8.1.3
 */
export const berLength = (o: VariableOptions = {}): VariableField => make(BER, 'BER length', o, 31);
