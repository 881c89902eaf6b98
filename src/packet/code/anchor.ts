/** Where a field stands that has a variable one before it. */
import type { Slot } from '../spec/slot.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { ProbedOctets } from './probe.ts';

/** Gives the octet that the bits of `slot` are counted from, in a layer that starts at `o` and ends by `end`. */
export function anchorFinder(layer: AnyLayer, slot: Slot): (b: Uint8Array, o: number, end: number) => number {
  if (slot.anchor === 0) return (_b, o) => o;
  const probe = new ProbedOctets();
  const view = layer.code.view(probe, 0, 0);
  return (b, o, end) => view.$move(probe.on(b, end), o, 0).$layout()[2 * slot.anchor - 1] ?? end;
}
