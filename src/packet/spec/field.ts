/**
 * What a field is. A layer's spec lists fields in wire order; types, view classes, writers, dissectors, column plans,
 * displays and random values are all made from these descriptions.
 */
import type { Random } from '../../bytes/random.ts';
import type { SumName } from '../../bytes/sums.ts';
import type { Names } from './names.ts';
import type { LayerContext } from './context.ts';
import type { OctetWriter } from './octet-writer.ts';
import type { ValueForm } from './value-form.ts';

declare const READ: unique symbol;
declare const GIVE: unique symbol;

/** The type of the value that a getter of this field returns. */
export type ReadOf<F> = F extends { readonly [READ]: infer R } ? R : never;
/** The values that may be given for this field when crafting. */
export type GiveOf<F> = F extends { readonly [GIVE]: infer G } ? G : never;

/** A field of a spec. `R` is the type that reading gives, `G` the type that crafting takes. */
export interface Field<R, G = R> {
  readonly [READ]: R;
  readonly [GIVE]: G;
  readonly kind: Kind;
  readonly options: FieldOptions;
}

/** Some field. */
export type AnyField = Field<unknown, never>;
/** Fields by name, in wire order. */
export type Fields = Readonly<Record<string, Field<any, any>>>;

/**
 * The layer as its spec's functions see it: its fields by name. (`any`: a field's own options cannot know the type of
 * the spec that they stand in; functions beside `fields` get the real type.)
 */
export type Self = { readonly [field: string]: any };

/** Where a field stands while it is read or written. */
export interface FieldPlace {
  /** The layer, its earlier fields readable. */
  readonly self: Self;
  /** First octet of the layer in the same memory as the field. */
  readonly start: number;
  /** First octet of the outermost message that offsets inside refer to (DNS compression); `start` unless nested. */
  readonly origin: number;
  /** Octets that the siblings' lengths give this field; undefined when none measures it. */
  readonly size: number | undefined;
  /** Items that a sibling's count gives this list; undefined when none counts it. */
  readonly count: number | undefined;
  /** How many items `end` came by: so nobody has to walk over them again to know. */
  found?: number | undefined;
}

/** 1 to 32 bits as a number; the generated code reads and writes it itself. */
export interface IntegerKind {
  readonly form: 'integer';
  readonly bits: number;
  readonly little: boolean;
  readonly signed: boolean;
  /** It counts around: see {@link FieldOptions.modular}. */
  readonly modular?: boolean;
  /** Turns the number read into what users see (flags, scaled values). Absent: the number. */
  readonly decode?: (raw: number) => unknown;
  /** Turns what users give into the number; the range is checked afterwards. */
  readonly encode: (value: unknown) => number;
}

/** What makes a number of the number in the octets: `scaled()` fields have it; flags and booleans show their number otherwise. */
export function scaleOf({ decode }: IntegerKind): ((raw: number) => number) | undefined {
  return typeof decode?.(1) === 'number' ? (decode as (raw: number) => number) : undefined;
}

/** A fixed number of octets with a value of its own: addresses, 64-bit integers, floats. */
export interface FixedKind {
  readonly form: 'fixed';
  readonly octets: number;
  readonly read: (b: Uint8Array, o: number) => unknown;
  readonly write: (b: Uint8Array, o: number, value: unknown) => void;
}

/** What an earlier field must hold: a number, one of several, a name of it; of flags all that are named; true: not 0, false: 0. */
export type Wanted = boolean | number | string | readonly (number | string)[];
/** When a field is there, by the fields before it: one that is not 0 by its name, or what each of several must hold. */
export type Condition = string | { readonly [field: string]: Wanted };

/** One field of an overlay: where it stands, and for which values of the overlay's selector. */
export interface OverlayPlace {
  /** Bits from the overlay's start. */
  readonly bit: number;
  readonly kind: (IntegerKind | FixedKind) & KindCommon;
  /** Of the selector; with `not`, any but these. */
  readonly values: readonly (number | string)[];
  readonly not: boolean;
}

/** Fields that share a few octets: which of them are there depends on one number. Made by `overlay()`. */
export interface Overlay {
  readonly selector: string;
  readonly octets: number;
  readonly fields: ReadonlyMap<string, readonly OverlayPlace[]>;
}

/** A field as what its values are told by: its kind and its options. */
export type Described = Pick<AnyField, 'kind' | 'options'>;

/** A look for the values that fields inside a field have under one of Wireshark's names. */
export interface Search {
  readonly name: string;
  /** Takes what a field of that name holds. */
  readonly put: (value: unknown, of: Described) => void;
  /** Records around the octets looked at. */
  depth: number;
}

/** The fields that stand inside a field: in its items, its cases, its options, its record. */
export interface Inside {
  /** Wireshark's names for them, at any depth. `seen`: the records that were asked already, for a record may hold its like. */
  readonly names: (seen: Set<object>) => Iterable<string>;
  /** Looks from `at` to `end`, walking the octets as reading does. What is damaged or unknown has no fields inside. */
  readonly gather: (search: Search, b: Uint8Array, at: number, end: number, place: FieldPlace) => void;
}

