/** scapy's classes of fields, as the library's kinds: what `fields_desc = [ByteField("a", 1), …]` is made of. */
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, f32, f64, flags, i16, i32, i64, i8, u16, u16le, u24, u32, u32le, u64, u64le, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets, terminatedText, uuid } from '../../../packet/fields/octets.ts';
import type { Field } from '../../../packet/spec/field.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { type Behaviour, REPR, TYPE_NAME } from '../../python/behaviour.ts';
import { functions } from '../../python/callable.ts';
import { Dict } from '../../python/containers/dict.ts';
import { notImplementedError, typeError } from '../../python/errors.ts';
import { iterableNow } from '../../python/iterate.ts';
import { isLayer } from '../is-layer.ts';
import { type FieldValues, Traced } from './traced.ts';

/** What one field says of another: its length in octets, or how many items it has; or of the layer that follows. */
export interface Role {
  readonly measures?: string;
  readonly counts?: string;
  /** The space of numbers in which it names what follows. */
  readonly selects?: string;
  readonly unit?: number;
  readonly bias?: number;
}

/** What the library makes a field of, once all fields are known. */
export type Make = (o: Role) => Field<any, any>;

/** `ByteField("a", 1)`. */
export class OwnField implements Behaviour {
  readonly kind: string;
  readonly name: string;
  readonly make: Make;
  /** What it says of another field by itself. */
  readonly role: Role;
  /** Functions that say where its length or its count stands; read when the class is made. */
  readonly asks: { readonly length?: unknown; readonly count?: unknown; readonly when?: unknown; readonly adjust?: unknown };

  constructor(kind: string, name: unknown, make: Make, o: { readonly role?: Role; readonly asks?: OwnField['asks'] } = {}) {
    if (typeof name !== 'string') throw typeError(`${kind}() takes the field's name first, as ${kind}("a", …)`);
    this.kind = kind;
    this.name = name;
    this.make = make;
    this.role = o.role ?? {};
    this.asks = o.asks ?? {};
  }
  get [TYPE_NAME](): string {
    return this.kind;
  }
  [REPR](): string {
    return `<${this.kind} (?).${this.name}>`;
  }
}

type Maker = (o: any) => Field<any, any>;
const NUMBERS: Readonly<Record<string, readonly [Maker, hex?: true]>> = {
  Byte: [u8],
  XByte: [u8, true],
  SignedByte: [i8],
  Short: [u16],
  XShort: [u16, true],
  SignedShort: [i16],
  LEShort: [u16le],
  XLEShort: [u16le, true],
  ThreeBytes: [u24],
  X3Bytes: [u24, true],
  Int: [u32],
  XInt: [u32, true],
  SignedInt: [i32],
  LEInt: [u32le],
  XLEInt: [u32le, true],
  Long: [u64],
  XLong: [u64, true],
  SignedLong: [i64],
  LELong: [u64le],
  XLELong: [u64le, true],
  IEEEFloat: [f32],
  IEEEDouble: [f64],
};

/** By the letters of `fmt` that struct has: "!H", "B", "<I". */
const FORMATS: Readonly<Record<string, Maker>> = { B: u8, H: u16, I: u32, Q: u64, '<H': u16le, '<I': u32le, '<Q': u64le };
const byFormat = (fmt: unknown): Maker => {
  const letter = String(fmt).replace(/^[!>=@]/, '');
  const made = FORMATS[letter] ?? FORMATS[letter.replace('<', '')];
  if (made === undefined) throw notImplementedError(`fmt="${String(fmt)}": a field's width is one of ${Object.keys(FORMATS).join(', ')}`);
  return made;
};

const absent = (v: unknown): boolean => v === null || v === undefined;
/** A default: of fields that are computed there is none. */
const byDefault = (v: unknown): { default?: any } => (absent(v) ? {} : { default: v });

