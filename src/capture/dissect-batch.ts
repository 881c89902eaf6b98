/** Packets out of batches. */
import { dissectorOf } from '../packet/object/dissector.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { type PacketObject, objectOf } from '../packet/object/packet-object.ts';
import { Raw } from '../packet/layer/raw.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { protocols } from '../protocols/protocols.ts';
import { FLAG_NO_TIME, FLAG_OUTGOING, type InterfaceInfo, type PacketBatch } from './batch.ts';

/** The layer that a link type's packets begin with; Raw for one that no layer here knows. */
export function firstLayer(registry: Registry, linkType: number): AnyLayer {
  return registry.next('linktype', linkType) ?? (Raw as unknown as AnyLayer);
}

/**
 * Packet `i` of a batch, dissected where it lies: octets are not copied, so it is valid as long as the batch is. `first`
 * is the layer it begins with (default Ether).
 */
export function dissectAt(
  batch: PacketBatch,
  i: number,
  first: AnyLayer = Ether as unknown as AnyLayer,
  registry: Registry = protocols,
): Packet {
  const o = batch.offset[i] as number;
  return dissectorOf(registry)(batch.data, o, o + (batch.captured[i] as number), first.id) as unknown as Packet;
}

/** The same, with the time, the wire length and the interface in `meta`. */
export function packetAt(batch: PacketBatch, i: number, interfaces: readonly InterfaceInfo[], registry: Registry = protocols): Packet {
  const iface = interfaces[batch.iface[i] as number];
  const p = dissectAt(batch, i, iface === undefined ? undefined : firstLayer(registry, iface.linkType), registry);
  const object: PacketObject = objectOf(p);
  object.x = {
    meta: {
      ...(((batch.flags[i] as number) & FLAG_NO_TIME) === 0 && { sec: batch.sec[i] as number, nsec: batch.nsec[i] as number }),
      wireLength: batch.wire[i] as number,
      ...(iface && { iface: iface.name, linkType: iface.linkType }),
      ...(((batch.flags[i] as number) & FLAG_OUTGOING) !== 0 && { outgoing: true }),
    },
  };
  return p;
}
