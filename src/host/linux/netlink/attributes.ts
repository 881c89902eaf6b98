/**
 * Netlink attributes as field kinds of the engine: length first (u16, with its own 4 octets), then the type, then the
 * value, filled up to 4 octets; all in host byte order, which is least significant first on every machine that the addon
 * is built for. linux/netlink.h, struct nlattr.
 */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type Field, type FieldPlace, field, type VariableKind } from '../../../packet/spec/field.ts';
import { asVariable } from '../../../packet/fields/conditional.ts';
import type { OctetWriter } from '../../../packet/spec/octet-writer.ts';

/** Set in the type of an attribute whose value is attributes. */
const NESTED = 0x8000;
/** The type's own bits: without {@link NESTED} and the mark for network byte order. */
const TYPE_MASK = 0x3fff;
const HEAD = 4;

/** One attribute of a table: its number, and the field that its value is. */
export interface Attribute<R, G> {
  readonly type: number;
  readonly value: Field<R, G>;
  readonly nested: boolean;
}

export function attribute<R, G>(type: number, value: Field<R, G>): Attribute<R, G> {
  return { type, value, nested: false };
}

/** An attribute whose value is attributes. */
export function nest<R, G>(type: number, value: Field<R, G>): Attribute<R, G> {
  return { type, value, nested: true };
}

export type AttributeTable = Readonly<Record<string, Attribute<any, any>>>;
/** What is read: each attribute that was there, and under `others` those that the table does not have (number, octets). */
export type AttributesRead<T extends AttributeTable> = {
  readonly [K in keyof T]?: T[K] extends Attribute<infer R, any> ? R : never;
} & { readonly others?: readonly (readonly [number, Uint8Array])[] };
/** What may be given: written in the order of the object's keys; undefined is left out. */
export type AttributesGiven<T extends AttributeTable> = {
  readonly [K in keyof T]?: (T[K] extends Attribute<any, infer G> ? G : never) | undefined;
} & { readonly others?: readonly (readonly [number, Uint8Array])[] | undefined };

const aligned = (octets: number): number => (octets + 3) & ~3;

/** Walks attributes between `at` and `end`, giving each one's number and where its value is; damage ends the walk. */
export function walkAttributes(b: Uint8Array, at: number, end: number, visit: (type: number, start: number, end: number) => void): void {
  for (let q = at; q + HEAD <= end; ) {
    const length = (b[q] as number) | ((b[q + 1] as number) << 8);
    if (length < HEAD || q + length > end) return;
    visit(((b[q + 2] as number) | ((b[q + 3] as number) << 8)) & TYPE_MASK, q + HEAD, q + length);
    q += aligned(length);
  }
}

/** Writes one attribute: `value` appends its octets. */
function put(w: OctetWriter, type: number, nested: boolean, value: () => void): void {
  const before = w.q - w.start;
  w.zeros(HEAD);
  value();
  const length = w.q - w.start - before;
  if (length > 0xffff)
    throw new PacketwrightError('ERR_RANGE', `attribute ${type}: ${length} octets do not fit its length`, { type, length });
  const q = w.start + before;
  const marked = nested ? type | NESTED : type;
  w.b[q] = length;
  w.b[q + 1] = length >>> 8;
  w.b[q + 2] = marked;
  w.b[q + 3] = marked >>> 8;
  w.zeros(aligned(length) - length);
}

const toEnd = (_b: Uint8Array, at: number, limit: number, { size }: FieldPlace): number =>
  size === undefined ? limit : Math.min(at + Math.max(size, 0), limit);

/** The place of a value inside: what stands before it in the same list is its `self`. */
const inside = (place: FieldPlace, self: object, start: number): FieldPlace => ({
  self: self as FieldPlace['self'],
  start,
  origin: place.origin,
  size: undefined,
  count: undefined,
});

