/**
 * How messages are cut from a stream: one declaration for segments (`repeats`), datagrams and streams. What a layer's numbers say of its
 * size serves; where they cannot, its spec's `messageSize` does.
 */
import { isFixed, numberSlot, octetsTo, placeFinder } from '../code/anchor.ts';
import { ProbedOctets } from '../code/probe.ts';
import { asked } from '../spec/asked.ts';
import { beginsAt } from '../spec/begins.ts';
import type { AnyLayer } from '../spec/spec.ts';

/**
 * Octets of the message of `layer` that starts at `start`, whether they are all there or not; 0 where none begins; Infinity where it lasts until
 * the connection ends; undefined where more octets are needed to tell.
 */
export type MessageCutter = (b: Uint8Array, start: number, end: number) => number | undefined;

/** The cutter of a layer. */
export function messageCutter(layer: AnyLayer): MessageCutter {
  const { messageSize } = layer.spec;
  const cut = messageSize === undefined ? bySize(layer) : (b: Uint8Array, o: number, e: number) => asked(() => messageSize(b, o, e), 0);
  return (b, o, e) => {
    if (e - o < layer.layout.minimum) return undefined;
    if (beginsAt(layer, b, o, e)) return cut(b, o, e);
    // A first line that is not all there begins nothing yet.
    return messageSize !== undefined && cut(b, o, e) === undefined ? undefined : 0;
  };
}

/** By the field that measures the header, the layer or the payload; else by where the fields end. */
function bySize(layer: AnyLayer): MessageCutter {
  const { headerSlot, extentSlot } = layer.layout;
  const { code } = layer;
  const slot = headerSlot !== undefined && extentSlot === undefined ? headerSlot : extentSlot;
  if (slot === undefined) return layer.spec.payloadLength === undefined ? byFields(layer) : byClaim(layer);
  const place = placeFinder(layer, slot);
  const number = numberSlot(slot);
  const octets = octetsTo(number);
  const { measures, unit = 1, bias = 0 } = slot.options;
  const isAlways = isFixed(slot);
  return (b, o, e) => {
    const h = measures === 'payload' || !isAlways ? code.headerEnd(b, o, e) : o;
    if (h < 0) return undefined;
    const at = place(b, o, e);
    if (at < 0) return h - o;
    if (at + octets > e) return undefined;
    const n = (code.load(number, b, at) + bias) * unit;
    return Math.max(measures === 'payload' ? h - o + n : n, layer.layout.minimum);
  };
}

/** By where the fields end, and the payload that they claim. */
function byClaim({ code, spec }: AnyLayer): MessageCutter {
  const probe = new ProbedOctets();
  const view = code.view(probe, 0, 0);
  return (b, o, e) => {
    const h = code.headerEnd(b, o, e);
    if (h < 0) return undefined;
    const claimed = asked(() => spec.payloadLength?.(view.$move(probe.on(b, e), o, 0) as never, Number.POSITIVE_INFINITY), undefined);
    return h - o + Math.max(claimed ?? 0, 0);
  };
}

/** By where the fields end; by what a number says of the last one, where that is not all there. */
function byFields({ code, layout }: AnyLayer): MessageCutter {
  const probe = new ProbedOctets();
  const view = code.view(probe, 0, 0);
  return (b, o, e) => {
    const h = code.headerEnd(b, o, e);
    if (h < 0) return undefined;
    const cuts = view.$move(probe.on(b, e), o, 0).$layout();
    for (const slot of layout.variables) {
      if (slot.measuredBy === undefined) continue;
      const from = cuts[2 * slot.variable] as number,
        to = cuts[2 * slot.variable + 1] as number;
      const said = view.$place(slot, o).size ?? 0;
      if (said > to - from) return slot === layout.variables.at(-1) ? from - o + said + layout.tail : undefined;
    }
    return h - o;
  };
}
