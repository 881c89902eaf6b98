/** Bit fields that are whole octets together, as one field with an object as its value: for lists, options, conditions. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { turned } from '../spec/given-value.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { type Field, type FieldOptions, type Fields, field, type GiveOf, type IntegerKind, type ReadOf } from '../spec/field.ts';
import { checkDefault } from '../spec/check-default.ts';
import { checkInner } from '../spec/check-field-options.ts';
import { isField, isInherited, isObject, shown, wantWhole } from '../spec/wants.ts';
import { membersForm } from '../spec/form-of.ts';

type GroupRead<T extends Fields> = { readonly [K in keyof T]: ReadOf<T[K]> };
type GroupGive<T extends Fields> = { readonly [K in keyof T]?: GiveOf<T[K]> };

/** A bit field in its place. */
interface Member {
  readonly name: string;
  readonly kind: IntegerKind;
  readonly initial: unknown;
  /** Bits from the group's start. */
  readonly bit: number;
}

/** The part of bits `from` to `to` that lies in each octet: the octet, its bits' lowest, their number, and the bits of the number below them. */
function* parts({ bit, kind: { bits, little } }: Member): Generator<readonly [octet: number, low: number, width: number, below: number]> {
  for (let at = bit; at < bit + bits; ) {
    const next = Math.min(bit + bits, ((at >> 3) + 1) * 8);
    const inOctet = at & 7,
      width = next - at;
    // Counted from the lowest bit up, or from the highest down.
    yield little ? [at >> 3, inOctet, width, at - bit] : [at >> 3, 8 - inOctet - width, width, bit + bits - next];
    at = next;
  }
}

function load(m: Member, b: Uint8Array, o: number): unknown {
  let n = 0;
  for (const [octet, low, width, below] of parts(m)) n += (((b[o + octet] as number) >> low) & (2 ** width - 1)) * 2 ** below;
  const { bits, signed, decode } = m.kind;
  if (signed && n >= 2 ** (bits - 1)) n -= 2 ** bits;
  return decode === undefined ? n : decode(n);
}

function store(m: Member, b: Uint8Array, o: number, v: unknown): void {
  const { bits, signed, encode } = m.kind;
  const x = turned(encode(v), m.kind);
  const low = signed ? -(2 ** (bits - 1)) : 0,
    high = 2 ** (signed ? bits - 1 : bits) - 1;
  if (!Number.isInteger(x))
    throw new PacketwrightError('ERR_VALUE', `${m.name}: ${String(v)} is not a whole number or known name`, { value: v });
  if (x < low || x > high)
    throw new PacketwrightError('ERR_RANGE', `${m.name}: ${x} does not fit ${bits} bits (${low} to ${high})`, { value: v, low, high });
  for (const [octet, from, width, below] of parts(m)) {
    const part = Math.floor(x / 2 ** below) & (2 ** width - 1);
    b[o + octet] = (b[o + octet] as number) | (part << from);
  }
}

const fault = (what: string): never => {
  throw new PacketwrightError('ERR_SPEC', `group: ${what}`);
};

/** Puts the fields one behind another. @throws ERR_SPEC where they are no bit fields, or no whole octets */
function membersOf(fields: Fields): { members: readonly Member[]; octets: number } {
  let bit = 0;
  if (!isObject(fields)) fault(`its fields are ${shown(fields)}; give them by name: { … }`);
  const members = Object.entries(fields).map(([name, f]): Member => {
    if (!isField(f)) return fault(`'${name}' is ${shown(f)}; give a field: bits(4), flag() …`);
    if (isInherited(name))
      fault(`every object has a property '${name}', so a value given for it cannot be recognised; choose another name`);
    const { kind, options } = f;
    checkInner(f);
    if (kind.form !== 'integer') return fault(`'${name}' is ${kind.label}; give numbers of bits`);
    wantWhole('group', `the width of '${name}'`, kind.bits, 1, 32);
    if (options.default !== undefined) checkDefault(name, f, (_name, what) => fault(`'${name}': ${what}`));
    const before = bit;
    bit += kind.bits;
    return { name, kind, initial: options.default ?? kind.initial ?? 0, bit: before };
  });
  if (bit === 0 || bit % 8 !== 0) fault(`${bit} bits are no whole octets; add ${8 - (bit % 8)} more`);
  if (new Set(members.map(({ kind }) => kind.little)).size > 1) fault('its fields count their bits from different ends');
  return { members, octets: bit / 8 };
}

/**
 * Bit fields that together take whole octets: `list(group({ fragment: bits(4), sequence: bits(12) }))`. Fields made with `bitsLe` start at
 * the lowest bit of the first octet. Read as an object; fields that are not given have their defaults.
 */
export function group<T extends Fields>(fields: T, o: Omit<FieldOptions, 'names'> = {}): Field<GroupRead<T>, GroupGive<T>> {
  const { members, octets } = membersOf(fields);
  const known = new Set(members.map(({ name }) => name));
  return field(
    {
      form: 'fixed',
      octets,
      label: `group of ${members.map(({ name }) => name).join(', ')}`,
      holds: membersForm(fields),
      initial: {},
      read: (b, at) => Object.fromEntries(members.map((m) => [m.name, load(m, b, at)])),
      write: (b, at, v) => {
        if (typeof v !== 'object' || v === null)
          throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a group: give an object`, { value: v });
        for (const name of Object.keys(v))
          if (!known.has(name))
            throw new PacketwrightError(
              'ERR_VALUE',
              `a group of ${[...known].join(', ')} has no '${name}'${didYouMean(nearest(name, known))}`,
              { value: v },
            );
        const given = v as Readonly<Record<string, unknown>>;
        b.fill(0, at, at + octets);
        for (const m of members) store(m, b, at, given[m.name] ?? m.initial);
      },
      random: (r) => Object.fromEntries(members.map((m) => [m.name, fields[m.name]?.kind.random?.(r) ?? m.initial])),
    },
    o,
  );
}
