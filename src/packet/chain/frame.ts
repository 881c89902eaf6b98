/** A packet's layers while lengths and checksums are computed or judged, and what spec functions see of it. */
import type { Around, LayerContext } from '../spec/context.ts';
import type { Slot } from '../spec/slot.ts';
import type { AnyLayer, Octets } from '../spec/spec.ts';
import { type Levels, trailerOf } from './levels.ts';
import { MAX_LAYERS } from './limits.ts';
import { pseudoSum } from './pseudo-sum.ts';

/** What a frame needs of its shape. */
export interface FrameShape {
  readonly layers: readonly AnyLayer[];
  readonly depth: number;
  /** Depth of the layer that gives layer i its pseudo-header; -1 for none. */
  readonly pseudo: Int8Array;
  /** Where each layer ends; null: all at the frame's end. */
  readonly levels: Levels | null;
  selected(i: number, slot: number): number;
}

export class Frame implements Octets, Around {
  readonly g = 0;
  b: Uint8Array = new Uint8Array(0);
  shape!: FrameShape;
  /** First octet of each layer, and behind the last one the end of the innermost payload. */
  readonly starts = new Int32Array(MAX_LAYERS + 2);
  /** Where the innermost payload ends; what is behind is trailer. Where layers end at different places: where the packet ends. */
  end = 0;
  /** Where the packet ended on the wire, when the capture has less of it; else 0. */
  wire = 0;

  locate(i: number): number {
    return this.starts[i] ?? 0;
  }

  /** Where the octets of layer `i` end: header and payload. */
  limit(i: number): number {
    const { levels, depth } = this.shape;
    if (levels === null) return this.end;
    const at = levels.ends[i] ?? depth;
    return at < depth ? this.locate(at) : this.end;
  }

  origin(_i: number, o: number): number {
    return o;
  }

  assign(_i: number, slot: Slot): void {
    throw new TypeError(`${slot.name} is read-only here`);
  }

  headerEnd(i: number): number {
    return i + 1 < this.shape.depth ? Math.min(this.locate(i + 1), this.end) : this.end;
  }

  /**
   * The pseudo-header's sum for the upper layer at `i`: addresses from the layer below that has one, the length and the
   * protocol number (RFC 9293 §3.1, RFC 768, RFC 8200 §8.1). Without such a layer: undefined.
   */
  pseudo(i: number, protocol: number): number | undefined {
    const j = this.shape.pseudo[i] ?? -1;
    if (j < 0) return undefined;
    const below = (this.shape.layers[j] as AnyLayer).spec.pseudoHeader;
    if (below === undefined || below === 'inherit') return undefined;
    const length = this.limit(i) - this.locate(i);
    const o = this.locate(j);
    let s =
      (typeof below === 'function' ? below(new FrameContext(this, j)) : pseudoSum(below, this.b, o, this.headerEnd(j))) +
      protocol +
      (length & 0xffff) +
      (length >>> 16);
    s = (s & 0xffff) + (s >>> 16);
    return (s & 0xffff) + (s >>> 16);
  }

  /** Where layer `i` ended on the wire: in a packet that the capture cut, what the lengths of the layers below claim counts. */
  wireEnd(i: number): number {
    if (this.wire === 0) return this.limit(i);
    let end = this.wire;
    for (let j = 0; j <= i; j++) {
      // Messages before this one say nothing of it.
      if ((this.shape.levels?.ends[j] ?? i + 1) <= i) continue;
      end = (this.shape.layers[j] as AnyLayer).code.extent(this.b, this.locate(j), this.locate(j + 1), end);
    }
    return Math.max(end, this.limit(i));
  }

  selected(i: number, slot: number): number {
    return this.shape.selected(i, slot);
  }

  at(i: number): LayerContext {
    return new FrameContext(this, i);
  }
}

/** A layer's context in a frame. */
export class FrameContext implements LayerContext {
  readonly #frame: Frame;
  /** Number of layers below this one. */
  readonly depth: number;

  constructor(frame: Frame, depth: number) {
    this.#frame = frame;
    this.depth = depth;
  }

  /** The packet's memory: offsets below are into it. */
  get b(): Uint8Array {
    return this.#frame.b;
  }
  get start(): number {
    return this.#frame.locate(this.depth);
  }
  get headerEnd(): number {
    return this.#frame.headerEnd(this.depth);
  }
  get end(): number {
    return this.#frame.limit(this.depth);
  }
  /** Octets of header and payload. */
  get size(): number {
    return this.end - this.start;
  }
  get headerSize(): number {
    return this.headerEnd - this.start;
  }
  get payloadSize(): number {
    return this.end - this.headerEnd;
  }
  /** The same as it was on the wire: in a packet that the capture cut it is what the lengths claim. */
  get wirePayloadSize(): number {
    return this.#frame.wireEnd(this.depth) - this.headerEnd;
  }
  get layer(): AnyLayer {
    return this.#frame.shape.layers[this.depth] as AnyLayer;
  }
  /** The layer below (nearer to the wire). */
  get parent(): FrameContext | undefined {
    return this.depth > 0 ? new FrameContext(this.#frame, this.depth - 1) : undefined;
  }
  /** The layer above. */
  get child(): LayerContext | undefined {
    return this.depth + 1 < this.#frame.shape.depth ? new FrameContext(this.#frame, this.depth + 1) : undefined;
  }
  /** The layer's fields. */
  get fields(): Record<string, any> {
    return this.layer.code.view(this.#frame, this.start, this.depth) as unknown as Record<string, any>;
  }
  /** Of a trailer: the layer that it belongs to. */
  get owner(): FrameContext | undefined {
    let c = this.parent;
    while (c !== undefined && trailerOf(c.layer) !== this.layer) c = c.parent;
    return c;
  }
  /** The nearest layer below of that name. */
  below(name: string): LayerContext | undefined {
    let c = this.parent;
    while (c !== undefined && c.layer.layerName !== name) c = c.parent;
    return c;
  }
  /** The sum of the pseudo-header that this layer's checksum starts from. */
  pseudo(protocol: number): number | undefined {
    return this.#frame.pseudo(this.depth, protocol);
  }
}
