/**
 * A layer's spec: the one text that a protocol is read from, top to bottom, in wire order; and what is made of it: the
 * layer, its generated code, its views. Types only; they stand together, for each is explained by the others.
 */
import type { Around, LayerContext, PseudoHeader } from './context.ts';
import type { Read } from './choice.ts';
import type { NameOf } from './names.ts';
import type { Fields, FieldPlace, GiveOf } from './field.ts';
import type { Knowledge } from './knowledge.ts';
import type { Layout, Slot } from './slot.ts';
import type { OctetWriter } from './octet-writer.ts';
import type { Several } from './several.ts';

export type Identity<T> = T extends unknown ? { [K in keyof T]: T[K] } : never;
export type { Read };
/** The values that may be given for these fields. `auto` lets a field be computed; undefined is the same as not given. */
export type Give<T extends Fields> = { [K in keyof T]?: GiveOf<T[K]> | Auto | undefined };

/** A field's value is to be computed again: `p.set(TCP, { chksum: auto })`. */
export const auto: unique symbol = Symbol('auto');
/** The type of {@link auto}. */
export type Auto = typeof auto;

/** How a reply is found for a request. `answers` decides; `hash` must be equal for a request and each of its replies. */
export interface Matching<V> {
  /** What makes a packet the answer to another, for docs/matching.md: a few words. */
  readonly about?: string;
  hash(view: V, role: 'request' | 'reply', seed: number): number;
  /** `at`: where both stand, for what lies behind the layer's own fields (the first chunk of SCTP); a function that takes it is given it. */
  answers(reply: V, request: V, at?: { readonly reply: LayerOctets; readonly request: LayerOctets }): boolean;
  /** Whether it is a question, where no number of few bits tells its kind. */
  readonly asks?: (view: V) => boolean;
  /** Of a transport: the same for answers that come from another port than the one that was asked. */
  readonly elsewhere?: Matching<V>;
  /** Of what a transport carries: its answers come from another port than the one that was asked. */
  readonly comesFromElsewhere?: boolean;
}

/** The value of a Wireshark field that is not one field of ours. Lists give several occurrences; undefined gives none. */
export type ColumnValue = number | bigint | string | boolean | Uint8Array | undefined;
/** Reads a {@link ColumnValue} from a layer. */
export type ColumnFunction<V> = (view: V, at: LayerContext) => ColumnValue | readonly ColumnValue[];
/** A function, or one whose numbers Wireshark shows in hexadecimal, with the digits of so many bits: `{ hex: 16, of: … }`. */
export type Column<V> = ColumnFunction<V> | { readonly hex: number; readonly of: ColumnFunction<V> };

/** Reads one number of a layer straight from its octets; undefined where they do not tell it: the column is asked then. */
export type DirectColumn = (b: Uint8Array, start: number, end: number) => number | undefined;