/** `{1: "ask"}`, `{"ask": 1}`, `["a", "b"]`. */
function namesGiven(table: unknown): Readonly<Record<string, number>> {
  const pairs =
    table instanceof Dict
      ? [...table.entries()]
      : Array.isArray(table)
        ? [...iterableNow(table)].map((name, i) => [i, name] as const)
        : undefined;
  if (pairs === undefined) throw typeError('the names of an enum are a dict, as {1: "request", 2: "reply"}');
  return Object.fromEntries(pairs.map(([a, b]) => (typeof a === 'number' ? [String(b), a] : [String(a), Number(b)])));
}

function layerGiven(kind: string, v: unknown): AnyLayer {
  if (isLayer(v)) return v;
  throw notImplementedError(`${kind}() takes a class of packets; one that is chosen by a function cannot be read: write a field for each`);
}

/** Text and octets that another field measures, or that take the rest. */
const stringy =
  (kind: string) =>
  (name: unknown, value: unknown, length: unknown, count?: unknown): OwnField =>
    new OwnField(kind, name, () => octets(byDefault(value)), { asks: { length: count ?? length } });

export function fieldClasses(): Record<string, unknown> {
  const table: Record<string, (...values: any[]) => unknown> = {};
  for (const [kind, [make, hex]] of Object.entries(NUMBERS)) {
    table[`${kind}Field(name, default)`] = (name, value) =>
      new OwnField(`${kind}Field`, name, (role) => make({ ...role, ...byDefault(value), ...(hex === true && { hex }) }));
    table[`${kind}EnumField(name, default, enum)`] = (name, value, of) => {
      const known = names(namesGiven(of));
      return new OwnField(`${kind}EnumField`, name, (role) =>
        make({ ...role, ...byDefault(value), names: known, ...(hex === true && { hex }) }),
      );
    };
  }
  return functions({ ...table, ...otherFields } as never);
}

