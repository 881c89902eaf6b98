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

/** A contradiction between the octets of a packet and its own fields. */
export interface PacketIssue {
  /**
   * `truncated`: fewer octets than a header needs or claims. `length`: a length below its header. `count`: a list has fewer items than its
   * count says. `malformed`: octets that are not valid for their field (a DNS compression pointer that leads to no name, an option with a
   * wrong length, an EtherType of IPv4 before an IPv6 header). `checksum`: a wrong checksum; `unjudged`: a checksum that cannot be
   * checked, because some of the octets that it covers are missing. `unread`: more layers than a packet may have; the rest is Raw.
   */
  readonly kind: 'truncated' | 'length' | 'count' | 'malformed' | 'checksum' | 'unjudged' | 'unread';
  readonly layer: string;
  /** The field that claims it, when one does. */
  readonly field?: string;
  /** Octets from the packet's start. */
  readonly offset: number;
  /** What was needed and what was there: octets; for a count, items; for a checksum, the right value and the one found. */
  readonly needed: number;
  readonly had: number;
  readonly text: string;
}

/** What `issuesWith()` looks for in addition to `issues`. */
export interface IssueOptions {
  /** Wrong checksums, and those that cannot be checked. Default false: summing costs more than dissecting. */
  readonly checksums?: boolean;
}

/** Where a bit of a packet belongs: `packet.at(34)`. */
export interface FieldPosition {
  readonly layer: string;
  /** Depth of the layer, 0 for the outermost. */
  readonly depth: number;
  /** Undefined for octets of the layer that belong to no field. */
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
  /** Put together of these packets of the source, by number (1: the first), in the order in which they came. */
  madeOf?: readonly number[] | undefined;
}

/** Types only. */
declare const HAS: unique symbol;

/**
 * Octets and the chain of layers found in them (or to be built into them). `S` is the union of the layers' names; for a dissected packet
 * `string`, so `get` may give undefined. A parameter of type `Packet<'IP' | 'TCP'>` accepts every packet that is known to have these
 * layers, and maybe others; for a dissected packet, `has` narrows the type: `if (p.has(TCP)) send(p)`.
 */
export type Packet<S extends string = string> = PacketWith<S, string extends S ? never : S>;

/** What is behind {@link Packet}: `S` are the layers that may be asked for, `H` those that it is known to have. */
export interface PacketWith<S extends string, H extends string> {
  /** @internal A packet with more layers fits where fewer are wanted. */
  readonly [HAS]: { readonly [K in H]: true };
  /** The octets, built when needed; computed lengths and checksums are filled in. Do not write to them. */
  readonly bytes: Uint8Array;
  /** Number of octets. */
  readonly length: number;
  /**
   * A view of the layer's `nth` occurrence (1 is the outermost). Its getters read the octets when called. It is an object with the
   * layer's fields: one that is misspelt (`p.get(TCP).sprot`) the compiler refuses, and JavaScript gives undefined. What takes a name as
   * text refuses it at run time too: `set`, `TCP({ … })`, columns.
   * @throws ERR_VALUE for what is no layer: `p.get('TCP')`; ERR_RANGE for `nth` below 1
   */
  get<N extends S, V>(layer: Layer<N, V, any>): N extends H ? V : V | undefined;
  get<N extends string, V>(layer: Layer<N, V, any>, nth: number): V | undefined;
  /** Whether the packet has the layer; narrows the type. */
  has<N extends string>(layer: Layer<N, any, any>): this is PacketWith<S | N, H | N>;
  /** The layers from the outermost in. */
  layers(): readonly AnyLayer[];
  /**
   * Changes fields in place. Values are the same as when crafting; `auto` lets a field be computed again. Lengths and checksums that were
   * correct before the change are correct again when the octets are read.
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
  /** Octets after the layer's header, up to the end of the innermost payload. A view of `bytes`. */
  payload(layer: AnyLayer): Uint8Array;
  /** Which field the octet (and bit in it, from the left) belongs to. */
  at(octet: number, bit?: number): FieldPosition | undefined;
  copy(): PacketWith<S, H>;
  /** When and how it was captured or sent. */
  readonly meta: PacketMeta;
  /** What is wrong with the packet, outermost layer first: lengths, counts, pointers. Checksums are not checked; see `issuesWith`. */
  readonly issues: readonly PacketIssue[];
  /** The same, plus what the options ask for: `p.issuesWith({ checksums: true })`. */
  issuesWith(options?: IssueOptions): readonly PacketIssue[];
  /** One line. `{ numbers: true }`: ports and protocols as numbers (`443`, not `https`). */
  summary(options?: { readonly numbers?: boolean }): string;
  /**
   * All fields, one per line, as scapy prints them. Lengths and checksums that are not computed yet are `None`; `show2` prints the computed
   * values. For a dissected packet both are the same.
   */
  show(): string;
  show2(): string;
  /**
   * All fields, one per line, with names of numbers and what each field means; what is wrong with a layer below it. `{ octets: true }`: before each
   * line, where its octets begin in the packet, and the first eight of them. `{ whole: (layer) => layer === 'TCP' }`: other layers get one line.
   */
  tree(options?: { readonly octets?: boolean; readonly whole?: (layerName: string) => boolean }): string;
  /** scapy's one line with the fields that were given, or all of a dissected packet: `<IP  dst=192.0.2.1 |<TCP  dport=http |>>`. */
  repr(): string;
  /** TypeScript that builds this packet. */
  command(): string;
  /** One JSON object: layers by name in order, values as text or numbers. `packetFromJson` gives the packet back. */
  json(): string;
  /** scapy's format language: `%IP.src% > %IP.dst% {TCP:%TCP.dport%}`. */
  sprintf(format: string): string;
}