/** Where a layer's octets are, as functions of its spec get them: `start` to `end` of `b`. */
export interface LayerOctets {
  readonly b: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The next layer, where a function has to choose it. */
export interface NextLayer<V> {
  /** The layers that it chooses from: dissectors and plans walk no other way. */
  readonly to: () => readonly AnyLayer[];
  /** Undefined: what the layer's numbers and bindings say. */
  readonly choose: (self: V, place: LayerOctets) => AnyLayer | undefined;
}

/**
 * A layer behind the payload of another. A length of that one (`measures: 'payload'` or `'layer'`) does not count it; without such, it is the
 * last of what is there.
 */
export interface Trailer<V> {
  /** Its header has a fixed size. Computed fields in it are computed last. */
  readonly layer: () => AnyLayer;
  /** Whether it is there. Absent: always, where there are octets for it. */
  readonly present?: (self: V, place: LayerOctets) => boolean;
}

/** Octets behind a message's own end, which fill it up before the next message begins. */
export interface Filling {
  /** The next message begins at a multiple of so many octets from this one's start. */
  readonly to: number;
  /** One field of octets. It stands only where something was to be filled up; what is built has zeros there, where its length is computed. */
  readonly layer: () => AnyLayer;
}

/** What `layer(name, spec)` takes: fields in wire order, and what no field can say. */
export interface Spec<T extends Fields> {
  /** As show() titles it (`Ethernet` for Ether). Default: the layer's name. */
  readonly title?: string;
  /** One sentence for ls() and the docs. */
  readonly about?: string;
  /** `RFC 768; RFC 8200 §8.1` …: where it is defined. */
  readonly source?: string;
  /** Wireshark's name for the protocol (`udp`), or the chain that frame.protocols has for it (`eth:ethertype`); empty when it has none. */
  readonly wireshark?: string;
  readonly fields: T;
  /** Wireshark fields that are not one field of ours, nor one inside a field. One that is of the same name as such comes in its place. */
  readonly columns?: Readonly<Record<string, Column<Read<T>>>>;
  /**
   * The first value of some of these columns, which are whole numbers of up to 32 bits or IPv4 addresses as such, where a look at the
   * octets tells it: a plan then makes no view. It must say what the column says.
   */
  readonly direct?: Readonly<Record<string, DirectColumn>>;
  /** Wireshark's names of the protocols that stand in the layer's fields and are no layers here, for `frame.protocols`. */
  readonly protocols?: (self: Read<T>) => readonly string[];
  /** Values that need the layer's own fields. */
  readonly compute?: { readonly [K in keyof T]?: (self: Read<T>, ctx: LayerContext) => number };
  /**
   * Octets of payload that the header claims, where no field `measures` it. `there`: octets from the header's end to the end of what
   * is there (less 4 for a check sequence at the end). Undefined, or less than 0: no claim.
   */
  readonly payloadLength?: (self: Read<T>, there: number) => number | undefined;
  /** The next layer, where numbers alone do not tell it. They count where the function chooses none. */
  readonly next?: NextLayer<Read<T>>;
  /**
   * Whether the layer stands at `start`, where its number alone does not tell (any segment of a stream has the port). Where it does not,
   * the other port is asked, and else the octets are Raw.
   */
  readonly begins?: (b: Uint8Array, start: number, end: number) => boolean;
  /**
   * The same where the layer is a guess and no number names it (`bindGuesses`), if `begins` is not enough there: a whole message, say, where
   * behind its own number a cut one will do.
   */
  readonly surely?: (b: Uint8Array, start: number, end: number) => boolean;
  /**
   * Octets of the message that begins at `start` of a stream, where no number of the layer measures it (an empty line ends it); Infinity
   * where it lasts until the connection ends; undefined where more octets are needed to tell, also whether `begins`. A segment's messages (`repeats`) and a stream's are cut alike.
   */
  readonly messageSize?: (b: Uint8Array, start: number, end: number) => number | undefined;
  /**
   * Octets of a header of variable fields, where a look at the first octets tells them: saves finding the fields while
   * dissecting. It must say what the fields say.
   */
  readonly headerSize?: (b: Uint8Array, start: number, end: number) => number;
  /**
   * Behind this layer's own end stands another message of its kind, and so on while octets are left. `true`: this layer again; a function
   * gives the layer in whose place it stands.
   */
  readonly repeats?: true | (() => AnyLayer);
  /** What fills the message up behind its own end, which does not count it. Only with `repeats`, and a length. */
  readonly filling?: Filling;
  /** What stands behind the payload: a layer of fixed size (a check sequence). */
  readonly trailer?: Trailer<Read<T>>;
  /** Everything up to the end of the payload above belongs to this layer, also where its fields do not take it. */
  readonly greedy?: boolean;
  /** The header may be cut after so many octets (RFC 792 quotes 8 of a TCP header): fields behind them read as undefined. */
  readonly least?: number;
  /** What fields of the layers below hold under this one when nothing is given: `{ IPv6: { hlim: 255 } }` (RFC 4861 §7.1). */
  readonly below?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The payload is a part of what was sent (a fragment): checksums behind it cannot be checked. */
  readonly partial?: (self: Read<T>) => boolean;
  /** What upper layers' checksums start from. */
  readonly pseudoHeader?: PseudoHeader;
  /** What later packets need of this one. Asked once a packet, in order, where a session reads; never throws. */
  readonly learns?: (self: Read<T>, at: LayerContext, session: Knowledge) => void;
  /** What this packet needs of earlier ones: kept with it, for fields made by `known()`. */
  readonly needs?: (self: Read<T>, at: LayerContext, session: Knowledge) => unknown;
  readonly match?: Matching<Read<T>>;
  /** One line; `at` knows the layers around it. Ports and protocols are written by `nameOf`, which gives no name where numbers are wanted. */
  readonly summary?: (self: Read<T>, at: LayerContext, nameOf: NameOf) => string;
  /** The layer below is left out of summary() lines (scapy does so for IP under TCP). */
  readonly swallows?: readonly string[];
  /** This layer stands for another whose octets are quoted (IPerror for IP). */
  readonly quotes?: AnyLayer;
}

// Layers ----------------------------------------------------------------------------------------------------------------

declare const VIEW: unique symbol;
declare const GIVEN: unique symbol;
declare const NAME: unique symbol;
declare const STANDS_FOR: unique symbol;

/**
 * One layer of a packet to be built: the layer and the values given. What is absent is computed, or has its default. `T` says whether it
 * stands for one (`'one'`) or, with sets or random values in it, for many (`'many'`).
 */
export interface Crafted<N extends string = string, T extends string = string> {
  readonly [NAME]: N;
  readonly [STANDS_FOR]: T;
  readonly layer: AnyLayer;
  readonly given: Readonly<Record<string, unknown>>;
}

/** A layer with sets or random values in it: it stands for many, and makes a Template. */
export type CraftedSet<N extends string = string> = Crafted<N, 'many'>;

/**
 * A protocol. Call it with values to craft: `IP({ dst: '192.0.2.1', ttl: 9 })`. `N` is its name, `V` what its views
 * give, `I` what may be given.
 */
export interface Layer<N extends string = string, V = unknown, I = any> {
  (given?: I): Crafted<N, 'one'>;
  (given: { [K in keyof I]?: I[K] | Several<Exclude<I[K], symbol>> }): CraftedSet<N>;
  readonly [VIEW]: V;
  readonly [GIVEN]: I;
  readonly layerName: N;
  /** Number of this layer in this process; not stable between runs. */
  readonly id: number;
  readonly spec: Spec<any>;
  readonly title: string;
  /** @internal */
  readonly layout: Layout;
  /** @internal Generated at first use. */
  readonly code: LayerCode;
  /** @internal Makes a view; becomes the generated function at first use. */
  readonly make: LayerCode['view'];
}

/** Some layer. */
export type AnyLayer = Layer<string, any, any>;
/** What a layer's views give. */
export type ViewOf<L> = L extends Layer<any, infer V, any> ? V : never;
/** What may be given for a layer. */
export type GivenOf<L> = L extends Layer<any, any, infer I> ? I : never;

/** Octets that views read from: a packet's, a record's inside a layer, a builder's. */
export interface Octets {
  readonly b: Uint8Array;
  /** 0: what a view remembers of its place is true, and nothing waits to be computed. */
  readonly g: number;
  /** A header that is being written lies here: its own length is not there yet. */
  readonly open?: boolean;
  /** First octet of layer `i`, after computing what waits to be. */
  locate(i: number): number;
  /** Where the octets of layer `i` end at the latest. */
  limit(i: number): number;
  /** What offsets inside layer `i` (which starts at `o`) count from. */
  origin(i: number, o: number): number;
  /** How many records a record lies in; absent: it is no record. */
  readonly depth?: number;
  /** What a session knew for layer `i` when the packet came. */
  known?(i: number): unknown;
  /** Sets one field of layer `i`. */
  assign(i: number, slot: Slot, value: unknown): void;
}

/** What the engine knows of every view; the layer's fields stand beside it. `$` names are the engine's. */
export interface View {
  readonly $p: Octets;
  readonly $o: number;
  readonly $i: number;
  readonly $layer: AnyLayer;
  /** First octet of the layer now. */
  $start(): number;
  /** Starts and ends of the variable fields: [start 0, end 0, start 1, …]. */
  $layout(): readonly number[];
  /** The same, at least up to variable field `k`. */
  $cut(k: number): readonly number[];
  /** Whether all variable fields of a known size have the octets that they need. */
  $whole(): boolean;
  /** How many items variable field `k` has, where finding its end told. */
  $found(k: number): number | undefined;
  /** The same view put on another place: for loops inside the engine that must not allocate. */
  $move(p: Octets, o: number, i: number): this;
  /** Takes over the places of the variable fields from a walker that has found them. */
  $hand(at: number[]): this;
  /** Where variable field `slot` stands, for the functions of its kind. `start`: first octet of the layer. */
  $place(slot: Slot, start: number): FieldPlace;
}

/** A layer's generated code, a function for each thing that is done with a layer. */
export interface LayerCode {
  /** A view of the layer that starts at `o` and is number `i` of `p`. */
  view(p: Octets, o: number, i: number): View;
  /** Appends the header; gives the mask of the computed fields that were not given. */
  write(w: OctetWriter, given: Readonly<Record<string, unknown>>, origin: number): number;
  /** A view of the header that the writer is writing, whose earlier fields are there. */
  draft(w: OctetWriter, rel: number, origin: number): View;
  /** Computes the fields of `mask`: start, header end, end, what is around, number of the layer. */
  finish(b: Uint8Array, s: number, h: number, e: number, mask: number, around: Around, i: number): void;
  /** The header's end, within `end`; -1 when the octets are too few for it. */
  headerEnd(b: Uint8Array, o: number, end: number): number;
  /** Where the layer's payload ends by its own claim, which may be behind `end`; less than 0 where it claims nothing. */
  claim(b: Uint8Array, o: number, headerEnd: number, end: number): number;
  /** The same within `end`: `end` where it claims nothing. */
  extent(b: Uint8Array, o: number, headerEnd: number, end: number): number;
  /** The number in an integer field, whose anchor is at `o`. */
  load(slot: Slot, b: Uint8Array, o: number): number;
  store(slot: Slot, b: Uint8Array, o: number, x: number): void;
}

export type { FieldPlace };