/** Attributes, each at most once (the last counts, as in the kernel), by the names of the table. */
export function attributes<const T extends AttributeTable>(table: T): Field<AttributesRead<T>, AttributesGiven<T>> {
  const kinds = new Map(Object.entries(table).map(([name, a]) => [name, { ...a, kind: asVariable(a.value.kind, a.value.options) }]));
  const byType = new Map([...kinds].map(([name, a]) => [a.type, { name, kind: a.kind }]));
  const kind: VariableKind = {
    form: 'variable',
    greedy: true,
    nothing: true,
    end: toEnd,
    read: (b, at, end, place) => {
      const out: Record<string, unknown> = {};
      const others: [number, Uint8Array][] = [];
      walkAttributes(b, at, end, (type, start, stop) => {
        const known = byType.get(type);
        const here = inside(place, out, start);
        // A number that is too short for its field is kept as octets, as is what nobody knows.
        if (known !== undefined && known.kind.end(b, start, stop, here) <= stop) out[known.name] = known.kind.read(b, start, stop, here);
        else others.push([type, b.subarray(start, stop)]);
      });
      if (others.length > 0) out['others'] = others;
      return out;
    },
    write: (w, value, place) => {
      const given = (value ?? {}) as Record<string, unknown>;
      for (const [name, one] of Object.entries(given)) {
        if (one === undefined) continue;
        if (name === 'others') {
          for (const [type, octets] of one as readonly (readonly [number, Uint8Array])[]) put(w, type, false, () => w.octets(octets));
          continue;
        }
        const known = kinds.get(name);
        if (known === undefined) {
          throw new PacketwrightError('ERR_FIELD', `there is no attribute '${name}'; there are: ${[...kinds.keys()].join(', ')}`, { name });
        }
        put(w, known.type, known.nested, () => known.kind.write(w, one, inside(place, given, w.q)));
      }
    },
  };
  return field({ ...kind, label: 'attributes', list: true, initial: {} });
}

/** A list: attributes of one number, one behind another, whose values are all of one kind (NFTA_LIST_ELEM). */
export function elements<R, G>(
  type: number,
  item: Field<R, G>,
  o: { readonly nested: boolean } = { nested: true },
): Field<readonly R[], readonly G[]> {
  const kind = asVariable(item.kind, item.options);
  return field({
    form: 'variable',
    label: `list of ${item.kind.label}`,
    list: true,
    greedy: true,
    initial: [],
    end: toEnd,
    read: (b, at, end, place) => {
      const items: unknown[] = [];
      walkAttributes(b, at, end, (found, start, stop) => {
        const here = inside(place, {}, start);
        if (found === type && kind.end(b, start, stop, here) <= stop) items.push(kind.read(b, start, stop, here));
      });
      return items;
    },
    write: (w, value, place) => {
      for (const one of (value ?? []) as readonly unknown[]) put(w, type, o.nested, () => kind.write(w, one, inside(place, {}, w.q)));
    },
  });
}

/** Nothing: the attribute's being there says it all (NLA_FLAG). */
export function present(): Field<true, true> {
  return field({ form: 'variable', label: 'flag', end: (_b, at) => at, read: () => true, write: () => undefined });
}

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

/** Text with a NUL behind it (NLA_NUL_STRING). UTF-8. One with a NUL in it is refused: the kernel would read it as a shorter one. */
export function nulText(): Field<string, string> {
  return field({
    form: 'variable',
    label: 'text',
    end: toEnd,
    read: (b, at, end) => {
      const nul = b.subarray(at, end).indexOf(0);
      return decoder.decode(b.subarray(at, nul < 0 ? end : at + nul));
    },
    write: (w, value) => {
      const text = String(value);
      if (text.includes('\0'))
        throw new PacketwrightError('ERR_VALUE', `${JSON.stringify(text)}: no name has a NUL in it`, { value: text });
      w.octets(encoder.encode(text));
      w.zeros(1);
    },
  });
}
