/** Between packets and frames: the link header that the host adds at layer 3, and takes off again. */
import { ETHERTYPE } from '../protocols/registries/ether-types.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { PacketBatch } from '../capture/batch.ts';
import type { Link } from '../host/host.ts';
import type { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { LINKTYPE } from '../capture/link-types.ts';

/** LINKTYPE_… numbers of tcpdump.org. */
const { ETHERNET, RAW, IPV4, IPV6 } = LINKTYPE;

const ETHERNET_HEADER = 14;

/** Who sends: a link, and its own MAC. */
export interface Station {
  readonly link: Link;
  readonly mac: Uint8Array;
}

/** Appends the frame that carries a network layer's octets to the MAC `to`; without one, to the sender itself. */
export function octetsInto(frames: FrameBuffer, octets: Uint8Array, etherType: number, from: Station, to: Uint8Array | undefined): void {
  const { linkType, name } = from.link;
  if (linkType === RAW || linkType === IPV4 || linkType === IPV6) {
    frames.add(octets);
    return;
  }
  if (linkType !== ETHERNET)
    throw new PacketwrightError(
      'ERR_INTERFACE',
      `cannot send packets on ${name}: the header of its frames (link type ${linkType}) is not supported`,
      { iface: name, linkType },
    );
  const at = frames.room(ETHERNET_HEADER + octets.length);
  const { data } = frames;
  data.set(to ?? from.mac, at);
  data.set(from.mac, at + 6);
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
    place.etherType = version === 4 ? ETHERTYPE.IPv4 : version === 6 ? ETHERTYPE.IPv6 : -1;
  }
  return place;
}
