/** Fields that are there only sometimes, and fields that are one thing or another. */
import { holdsFor } from '../spec/condition-holds.ts';
import { turned } from '../spec/given-value.ts';
import {
  type Condition,
  type Field,
  type FieldOptions,
  type FieldPlace,
  type Fields,
  field,
  type GiveOf,
  type IntegerKind,
  type Kind,
  type KindCommon,
  type ReadOf,
  type Self,
  type VariableKind,
} from '../spec/field.ts';
import type { Choice } from '../spec/choice.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { asked } from '../spec/asked.ts';
import { gatherPart, namesOf, type Part } from '../spec/inside.ts';
import { checkDefault } from '../spec/check-default.ts';
import { checkInner } from '../spec/check-field-options.ts';
import { refuseMaker, isObject, shown, wantField, wantFields } from '../spec/wants.ts';
import { pickBy } from './shared/choose-by.ts';

/** Any kind as a variable one, so that it can be absent, chosen or repeated. Integers must be whole octets. */
export function asVariable(kind: Kind, o: FieldOptions = {}): VariableKind {
  const initial = o.default ?? kind.initial;
  if (kind.form === 'variable')
    return initial === undefined ? kind : { ...kind, write: (w, v, place) => kind.write(w, v ?? initial, place) };
  if (kind.form === 'fixed')
    return {
      form: 'variable',
      end: (_b, at) => at + kind.octets,
      read: (b, at, end) => (end - at < kind.octets ? undefined : kind.read(b, at)),
      write: (w, v) => {
        const q = w.room(kind.octets);
        if ((v ?? initial) === undefined) w.b.fill(0, q, q + kind.octets);
        else kind.write(w.b, q, v ?? initial);
        w.q = q + kind.octets;
      },
    };
  const octets = kind.bits / 8;
  if (!Number.isInteger(octets))
    throw new PacketwrightError('ERR_SPEC', `${kind.label}: only whole octets can be conditional, chosen or repeated`);
  return {
    form: 'variable',
    end: (_b, at) => at + octets,
    read: (b, at, end) => (end - at < octets ? undefined : loadNumber(kind, b, at, octets)),
    write: (w, v) => {
      const x = turned(typeof v === 'number' && kind.decode === undefined ? v : kind.encode(v ?? initial ?? 0), kind);
      const low = kind.signed ? -(2 ** (kind.bits - 1)) : 0,
        high = 2 ** (kind.signed ? kind.bits - 1 : kind.bits) - 1;
      if (!Number.isInteger(x)) throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a whole number or known name`, { value: v });
      if (x < low || x > high)
        throw new PacketwrightError('ERR_RANGE', `${x} does not fit ${kind.bits} bits (${low} to ${high})`, { value: v });
      const q = w.room(octets);
      for (let i = 0; i < octets; i++) w.b[kind.little ? q + i : q + octets - 1 - i] = Math.floor(x / 2 ** (8 * i));
      w.q = q + octets;
    },
  };
}

/** A field inside another one: an item, an option's value, a case. @throws ERR_SPEC for options that it cannot have, or a default that it cannot hold */
export function partOf(f: Field<any, any>): Part {
  checkInner(f);
  if (f.options.default !== undefined) checkDefault(f.kind.label, f, (maker, what) => refuseMaker(maker as string, what));
  return { of: f, kind: asVariable(f.kind, f.options) };
}

function loadNumber(kind: IntegerKind, b: Uint8Array, at: number, octets: number): unknown {
  let n = 0;
  for (let i = 0; i < octets; i++) n = n * 256 + (b[kind.little ? at + octets - 1 - i : at + i] as number);
  if (kind.signed && n >= 2 ** (kind.bits - 1)) n -= 2 ** kind.bits;
  return kind.decode === undefined ? n : kind.decode(n);
}

/** Whether a field takes all octets that are left, where no number measures it. */
export const takesRest = (kind: Kind): boolean => kind.form === 'variable' && (kind.greedy === true || kind.toEnd !== undefined);

const isScalar = (kind: Kind): boolean => kind.form !== 'variable' || kind.scalar === true;

/**
 * The kind of a field around another one: what the inner kind says of its values (`value`, `format`, `random`, `list`, `items` …) holds for
 * those of the outer one, unless `own` says otherwise.
 */
export function wrap({ kind, options }: Field<any, any>, own: Partial<VariableKind> & KindCommon): Kind {
  const number = kind.form === 'integer' ? { number: kind } : undefined;
  return { ...kind, ...asVariable(kind, options), ...number, scalar: isScalar(kind), ...own } as Kind;
}

/**
 * A field that is in the packet only when a condition holds; otherwise it reads as undefined. The condition names earlier fields:
 * `when('key_present', …)` (not 0), `when({ type: [13, 14] }, …)`, `when({ flags: 'K' }, …)`, or is a function, if that is not enough.
 * Declared conditions are checked when the layer is made, and are fast; a flag that is not given is set when the field is given.
 */
export function when<R, G>(condition: Condition | ((self: Self, place: FieldPlace) => boolean), f: Field<R, G>): Field<R | undefined, G> {
  wantField('when', 'the conditional field', f);
  if (typeof condition !== 'function') checkCondition(condition);
  const declared = typeof condition === 'function' ? undefined : condition;
  const present = typeof condition === 'function' ? condition : (self: Self) => holdsFor(condition, self);
  const own = {
    label: `${f.kind.label}, sometimes`,
    // One that asks for a field that is not there is false.
    present: (place: FieldPlace) => asked(() => present(place.self, place), false),
    ...(declared !== undefined && { when: declared, ...(f.kind.form !== 'variable' && { inner: f.kind }) }),
  };
  return field(wrap(f, own), f.options);
}

/** A condition that asks for nothing would always hold, one for no value never. @throws ERR_SPEC */
function checkCondition(condition: unknown): void {
  if (typeof condition === 'string') return;
  if (!isObject(condition) || Object.keys(condition).length === 0)
    refuseMaker(
      'when',
      `the condition is ${isObject(condition) ? '{}' : shown(condition)}; give a field's name, { field: value }, or a function`,
    );
  for (const [name, wanted] of Object.entries(condition)) {
    const all: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    const isValue = (v: unknown): boolean => typeof v === 'string' || Number.isInteger(v) || (typeof v === 'boolean' && all[0] === wanted);
    if (all.length === 0 || !all.every(isValue))
      refuseMaker('when', `the value for '${name}' is ${shown(wanted)}; give a whole number, a name, a list of these, true or false`);
  }
}

/**
 * A field at the layer's end that older or shorter forms of the layer do not have. It is there when octets are left for it, and written
 * when given; otherwise it reads as undefined.
 */
export function mayEnd<R, G>(f: Field<R, G>): Field<R | undefined, G> {
  wantField('mayEnd', 'the optional field', f);
  const kind = asVariable(f.kind, f.options);
  return field(
    wrap(f, {
      label: `${f.kind.label}, or none`,
      toEnd: true,
      nothing: true,
      initial: undefined,
      end: (b: Uint8Array, at: number, limit: number, place: FieldPlace) => {
        const end = at < limit ? kind.end(b, at, limit, place) : at;
        return end > limit ? at : end;
      },
      read: (b: Uint8Array, at: number, end: number, place: FieldPlace) => (end === at ? undefined : kind.read(b, at, end, place)),
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => {
        if (v !== undefined) kind.write(w, v, place);
      },
    }),
    // What is not given is not there: a default would always be.
    { ...f.options, default: undefined },
  );
}

/**
 * One of several fields, or `otherwise`. An earlier field chooses by its number or name (`choose('type', { 1: …, hello: … }, octets())`),
 * or a function does. A declared choice is checked when the layer is made. The value is that of the chosen field.
 */
export function choose<const B extends string, C extends Fields, O extends Field<any, any>>(
  which: B,
  cases: C,
  otherwise: O,
  o?: FieldOptions,
): Choice<B, { [K in keyof C]: ReadOf<C[K]> }, ReadOf<O>, GiveOf<C[keyof C]> | GiveOf<O>>;
export function choose<C extends Fields, O extends Field<any, any>>(
  which: (self: Self, place: FieldPlace) => string | number | undefined,
  cases: C,
  otherwise: O,
  o?: FieldOptions,
): Field<ReadOf<C[keyof C]> | ReadOf<O>, GiveOf<C[keyof C]> | GiveOf<O>>;
export function choose(
  which: string | ((self: Self, place: FieldPlace) => string | number | undefined),
  cases: Fields,
  otherwise: Field<any, any>,
  o: FieldOptions = {},
): Field<any, any> {
  if (typeof which !== 'string' && typeof which !== 'function')
    refuseMaker('choose', `it is chosen by ${shown(which)}; give the name of a field before it, or a function`);
  wantFields('choose', 'its table of cases', cases);
  wantField('choose', 'the field for all other cases', otherwise);
  const parts = new Map(Object.entries(cases).map(([name, f]) => [name, partOf(f)]));
  const rest = partOf(otherwise);
  const all = [...Object.values(cases), otherwise].map((f) => f.kind);
  // What they agree on. A random value would have to fit the case that other fields choose: there is none.
  const value = all.every((k) => k.value === otherwise.kind.value) ? otherwise.kind.value : undefined;
  const chosen =
    typeof which === 'string'
      ? pickBy(which, parts)
      : (place: FieldPlace) => parts.get(String(asked(() => which(place.self, place), undefined)));
  const partAt = (place: FieldPlace): Part => chosen(place) ?? rest;
  const pick = (place: FieldPlace): VariableKind => partAt(place).kind;
  const rests = [...parts.values(), rest].map(({ kind }) => kind.rest);
  return field(
    {
      form: 'variable',
      label: `one of ${[...new Set(all.map((k) => k.label))].join(', ')}`,
      holds: { either: [...Object.values(cases), otherwise].map((f) => ({ field: f })) },
      ...(value !== undefined && { value }),
      ...(typeof which === 'string' && { chooses: { by: which, cases: [...parts.keys()] } }),
      // What is for a kind that nobody knows may take all: then what stands behind is not found, as it must be.
      ...(Object.values(cases).some((f) => takesRest(f.kind)) && { toEnd: true as const }),
      ...(rests.some((r) => r !== undefined) && { rest: !rests.includes(false) }),
      list: all.some((k) => k.list),
      scalar: all.every(isScalar),
      end: (b, at, limit, place) => pick(place).end(b, at, limit, place),
      read: (b, at, end, place) => pick(place).read(b, at, end, place),
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => pick(place).write(w, v, place),
      items: (b, at, end, place) => pick(place).items?.(b, at, end, place) ?? [],
      inside: {
        *names(seen) {
          for (const { of } of [...parts.values(), rest]) yield* namesOf(of, seen);
        },
        gather: (search, b, at, end, place) => gatherPart(search, partAt(place), b, at, end, place),
      },
    },
    o,
  );
}

/**
 * Whether `field` of a view or record holds `value`: where it chooses another field, TypeScript then knows that one's type. `if (r.type === 1)`
 * leaves the type of what stands where no case is for it (TypeScript has no type for a number that is not 1); this does not.
 */
choose.is = <R, const K extends keyof R, const V extends R[K]>(r: R, field: K, value: V): r is Extract<R, { readonly [P in K]: V }> =>
  r[field] === value;

/** What stands there, and the field that it chose. */
type Peeked<C extends Fields, O extends Field<any, any>> =
  | { readonly [K in keyof C & number]: readonly [K, ReadOf<C[K]>] }[keyof C & number]
  | readonly [number, ReadOf<O>];
type PeekedGive<C extends Fields, O extends Field<any, any>> =
  | { readonly [K in keyof C & number]: readonly [K, GiveOf<C[K]>] }[keyof C & number]
  | readonly [number, GiveOf<O>];

/**
 * One of several fields, by the number that stands there, which it does not take: the field begins with it, as ASN.1's CHOICE does with a tag.
 * `choose.peek(u8(), { 0xa0: …, 0x30: … }, octets())` is read and given as `[0xa0, value]`; when nothing
 * is given it is the one of the lowest number.
 */
choose.peek = <C extends Fields, O extends Field<any, any>>(
  head: Field<number, any>,
  cases: C,
  otherwise: O,
  o: FieldOptions = {},
): Field<Peeked<C, O>, PeekedGive<C, O>> => {
  wantField('choose.peek', 'the field that it is chosen by', head);
  wantFields('choose.peek', 'its table of cases', cases);
  wantField('choose.peek', 'the field for all other cases', otherwise);
  for (const n of Object.keys(cases)) if (!/^\d+$/.test(n)) refuseMaker('choose.peek', `the case '${n}' is not a number`);
  const number = partOf(head).kind;
  const kinds = new Map(Object.entries(cases).map(([n, f]) => [Number(n), partOf(f).kind]));
  const rest = partOf(otherwise).kind;
  const all = [...Object.values(cases), otherwise].map((f) => f.kind.label);
  const [first = 0] = kinds.keys();
  const seen = (b: Uint8Array, at: number, limit: number, place: FieldPlace): number | undefined => {
    const end = number.end(b, at, limit, place);
    return end > limit ? undefined : Number(number.read(b, at, end, place));
  };
  return field(
    {
      form: 'variable',
      label: `one of ${[...new Set(all)].join(', ')}, chosen by its first octets`,
      holds: { either: [...Object.values(cases), otherwise].map((f) => ({ tuple: [{ field: head }, { field: f }] })) },
      list: true,
      end: (b, at, limit, place) => {
        const n = seen(b, at, limit, place);
        const end = n === undefined ? limit + 1 : (kinds.get(n) ?? rest).end(b, at, limit, place);
        // One that does not take what it was chosen by does not begin with it.
        return end < number.end(b, at, limit, place) ? limit + 1 : end;
      },
      read: (b, at, end, place) => {
        const n = seen(b, at, end, place);
        const value = n === undefined ? undefined : (kinds.get(n) ?? rest).read(b, at, end, place);
        return value === undefined ? undefined : [n, value];
      },
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => {
        if (v !== undefined && !(Array.isArray(v) && typeof v[0] === 'number'))
          throw new PacketwrightError('ERR_VALUE', 'a field that is chosen by its first octets is given as [number, value]', { value: v });
        const [n, value] = (v ?? [first, undefined]) as unknown as readonly [number, unknown];
        (kinds.get(n) ?? rest).write(w, value, place);
      },
    },
    o,
  );
};
