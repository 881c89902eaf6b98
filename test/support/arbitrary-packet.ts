/** Packets of given layers for fast-check: each field its default, or a value of its kind. Shrinks towards fewer fields given and smaller numbers. */
import fc from 'fast-check';
import { seededRandom } from '../../src/bytes/random.ts';
import type { IntegerKind, VariableKind } from '../../src/packet/spec/field.ts';
import type { AnyLayer, Crafted } from '../../src/packet/spec/spec.ts';
import type { Slot } from '../../src/packet/spec/slot.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { packet } from '../../src/protocols/protocols.ts';

function arbitraryValue({ kind }: Slot): fc.Arbitrary<unknown> {
  if (kind.form === 'integer' && (kind as IntegerKind).decode === undefined) {
    const { bits, signed } = kind as IntegerKind;
    return fc.integer({ min: signed ? -(2 ** (bits - 1)) : 0, max: 2 ** (signed ? bits - 1 : bits) - 1 });
  }
  return fc.nat().map((seed) => kind.random?.(seededRandom(seed)));
}

/** A crafted layer with some of its fields given, of those that are not computed and are always there. */
export function arbitraryLayer(layer: AnyLayer): fc.Arbitrary<Crafted> {
  const slots = layer.layout.slots.filter(
    (s) => s.computed < 0 && s.kind.random !== undefined && (s.kind as VariableKind).present === undefined,
  );
  return fc.record(Object.fromEntries(slots.map((s) => [s.name, arbitraryValue(s)])), { requiredKeys: [] }).map((given) => layer(given));
}

/** A packet of these layers, the outermost first. */
export const arbitraryPacket = (layers: readonly AnyLayer[]): fc.Arbitrary<Packet> =>
  fc.tuple(...layers.map(arbitraryLayer)).map((parts) => packet(...parts) as unknown as Packet);