/** Those that are no plain numbers, by signature. */
const otherFields = {
  'BitField(name, default, size)': (name: unknown, value: unknown, size: number) =>
    new OwnField('BitField', name, (role) => bits(size, { ...role, ...byDefault(value) } as never)),
  'XBitField(name, default, size)': (name: unknown, value: unknown, size: number) =>
    new OwnField('XBitField', name, (role) => bits(size, { ...role, ...byDefault(value), hex: true } as never)),
  'BitEnumField(name, default, size, enum)': (name: unknown, value: unknown, size: number, of: unknown) => {
    const known = names(namesGiven(of));
    return new OwnField('BitEnumField', name, (role) => bits(size, { ...role, ...byDefault(value), names: known } as never));
  },
  'FlagsField(name, default, size, names)': (name: unknown, value: unknown, size: number, of: unknown) =>
    new OwnField('FlagsField', name, () =>
      flags(size, typeof of === 'string' ? of : [...iterableNow(of)].map(String), byDefault(value) as never),
    ),
  'IPField(name, default)': (name: unknown, value: unknown) => new OwnField('IPField', name, () => ipv4(byDefault(value))),
  'SourceIPField(name, dstname=None)': (name: unknown) =>
    new OwnField('SourceIPField', name, () => ipv4({ fill: 'source-address' } as never)),
  'IP6Field(name, default)': (name: unknown, value: unknown) => new OwnField('IP6Field', name, () => ipv6(byDefault(value))),
  'MACField(name, default)': (name: unknown, value: unknown) => new OwnField('MACField', name, () => mac(byDefault(value))),
  'UUIDField(name, default, uuid_fmt=None)': (name: unknown, value: unknown) =>
    new OwnField('UUIDField', name, () => uuid(byDefault(value))),
  'StrField(name, default, fmt="H", remain=0)': (name: unknown, value: unknown) => stringy('StrField')(name, value, undefined),
  'XStrField(name, default)': (name: unknown, value: unknown) => stringy('XStrField')(name, value, undefined),
  'StrLenField(name, default, length_from=None, max_length=None)': stringy('StrLenField'),
  'XStrLenField(name, default, length_from=None, max_length=None)': stringy('XStrLenField'),
  'StrFixedLenField(name, default, length=None, length_from=None)': (name: unknown, value: unknown, n: unknown, from: unknown) =>
    typeof n === 'number'
      ? new OwnField('StrFixedLenField', name, () => fixedOctets(n, byDefault(value)))
      : stringy('StrFixedLenField')(name, value, from),
  'StrNullField(name, default)': (name: unknown, value: unknown) =>
    new OwnField('StrNullField', name, () =>
      terminatedText({ ...byDefault(value instanceof Uint8Array ? new TextDecoder().decode(value) : value) } as never),
    ),
  'LenField(name, default, fmt="H", adjust=None)': (name: unknown, value: unknown, fmt: unknown, adjust: unknown) =>
    new OwnField('LenField', name, (role) => byFormat(fmt)({ ...role, ...byDefault(value) }), {
      role: { measures: 'payload' },
      asks: { adjust },
    }),
  'FieldLenField(name, default, length_of=None, fmt="H", count_of=None, adjust=None, fld=None)': (
    name: unknown,
    value: unknown,
    of: string | null,
    fmt: unknown,
    counts: string | null,
    adjust: unknown,
  ) =>
    new OwnField('FieldLenField', name, (role) => byFormat(fmt)({ ...role, ...byDefault(value) }), {
      role: of !== null ? { measures: of } : counts !== null ? { counts } : {},
      asks: { adjust },
    }),
  'FieldListField(name, default, field, length_from=None, count_from=None)': (
    name: unknown,
    _value: unknown,
    item: unknown,
    length: unknown,
    count: unknown,
  ) => {
    if (!(item instanceof OwnField)) throw typeError('FieldListField() takes a field for its items, as ShortField("", 0)');
    return new OwnField('FieldListField', name, () => list(item.make({})), { asks: { length, count } });
  },
  'PacketField(name, default, pkt_cls)': (name: unknown, _value: unknown, of: unknown) => {
    const layer = layerGiven('PacketField', of);
    return new OwnField('PacketField', name, () => record(() => layer as never));
  },
  'PacketLenField(name, default, cls, length_from=None)': (name: unknown, _value: unknown, of: unknown, length: unknown) => {
    const layer = layerGiven('PacketLenField', of);
    return new OwnField('PacketLenField', name, () => record(() => layer as never), { asks: { length } });
  },
  'PacketListField(name, default, pkt_cls=None, count_from=None, length_from=None, next_cls_cb=None, max_count=None)': (
    name: unknown,
    _value: unknown,
    of: unknown,
    count: unknown,
    length: unknown,
  ) => {
    const layer = layerGiven('PacketListField', of);
    return new OwnField('PacketListField', name, () => records(() => layer as never), { asks: { length, count } });
  },
  'ConditionalField(fld, cond)': (field: unknown, condition: unknown) => {
    if (!(field instanceof OwnField)) throw typeError('ConditionalField() takes a field and a function, as lambda pkt: pkt.kind == 1');
    return new OwnField(field.kind, field.name, field.make, { role: field.role, asks: { ...field.asks, when: condition } });
  },
};

/** What other classes of scapy's would be here: whoever uses one is told. */
export const FIELDS_INSTEAD: Readonly<Record<string, string>> = {
  MultipleTypeField: 'ConditionalField for each form of it',
  StrStopField: 'StrNullField, or StrLenField with a length',
  TrailerField: 'a field at the end of the layer behind',
  BCDFloatField: 'ByteField',
  FixedPointField: 'IntField',
  NetBIOSNameField: 'StrFixedLenField of 32 octets',
};

export const conditionOf = (traced: unknown): ((self: FieldValues) => boolean) | undefined => {
  if (traced instanceof Traced) return (self) => traced.value(self) !== 0;
  return typeof traced === 'boolean' || typeof traced === 'number' ? () => Boolean(traced) : undefined;
};

export const inCondition = (field: Field<any, any>, condition: (self: FieldValues) => boolean): Field<any, any> =>
  when((self) => condition(self as FieldValues), field);