/** Octets whose number is only known from the octets, or from a sibling. */
export interface VariableKind {
  readonly form: 'variable';
  /**
   * Where it ends. Never throws: damage ends at `limit`. More than `limit` means that a field of known size is not all there,
   * and so neither is its layer or record.
   */
  readonly end: (b: Uint8Array, o: number, limit: number, place: FieldPlace) => number;
  readonly read: (b: Uint8Array, o: number, end: number, place: FieldPlace) => unknown;
  /** Appends the octets of `value` (undefined: the default). */
  readonly write: (w: OctetWriter, value: unknown, place: FieldPlace) => void;
  /** Whether it stands in the packet at all (conditional fields). Absent: always. */
  readonly present?: (place: FieldPlace) => boolean;
  /** The same as declared; the generated code looks for itself. */
  readonly when?: Condition;
  /** What stands there, where it has a fixed size. */
  readonly inner?: (IntegerKind | FixedKind) & KindCommon;
  /** The number that it is when it is there: it is written as such. */
  readonly number?: IntegerKind & KindCommon;
  /** A list of items: whether octets that are no whole item stand at its end as octets. Absent: no list of items. */
  readonly rest?: boolean;
  /** Takes everything up to the layer's end. */
  readonly greedy?: boolean;
  /**
   * It goes on to the layer's end, in some packets at least, where no number measures or counts it: what stands behind it could be built, and
   * not be read. A list gives the fewest octets that an item has, by a function where only a layer that may not be there yet tells: then
   * fewer octets may stand behind.
   */
  readonly toEnd?: true | (() => number | undefined) | undefined;
  /** Of a record: its fewest octets; undefined where its layer is not made yet. */
  readonly least?: () => number | undefined;
  /** Of a list of options: the field of the value of the option of that name. */
  readonly optionValue?: (name: string) => Described | undefined;
  /** Nothing is written when nothing is given: most packets have no options, and are built the faster for it. */
  readonly nothing?: boolean;
  /** What is wrong in the octets from `at` to `end`, of which there are up to `limit`: offsets into `b`, and a few words each. */
  readonly complaints?: (
    b: Uint8Array,
    at: number,
    end: number,
    limit: number,
    place: FieldPlace,
  ) => readonly { readonly at: number; readonly what: string }[];
  /** What is read may be written in other octets: values do not tell how a name was compressed. */
  readonly rewrites?: boolean;
  /** The fields inside; absent: none. */
  readonly inside?: Inside;
  /** One of several, by the number, name or text in the field `by` before it. */
  readonly chooses?: { readonly by: string; readonly cases: readonly string[] };
  /** A whole number, which may measure and count as those of a fixed width do: its octets in the shortest form, and the number that a value is (NaN: none). */
  readonly counter?: { readonly octets: (n: number) => Uint8Array; readonly number: (value: unknown) => number };
  /** Gives the octets another layer's views lie in, for byte positions: start of each item of a list. */
  readonly items?: (b: Uint8Array, o: number, end: number, place: FieldPlace) => readonly { name: string; start: number; end: number }[];
}

/** How a field lies in octets, and what its values are. */
export type Kind = (IntegerKind | FixedKind | VariableKind) & KindCommon;

/** What the values of a kind are, where somebody treats them by it. Those of a list say it of their items. */
export type ValueKind =
  /** An IPv4 address as text, 4 octets on the wire. */
  | 'ipv4'
  /** An IPv6 address as text, 16 octets on the wire. */
  | 'ipv6'
  /** A MAC address as text, 6 octets on the wire. */
  | 'mac'
  /** A hardware address of any length, as text. */
  | 'hardware-address'
  /** An address of the network layer of any length, as text. */
  | 'protocol-address'
  /** A UUID as text. */
  | 'uuid'
  /** Octets, and never anything else. */
  | 'octets'
  /** Text that somebody wrote; it may look like an address and is none. */
  | 'text'
  /** A name of a host or service; it may look like an address and is none. */
  | 'name'
  /** A whole number of more than 32 bits. */
  | 'bigint'
  /** A number with a fraction. */
  | 'float'
  /** A layer of its own, inside the field. */
  | 'record'
  /** Options as `[name, value]` pairs. */
  | 'options';

export interface KindCommon {
  /** As `ls()` names it: `u16`, `ipv4`, `list of DNSRR` … Text for people: what depends on the kind asks for `value`. */
  readonly label: string;
  /** What the values are. Absent: no more than their JavaScript type says. */
  readonly value?: ValueKind;
  /** The same with all that there may be, for who describes values. Absent: what `form` and `value` say; of a list, or where octets may stand, nothing. */
  readonly holds?: ValueForm;
  /** scapy has the list's items as packets: show() gives an empty one a line of its own. Lists of records have it anyway. */
  readonly packets?: boolean;
  /** A value as one line of text, for show(), summary() and sprintf(); absent: by its JavaScript type. */
  readonly format?: (value: unknown) => string;
  /** A random value that fits, for fuzz(). */
  readonly random?: (random: Random) => unknown;
  /** What a field of this kind holds when nothing is given. Absent: 0, or nothing. */
  readonly initial?: unknown;
  /** Whether an array given is one value (a list) and not a set of values. */
  readonly list?: boolean;
  /** The octets that it shares with other fields. */
  readonly overlay?: Overlay;
  /** A variable kind whose value is one number or address all the same: an array of numbers is a set of them, not octets. */
  readonly scalar?: boolean;
}

