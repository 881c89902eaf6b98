/** Segments of somebody else's connection, made after one that was seen: its link header, its addresses, numbers that fit. */
import { formatAddress } from '../bytes/any-address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { LINKTYPE } from '../capture/link-types.ts';
import type { Host, Link } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import type { Connection, StreamEnd } from '../streams/tcp/connection.ts';
import { findSegment, Segment } from '../streams/tcp/segment.ts';

/** A segment that was seen, and whose it is. */
export interface Seen {
  /** All before the IP header, VLAN tags too; its own octets. */
  readonly head: Uint8Array;
  readonly s: Segment;
  readonly sender: StreamEnd;
  readonly receiver: StreamEnd;
  /** The number behind its last octet. */
  readonly next: number;
}

/** Undefined for what is no segment of the connection, or came through a tunnel, which nothing is made for. */
export function seenSegment(connection: Connection, like: Packet): Seen | undefined {
  const p = objectOf(like);
  // Lengths of a packet that was made or changed are written first.
  void p.bytes;
  const s = new Segment();
  if (!findSegment(p, s)) return undefined;
  const { layers } = p.shape;
  if (layers.findIndex((layer: unknown) => layer === IP || layer === IPv6) < layers.lastIndexOf((s.isV6 ? IPv6 : IP) as never))
    return undefined;
  const { client, server } = connection;
  const [at, length] = s.isV6 ? [s.ip + 8, 16] : [s.ip + 12, 4];
  const isClients = s.sport === client.port && s.dport === server.port && formatAddress(s.b.subarray(at, at + length)) === client.address;
  const [sender, receiver] = isClients ? [client, server] : [server, client];
  if (s.sport !== sender.port || s.dport !== receiver.port) return undefined;
  const edges = ((s.flags >>> 1) & 1) + (s.flags & 1);
  return { head: p.b.slice(p.s, s.ip), s, sender, receiver, next: (s.seq + s.length + edges) >>> 0 };
}

/** What is said of a segment. */
export interface Said {
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
}

/**
 * A frame from the sender of what was seen to its receiver, or back.
 *
 * @throws ERR_VALUE for a link whose frames cannot be made
 */
export function forged({ head: seen, s, sender, receiver }: Seen, linkType: number, isBack: boolean, said: Said): Uint8Array {
  const [from, to] = isBack ? [receiver, sender] : [sender, receiver];
  const addresses = { src: from.address, dst: to.address };
  const tcp = TCP({ sport: from.port, dport: to.port, ...said });
  const { bytes: segment } = (s.isV6 ? packet(IPv6(addresses), tcp) : packet(IP(addresses), tcp)) as unknown as Packet;
  const head = linkHead(seen, linkType, isBack);
  const frame = new Uint8Array(head.length + segment.length);
  frame.set(head);
  frame.set(segment, head.length);
  return frame;
}

const MACS = 6;

function linkHead(seen: Uint8Array, linkType: number, isBack: boolean): Uint8Array {
  if (linkType === LINKTYPE.RAW) return new Uint8Array(0);
  if (linkType !== LINKTYPE.ETHERNET)
    throw new PacketwrightError('ERR_VALUE', `no frames of link type ${linkType} can be made`, {
      remedy: 'listen on one interface, not on any',
    });
  if (!isBack) return seen;
  const head = seen.slice();
  head.set(seen.subarray(MACS, 2 * MACS));
  head.set(seen.subarray(0, MACS), MACS);
  return head;
}

/** What frames are sent over. */
export type ForgeLink = Pick<Link, 'send' | 'linkType'>;

/** A link for sending such frames. @throws ERR_INTERFACE, ERR_PERMISSION */
export async function openForgeLink(host: Host, iface: string): Promise<Link> {
  const info = (await host.interfaces()).find(({ name }) => name === iface);
  // The kernel drops frames to its own addresses on the loopback interface.
  return await host.open(iface, info?.loopback === true ? { routed: true } : { sendOnly: true });
}
