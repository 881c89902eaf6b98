/** What stands before the value of an option: its number and its length, in the forms that protocols have. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { mixedForm, type ValueForm, wholeForm } from '../spec/value-form.ts';
import { wantWord } from '../spec/wants.ts';
import { type FixedLength, formOctets, formOf, type OpenLength } from './shared/length-forms.ts';

/** A head where it stands. */
export interface Head<X> {
  readonly type: number | bigint;
  readonly valueStart: number;
  /** Where the value ends. */
  readonly end: number;
  /** What else the head says; undefined when it says nothing that the writer would not. */
  readonly extra: X | undefined;
}

/** How the head of an option is read and written. `X`: what it says besides number and length: the third part of an entry. `T`: its numbers. */
export interface OptionHead<X = undefined, T extends number | bigint = number> {
  /** Only the type's. */
  readonly types?: T;
  /** Octets of the shortest one. */
  readonly least: number;
  /** The head at `at`, behind an option of number `before`; undefined when there is none. */
  readonly read: (b: Uint8Array, at: number, limit: number, before: number | bigint) => Head<X> | undefined;
  /** @throws ERR_RANGE, ERR_VALUE */
  readonly write: (type: number | bigint, length: number, before: number | bigint, extra: unknown, flags: number) => Uint8Array;
  /** What the writer puts where nothing is given, by the flags of the option's kind. Absent: nothing. */
  readonly usual?: (flags: number, length: number) => X;
  /** The octet before which the list ends; it is no part of it. */
  readonly stop?: number;
  /** What its numbers are, if not whole numbers of up to 53 bits, and what `extra` is; absent: `extra` may be anything. */
  readonly holds?: { readonly type?: ValueForm; readonly extra?: ValueForm };
}

const isFixed = (name: FixedLength | OpenLength): boolean => name.startsWith('u');

/** Octets of number and length, when they take more than needed: the third part of an entry. */
export type HeadWidths = readonly [typeOctets: number, lengthOctets: number];

/**
 * Number and length, each with its own width or form: `tlvHead('u16', 'u24')`, `tlvHead('u32', 'u8')`, `tlvHead('quic', 'quic')` (QUIC's
 * transport parameters, RFC 9000 §18). The length counts the value; with `covers: 'option'` it counts the head, too.
 */
export function tlvHead(type: FixedLength, length: FixedLength, o?: { readonly covers?: 'value' | 'option' }): OptionHead;
export function tlvHead(type: FixedLength | OpenLength, length: FixedLength | OpenLength): OptionHead<HeadWidths, number | bigint>;
export function tlvHead(
  typeName: FixedLength | OpenLength,
  lengthName: FixedLength | OpenLength,
  { covers = 'value' }: { readonly covers?: 'value' | 'option' } = {},
): OptionHead<any, any> {
  const type = formOf(typeName, 'tlvHead'),
    length = formOf(lengthName, 'tlvHead');
  wantWord('tlvHead', 'covers', covers, ['value', 'option']);
  const least = type.least + length.least;
  if (covers === 'option' && !(isFixed(typeName) && isFixed(lengthName)))
    throw new PacketwrightError('ERR_SPEC', `tlvHead: a length of form ${lengthName} cannot count itself`);
  const more = covers === 'option' ? least : 0;
  return {
    least,
    holds:
      isFixed(typeName) && isFixed(lengthName)
        ? { type: wholeForm(8 * type.least) }
        : { type: mixedForm(0n, (1n << 64n) - 1n), extra: { tuple: [wholeForm(8), wholeForm(8)] } },
    read: (b, at, limit) => {
      const mid = type.end(b, at, limit);
      const valueStart = mid > limit ? mid : length.end(b, mid, limit);
      if (valueStart > limit) return undefined;
      const t = type.load(b, at, mid),
        l = length.load(b, mid, valueStart);
      if (t === undefined || l === undefined || l < more) return undefined;
      const isShort = type.width(t) === mid - at && length.width(l) === valueStart - mid;
      return { type: t, valueStart, end: valueStart + Number(l) - more, extra: isShort ? undefined : [mid - at, valueStart - mid] };
    },
    write: (t, l, _before, extra) => {
      const [typeOctets, lengthOctets] = (extra ?? []) as Partial<HeadWidths>;
      const before = formOctets(type, t, typeOctets);
      const out = new Uint8Array([...before, ...formOctets(length, l + more, lengthOctets)]);
      return out;
    },
  };
}

