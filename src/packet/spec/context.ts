/** What a spec's functions see of the packet around their layer. */

/** The source and the destination address of a header: its octets from (inclusive) and to (exclusive). */
export interface PseudoAddresses {
  readonly from: number;
  readonly to: number;
  /**
   * Where the final destination stands in the octets from `start` to `end`, in a header that is longer than `to` (source routes): this one
   * counts in place of the header's destination.
   */
  readonly final?: (b: Uint8Array, start: number, end: number) => number;
}

/**
 * What upper layers' checksums start from (RFC 768, RFC 8200 §8.1): addresses of this header, or a function that gives their sum.
 * `inherit` passes on the one below (extension headers).
 */
export type PseudoHeader = 'inherit' | PseudoAddresses | ((at: LayerContext) => number);

/** A layer as its neighbours' functions know it. */
export interface NeighbourLayer {
  readonly layerName: string;
  readonly spec: { readonly pseudoHeader?: PseudoHeader };
}

/** One layer among its neighbours, for `compute`, `summary`, `pseudoHeader` and `columns` functions of specs. */
export interface LayerContext {
  /** Number of layers below this one. */
  readonly depth: number;
  /** The packet's memory: offsets below are into it. */
  readonly b: Uint8Array;
  readonly start: number;
  readonly headerEnd: number;
  readonly end: number;
  /** Octets of header and payload. */
  readonly size: number;
  readonly headerSize: number;
  readonly payloadSize: number;
  /** The same as it was on the wire: in a packet that the capture cut it is what the lengths claim. */
  readonly wirePayloadSize: number;
  readonly layer: NeighbourLayer;
  /** The layer below (nearer to the wire). */
  readonly parent: LayerContext | undefined;
  /** The layer above. */
  readonly child: LayerContext | undefined;
  /** The layer's fields. */
  readonly fields: Record<string, any>;
  /** Of a trailer: the layer that it belongs to. */
  readonly owner: LayerContext | undefined;
  /** The nearest layer below of that name. */
  below(name: string): LayerContext | undefined;
  /** The sum of the pseudo-header that this layer's checksum starts from. */
  pseudo(protocol: number): number | undefined;
}

/** A packet's layers as generated code that computes lengths and checksums asks for them. */
export interface Around {
  /** The pseudo-header's sum for layer `i` and this protocol number; undefined where no layer below has one. */
  pseudo(i: number, protocol: number): number | undefined;
  /** The number that field `slot` of layer `i` has because of the layer that follows; -1 when nothing says. */
  selected(i: number, slot: number): number;
  at(i: number): LayerContext;
}
