/** Where a field stands that has a variable one before it, or is one that is there only sometimes. */
import type { Slot } from '../spec/slot.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { conditionAt, stepsText } from './condition-text.ts';
import { evaluate } from './evaluate.ts';
import { ProbedOctets } from './probe.ts';

/** The octet that a field is counted from, in a layer that starts at `o` and ends by `end`. */
export type PlaceFinder = (b: Uint8Array, o: number, end: number) => number;

/** Gives the octet that the bits of `slot` are counted from. */
export function anchorFinder(layer: AnyLayer, slot: Slot): PlaceFinder {
  if (slot.anchor === 0) return (_b, o) => o;
  const { variables, steps } = layer.layout;
  if (slot.anchor <= steps)
    return evaluate('', `return (b,o,end)=>{let a=o;${stepsText(variables, 0, slot.anchor, 'b', 'o')}return a}`) as PlaceFinder;
  const probe = new ProbedOctets();
  const view = layer.code.view(probe, 0, 0);
  return (b, o, end) => view.$move(probe.on(b, end), o, 0).$layout()[2 * slot.anchor - 1] ?? end;
}

/** Whether a field is always there, at one place. */
export const isFixed = (s: Slot): boolean => s.anchor === 0 && s.step === undefined;

/** The number of a field as it stands: itself, or what stands there where a condition holds. */
export const numberSlot = (slot: Slot): Slot => slot.step ?? slot;

/** Gives the octet that the bits of {@link numberSlot} are counted from; -1 where the field is not there. */
export function placeFinder(layer: AnyLayer, slot: Slot): PlaceFinder {
  if (slot.step === undefined) return anchorFinder(layer, slot);
  const anchor = anchorFinder(layer, slot);
  const isThere = evaluate('', `return (b,o)=>${conditionAt(slot.when ?? [], 'b', 'o')}`) as (b: Uint8Array, o: number) => boolean;
  return (b, o, end) => (isThere(b, o) ? anchor(b, o, end) + slot.bit / 8 : -1);
}

/** Octets from there to the end of the field. */
export const octetsTo = ({ bit, bits }: Slot): number => Math.ceil((bit + bits) / 8);

/** The same as {@link placeFinder}, and -1 as well where the field is not all there. */
export function numberPlace(layer: AnyLayer, slot: Slot): PlaceFinder {
  const place = placeFinder(layer, slot);
  const octets = octetsTo(numberSlot(slot));
  return (b, o, end) => {
    const at = place(b, o, end);
    return at + octets > end ? -1 : at;
  };
}
