/** Whole numbers of every width, in both byte orders, with names, flags or scales. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Field, type FieldOptions, field, type IntegerKind, type KindCommon } from '../spec/field.ts';
import type { NamedNumber } from '../spec/choice.ts';
import { limits } from '../spec/check-default.ts';
import { wantNames, wantOptions } from '../spec/check-field-options.ts';
import { Flags, flagBits } from '../spec/flags.ts';
import { isNames, type Names, names as namesOf } from '../spec/names.ts';
import { isObject, refuseMaker, shown, wantField, wantWhole } from '../spec/wants.ts';
import { bigForm } from '../spec/value-form.ts';

type Table = Readonly<Record<string, number>>;
/** A table given inline keeps its literal names as types; registries (`Names`) take any text. */
type Given = Table | Names | undefined;
export type NumberOptions<N> = Omit<FieldOptions, 'names' | 'default'> & { readonly names?: N; readonly default?: number };
/** The field's names; none where it has none. */
type NameOf<N> = N extends undefined ? never : N extends Names ? string : string extends keyof N ? string : keyof N & string;
/** The numbers that the names stand for, as far as they are written in the source. */
type TableOf<N> = N extends Names<infer T> ? T : N;
type NumberField<N> = NamedNumber<TableOf<N>, number | NameOf<N>>;

/** A table that is given inline is this field's alone: each of its numbers fits. A registry may have more than a narrow field can hold. */
function tableOf(table: Table, label: string, bits: number, signed: boolean): Names {
  const [low, high] = limits({ bits, signed });
  for (const name of Object.keys(table)) {
    const n = table[name];
    if (!Number.isInteger(n) || (n as number) < low || (n as number) > high)
      refuseMaker(label, `its name '${name}' is for ${shown(n)}; give whole numbers of ${low} to ${high}`);
  }
  return namesOf(table);
}

function options<N extends Given>(o: NumberOptions<N>, label: string, bits: number, signed: boolean): FieldOptions {
  const { names, ...rest } = o;
  if (names === undefined) return rest;
  if (!isObject(names)) refuseMaker(label, `names is ${shown(names)}; give numbers by their names: { NAME: 1 }`);
  return { ...rest, names: isNames(names) ? names : tableOf(names, label, bits, signed) };
}

function integer<N extends Given>(
  bits: number,
  label: string,
  o: NumberOptions<N>,
  form: { little?: boolean; signed?: boolean } = {},
): NumberField<N> {
  if (!isObject(o)) refuseMaker(label, `its options are ${shown(o)}; give an object: { default: 0 }, or nothing`);
  if (form.signed === true && o.modular !== undefined) refuseMaker(label, 'modular is for numbers without a sign');
  const all = options(o, label, bits, form.signed ?? false);
  const kind: IntegerKind = {
    form: 'integer',
    bits,
    little: form.little ?? false,
    signed: form.signed ?? false,
    ...(o.modular === true && { modular: true }),
    encode: (v) => (typeof v === 'number' ? v : typeof v === 'string' ? (all.names?.value(v) ?? Number.NaN) : Number(v)),
  };
  const high = form.signed ? 2 ** (bits - 1) : 2 ** bits;
  const random: KindCommon['random'] = (r) => (form.signed ? r.below(2 ** bits) - high : bits === 32 ? r.u32() : r.below(high));
  return field({ ...kind, label, random }, all) as NumberField<N>;
}

type Make = <const N extends Given = undefined>(o?: NumberOptions<N>) => NumberField<N>;
const make =
  (bits: number, label: string, form: { little?: boolean; signed?: boolean } = {}): Make =>
  (o = {}) =>
    integer(bits, label, o, form);

/** Unsigned, 8 bits. */
export const u8 = make(8, 'u8');
/** Unsigned, 16 bits, network byte order. */
export const u16 = make(16, 'u16');
/** Unsigned, 24 bits, network byte order. */
export const u24 = make(24, 'u24');
/** Unsigned, 32 bits, network byte order. */
export const u32 = make(32, 'u32');
/** Unsigned, 16 bits, least significant octet first. */
export const u16le = make(16, 'u16le', { little: true });
/** Unsigned, 24 bits, least significant octet first. */
export const u24le = make(24, 'u24le', { little: true });
/** Unsigned, 32 bits, least significant octet first. */
export const u32le = make(32, 'u32le', { little: true });
/** Signed (two's complement), 8 bits. */
export const i8 = make(8, 'i8', { signed: true });
/** Signed (two's complement), 16 bits, network byte order. */
export const i16 = make(16, 'i16', { signed: true });
/** Signed (two's complement), 24 bits, network byte order. */
export const i24 = make(24, 'i24', { signed: true });
/** Signed (two's complement), 32 bits, network byte order. */
export const i32 = make(32, 'i32', { signed: true });
/** Signed (two's complement), 16 bits, least significant octet first. */
export const i16le = make(16, 'i16le', { little: true, signed: true });
/** Signed (two's complement), 32 bits, least significant octet first. */
export const i32le = make(32, 'i32le', { little: true, signed: true });

