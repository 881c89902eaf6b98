/** A packet taken apart into layers with their octets as they are, so that another can be made of them. */
import type { AnyLayer, Crafted } from '../spec/spec.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import { isPadding } from '../layer/raw.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import type { Laid } from './laid.ts';

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

/** A layer's octets as they stand, and which of its fields are to be computed anew. */
export class Verbatim extends CraftedLayer {
  readonly octets: Uint8Array;
  readonly autos: number;

  constructor(layer: AnyLayer, octets: Uint8Array, autos: number) {
    super(layer, layer.id, NOTHING, -2);
    this.octets = octets;
    this.autos = autos;
  }

  copyTo(w: OctetWriter): number {
    w.octets(this.octets);
    return this.autos;
  }
}

/** A layer written anew of its values, by what a session knew for it. */
export class KnownLayer extends CraftedLayer {
  readonly known: unknown;

  constructor(layer: AnyLayer, given: Readonly<Record<string, unknown>>, known: unknown) {
    super(layer, layer.id, given, -2);
    this.known = known;
  }

  write(w: OctetWriter): number {
    w.known = this.known;
    try {
      return this.layer.code.write(w, this.given, -1);
    } finally {
      w.known = undefined;
    }
  }
}

export const isVerbatim = (part: unknown): part is Verbatim => part instanceof Verbatim;

/** The parts of a packet that has its octets. */
export function partsOf(p: Laid, autos: readonly number[]): (Verbatim & Crafted)[] {
  const { b, e } = p;
  p.bytes;
  const frame = p.frame();
  return p.layers().map((layer, i) => {
    const end = isPadding(layer) && p.shape.levels === null ? e : frame.headerEnd(i);
    return new Verbatim(layer, b.subarray(frame.locate(i), end), autos[i] ?? 0) as Verbatim & Crafted;
  });
}
