/** Whole captures at once: what `rdpcap` and `wrpcap` stand on. */

import { PacketwrightError } from '../../bytes/errors.ts';
import type { InterfaceInfo } from '../batch.ts';
import type { PacketRecord } from '../packet-record.ts';
import type { ToPacket } from '../packet-stream.ts';
import type { PcapngOption } from '../pcapng/options.ts';
import { formatOfName } from './capture-name.ts';
import { openCapture } from './open-capture.ts';
import { openPcapngWriter, openPcapWriter } from './write-capture.ts';

/**
 * Every packet of a capture. Their octets lie in memory that is copied once a batch.
 * @param count at most this many packets packets
 * @throws ERR_FILE; `details.packets` has those before the damage
 */
export async function readAll<P>(path: string, toPacket: ToPacket<P>, o: { count?: number; signal?: AbortSignal } = {}): Promise<P[]> {
  const packets: P[] = [];
  const count = o.count ?? Number.POSITIVE_INFINITY;
  if (count <= 0) return packets;
  const capture = await openCapture<P>(path, { toPacket });
  try {
    for await (const packet of capture.packets(o.signal === undefined ? {} : { signal: o.signal }))
      if (packets.push(packet) >= count) break;
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    throw new PacketwrightError(error.code, error.message, { ...error.details, packets, cause: error });
  }
  return packets;
}

/** The format of the capture, and how to write it. */
export interface WriteOptions {
  /** `pcapng` when the name ends in `.pcapng`, `.pcapng.gz` or `.pcapng.zst`, else `pcap`. */
  readonly format?: 'pcap' | 'pcapng';
  readonly append?: boolean;
  /** pcap: nanoseconds instead of microseconds. Default: `wrpcap` looks at the packets' times. pcapng always has nanoseconds. */
  readonly nanoseconds?: boolean;
  readonly linkType?: number;
  readonly snaplen?: number;
}

/** A packet as {@link writeAll} takes it: what pcap cannot hold of it is left out there. */
export interface WrittenPacket extends PacketRecord {
  /** The interface it was captured on; each is described once. Default: an interface without a name, with the file's link type. */
  readonly iface?: InterfaceInfo;
  readonly comments?: readonly string[];
  readonly options?: readonly PcapngOption[];
}

/** Writes packets to a file; gives how many. `toOctets` says what a packet's octets and time are. */
export async function writeAll<P>(
  path: string,
  packets: Iterable<P> | AsyncIterable<P>,
  toOctets: (packet: P) => WrittenPacket,
  o: WriteOptions = {},
): Promise<number> {
  const { format = formatOfName(path), ...rest } = o;
  if (format === 'pcap') {
    const writer = await openPcapWriter(path, rest);
    try {
      for await (const packet of packets) await writer.write(toOctets(packet));
    } finally {
      await writer.close();
    }
    return writer.written;
  }
  const writer = await openPcapngWriter(path, { append: rest.append ?? false });
  const nameless: InterfaceInfo = { name: '', linkType: o.linkType ?? 1, snaplen: o.snaplen ?? 262_144 };
  try {
    for await (const packet of packets) {
      const { iface: info = nameless, ...record } = toOctets(packet);
      await writer.write({ ...record, iface: await writer.numberOf(info) });
    }
    if (writer.written === 0) await writer.numberOf(nameless);
  } finally {
    await writer.close();
  }
  return writer.written;
}
