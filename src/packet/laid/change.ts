/** Changing fields of a packet that has its octets. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { splitZone } from '../../bytes/zone.ts';
import { flagsWanted } from '../spec/conditions.ts';
import { holds } from '../spec/condition-holds.ts';
import { encoder, misfit, namedError, turned } from '../spec/given-value.ts';
import { slotOf } from '../spec/slot-of.ts';
import type { FixedKind, IntegerKind } from '../spec/field.ts';
import { type AnyLayer, auto, type View } from '../spec/spec.ts';
import type { Slot } from '../spec/slot.ts';

/** Writes into octets: the memory, the layer's view, its mask of computed fields; gives the new mask. */
export type InPlace = (b: Uint8Array, view: View, mask: number) => number;

/** How to apply `values`: in place, or by writing the header anew where octets may move. */
export function fieldsChange(layer: AnyLayer, values: Readonly<Record<string, unknown>>): InPlace | 'rewrite' {
  const changes = Object.entries(values)
    .filter(([, v]) => v !== undefined)
    .map(([name, value]) => ({ slot: slotOf(layer, name), value }));
  for (const { slot, value } of changes) refuseZone(layer, slot, value);
  if (changes.some(({ slot }) => slot.kind.form === 'variable' || slot.anchor > 0 || slot.others.length > 0)) return 'rewrite';
  // Fields that depend on it come or go.
  if (changes.some(({ slot }) => layer.layout.variables.some((v) => v.when?.some((test) => test.slot === slot)))) return 'rewrite';
  // A length or a count of a named field is the writer's business.
  if (
    changes.some(({ slot, value }) => value === auto && layer.layout.variables.some((v) => v.measuredBy === slot || v.countedBy === slot))
  )
    return 'rewrite';
  const ready = changes.map(({ slot, value }) => ({ slot, value: checked(layer, slot, value) }));
  return (b, view, before) => {
    let mask = before;
    const o = view.$start();
    for (const { slot, value } of ready) {
      const bit = slot.computed < 0 ? 0 : 1 << slot.computed;
      if (value === auto) {
        mask |= bit;
        if (bit === 0) putDefault(layer, slot, b, o);
        continue;
      }
      mask &= ~bit;
      if (slot.kind.form === 'integer') layer.code.store(slot, b, o, value as number);
      else b.set(value as Uint8Array, o + slot.bit / 8);
    }
    return mask;
  };
}

/** A zone is no octet of the packet, so a change of octets would lose it. @see RFC 4007 §11.2 */
function refuseZone(layer: AnyLayer, slot: Slot, value: unknown): void {
  if (slot.kind.value !== 'ipv6' || typeof value !== 'string') return;
  const { address, zone } = splitZone(value);
  if (zone === undefined) return;
  const field = `${layer.layerName}.${slot.name}`;
  throw new PacketwrightError('ERR_ADDRESS', `${field}: '${value}' cannot be set: the packet has no octets for the zone ${zone}`, {
    layer: layer.layerName,
    field: slot.name,
    value,
    remedy: `set ${address}, and name the interface when you send: { iface: '${zone}' }`,
  });
}

/** The number or the octets to store: nothing is changed unless all values fit. */
function checked(layer: AnyLayer, slot: Slot, value: unknown): unknown {
  if (value === auto) return value;
  if (slot.kind.form !== 'integer') {
    const { octets, write } = slot.kind as FixedKind;
    const made = new Uint8Array(octets);
    try {
      write(made, 0, value);
    } catch (error) {
      throw namedError(layer, slot, error);
    }
    return made;
  }
  const kind = slot.kind as IntegerKind;
  const x = turned(typeof value === 'number' && kind.decode === undefined ? value : encoder(layer, slot)(value), kind);
  const low = kind.signed ? -(2 ** (slot.bits - 1)) : 0,
    high = 2 ** (kind.signed ? slot.bits - 1 : slot.bits) - 1;
  return Number.isInteger(x) && x >= low && x <= high ? x : misfit(layer, slot, Number.isInteger(x) ? x : value);
}

function putDefault(layer: AnyLayer, slot: Slot, b: Uint8Array, o: number): void {
  const initial = slot.options.default ?? slot.kind.initial;
  if (slot.kind.form === 'integer') layer.code.store(slot, b, o, initial === undefined ? 0 : (slot.kind as IntegerKind).encode(initial));
  else if (initial === undefined) b.fill(0, o + slot.bit / 8, o + (slot.bit + slot.bits) / 8);
  else (slot.kind as FixedKind).write(b, o + slot.bit / 8, initial);
}

/** All values of a view as a new object, in wire order; what is not in the packet is left out. */
export function values<V extends object>(view: V): { [K in keyof V]: V[K] } {
  const out: Record<string, unknown> = {};
  for (const { name } of (view as unknown as View).$layer.layout.slots) {
    const v = (view as Record<string, unknown>)[name];
    if (v !== undefined) out[name] = v;
  }
  return out as { [K in keyof V]: V[K] };
}

/** What a header is written anew from: its values, those changed, and `auto` for what is ours to compute. */
export function mergedGiven(view: View, mask: number, changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given: Record<string, unknown> = values(view);
  for (const slot of view.$layer.layout.computed) if (mask & (1 << slot.computed)) given[slot.name] = auto;
  for (const [name, value] of Object.entries(changes)) {
    slotOf(view.$layer, name);
    if (value !== undefined) given[name] = value;
  }
  settleConditions(view, given, changes);
  return given;
}

/**
 * Sets the flags that fields which are changed ask for, as when a header is made; and leaves out the values of fields that the changes
 * say are no longer there.
 */
function settleConditions(view: View, given: Record<string, unknown>, changes: Readonly<Record<string, unknown>>): void {
  const layer = view.$layer;
  const isChanged = ({ name }: Slot): boolean => changes[name] !== undefined && changes[name] !== auto;
  const numbers = new Map<Slot, number>();
  const numberIn = (s: Slot): number =>
    numbers.get(s) ?? (isChanged(s) ? encoder(layer, s)(changes[s.name]) : layer.code.load(s, view.$p.b, view.$start()));
  for (const slot of layer.layout.slots)
    for (const test of isChanged(slot) ? (slot.when ?? []) : []) {
      const bits = flagsWanted(test);
      if (bits === 0 || isChanged(test.slot)) continue;
      numbers.set(test.slot, (numberIn(test.slot) | bits) >>> 0);
      given[test.slot.name] = (test.slot.kind as IntegerKind).decode?.(numberIn(test.slot)) ?? numberIn(test.slot);
    }
  for (const slot of layer.layout.slots)
    if (
      !isChanged(slot) &&
      slot.when?.some(({ slot: of }) => isChanged(of)) &&
      ![slot, ...slot.others].some((s) => holds(s.when ?? [], numberIn))
    )
      delete given[slot.name];
}
