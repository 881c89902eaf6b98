/** Values of BER that have others in them: sequences, choices, other tags. */
import { isInherited, refuseMaker, wantField, wantFields } from '../../spec/wants.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import {
  type Field,
  type FieldOptions,
  type FieldPlace,
  type Fields,
  field,
  type GiveOf,
  type ReadOf,
  type VariableKind,
} from '../../spec/field.ts';
import { gatherPart, namesOf, type Part } from '../../spec/inside.ts';
import type { OctetWriter } from '../../spec/octet-writer.ts';
import type { Layer, ViewOf } from '../../spec/spec.ts';
import { asVariable, partOf } from '../conditional.ts';
import { type GivenRecord, listOf, record } from '../lists.ts';
import { movingPlace } from '../shared/moving-place.ts';
import { memberText, pythonText, pythonValue } from '../shared/python-text.ts';
import {
  type BerField,
  berField,
  type BerGive,
  berKind,
  type BerKind,
  type BerOctets,
  type BerRead,
  type Contents,
  isBerOctets,
  MOST_TAG_NUMBER,
  tagAt,
  valueEnd,
} from './tlv.ts';
import { membersForm } from '../../spec/form-of.ts';

type BerOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: unknown };

/** Octets of a length that are more than it needs; absent mostly. */
export interface Long {
  readonly $length?: number;
}
type Members<T extends Fields> = { readonly [K in keyof T]: ReadOf<T[K]> } & Long;
type GivenMembers<T extends Fields> = { readonly [K in keyof T]?: GiveOf<T[K]> | undefined } & Long;

/** Called for each member where it stands. */
type Visit = (part: Part, from: number, to: number, place: FieldPlace) => void;

