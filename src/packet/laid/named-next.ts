/** What the numbers of a layer name, where that does not stand behind it. */
import { isFixed } from '../code/anchor.ts';
import { alwaysSpace, variantSlot } from '../chain/bindings.ts';
import { isRaw } from '../layer/raw.ts';
import { asked } from '../spec/asked.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { Slot } from '../spec/slot.ts';
import type { Laid } from './laid.ts';
import type { PacketIssue } from './packet.ts';
import { fieldPlaceOf } from './position.ts';

/** The layer that should stand behind layer `i`, where only octets do: they may be too few for it. */
export function namedNext(p: Laid, i: number): AnyLayer | undefined {
  const below = p.layers()[i];
  if (below === undefined) return undefined;
  const { registry } = p.shape;
  const always = registry.next(alwaysSpace(below), 0);
  if (always !== undefined) return always;
  // A piece of a message, say: the spec knows that nothing else stands there.
  if (isRaw(chosen(p, i))) return undefined;
  if (below.layout.opaque !== undefined && below.code.load(below.layout.opaque, p.b, p.locate(i)) !== 0) return undefined;
  const named = numbered(p, i, below.layout.selectors).find(({ layers }) => layers.length > 0)?.layers[0];
  return named === undefined ? hinted(p, i, below.layout.hints) : variantOf(p, i + 1, named);
}

/**
 * Selectors of layer `i` whose number is another layer's than the one that stands there, and which has a number of its own: EtherType
 * 0x0800 before a header of version 6.
 */
export function otherThanNamed(p: Laid, i: number): PacketIssue[] {
  const below = p.layers()[i] as AnyLayer,
    next = p.layers()[i + 1];
  if (next === undefined || isRaw(next) || chosen(p, i) === next) return [];
  const { registry } = p.shape;
  return numbered(p, i, below.layout.selectors).flatMap(({ slot, space, layers }) => {
    const named = layers.find((layer) => registry.variants(layer).some((v) => v.layer === next));
    const own = registry.valueFor(space, next);
    if (named === undefined || layers.includes(next) || own === undefined || registry.space(space).get(own)?.includes(next) !== true)
      return [];
    const offset = fieldPlaceOf(p, i, slot.name);
    const text = `${below.layerName}.${slot.name} at octet ${offset} says ${named.layerName}, but ${next.layerName} follows`;
    return [{ kind: 'malformed', layer: below.layerName, field: slot.name, offset, needed: 0, had: 0, text }];
  });
}

/** What the spec's function says of the next layer. */
const chosen = (p: Laid, i: number): AnyLayer | undefined => {
  const { next } = (p.layers()[i] as AnyLayer).spec;
  if (next === undefined) return undefined;
  const octets = { b: p.b, start: p.locate(i), end: p.limit(i) };
  return asked(() => next.choose(p.view(i) as unknown as Record<string, unknown>, octets), undefined);
};

/** What the numbers in these fields name. */
function numbered(p: Laid, i: number, slots: readonly Slot[]): { slot: Slot; space: string; value: number; layers: readonly AnyLayer[] }[] {
  const { code } = p.layers()[i] as AnyLayer;
  return slots.filter(isFixed).map((slot) => {
    const space = (slot.options.selects ?? slot.options.hints) as string;
    const value = code.load(slot, p.b, p.locate(i));
    return { slot, space, value, layers: p.shape.registry.space(space).get(value) ?? [] };
  });
}

/**
 * A port is only a hint: of a layer that looks where it begins (a piece of a stream rarely does) nothing is known, and of several that
 * may stand there neither.
 */
function hinted(p: Laid, i: number, hints: readonly Slot[]): AnyLayer | undefined {
  const { registry } = p.shape;
  const ports = numbered(p, i, hints).sort((a, b) => a.value - b.value);
  const told = ports.map(({ space, value }) => registry.told(space)?.get(value)).find((layer) => layer !== undefined);
  const layers = told === undefined ? [...new Set(ports.flatMap((port) => port.layers))] : [told];
  return layers.length === 1 && layers[0]?.spec.begins === undefined ? layers[0] : undefined;
}

/** The layer that stands in the place of this one, by the octets where layer `i` begins. */
function variantOf(p: Laid, i: number, layer: AnyLayer): AnyLayer {
  const at = p.locate(i);
  if (p.limit(i) - at < layer.layout.minimum) return layer;
  const there = p.shape.registry.variants(layer).find(({ of, field, from, to, optional }) => {
    const value = of.code.load(variantSlot(of, field), p.b, at);
    return !optional && value >= from && value <= to;
  });
  return there?.layer ?? layer;
}