/** In the flags of a BGP path attribute: its length has two octets. */
const EXTENDED = 0x10;

/**
 * An octet of flags, the number, and a length of one octet, or of two where the flags say so (BGP's path attributes, RFC 4271 §4.3). The
 * flags of an option are those of its kind (`option('ORIGIN', u8(), { flags: 0x40 })`), with the bit for a long length if needed; other
 * flags are the third part of the entry, all eight bits.
 */
export const attributeHead: OptionHead<number> = {
  least: 3,
  holds: { type: wholeForm(8), extra: wholeForm(8) },
  usual: (flags, length) => (length > 255 ? flags | EXTENDED : flags),
  read: (b, at, limit) => {
    const flags = b[at] as number;
    const valueStart = at + (flags & EXTENDED ? 4 : 3);
    if (valueStart > limit) return undefined;
    const length = flags & EXTENDED ? ((b[at + 2] as number) << 8) | (b[at + 3] as number) : (b[at + 2] as number);
    return { type: b[at + 1] as number, valueStart, end: valueStart + length, extra: flags };
  },
  write: (type, length, _before, extra, ofKind) => {
    const flags = extra ?? (length > 255 ? ofKind | EXTENDED : ofKind);
    if (typeof flags !== 'number' || !Number.isInteger(flags) || flags < 0 || flags > 255)
      throw new PacketwrightError('ERR_VALUE', `${String(flags)} is not an octet of flags`, { value: flags });
    const octets = (form: FixedLength, n: number | bigint): Uint8Array => formOctets(formOf(form, 'attributeHead'), n);
    return Uint8Array.of(flags, ...octets('u8', type), ...octets(flags & EXTENDED ? 'u16' : 'u8', length));
  },
};

/** A half octet, and one or two octets behind it where it is 13 or 14 (RFC 7252 §3.1). */
function nibble(n: number, what: string): readonly [half: number, more: readonly number[]] {
  if (n < 13) return [n, []];
  if (n < 269) return [13, [n - 13]];
  if (n > 65_804) throw new PacketwrightError('ERR_RANGE', `${n} does not fit the ${what} of an option (0 to 65804)`, { value: n });
  return [14, [(n - 269) >> 8, (n - 269) & 0xff]];
}

/**
 * Four bits of difference to the previous number and four bits of length (CoAP, RFC 7252 §3.1), so options must be given in the order of
 * their numbers. The octet 0xff ends the list and marks the payload.
 */
export const deltaHead: OptionHead = {
  least: 1,
  stop: 0xff,
  holds: {},
  read: (b, at, limit, before) => {
    const first = b[at] as number;
    let q = at + 1;
    const whole = (half: number): number => {
      if (half < 13) return half;
      const n = half === 13 ? 13 + (b[q] as number) : 269 + (((b[q] as number) << 8) | (b[q + 1] as number));
      q += half - 12;
      // 15 is for the mark; what is not there is no number.
      return half === 15 || q > limit ? Number.NaN : n;
    };
    const delta = whole(first >> 4);
    const length = whole(first & 15);
    if (Number.isNaN(delta + length)) return undefined;
    return { type: Number(before) + delta, valueStart: q, end: q + length, extra: undefined };
  },
  write: (type, length, before) => {
    if (type < before)
      throw new PacketwrightError('ERR_VALUE', `option ${type} comes after option ${before}: give options in the order of their numbers`, {
        value: type,
      });
    const [delta, deltaMore] = nibble(Number(type) - Number(before), 'difference');
    const [half, lengthMore] = nibble(length, 'length');
    return Uint8Array.of((delta << 4) | half, ...deltaMore, ...lengthMore);
  },
};