/** Members one behind another, which take all octets. They see those before them as `self`. */
function membersOf(fields: Fields): Contents {
  wantFields('ber.sequence', 'its table of members', fields);
  for (const name of Object.keys(fields))
    if (isInherited(name))
      refuseMaker(
        'ber.sequence',
        `every object has a property '${name}', so a value given for it cannot be recognised; choose another name`,
      );
  const kinds = Object.entries(fields).map(([name, f]) => [name, asVariable(f.kind, f.options)] as const);
  const known = new Set(kinds.map(([name]) => name));
  const parts = Object.values(fields).map(partOf);
  /** The members as an object; undefined where the octets are not just these. */
  const walk = (b: Uint8Array, at: number, end: number, place: FieldPlace, visit?: Visit): Record<string, unknown> | undefined => {
    const self: Record<string, unknown> = {};
    const inner: FieldPlace = { ...place, self };
    let q = at;
    for (const [i, [name, kind]] of kinds.entries()) {
      if (kind.present !== undefined && !kind.present(inner)) continue;
      const next = kind.end(b, q, end, inner);
      if (next > end || next < q) return undefined;
      const value = kind.read(b, q, next, inner);
      if (value !== undefined) self[name] = value;
      else if (next > q) return undefined;
      visit?.(parts[i] as Part, q, next, inner);
      q = next;
    }
    return q === end ? self : undefined;
  };
  const { members, absent = [] } = membersForm(fields);
  return {
    keepsLength: true,
    holds: { members: { ...members, $length: { whole: [1, 255] } }, absent: [...absent, '$length'] },
    inside: {
      *names(seen) {
        for (const { of } of parts) yield* namesOf(of, seen);
      },
      gather: (search, b, at, end, place) => {
        const found: Parameters<Visit>[] = [];
        const isWhole = walk(b, at, end, place, (...where) => found.push(where)) !== undefined;
        if (isWhole) for (const [part, from, to, inner] of found) gatherPart(search, part, b, from, to, inner);
      },
    },
    read: (b, at, end, place) => {
      const value = walk(b, at, end, place);
      return value === undefined ? undefined : { value };
    },
    write: (w, v, place) => {
      if (typeof v !== 'object' || v === null)
        throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a sequence: give an object`, { value: v });
      const given = v as Readonly<Record<string, unknown>>;
      for (const name of Object.keys(given))
        if (!known.has(name) && name !== '$length')
          throw new PacketwrightError(
            'ERR_VALUE',
            `a sequence of ${[...known].join(', ')} has no '${name}'${didYouMean(nearest(name, known))}`,
            {
              value: v,
            },
          );
      const inner = movingPlace(w, { ...place, self: given });
      for (const [name, kind] of kinds)
        if (given[name] !== undefined || kind.present === undefined || kind.present(inner())) kind.write(w, given[name], inner());
    },
  };
}

/** One field, which takes all octets. */
function whole(f: Field<any, any>): Contents {
  const part = partOf(f),
    { kind } = part;
  return {
    holds: { field: f },
    inside: {
      names: (seen) => namesOf(f, seen),
      gather: (search, b, at, end, place) => {
        if (kind.end(b, at, end, place) === end) gatherPart(search, part, b, at, end, place);
      },
    },
    read: (b, at, end, place) => {
      if (kind.end(b, at, end, place) !== end) return undefined;
      const value = kind.read(b, at, end, place);
      // Kept octets are those around it, too: what is inside has none of its own.
      if (isBerOctets(value)) return value.value === undefined ? undefined : { value: value.value, odd: true };
      return value === undefined ? undefined : { value };
    },
    write: (w, v, place) => kind.write(w, v, place),
  };
}

/**
 * SEQUENCE (or, by its tag, SET): an object of these members, or a layer's view. Where its octets are not just these it is read as
 * `{ octets }`; a length in more octets than it needs is kept as `$length`. @see X.690 §8.9
 */
export function sequence<T extends Fields>(
  fields: T,
  o?: BerOptions,
): BerField<Members<T> | BerOctets<Members<T>>, BerGive<GivenMembers<T>>>;
export function sequence<L extends Layer<any, any, any>>(
  layer: () => L,
  o?: BerOptions,
): BerField<BerRead<Readonly<ViewOf<L>>>, BerGive<GivenRecord<L>>>;
export function sequence(of: Fields | (() => Layer<any, any, any>), o: BerOptions = {}): BerField<any, any> {
  if (typeof of === 'function') return berField(0x30, whole(record(of)), { label: 'BER sequence', value: 'record', initial: {} }, o);
  const format = (v: unknown): string =>
    isBerOctets(v)
      ? pythonValue(v)
      : `{${Object.entries(v as object)
          .map(([name, x]) => `${pythonText(name)}: ${textOf(of[name], x)}`)
          .join(', ')}}`;
  return berField(0x30, membersOf(of), { label: `BER sequence of ${Object.keys(of).join(', ')}`, initial: {}, format }, o);
}

/** A member's text; `$length` is none. */
const textOf = (f: Field<any, any> | undefined, v: unknown): string => (f === undefined ? pythonValue(v) : memberText(f, v));

/** SEQUENCE OF: a list. An item that is not all there makes it `{ octets }`. @see X.690 §8.10 */
export function sequenceOf<R, G>(item: Field<R, G>, o: BerOptions = {}): BerField<BerRead<readonly R[]>, BerGive<readonly G[]>> {
  wantField('ber.sequenceOf', 'its item', item);
  const part = partOf(item),
    { kind } = part;
  return berField(
    0x30,
    {
      holds: { list: { field: item } },
      inside: {
        names: (seen) => namesOf(item, seen),
        gather: (search, b, at, end, place) => {
          for (let q = at; q < end; ) {
            const next = kind.end(b, q, end, place);
            if (next > end || next <= q) return;
            gatherPart(search, part, b, q, next, place);
            q = next;
          }
        },
      },
      read: (b, at, end, place) => {
        const items: unknown[] = [];
        for (let q = at; q < end; ) {
          const next = kind.end(b, q, end, place);
          const value = next > end || next <= q ? undefined : kind.read(b, q, next, place);
          if (value === undefined) return undefined;
          items.push(value);
          q = next;
        }
        return { value: items };
      },
      write: (w, v, place) => {
        const here = movingPlace(w, place);
        for (const x of listOf(v)) kind.write(w, x, here());
      },
    },
    {
      label: `BER list of ${item.kind.label}`,
      list: true,
      initial: [],
      format: (v) => (Array.isArray(v) ? `[${v.map((x) => memberText(item, x)).join(', ')}]` : pythonValue(v)),
    },
    o,
  );
}

/** Another tag in the place of a field's own (ASN.1's IMPLICIT): `ber.tagged(0xa0, ber.sequence({ … }))`. */
export function tagged<R, G>(tag: number, f: BerField<R, G>): BerField<R, G> {
  const { ber, end: _end, read: _read, write: _write, form: _form, inside: _inside, holds: _holds, ...common } = berKind(f, 'tagged');
  return berField(tag, ber.contents, common, f.options);
}

/** A tag around a field (ASN.1's EXPLICIT; an OCTET STRING, 0x04, that has a value in it). */
export function explicit<R, G>(tag: number, f: Field<R, G>): BerField<BerRead<R>, BerGive<G>> {
  wantField('ber.explicit', 'the field in the tag', f);
  const { label, value, list } = f.kind;
  // Wireshark's name is the outer one's.
  const { wireshark: _name, ...options } = f.options;
  return berField(
    tag,
    whole({ ...f, options }),
    {
      label: `${label} in a tag`,
      ...(value !== undefined && { value }),
      ...(list !== undefined && { list }),
      format: (v) => (isBerOctets(v) ? pythonValue(v) : memberText(f, v)),
      ...(f.kind.initial !== undefined && { initial: f.kind.initial }),
    },
    f.options,
  );
}

/** A member that may be left out: there when its tag stands there, and written when given; undefined elsewhere. */
export function optional<R, G>(f: BerField<R, G>): Field<R | undefined, G> {
  const kind = berKind(f, 'optional');
  const stands = (b: Uint8Array, at: number, limit: number): boolean => tagAt(b, at, limit)?.tag === kind.ber.tag;
  const own: Partial<VariableKind> = {
    nothing: true,
    end: (b, at, limit, place) => (stands(b, at, limit) ? kind.end(b, at, limit, place) : at),
    read: (b, at, end, place) => (stands(b, at, end) ? kind.read(b, at, end, place) : undefined),
    write: (w, v, place) => {
      if (v !== undefined) kind.write(w, v, place);
    },
  };
  return field({ ...kind, ...own, label: `${kind.label}, or none`, initial: undefined }, { ...f.options, default: undefined });
}

type Cases = Readonly<Record<string, BerField<any, any>>>;
type Chosen<C extends Cases> = { readonly [K in keyof C]: readonly [K, ReadOf<C[K]>] }[keyof C] | readonly [number, Uint8Array];
type GivenChoice<C extends Cases> =
  | { readonly [K in keyof C]: readonly [K, GiveOf<C[K]>] | readonly [K] }[keyof C]
  | readonly [number, Uint8Array];

/**
 * CHOICE: one of several fields of different tags, as `[name, value]`. One of another tag is `[tag, octets]`, all octets of it, tag and length too.
 */
export function choice<C extends Cases>(
  cases: C,
  o: BerOptions = {},
): Field<Chosen<C> | BerOctets<never>, GivenChoice<C> | BerOctets<unknown>> {
  wantFields('ber.choice', 'its table of cases', cases);
  const byName = new Map(
    Object.entries(cases).map(([name, f]) => [name, { kind: berKind(f, name), part: partOf(f), inner: asVariable(f.kind, f.options) }]),
  );
  const byTag = new Map<number, string>();
  for (const [name, { kind }] of byName) {
    const other = byTag.get(kind.ber.tag);
    if (other !== undefined)
      throw new PacketwrightError('ERR_SPEC', `ber.choice: '${other}' and '${name}' have the same tag, 0x${kind.ber.tag.toString(16)}`);
    byTag.set(kind.ber.tag, name);
  }
  const write = (w: OctetWriter, v: unknown, place: FieldPlace): void => {
    if (isBerOctets(v)) {
      w.octets(v.octets);
      return;
    }
    const [name, value] = (Array.isArray(v) ? v : []) as unknown[];
    const of = byName.get(String(name));
    if (of !== undefined) of.inner.write(w, value, place);
    else if (typeof name === 'number' && value instanceof Uint8Array) w.octets(value);
    else
      throw new PacketwrightError('ERR_VALUE', `a choice is given as [name, value]; '${String(name)}' is not one of its names`, {
        value: v,
        near: nearest(String(name), byName.keys()),
      });
  };
  const [first] = byName.keys();
  return field(
    {
      form: 'variable',
      label: `one of ${[...byName.keys()].join(', ')}`,
      holds: {
        either: [
          ...Object.entries(cases).map(([name, f]) => ({ tuple: [{ word: name }, { field: f }] })),
          { tuple: [{ whole: [0, MOST_TAG_NUMBER] as const }, 'octets' as const] },
          { members: { octets: 'octets' as const } },
        ],
      },
      list: true,
      initial: [first],
      format: (v) => {
        const [name, value] = (Array.isArray(v) ? v : []) as unknown[];
        const of = byName.get(String(name))?.part.of;
        return of === undefined ? pythonValue(v) : `[${pythonText(String(name))}, ${memberText(of, value)}]`;
      },
      end: valueEnd,
      inside: {
        *names(seen) {
          for (const { part } of byName.values()) yield* namesOf(part.of, seen);
        },
        gather: (search, b, at, end, place) => {
          const name = byTag.get(tagAt(b, at, end)?.tag ?? -1);
          const of = name === undefined ? undefined : byName.get(name);
          if (of !== undefined && valueEnd(b, at, end) === end) gatherPart(search, of.part, b, at, end, place);
        },
      },
      read: (b, at, end, place) => {
        const tag = tagAt(b, at, end)?.tag;
        const octets = b.subarray(at, end);
        if (valueEnd(b, at, end) !== end) return undefined;
        if (tag === undefined) return { octets };
        const name = byTag.get(tag);
        const value = name === undefined ? octets : byName.get(name)?.inner.read(b, at, end, place);
        return value === undefined ? { octets } : [name ?? tag, value];
      },
      write,
    },
    o,
  );
}

export type { BerKind };
