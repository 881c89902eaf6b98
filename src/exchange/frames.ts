/** Between packets and frames: the link header that the host adds at layer 3, and takes off again. */
import { dissectorOf } from '../packet/object/dissector.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { PacketBatch } from '../capture/batch.ts';
import type { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { Concrete } from './concrete.ts';
import type { SharedLink } from './shared-link.ts';

/** LINKTYPE_… numbers of tcpdump.org. */
const ETHERNET = 1;
const RAW = 101;
const IPV4 = 228;
const IPV6 = 229;

const ETHERNET_HEADER = 14;

/** Appends the frame. At layer 3 with the header of the way's link. */
export function frameInto(frames: FrameBuffer, { packet, link, way }: Concrete, level: 2 | 3): void {
  const octets = packet.bytes;
  if (level === 2) {
    frames.add(octets);
    return;
  }
  const p = objectOf(packet);
  octetsInto(frames, octets, p.shape.registry.valueFor('ethertype', p.shape.layers[0] as AnyLayer) ?? 0, link, way?.mac);
}

/** Appends the frame that carries a network layer's octets. */
export function octetsInto(
  frames: FrameBuffer,
  octets: Uint8Array,
  etherType: number,
  link: SharedLink,
  mac: Uint8Array | undefined,
): void {
  const { linkType, name } = link.link;
  if (linkType === RAW || linkType === IPV4 || linkType === IPV6) {
    frames.add(octets);
    return;
  }
  if (linkType !== ETHERNET)
    throw new PacketwrightError(
      'ERR_INTERFACE',
      `cannot send packets on ${name}: its frames (link type ${linkType}) have a header that is not known here`,
      { iface: name, linkType },
    );
  const at = frames.room(ETHERNET_HEADER + octets.length);
  const { data } = frames;
  data.set(mac ?? link.mac, at);
  data.set(link.mac, at + 6);
  data[at + 12] = etherType >>> 8;
  data[at + 13] = etherType;
  data.set(octets, at + ETHERNET_HEADER);
}

/** Where the network layer of packet `i` begins and which one it is; `etherType` -1: not to be told. One object, used again. */
export interface NetworkPlace {
  at: number;
  etherType: number;
}

export function networkPlace(batch: PacketBatch, i: number, linkType: number, place: NetworkPlace): NetworkPlace {
  const { data } = batch;
  const at = batch.offset[i] as number;
  const length = batch.captured[i] as number;
  place.at = at;
  place.etherType = -1;
  if (linkType === ETHERNET) {
    if (length < ETHERNET_HEADER) return place;
    place.at = at + ETHERNET_HEADER;
    place.etherType = ((data[at + 12] as number) << 8) | (data[at + 13] as number);
  } else if (length > 0 && (linkType === RAW || linkType === IPV4 || linkType === IPV6)) {
    const version = (data[at] as number) >>> 4;
    place.etherType = version === 4 ? 0x0800 : version === 6 ? 0x86dd : -1;
  }
  return place;
}

/** The layer that frames of a link type begin with. */
export function linkLayer(registry: Registry, linkType: number): AnyLayer | undefined {
  return registry.next('linktype', linkType);
}

/** A packet of its own octets: what the batch's memory is used for afterwards does not matter to it. */
export function keptPacket(registry: Registry, batch: PacketBatch, i: number, at: number, first: AnyLayer, iface: string): Packet {
  const end = (batch.offset[i] as number) + (batch.captured[i] as number);
  const octets = new Uint8Array(end - at);
  octets.set(batch.data.subarray(at, end));
  const packet = dissectorOf(registry)(octets, 0, octets.length, first.id) as unknown as Packet;
  const { meta } = packet;
  meta.sec = batch.sec[i] as number;
  meta.nsec = batch.nsec[i] as number;
  meta.wireLength = (batch.wire[i] as number) - (at - (batch.offset[i] as number));
  meta.iface = iface;
  return packet;
}