/** `n` bits (1 to 32), the most significant first, after the bits of the previous field. */
export function bits<const N extends Given = undefined>(n: number, o: NumberOptions<N> = {}): NumberField<N> {
  wantWhole('bits', 'the width', n, 1, 32);
  return integer(n, `${n} bit${n === 1 ? '' : 's'}`, o);
}

/** A signed number of `n` bits. */
export const signedBits = (n: number, o: NumberOptions<undefined> = {}): Field<number, number | string> => {
  wantWhole('signedBits', 'the width', n, 1, 32);
  return integer(n, `${n} bits signed`, o, { signed: true }) as Field<number, number | string>;
};

/** One bit as true or false. */
export function flag(o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: boolean } = {}): Field<boolean, boolean | number> {
  return field(
    {
      form: 'integer',
      bits: 1,
      little: false,
      signed: false,
      label: 'flag',
      holds: 'boolean',
      decode: (n) => n === 1,
      encode: Number,
      random: (r) => r.below(2) === 1,
      format: (v) => (v ? '1' : '0'),
    },
    o,
  );
}

/**
 * `n` bits, each with a name, least significant first: `flags(9, 'FSRPAUECN')` or `flags(3, ['MF', 'DF', 'evil'])`. Read as
 * {@link Flags}; given as text (`'SA'`, `'MF+DF'`), number, list of names or Flags.
 */
export function flags(
  n: number,
  letters: string | readonly string[],
  o: Omit<FieldOptions, 'names'> = {},
  form: { little?: boolean } = {},
): Field<Flags, Flags | string | number | readonly string[]> {
  wantWhole('flags', 'the width', n, 1, 32);
  wantNames('flags', form, ['little']);
  if (typeof letters !== 'string' && !(Array.isArray(letters) && letters.every((x) => typeof x === 'string')))
    refuseMaker('flags', `its names are ${shown(letters)}; give a letter for each bit ('FSRPAUEC') or a list of names`);
  const list = typeof letters === 'string' ? [...letters] : letters;
  if (list.length > n)
    refuseMaker('flags', `${list.length} names for ${n} bits; give a name for each bit at most, least significant first`);
  const separator = typeof letters === 'string' ? '' : '+';
  // 'S' is given a thousand times for each other text.
  let last: unknown,
    bitsOfLast = 0;
  return field(
    {
      form: 'integer',
      bits: n,
      little: form.little ?? false,
      signed: false,
      label: `flags (${n} bits)`,
      holds: { flags: list, separator, bits: n },
      list: true,
      decode: (raw) => new Flags(raw, list, separator),
      encode: (v) => {
        if (typeof v !== 'string') return flagBits(v, list, separator);
        if (v !== last) {
          bitsOfLast = flagBits(v, list, separator);
          last = v;
        }
        return bitsOfLast;
      },
      random: (r) => (n === 32 ? r.u32() : r.below(2 ** n)),
      format: (v) => (v as Flags).text,
    },
    o,
  );
}

/** Numbers with a scale: `value = raw × scale + offset` (fixed point, tenths of a degree …). */
export function scaled(
  base: Field<number, any>,
  scale: number,
  o: FieldOptions & { readonly offset?: number } = {},
): Field<number, number> {
  wantField('scaled', 'the number', base);
  wantOptions('scaled', o, 'offset');
  if (base.kind.form !== 'integer') refuseMaker('scaled', `it is made of ${base.kind.label}; give a number of up to 32 bits`);
  const kind = base.kind as IntegerKind & KindCommon;
  const { offset = 0, ...rest } = o;
  if (!Number.isFinite(scale) || scale === 0) refuseMaker('scaled', `the factor is ${shown(scale)}; give a number that is not 0`);
  if (!Number.isFinite(offset)) refuseMaker('scaled', `offset is ${shown(offset)}; give a number`);
  const ends = limits(kind).map((raw) => raw * scale + offset);
  return field(
    {
      ...kind,
      label: `${base.kind.label} × ${scale}`,
      holds: { number: [Math.min(...ends), Math.max(...ends)] },
      decode: (raw: number) => raw * scale + offset,
      encode: (v: unknown) => Math.round((Number(v) - offset) / scale),
      random: (r) => (kind.random?.(r) as number) * scale + offset,
    },
    { ...base.options, ...rest },
  );
}

