/** Captures as files, with this package's packets: `rdpcap`, `wrpcap`, `packetsOf`. */
import type { Packet } from '../../packet/laid/packet.ts';
import type { Session } from '../../packet/object/session.ts';
import { PacketList } from '../../packet/packet-list.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { packetAt } from '../dissect-batch.ts';
import type { OctetChunks } from '../octet-input.ts';
import type { PacketRecord } from '../packet-record.ts';
import { type CaptureFile, openCapture as openAny, type OpenOptions } from './open-capture.ts';
import { readAll, type WriteOptions, writeAll } from './packet-files.ts';
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

/** What a writer needs of a packet: its octets and its time (now, for one that has none). */
export function recordOf(packet: Packet<any>): PacketRecord & { comments?: readonly string[] } {
  const { meta } = objectOf(packet);
  const octets = packet.bytes;
  const now = Date.now();
  return {
    octets,
    sec: meta.sec ?? Math.floor(now / 1000),
    nsec: meta.nsec ?? (meta.sec === undefined ? (now % 1000) * 1_000_000 : 0),
    ...(meta.wireLength !== undefined && meta.wireLength > octets.length && { wire: meta.wireLength }),
    ...(meta.comment !== undefined && { comments: [meta.comment] }),
  };
}

/** The link type of a capture of these packets: of the first that was captured, or of the first one's outermost layer. */
function linkTypeOf(packet: Packet<any> | undefined): number {
  if (packet === undefined) return 1;
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
 * Times and comments are those of `packet.meta`.
 * @throws ERR_FILE when the file cannot be written, or cannot be appended to.
 */
export async function wrpcap(
  path: string,
  packets: Packet<any> | Iterable<Packet<any>> | AsyncIterable<Packet<any>>,
  o: WriteOptions = {},
): Promise<number> {
  const list = Symbol.iterator in packets || Symbol.asyncIterator in packets ? packets : [packets as Packet<any>];
  if (o.linkType !== undefined) return writeAll(path, list, recordOf, o);
  // The first packet says the link type: it is taken out, and put in front again.
  const iterator = Symbol.asyncIterator in list ? list[Symbol.asyncIterator]() : list[Symbol.iterator]();
  const first = await iterator.next();
  async function* all(): AsyncGenerator<Packet<any>> {
    for (let step = first; !step.done; step = await iterator.next()) yield step.value;
  }
  return writeAll(path, all(), recordOf, { ...o, linkType: linkTypeOf(first.done ? undefined : first.value) });
}
