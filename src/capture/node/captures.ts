/** Captures as files, with this package's packets: `rdpcap`, `wrpcap`, `packetsOf`. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Session } from '../../packet/object/session.ts';
import { PacketList } from '../../packet/packet-list.ts';
import { packetAt } from '../dissect-batch.ts';
import type { OctetChunks } from '../octet-input.ts';
import { mixedLinkTypes } from '../pcap/writer.ts';
import { formatOfName } from './capture-name.ts';
import { type CaptureFile, openCapture as openAny, type OpenOptions } from './open-capture.ts';
import { readAll, type WriteOptions, writeAll, type WrittenPacket } from './packet-files.ts';
import { LINKTYPE } from '../link-types.ts';
import { shown } from '../../packet/spec/wants.ts';
import { linkTypeOf, PacketInterfaces, recordOf } from '../written-packet.ts';

type PacketOpenOptions = Omit<OpenOptions<Packet>, 'toPacket'> & { readonly session?: Session };

/**
 * Opens a capture: pcap, pcapng, snoop, Network Monitor's or ERF, plain or compressed, from a path, `-` (standard input), octets or any stream of octets. `batches()`
 * streams with bounded memory; `packets()` gives packets that stay valid; they are read with `session`, if given.
 * @throws ERR_FILE when it cannot be read or is not a capture. The iteration throws on later damage, after it has given every packet before
 *   the damage.
 */
export function openCapture(source: string | Uint8Array | OctetChunks, o: PacketOpenOptions = {}): Promise<CaptureFile<Packet>> {
  checkOptions('openCapture', o, { name: true, onBlock: true, hexdump: true, sync: true, zstdWindow: true, session: true });
  const { session, ...options } = o;
  return openAny<Packet>(source, {
    ...options,
    toPacket: (batch, i, interfaces) => {
      const p = packetAt(batch, i, interfaces);
      return session === undefined ? p : session.read(p);
    },
  });
}

/**
 * All packets of a capture file, dissected, in their own memory.
 * @param o.count at most this many packets
 * @throws ERR_FILE; `details.packets` has those before the damage
 */
export async function rdpcap(path: string, o: { readonly count?: number; readonly signal?: AbortSignal } = {}): Promise<PacketList> {
  wantPath('rdpcap', path);
  checkOptions('rdpcap', o, { count: true, signal: true });
  const packets = await readAll<Packet>(path, (batch, i, interfaces) => packetAt(batch, i, interfaces), o);
  return new PacketList(packets, path.replace(/^.*\//, ''));
}

function wantPath(what: string, path: unknown): void {
  if (typeof path === 'string') return;
  throw new PacketwrightError('ERR_VALUE', `${what} takes the path of a capture, not ${shown(path)}`, {
    value: path,
    remedy: `${what}('file.pcap', …)`,
  });
}

const WRITE_OPTIONS: OptionNames<WriteOptions> = {
  format: true,
  append: true,
  nanoseconds: true,
  linkType: true,
  snaplen: true,
};

/**
 * Writes packets to a capture file: pcapng when the name ends in `.pcapng`, compressed when it ends in `.gz` or `.zst`; returns how many.
 * Times and comments come from `packet.meta`. pcapng keeps what the original captures said about the packets: interfaces, all comments and
 * other options; link types may differ. pcap has nanoseconds where the packets' times (of an iterable: the first packet's) need them, unless
 * `nanoseconds` or `append` is given.
 * @param o.linkType the link type for all packets
 * @throws ERR_FILE when the file cannot be written or appended to, or a capture is being read from it; ERR_VALUE for pcap and packets of several link types
 */
export async function wrpcap(
  path: string,
  packets: Packet<any> | Iterable<Packet<any>> | AsyncIterable<Packet<any>>,
  o: WriteOptions = {},
): Promise<number> {
  wantPath('wrpcap', path);
  if (typeof packets !== 'object' || packets === null)
    throw new PacketwrightError('ERR_VALUE', `wrpcap takes packets, not ${shown(packets)}`, {
      value: packets,
      remedy: "wrpcap('file.pcap', packets)",
    });
  checkOptions('wrpcap', o, WRITE_OPTIONS);
  const list = Symbol.iterator in packets || Symbol.asyncIterator in packets ? packets : [packets as Packet<any>];
  const interfaces = new PacketInterfaces();
  const toRecord = (p: Packet<any>): WrittenPacket => {
    const linkType = o.linkType ?? linkTypeOf(p);
    return { ...recordOf(p, linkType), iface: interfaces.of(p, linkType) };
  };
  // The first packet says the link type, and whether times need nanoseconds: it is taken out, and put in front again.
  const iterator = Symbol.asyncIterator in list ? list[Symbol.asyncIterator]() : list[Symbol.iterator]();
  const first = await iterator.next();
  // Where all packets are here, all are looked at, before a file is made.
  const known = Array.isArray(list) ? (list as Packet<any>[]) : first.done ? [] : [first.value];
  const linkType = o.linkType ?? (first.done ? LINKTYPE.ETHERNET : linkTypeOf(first.value));
  const other = o.linkType === undefined ? known.find((p) => linkTypeOf(p) !== linkType) : undefined;
  if (other !== undefined && (o.format ?? formatOfName(path)) === 'pcap') throw mixedLinkTypes(linkType, linkTypeOf(other));
  const isFine = !o.append && known.some((p) => (p.meta.nsec ?? 0) % 1000 !== 0);
  async function* all(): AsyncGenerator<Packet<any>> {
    for (let step = first; !step.done; step = await iterator.next()) yield step.value;
  }
  try {
    return await writeAll(path, all(), toRecord, { ...(isFine && { nanoseconds: true }), ...o, linkType });
  } finally {
    await iterator.return?.();
  }
}
