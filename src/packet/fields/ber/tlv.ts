/**
 * Tag, length and contents, as BER has them (X.690 §8.1): what all kinds of this folder are made of. Values in the form that we would write
 * are values; all others keep the octets that they were read from, so that none is lost.
 */
import { wantField, wantWhole } from '../../spec/wants.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import {
  type Field,
  type FieldOptions,
  type FieldPlace,
  field,
  type Inside,
  type KindCommon,
  type VariableKind,
} from '../../spec/field.ts';
import type { OctetWriter } from '../../spec/octet-writer.ts';
import { BER, formOctets } from '../shared/length-forms.ts';
import { movingPlace } from '../shared/moving-place.ts';
import { placeInside } from '../../spec/place-inside.ts';
import type { ValueForm } from '../../spec/value-form.ts';

/** What is not in the form that we would write, or is no such value at all: all its octets, tag and length too. Given so, these are written. */
export interface BerOctets<R> {
  readonly value?: R;
  readonly octets: Uint8Array;
}

export const isBerOctets = (v: unknown): v is BerOctets<unknown> =>
  typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype && 'octets' in v && v.octets instanceof Uint8Array;

/** What the contents of a tag are. */
export interface Contents {
  /** The value, and whether we would write it otherwise; undefined where the octets are no such value. */
  readonly read: (
    b: Uint8Array,
    at: number,
    end: number,
    place: FieldPlace,
  ) => { readonly value: unknown; readonly odd?: boolean } | undefined;
  readonly write: (w: OctetWriter, v: unknown, place: FieldPlace) => void;
  /** Objects that keep a long length themselves, as `$length`, so that their members stay where they are. */
  readonly keepsLength?: boolean;
  /** The fields in the contents; absent: none. */
  readonly inside?: Inside;
  /** What the value is. */
  readonly holds: ValueForm;
}

/** A kind of this folder: with its tag, so that it can have another one, and can be chosen. */
export interface BerKind extends VariableKind, KindCommon {
  readonly ber: { readonly tag: number; readonly contents: Contents };
}
/** A field of this folder. */
export interface BerField<R, G = R> extends Field<R, G> {
  readonly kind: BerKind;
}
export type BerRead<R> = R | BerOctets<R>;
export type BerGive<G> = G | BerOctets<unknown>;

/** The octets of a tag given as a number: 0x30, 0xa0, 0x7f21 (§8.1.2). */
export function tagOctets(tag: number): Uint8Array {
  const octets: number[] = [];
  for (let left = tag; left > 0 || octets.length === 0; left = Math.floor(left / 256)) octets.unshift(left % 256);
  return Uint8Array.from(octets);
}

/** More octets than these has no tag: numbers up to 2^14. */
const MOST_TAG = 4;
/** The greatest number that a tag's octets are. */
export const MOST_TAG_NUMBER = 2 ** (8 * MOST_TAG) - 1;

/** The tag at `at`, and where it ends; undefined when it is not all there. */
export function tagAt(b: Uint8Array, at: number, limit: number): { readonly tag: number; readonly end: number } | undefined {
  if (at >= limit) return undefined;
  let tag = b[at] as number,
    q = at + 1;
  if ((tag & 0x1f) !== 0x1f) return { tag, end: q };
  for (; q < limit && q - at < MOST_TAG; q++) {
    const x = b[q] as number;
    tag = tag * 256 + x;
    if (x < 0x80) return { tag, end: q + 1 };
  }
  return undefined;
}

/** One value where it stands; `end` may be behind `limit`. Undefined: no definite one begins there. */
export function valueAt(
  b: Uint8Array,
  at: number,
  limit: number,
): { readonly tag: number; readonly lengthAt: number; readonly from: number; readonly end: number } | undefined {
  const tag = tagAt(b, at, limit);
  if (tag === undefined) return undefined;
  const from = BER.end(b, tag.end, limit);
  if (from > limit) return { tag: tag.tag, lengthAt: tag.end, from, end: limit + 1 };
  const length = BER.load(b, tag.end, from);
  // The indefinite form, whose end only its contents tell, is not understood: it takes what is left.
  return length === undefined ? undefined : { tag: tag.tag, lengthAt: tag.end, from, end: from + Number(length) };
}

/** Where the value at `at` ends: behind `limit` when it is not all there. */
export function valueEnd(b: Uint8Array, at: number, limit: number): number {
  if (at >= limit) return limit + 1;
  return valueAt(b, at, limit)?.end ?? limit;
}

/** Writes tag, length and contents; the length in so many octets, or the fewest. */
export function writeValue(w: OctetWriter, tag: number, write: () => void, octets?: number): void {
  w.octets(tagOctets(tag));
  const at = w.q - w.start;
  const kept = octets ?? 1;
  w.zeros(kept);
  write();
  w.replace(at, kept, formOctets(BER, w.q - w.start - at - kept, octets));
}

const lengthOf = (v: unknown): number | undefined => {
  const n = typeof v === 'object' && v !== null ? (v as { readonly $length?: unknown }).$length : undefined;
  return typeof n === 'number' ? n : undefined;
};

/** What is inside the contents is inside the value. */
function insideContents(tag: number, { names, gather }: Inside): Inside {
  return {
    names,
    gather: (search, b, at, end, place) => {
      const v = valueAt(b, at, end);
      if (v?.tag === tag && v.end === end) gather(search, b, v.from, end, placeInside(place));
    },
  };
}

/** A field of a tag and contents. */
export function berField<R, G>(tag: number, contents: Contents, common: KindCommon, o: FieldOptions = {}): BerField<R, G> {
  wantWhole('ber', 'the tag', tag, 0, MOST_TAG_NUMBER);
  const kind: BerKind = {
    form: 'variable',
    ber: { tag, contents },
    // The octets count where they are kept. Said twice at each level, what is in a value would be said a thousand times.
    holds: { either: [contents.holds, { members: { value: 'anything', octets: 'octets' }, absent: ['value'] }] },
    end: valueEnd,
    ...(contents.inside !== undefined && { inside: insideContents(tag, contents.inside) }),
    read: (b, at, end, place) => {
      const v = valueAt(b, at, end);
      // In a header that was cut.
      if (at >= end || (v !== undefined && v.end > end)) return undefined;
      const octets = b.subarray(at, end);
      if (v === undefined || v.tag !== tag || v.end !== end) return { octets };
      const read = contents.read(b, v.from, end, placeInside(place));
      if (read === undefined) return { octets };
      const isShort = BER.width(end - v.from) === v.from - v.lengthAt;
      if (!isShort && !read.odd && contents.keepsLength) return { ...(read.value as object), $length: v.from - v.lengthAt };
      return isShort && !read.odd ? read.value : { value: read.value, octets };
    },
    write: (w, v, place) => {
      if (isBerOctets(v)) {
        w.octets(v.octets);
        return;
      }
      const here = movingPlace(w, placeInside(place));
      writeValue(w, tag, () => contents.write(w, v, here()), contents.keepsLength ? lengthOf(v) : undefined);
    },
    ...common,
  };
  return field(kind, o) as unknown as BerField<R, G>;
}

/** The kind of a field of this folder. @throws ERR_SPEC for others */
export function berKind(f: Field<any, any>, what: string): BerKind {
  wantField('ber', what, f);
  const kind = f.kind as Partial<BerKind>;
  if (kind.ber === undefined)
    throw new PacketwrightError('ERR_SPEC', `${what} is ${f.kind.label}; give a field of ber: ber.integer(), ber.sequence({ … }) …`);
  return kind as BerKind;
}
