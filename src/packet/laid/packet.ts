/** A packet as its users see it. */
import type { AnyLayer, Crafted, Layer } from '../spec/spec.ts';

/** What `packet(...)` takes: layers, octets, text (as UTF-8), other packets (their layers). */
export type Part = Crafted<string> | string | Uint8Array | Packet<string>;

/** The names of the layers that parts bring. */
export type NamesOf<P extends readonly Part[]> = P[number] extends infer X
  ? X extends Crafted<infer N>
    ? N
    : X extends Packet<infer S>
      ? S
      : 'Raw'
  : never;

/** Something about the octets that is not as its own fields say. */
export interface PacketIssue {
  /**
   * `truncated`: fewer octets than a header needs or claims. `length`: a length below its header. `count`: a list has fewer items than its
   * count says. `malformed`: octets that are not what stands there (a DNS name whose pointer leads to no name, an option whose length is
   * wrong). `checksum`: a wrong one; `unjudged`: one that cannot be checked, for not all that it covers is there.
   */
  readonly kind: 'truncated' | 'length' | 'count' | 'malformed' | 'checksum' | 'unjudged';
  readonly layer: string;
  /** The field that claims it, when one does. */
  readonly field?: string;
  /** Octets from the packet's start. */
  readonly offset: number;
  /** What was needed, and what was there: octets; of a count items; of a checksum the right one and the one that stands there. */
  readonly needed: number;
  readonly had: number;
  readonly text: string;
}

/** What `issuesWith()` looks for besides what `issues` has. */
export interface IssueOptions {
  /** Wrong checksums, and those that cannot be checked. Default false: summing costs more than dissecting. */
  readonly checksums?: boolean;
}

/** Where a bit of a packet belongs: `packet.at(34)`. */
export interface FieldPosition {
  readonly layer: string;
  /** Depth of the layer, 0 for the outermost. */
  readonly depth: number;
  /** Undefined for octets of the layer that no field takes. */
  readonly field: string | undefined;
  /** Bits from the packet's start, and width in bits. */
  readonly bit: number;
  readonly bits: number;
}

/** When and how a packet was captured or sent. */
export interface PacketMeta {
  /** Whole seconds since 1970, and nanoseconds. */
  sec?: number | undefined;
  nsec?: number | undefined;
  /** Octets it had on the wire. */
  wireLength?: number | undefined;
  /** Interface's name. */
  iface?: string | undefined;
  linkType?: number | undefined;
  comment?: string | undefined;
  outgoing?: boolean | undefined;
}

/** Types only. */
declare const HAS: unique symbol;

/**
 * Octets and the chain of layers found in them (or to be built into them). `S` is the union of the layers' names; for a
 * dissected packet `string`, so `get` may give undefined. What takes a `Packet<'IP' | 'TCP'>` takes every packet that is known to have these layers, and
 * others besides; of a dissected one `has` tells: `if (p.has(TCP)) send(p)`.
 */
export type Packet<S extends string = string> = PacketWith<S, string extends S ? never : S>;

/** What is behind {@link Packet}: `S` are the layers that may be asked for, `H` those that it is known to have. */
export interface PacketWith<S extends string, H extends string> {
  /** @internal A packet with more layers fits where fewer are wanted. */
  readonly [HAS]: { readonly [K in H]: true };
  /** The octets: built when needed; lengths and checksums that are ours to compute are right. Not to be written to. */
  readonly bytes: Uint8Array;
  /** Number of octets. */
  readonly length: number;
  /**
   * A view of the layer's `nth` occurrence (1 is the outermost). Its getters read the octets when called. It is an object with the
   * layer's fields: one that is misspelt (`p.get(TCP).sprot`) the compiler refuses, and JavaScript gives undefined. What takes a name as
   * text refuses it at run time too: `set`, `TCP({ … })`, columns.
   * @throws ERR_VALUE for what is no layer: `p.get('TCP')`
   */
  get<N extends S, V>(layer: Layer<N, V, any>): N extends H ? V : V | undefined;
  get<N extends string, V>(layer: Layer<N, V, any>, nth: number): V | undefined;
  /** Whether it has the layer; the type knows it from then on. */
  has<N extends string>(layer: Layer<N, any, any>): this is PacketWith<S | N, H | N>;
  /** The layers from the outermost in. */
  layers(): readonly AnyLayer[];
  /**
   * Changes fields in place: names and texts are taken as when crafting, `auto` gives a field back to the computer. What
   * was right stays right: lengths and checksums that were correct are correct again when the octets are asked for.
   * @throws ERR_FIELD, ERR_RANGE, ERR_VALUE, ERR_LAYER
   */
  set<N extends S, I>(layer: Layer<N, any, I>, values: I, nth?: number): this;
  /** A new packet with one layer more: behind `after`, before `before`, or innermost. */
  with<P extends Part>(
    part: P,
    where?: { readonly after?: AnyLayer; readonly before?: AnyLayer },
  ): PacketWith<S | NamesOf<[P]>, H | NamesOf<[P]>>;
  /** A new packet without the layer (its first occurrence). */
  without<N extends S>(layer: Layer<N, any, any>): PacketWith<Exclude<S, N>, Exclude<H, N>>;
  /** Octets behind the layer's header, up to the innermost payload's end. A view of `bytes`. */
  payload(layer: AnyLayer): Uint8Array;
  /** Which field the octet (and bit in it, from the left) belongs to. */
  at(octet: number, bit?: number): FieldPosition | undefined;
  copy(): PacketWith<S, H>;
  /** When and how it was captured or sent. */
  readonly meta: PacketMeta;
  /** What is wrong with it, outermost first: lengths, counts, pointers; not checksums, which cost more. */
  readonly issues: readonly PacketIssue[];
  /** The same and what is asked for besides: `p.issuesWith({ checksums: true })`. */
  issuesWith(options?: IssueOptions): readonly PacketIssue[];
  /** One line. `{ numbers: true }`: ports and protocols as numbers (`443`, not `https`). */
  summary(options?: { readonly numbers?: boolean }): string;
  /**
   * All fields, a line each, as scapy prints them. Lengths and checksums that are still to be computed are `None`; `show2`
   * has them as they come out. A dissected packet has all, and both are the same.
   */
  show(): string;
  show2(): string;
  /** scapy's one line with the fields that were given, or all of a dissected packet: `<IP  dst=192.0.2.1 |<TCP  dport=http |>>`. */
  repr(): string;
  /** TypeScript that builds this packet. */
  command(): string;
  /** One JSON object: layers by name in order, values as text or numbers. `packetFromJson` gives the packet back. */
  json(): string;
  /** scapy's format language: `%IP.src% > %IP.dst% {TCP:%TCP.dport%}`. */
  sprintf(format: string): string;
}
