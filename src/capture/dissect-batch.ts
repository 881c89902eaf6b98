/** Packets out of batches. */
import { dissectorOf } from '../packet/object/dissector.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Packet, PacketMeta } from '../packet/laid/packet.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { Raw } from '../packet/layer/raw.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { protocols } from '../protocols/protocols.ts';
import type { CaptureBatch } from './batch-columns.ts';
import { FLAG_CHECKSUM_NOT_READY, FLAG_NO_TIME, FLAG_OUTGOING, type InterfaceInfo, type PacketBatch } from './batch.ts';
import { optionValue, type PcapngOption } from './pcapng/options.ts';
import { flagOptions } from './pcapng/packet-flags.ts';

// Nearly always asked for the same as before.
let known: { readonly registry: Registry; readonly linkType: number; readonly layer: AnyLayer } | undefined;

/** The first layer of packets of a link type; Raw for an unknown link type. */
export function firstLayer(registry: Registry, linkType: number): AnyLayer {
  if (known === undefined || known.registry !== registry || known.linkType !== linkType)
    known = { registry, linkType, layer: registry.next('linktype', linkType) ?? (Raw as unknown as AnyLayer) };
  return known.layer;
}

/**
 * Packet `i` of a batch, dissected without copying: it is valid as long as the batch is. `first` is its first layer (default Ether).
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
  tell(p, batch, i, iface);
  return p;
}

/** The same in octets of its own: what the batch's memory is used for afterwards does not matter to it. */
export function keptPacket(batch: PacketBatch, i: number, interfaces: readonly InterfaceInfo[], registry: Registry = protocols): Packet {
  const iface = interfaces[batch.iface[i] as number];
  const first = iface === undefined ? (Ether as unknown as AnyLayer) : firstLayer(registry, iface.linkType);
  const p = keptFrom(batch, i, batch.offset[i] as number, first, registry);
  tell(p, batch, i, iface);
  return p;
}

/** What its link header carried, in octets of its own: the layer `first`, which begins at `at`. */
export function keptPayload(batch: PacketBatch, i: number, iface: string, at: number, first: AnyLayer, registry: Registry): Packet {
  const p = keptFrom(batch, i, at, first, registry);
  // Without a link type, which would say that it begins with the link header.
  const wireLength = (batch.wire[i] as number) - (at - (batch.offset[i] as number));
  const meta: PacketMeta = { sec: batch.sec[i] as number, nsec: batch.nsec[i] as number, wireLength, iface };
  objectOf(p).x = { meta };
  return p;
}

function keptFrom(batch: PacketBatch, i: number, at: number, first: AnyLayer, registry: Registry): Packet {
  const end = (batch.offset[i] as number) + (batch.captured[i] as number);
  const octets = new Uint8Array(end - at);
  octets.set(batch.data.subarray(at, end));
  return dissectorOf(registry)(octets, 0, octets.length, first.id) as unknown as Packet;
}

/** What the source told of packet `i`, kept with it. */
function tell(p: Packet, batch: CaptureBatch, i: number, iface: InterfaceInfo | undefined): void {
  const meta = metaAt(batch, i, iface);
  const madeOf = batch.madeOf?.(i);
  if (madeOf !== undefined) meta.madeOf = madeOf;
  const flags = batch.flags[i] as number;
  const options = batch.options?.(i) ?? ((flags & FLAG_CHECKSUM_NOT_READY) === 0 ? NONE : flagOptions(flags));
  const comment = options.length === 0 ? undefined : optionValue(options, 'comment');
  if (comment !== undefined) meta.comment = comment;
  if (options.length > 0) objectOf(p).x = { meta, told: { iface, options } };
  else {
    if (toldLast.iface !== iface) toldLast = { iface, options };
    objectOf(p).x = { meta, told: toldLast };
  }
}

// Most packets come in by the same interface as the one before, with nothing to tell.
let toldLast: { readonly iface: InterfaceInfo | undefined; readonly options: readonly PcapngOption[] } = { iface: undefined, options: [] };

const NONE: readonly PcapngOption[] = [];

/** In one order, in an object of the right size: packets share one hidden class. A spread would give each its own, and cost a microsecond. */
function metaAt(batch: PacketBatch, i: number, iface: InterfaceInfo | undefined): PacketMeta {
  const flags = batch.flags[i] as number;
  if (iface === undefined || (flags & FLAG_NO_TIME) !== 0) return sparseMeta(batch, i, iface);
  const meta: PacketMeta = {
    sec: batch.sec[i] as number,
    nsec: batch.nsec[i] as number,
    wireLength: batch.wire[i] as number,
    iface: iface.name,
    linkType: iface.linkType,
  };
  if ((flags & FLAG_OUTGOING) !== 0) meta.outgoing = true;
  return meta;
}

function sparseMeta(batch: PacketBatch, i: number, iface: InterfaceInfo | undefined): PacketMeta {
  const flags = batch.flags[i] as number;
  const meta: PacketMeta = {};
  if ((flags & FLAG_NO_TIME) === 0) {
    meta.sec = batch.sec[i] as number;
    meta.nsec = batch.nsec[i] as number;
  }
  meta.wireLength = batch.wire[i] as number;
  if (iface !== undefined) {
    meta.iface = iface.name;
    meta.linkType = iface.linkType;
  }
  if ((flags & FLAG_OUTGOING) !== 0) meta.outgoing = true;
  return meta;
}
