/** A layer's spec: the one text that a protocol is read from, top to bottom, in wire order. */
import type { Fields, FieldPlace, GiveOf, ReadOf } from './field.ts';
import type { LayerContext } from '../chain/frame.ts';
import type { AnyLayer } from '../layer/layer.ts';

export type Identity<T> = T extends unknown ? { [K in keyof T]: T[K] } : never;
/** What a view of these fields gives. */
export type Read<T extends Fields> = { -readonly [K in keyof T]: ReadOf<T[K]> };
/** What may be given for these fields. `auto` gives a field back to the computer. */
export type Give<T extends Fields> = { [K in keyof T]?: GiveOf<T[K]> | Auto };

/** A field's value is to be computed again: `p.set(TCP, { chksum: auto })`. */
export const auto: unique symbol = Symbol('auto');
/** The type of {@link auto}. */
export type Auto = typeof auto;

/** How a reply is found for a request. `answers` decides; `hash` must be equal for a request and each of its replies. */
export interface Matching<V> {
  hash(view: V, role: 'request' | 'reply', seed: number): number;
  answers(reply: V, request: V): boolean;
}

/** The value of a Wireshark field that is not one field of ours. Lists give several occurrences; undefined gives none. */
export type ColumnValue = number | bigint | string | boolean | Uint8Array | undefined;
/** Reads a {@link ColumnValue} from a layer. */
export type Column<V> = (view: V, at: LayerContext) => ColumnValue | readonly ColumnValue[];

/** Another layer that has this one's place, told by one of the first octets' fields (a length instead of a type; version 6 instead of 4). */
export interface Variant {
  /** A number field with a fixed place. */
  readonly field: string;
  /** Inclusive range of its values for which `layer` stands here. */
  readonly from: number;
  readonly to: number;
  readonly layer: () => AnyLayer;
  /** Where the octets are too few for it, this layer stands (a message cut short is still one of its kind). */
  readonly optional?: boolean;
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
  /** Wireshark fields that are not one field of ours. */
  readonly columns?: Readonly<Record<string, Column<Read<T>>>>;
  /** Values that need the layer's own fields. */
  readonly compute?: { readonly [K in keyof T]?: (self: Read<T>, ctx: LayerContext) => number };
  /** Octets of payload that the header claims, where no field `measures` it. Undefined: no claim. */
  readonly payloadLength?: (self: Read<T>) => number | undefined;
  /** The next layer, where no number selects it. */
  readonly next?: (self: Read<T>, place: { readonly b: Uint8Array; readonly start: number; readonly end: number }) => AnyLayer | undefined;
  readonly variants?: readonly Variant[];
  /** Whether the layer stands at `start`, where its number alone does not tell (any segment of a stream has the port). Else: Raw. */
  readonly begins?: (b: Uint8Array, start: number, end: number) => boolean;
  /**
   * Octets of a header of variable fields, where a look at the first octets tells them: saves finding the fields while
   * dissecting. It must say what the fields say.
   */
  readonly headerSize?: (b: Uint8Array, start: number, end: number) => number;
  /** Everything up to the end of the payload above belongs to this layer, also where its fields do not take it. */
  readonly greedy?: boolean;
  /** The header may be cut after so many octets (RFC 792 quotes 8 of a TCP header): fields behind them read as undefined. */
  readonly least?: number;
  /** What fields of the layers below hold under this one when nothing is given: `{ IPv6: { hlim: 255 } }` (RFC 4861 §7.1). */
  readonly below?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /**
   * What upper layers' checksums start from (RFC 768, RFC 8200 §8.1): the octets of this header from (inclusive) and to
   * (exclusive), or a function that gives their sum. `inherit` passes on the one below (extension headers).
   */
  readonly pseudoHeader?: 'inherit' | { readonly from: number; readonly to: number } | ((at: LayerContext) => number);
  readonly match?: Matching<Read<T>>;
  /** One line; `at` knows the layers around it. */
  readonly summary?: (self: Read<T>, at: LayerContext) => string;
  /** The layer below is left out of summary() lines (scapy does so for IP under TCP). */
  readonly swallows?: readonly string[];
  /** This layer stands for another whose octets are quoted (IPerror for IP). */
  readonly quotes?: AnyLayer;
}

export type { FieldPlace };
