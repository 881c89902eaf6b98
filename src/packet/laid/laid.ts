/** A packet as the engine's own files know it: octets, the shape of its layers, and where each starts. */
import type { Frame } from '../chain/frame.ts';
import type { Shape } from '../chain/shape.ts';
import type { AnyLayer, Octets, View } from '../spec/spec.ts';
import type { PacketIssue, PacketMeta, Part } from './packet.ts';

/** On whatever is laid out so. */
export const LAID: unique symbol = Symbol('laid');

/** What is laid out: everything that shows, lists, judges or takes apart a packet works on this. */
export interface Laid extends Octets {
  readonly [LAID]: true;
  /** It lies in `b` from `s` to `e`; where the innermost payload ends, and trailer begins, `end`. */
  readonly s: number;
  readonly e: number;
  readonly end: number;
  readonly shape: Shape;
  /** What it is (to be) built from; none when it was dissected. */
  readonly parts: readonly Part[];
  /** Its octets, once all that waits is computed. */
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly isBuilt: boolean;
  /** Made of parts, not found in octets. */
  readonly isCrafted: boolean;
  readonly meta: PacketMeta;
  readonly issues: readonly PacketIssue[];
  /** The layer that it was to begin with, as far as that is known: its octets may be too few. */
  readonly wanted: AnyLayer | undefined;
  layers(): readonly AnyLayer[];
  /** A view of layer number `i`. */
  view(i: number): View;
  /** The layers' places, for spec functions. */
  frame(): Frame;
  /** The masks of fields that are ours to compute, a layer each: known from crafting, or judged now. */
  autos(): number[];
  /** The parts that it was made of, a layer each, as long as nothing was set since. */
  craftedParts(): readonly Part[];
  /** This, with its octets built. */
  built(): this;
  /** Another packet of the same registry, made of these parts. */
  of(parts: readonly Part[]): Laid;
  /** The same of the registry that this one's was made of (`with`), where it was. */
  ofBase(parts: readonly Part[]): Laid | undefined;
  command(): string;
}

export const isLaid = (x: unknown): x is Laid => typeof x === 'object' && x !== null && LAID in x;
