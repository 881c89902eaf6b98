/** A packet taken apart into layers with their octets as they are, so that another can be made of them. */
import type { AnyLayer, Crafted } from './layer.ts';
import type { OctetWriter } from './octet-writer.ts';
import type { PacketObject } from './packet-object.ts';

/** A layer's octets as they stand, and which of its fields are to be computed anew. */
export class Verbatim {
  readonly layer: AnyLayer;
  readonly given: Readonly<Record<string, unknown>> = {};
  readonly octets: Uint8Array;
  readonly autos: number;

  constructor(layer: AnyLayer, octets: Uint8Array, autos: number) {
    this.layer = layer;
    this.octets = octets;
    this.autos = autos;
  }

  copyTo(w: OctetWriter): number {
    w.octets(this.octets);
    return this.autos;
  }
}

export const isVerbatim = (part: unknown): part is Verbatim => part instanceof Verbatim;

/** The parts of a packet that has its octets. */
export function partsOf(p: PacketObject, autos: readonly number[]): (Verbatim & Crafted)[] {
  const { b, e } = p;
  p.bytes;
  const frame = p.frame();
  return p.layers().map((layer, i) => {
    const end = layer.layerName === 'Padding' ? e : frame.headerEnd(i);
    return new Verbatim(layer, b.subarray(frame.locate(i), end), autos[i] ?? 0) as Verbatim & Crafted;
  });
}