/** What a number says about the rest of its layer; both directions come from it. */
export interface FieldRoles {
  /**
   * It counts octets: of the whole `layer` (header and payload), of its `header`, of its `payload`, or of a field (or fields) by name.
   * Absent values are computed from it, the dissector clamps with it. A trailer behind the payload is not counted; where a length counts it,
   * say so with `bias`.
   */
  readonly measures?: 'layer' | 'header' | 'payload' | (string & {}) | readonly string[];
  /** Octets a unit (4 for ihl). Default 1. */
  readonly unit?: number;
  /** Added to the number before it is multiplied: `(value + bias) × unit` octets. Default 0. */
  readonly bias?: number;
  /** The value 0 claims nothing: the payload runs to the end of what is there (RFC 2675; segmentation offload). */
  readonly zeroIsOpen?: boolean;
  /** It is the number of items of that list. */
  readonly counts?: string;
  /** It counts when a packet is built, but says nothing of the list that is read (what is left of it, on the way). */
  readonly loose?: boolean;
  /** It names the next layer by a number of this space (`ethertype`, `ip.proto`); computed when absent. */
  readonly selects?: string;
  /** A port, or a type: tells the next layer when dissecting, and gives a default when crafting. */
  readonly hints?: string;
  /** Not 0: the payload is no layer that we could name (a later fragment). */
  readonly opaque?: boolean;
  /**
   * Checksum over the header or the whole layer; of a trailer over the `frame`: all before it of the layer that it belongs to, or over what that `carried`. The
   * Internet's (RFC 1071), with the pseudo-header of this protocol number, or another `sum`.
   */
  readonly checksums?: 'header' | 'layer' | 'frame' | 'carried';
  readonly pseudoHeader?: number;
  /** Which checksum, if not the Internet's: a CRC of 32 bits, or Fletcher's of 16 (RFC 905 annex B). */
  readonly sum?: SumName;
  /** So many octets at the beginning of what is covered do not count: OSPF's age, which changes on the way. */
  readonly skips?: number;
  /** A computed sum of 0 is sent as 0xffff, and 0 means that there is none (UDP). */
  readonly zeroIsNone?: boolean;
  /** What only the host knows: filled when sending, if nothing was given. */
  readonly fill?: 'source-address' | 'source-mac' | 'destination-mac' | 'destination-address';
}

/** Bits of a number with a name of their own. In a field's options they stand from the most significant bit down, and take all its bits. */
export interface Part {
  readonly bits: number;
  readonly names?: Names;
  readonly about?: string;
}

export type Parts = Readonly<Record<string, Part>>;

/** What a field's maker takes besides its kind: default, names, roles, Wireshark's name. */
export interface FieldOptions extends FieldRoles {
  readonly default?: unknown;
  readonly names?: Names;
  /** A name that depends on the layer's other fields (ICMP's code on its type), for show() and sprintf(). Before `names`. */
  readonly nameOf?: (value: number, self: Self) => string | undefined;
  /**
   * It counts around, as its RFC says: after the greatest number comes 0. A number that was added or subtracted past its end is taken modulo
   * its size; elsewhere it is an error.
   */
  readonly modular?: boolean;
  /** Shown in hexadecimal. */
  readonly hex?: boolean;
  /** Wireshark's name for it; several when Wireshark has several. */
  readonly wireshark?: string | readonly string[];
  /** Computed from the context when absent (lengths and checksums of the usual kind need only a role). */
  readonly compute?: (ctx: LayerContext) => number;
  /** Bits of the number that have names of their own, from the most significant down: `{ dscp: { bits: 6 }, ecn: { bits: 2 } }`. */
  readonly parts?: Parts;
  /** One line for ls() and the docs. */
  readonly about?: string;
}

/** Makes a field. The type parameters live at compile time only. */
export function field<R, G = R>(kind: Kind, options: FieldOptions = {}): Field<R, G> {
  return { kind, options } as unknown as Field<R, G>;
}

/** Whether it sums up what another layer has: that of a trailer. */
export const sumsOther = ({ checksums }: FieldRoles): boolean => checksums === 'frame' || checksums === 'carried';

/** Whether the engine gives this field a value when none is given. */
export function isComputed(f: Field<any, any>): boolean {
  const o = f.options;
  return (
    o.measures !== undefined || o.counts !== undefined || o.selects !== undefined || o.checksums !== undefined || o.compute !== undefined
  );
}
