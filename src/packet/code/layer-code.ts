/**
 * A layer's generated code: its view class, its writer, and what finishes and measures it. Made at first use, from the
 * spec alone: no octet of a packet and no string of a user reaches the source text.
 */
import type { Slot } from '../spec/slot.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import type { AnyLayer, LayerCode, Octets, View } from '../spec/spec.ts';
import { compileClaim, compileExtent, compileHeaderEnd } from './bounds-code.ts';
import { evaluate } from './evaluate.ts';
import { compileFinish } from './finish-code.ts';
import { ProbedOctets } from './probe.ts';
import { loadText, storeText } from './text.ts';
import { compileView } from './view-code.ts';
import { compileWrite } from './write-code.ts';

/**
 * The pieces are made one by one, when first asked for: who only fills columns needs no writers, and making everything for
 * every layer costs a short program more than its work.
 */
export function compileLayer(layer: AnyLayer): LayerCode {
  const { layout, spec } = layer;
  const ViewClass = once(() => compileView(layer));
  const probe = new ProbedOctets();
  const scratch = once(() => new (ViewClass())(probe, 0, 0));
  const on = (b: Uint8Array, o: number, end: number): View => scratch().$move(probe.on(b, end), o, 0);
  const loads: ((b: Uint8Array, o: number) => number)[] = [];
  const stores: ((b: Uint8Array, o: number, x: number) => void)[] = [];
  const pieces: { readonly [K in keyof LayerCode]: () => LayerCode[K] } = {
    // Generated for each layer, so that its call sites stay monomorphic.
    view: () => evaluate('V', 'return (p,o,i)=>new V(p,o,i)', ViewClass()) as LayerCode['view'],
    write: () => compileWrite(layer),
    draft: () => (w, rel, origin) => new (ViewClass())(new Draft(w, rel, origin), 0, 0),
    finish: () => compileFinish(layer),
    headerEnd: () => compileHeaderEnd(layout, spec.headerSize, on),
    claim: () => compileClaim(layer, spec.payloadLength, on),
    extent: () => compileExtent(layer),
    load: () => (slot, b, o) => {
      if (slot.kind.form !== 'integer') return 0;
      loads[slot.index] ??= evaluate('', `return (b,o)=>${loadText(slot, 'b', 'o')}`) as (b: Uint8Array, o: number) => number;
      return (loads[slot.index] as (b: Uint8Array, o: number) => number)(b, o);
    },
    store: () => (slot, b, o, x) => {
      if (slot.kind.form !== 'integer') return;
      stores[slot.index] ??= evaluate('', `return (b,o,x)=>{${storeText(slot, 'b', 'o', 'x')}}`) as (
        b: Uint8Array,
        o: number,
        x: number,
      ) => void;
      (stores[slot.index] as (b: Uint8Array, o: number, x: number) => void)(b, o, x);
    },
  };
  const code = {};
  for (const [name, make] of Object.entries(pieces)) Object.defineProperty(code, name, { get: once(make as () => unknown) });
  return code as LayerCode;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What the writer's octets look like to the views that conditional fields are judged by. */
class Draft implements Octets {
  readonly g = 1;
  readonly open = true;
  readonly #w: OctetWriter;
  readonly #rel: number;
  readonly #origin: number;
  constructor(w: OctetWriter, rel: number, origin: number) {
    this.#w = w;
    this.#rel = rel;
    this.#origin = origin;
  }
  get b(): Uint8Array {
    return this.#w.b;
  }
  locate(): number {
    return this.#w.start + this.#rel;
  }
  limit(): number {
    return this.#w.q;
  }
  origin(): number {
    return this.#origin < 0 ? this.locate() : this.#w.start + this.#origin;
  }
  known(): unknown {
    return this.#w.known;
  }
  assign(_i: number, slot: Slot): void {
    throw new TypeError(`${slot.name} is read-only while its layer is written`);
  }
}
