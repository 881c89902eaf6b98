/** Whole captures at once: what `rdpcap` and `wrpcap` stand on. */

import { PacketwrightError } from '../../bytes/errors.ts';
import type { PacketRecord } from '../packet-record.ts';
import type { ToPacket } from '../packet-stream.ts';
import { formatOfName } from './capture-name.ts';
import { openCapture } from './open-capture.ts';
import { openPcapngWriter, openPcapWriter } from './write-capture.ts';

/**
 * Every packet of a capture. Their octets lie in memory that is copied once a batch.
 * @param count at most so many packets
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

/** What kind of capture is written, and how. */
export interface WriteOptions {
  /** `pcapng` when the name ends in `.pcapng`, `.pcapng.gz` or `.pcapng.zst`, else `pcap`. */
  readonly format?: 'pcap' | 'pcapng';
  readonly append?: boolean;
  /** pcap: nanoseconds instead of microseconds. pcapng always has nanoseconds. */
  readonly nanoseconds?: boolean;
  readonly linkType?: number;
  readonly snaplen?: number;
}

/** Writes packets to a file; gives how many. `toOctets` says what a packet's octets and time are. */
export async function writeAll<P>(
  path: string,
  packets: Iterable<P> | AsyncIterable<P>,
  toOctets: (packet: P) => PacketRecord & { comments?: readonly string[] },
  o: WriteOptions = {},
): Promise<number> {
  const format = o.format ?? formatOfName(path);
  const { format: _, ...rest } = o;
  if (format === 'pcap') {
    const writer = await openPcapWriter(path, rest);
    try {
      for await (const packet of packets) await writer.write(toOctets(packet));
    } finally {
      await writer.close();
    }
    return writer.written;
  }
  const writer = await openPcapngWriter(path, rest);
  try {
    await writer.addInterface({ name: '', linkType: o.linkType ?? 1, snaplen: o.snaplen ?? 262_144 });
    for await (const packet of packets) await writer.write(toOctets(packet));
  } finally {
    await writer.close();
  }
  return writer.written;
}
