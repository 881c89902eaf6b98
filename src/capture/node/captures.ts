/** Captures as files, with this package's packets: `rdpcap`, `wrpcap`, `packetsOf`. */
import type { Packet } from '../../packet/laid/packet.ts';
import type { Session } from '../../packet/object/session.ts';
import { PacketList } from '../../packet/packet-list.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { packetAt } from '../dissect-batch.ts';
import type { OctetChunks } from '../octet-input.ts';
import type { InterfaceInfo } from '../batch.ts';
import { mixedLinkTypes } from '../pcap/writer.ts';
import type { PcapngOption } from '../pcapng/options.ts';
import { restatedOptions } from '../pcapng/packet-flags.ts';
import { formatOfName } from './capture-name.ts';
import { type CaptureFile, openCapture as openAny, type OpenOptions } from './open-capture.ts';
import { readAll, type WriteOptions, writeAll, type WrittenPacket } from './packet-files.ts';
import { LINKTYPE } from '../link-types.ts';

/**
 * Opens a capture: pcap or pcapng, plain or compressed, from a path, `-` (standard input), octets or any stream of octets.
 * `batches()` streams with bounded memory; `packets()` gives packets that stay valid, read by `session` where one is given.
 * @throws ERR_FILE when it cannot be read or is no capture. Damage further on is thrown by the iteration, after every packet before it.
 */
export function openCapture(
  source: string | Uint8Array | OctetChunks,
  { session, ...options }: Omit<OpenOptions<Packet>, 'toPacket'> & { readonly session?: Session } = {},
): Promise<CaptureFile<Packet>> {
  return openAny<Packet>(source, {
    ...options,
    toPacket: (batch, i, interfaces) => {
      const p = packetAt(batch, i, interfaces);
      return session === undefined ? p : session.read(p);
    },
  });
}

/**
 * All packets of a capture file, dissected, in memory of their own.
 * @param o.count at most so many
 * @throws ERR_FILE; `details.packets` has those before the damage
 */
export async function rdpcap(path: string, o: { readonly count?: number; readonly signal?: AbortSignal } = {}): Promise<PacketList> {
  const packets = await readAll<Packet>(path, (batch, i, interfaces) => packetAt(batch, i, interfaces), o);
  return new PacketList(packets, path.replace(/^.*\//, ''));
}

/** Which interface a packet is written under: the one that it was captured on, unless its `meta` says another by now. */
class Interfaces {
  readonly #named = new Map<string, InterfaceInfo>();

  of(packet: Packet<any>, linkType: number): InterfaceInfo {
    const { meta, x } = objectOf(packet);
    const { iface: name = '' } = meta;
    const told = x?.told?.iface;
    if (told?.name === name && told.linkType === linkType) return told;
    const key = `${linkType} ${name}`;
    const info = this.#named.get(key) ?? { name, linkType, snaplen: 262_144 };
    this.#named.set(key, info);
    return info;
  }
}

/** What a writer needs of a packet: its octets, its time (now, for one that was not captured), and what its capture told. */
function recordOf(packet: Packet<any>, interfaces: Interfaces, linkType: number): WrittenPacket {
  const { meta, x } = objectOf(packet);
  const octets = packet.bytes;
  const now = Date.now();
  const isNew = meta.sec === undefined && x?.told === undefined;
  return {
    octets,
    sec: isNew ? Math.floor(now / 1000) : (meta.sec ?? 0),
    nsec: isNew ? (now % 1000) * 1_000_000 : (meta.nsec ?? 0),
    ...(meta.wireLength !== undefined && meta.wireLength > octets.length && { wire: meta.wireLength }),
    linkType,
    iface: interfaces.of(packet, linkType),
    options: restatedOptions((x?.told?.options ?? []) as readonly PcapngOption[], meta),
  };
}

/** The link type of a packet: its capture's, or that of its outermost layer. */
function linkTypeOf(packet: Packet<any>): number {
  const object = objectOf(packet);
  const [outermost] = object.layers();
  return (
    object.meta.linkType ??
    (outermost === undefined ? undefined : object.shape.registry.valueFor('linktype', outermost)) ??
    LINKTYPE.ETHERNET
  );
}

/**
 * Writes packets to a capture file: pcapng when the name ends in `.pcapng`, compressed when it ends in `.gz` or `.zst`; gives how many.
 * Times and comments are those of `packet.meta`. pcapng holds what the packets' captures told of them: their interfaces, all comments
 * and other options; link types may differ.
 * @param o.linkType all packets are written as of this link type
 * @throws ERR_FILE when the file cannot be written, or cannot be added to; ERR_VALUE for pcap and packets of several link types
 */
export async function wrpcap(
  path: string,
  packets: Packet<any> | Iterable<Packet<any>> | AsyncIterable<Packet<any>>,
  o: WriteOptions = {},
): Promise<number> {
  const list = Symbol.iterator in packets || Symbol.asyncIterator in packets ? packets : [packets as Packet<any>];
  const interfaces = new Interfaces();
  const toRecord = (p: Packet<any>): WrittenPacket => recordOf(p, interfaces, o.linkType ?? linkTypeOf(p));
  if (o.linkType !== undefined) return writeAll(path, list, toRecord, o);
  // The first packet says the link type: it is taken out, and put in front again.
  const iterator = Symbol.asyncIterator in list ? list[Symbol.asyncIterator]() : list[Symbol.iterator]();
  const first = await iterator.next();
  const linkType = first.done ? LINKTYPE.ETHERNET : linkTypeOf(first.value);
  // Before a file is made, where all packets are here.
  const other = Array.isArray(list) ? (list as Packet<any>[]).find((p) => linkTypeOf(p) !== linkType) : undefined;
  if (other !== undefined && (o.format ?? formatOfName(path)) === 'pcap') throw mixedLinkTypes(linkType, linkTypeOf(other));
  async function* all(): AsyncGenerator<Packet<any>> {
    for (let step = first; !step.done; step = await iterator.next()) yield step.value;
  }
  return writeAll(path, all(), toRecord, { ...o, linkType });
}