/** 64 bits as a bigint. */
function wide(octets: number, label: string, little: boolean, signed: boolean) {
  return (o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: bigint } = {}): Field<bigint, bigint | number> => {
    const bitsOf = BigInt(octets * 8);
    return field(
      {
        form: 'fixed',
        octets,
        label,
        value: 'bigint',
        holds: bigForm(octets * 8, signed),
        read: (b, at) => {
          let n = 0n;
          for (let i = 0; i < octets; i++) n = (n << 8n) | BigInt(b[little ? at + octets - 1 - i : at + i] ?? 0);
          return signed ? BigInt.asIntN(octets * 8, n) : n;
        },
        write: (b, at, v) => {
          let n: bigint;
          try {
            n = BigInt(v as bigint);
          } catch {
            throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a whole number`, { value: v });
          }
          const low = signed ? -(1n << (bitsOf - 1n)) : 0n,
            high = signed ? (1n << (bitsOf - 1n)) - 1n : (1n << bitsOf) - 1n;
          const size = 1n << bitsOf;
          if (o.modular === true && n >= -size && n < 2n * size) n = BigInt.asUintN(octets * 8, n);
          if (n < low || n > high)
            throw new PacketwrightError('ERR_RANGE', `${n} does not fit ${bitsOf} bits (${low} to ${high})`, { value: v });
          n = BigInt.asUintN(octets * 8, n);
          for (let i = 0; i < octets; i++) {
            b[little ? at + i : at + octets - 1 - i] = Number(n & 0xffn);
            n >>= 8n;
          }
        },
        random: (r) =>
          signed
            ? BigInt.asIntN(octets * 8, randomBits(r.bigint64(), r.bigint64(), octets))
            : randomBits(r.bigint64(), r.bigint64(), octets),
        initial: 0n,
      },
      o,
    );
  };
}
const randomBits = (a: bigint, b: bigint, octets: number): bigint =>
  BigInt.asUintN(octets * 8, (BigInt.asUintN(64, a) << 64n) | BigInt.asUintN(64, b));

/** Unsigned, 40 bits, network byte order, as a bigint. */
export const u40 = wide(5, 'u40', false, false);
/** Unsigned, 48 bits, network byte order, as a bigint. */
export const u48 = wide(6, 'u48', false, false);
/** Unsigned, 64 bits, network byte order, as a bigint. */
export const u64 = wide(8, 'u64', false, false);
/** Unsigned, 64 bits, least significant octet first, as a bigint. */
export const u64le = wide(8, 'u64le', true, false);
/** Unsigned, 128 bits, network byte order, as a bigint. */
export const u128 = wide(16, 'u128', false, false);
/** Signed, 64 bits, network byte order, as a bigint. */
export const i64 = wide(8, 'i64', false, true);
/** Signed, 64 bits, least significant octet first, as a bigint. */
export const i64le = wide(8, 'i64le', true, true);

/** IEEE 754, 32 or 64 bits. */
function float(octets: 4 | 8, label: string, little: boolean) {
  const scratch = new DataView(new ArrayBuffer(8));
  return (o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: number } = {}): Field<number, number> =>
    field(
      {
        form: 'fixed',
        octets,
        label,
        value: 'float',
        read: (b, at) => {
          for (let i = 0; i < octets; i++) scratch.setUint8(i, b[at + i] ?? 0);
          return octets === 4 ? scratch.getFloat32(0, little) : scratch.getFloat64(0, little);
        },
        write: (b, at, v) => {
          if (typeof v !== 'number') throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a number`, { value: v });
          if (octets === 4) scratch.setFloat32(0, v, little);
          else scratch.setFloat64(0, v, little);
          for (let i = 0; i < octets; i++) b[at + i] = scratch.getUint8(i);
        },
        random: (r) => Math.fround(r.float() * 2000 - 1000),
        initial: 0,
      },
      o,
    );
}
/** IEEE 754, 32 bits, network byte order. NaN is kept, but not its payload bits. */
export const f32 = float(4, 'f32', false);
/** IEEE 754, 32 bits, least significant octet first. */
export const f32le = float(4, 'f32le', true);
/** IEEE 754, 64 bits, network byte order. NaN is kept, but not its payload bits. */
export const f64 = float(8, 'f64', false);
/** IEEE 754, 64 bits, least significant octet first. */
export const f64le = float(8, 'f64le', true);
