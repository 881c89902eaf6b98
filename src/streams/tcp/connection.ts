/** A TCP connection, as seen by whoever listens: both ends, with all that is known of them. */
import { readIpv6 } from '../../bytes/address.ts';
import type { QueueNode } from '../linked-queue.ts';
import type { Held } from './held.ts';
import type { TcpState } from './states.ts';
import type { Told } from './told.ts';

/** Who sent it: the client is who opened the connection. */
export type StreamSide = 'client' | 'server';

/** One end of a connection: what it has sent, and how much of it is known. Places are octets of its stream; 0 is the first behind its SYN. */
export class StreamEnd {
  // Declared, not defined: defining 25 fields takes a microsecond, and a flood makes a million of these.
  declare readonly side: StreamSide;
  declare readonly port: number;
  readonly #octets: Uint8Array | number;
  #address: string | undefined;
  /** RFC 9293 §3.3.2. */
  declare state: TcpState;
  /** Its initial sequence number; undefined where its SYN was not seen. */
  declare isn: number | undefined;
  /** Segments, and octets of payload that they had by their headers, whatever became of them. */
  declare packets: number;
  declare octets: number;
  /** Place of the first octet that has not been told yet, and its sequence number. */
  declare at: number;
  declare next: number;
  /** Whether `next` is known: a segment of this end, or an acknowledgment of the other, was seen. */
  declare isKnown: boolean;
  /** Places up to which the other end has acknowledged it, and up to which it has sent. */
  declare acked: number;
  declare sent: number;
  /** Place of the end of its stream; -1: not known. */
  declare finAt: number;
  /** The packet that had it. */
  declare finPacket: number;
  /** Its end has been told. */
  declare isFinished: boolean;
  /** How many bits the windows that it tells are to be shifted (RFC 7323 §2.2); -1: its SYN was not seen, or did not say. */
  declare scale: number;
  /** The most that it was ready to receive, octets; -1: not known. */
  declare room: number;
  /** Its last time stamp that counts, for PAWS (RFC 7323 §5.3); undefined: it sends none. */
  declare stamp: number | undefined;
  /** Sums of this end were right: wrong ones are not its card's. */
  declare sumsAreRight: boolean;
  /** Octets of its stream are put together and told. */
  declare isCollected: boolean;
  /** What waits for octets before it, and its place among all that wait. */
  declare held: Held | undefined;
  /** @internal */
  declare waits: QueueNode<readonly [StreamEnd, Connection]> | undefined;
  /** What was told last, where that is kept. @internal */
  declare told: Told | undefined;
  /** Segments that came since the other end acknowledged octets that are missing here, and when that was, ms. */
  declare holeSegments: number;
  declare holeMs: number;
  /** Place of the last urgent octet told. */
  declare urgentAt: number;

  /** @param octets of its address: those of IPv6, or those of IPv4 as a number */
  constructor(side: StreamSide, octets: Uint8Array | number, port: number) {
    this.side = side;
    this.#octets = octets;
    this.port = port;
    this.state = 'CLOSED';
    this.packets = 0;
    this.octets = 0;
    this.at = 0;
    this.next = 0;
    this.isKnown = false;
    this.acked = 0;
    this.sent = 0;
    this.finAt = -1;
    this.finPacket = 0;
    this.isFinished = false;
    this.scale = -1;
    this.room = -1;
    this.sumsAreRight = false;
    this.isCollected = true;
    this.holeSegments = 0;
    this.holeMs = 0;
    this.urgentAt = -1;
    this.isn = undefined;
    this.stamp = undefined;
    this.held = undefined;
    this.waits = undefined;
    this.told = undefined;
  }

  /** Text is made when somebody asks: of most ends of a flood nobody does. */
  get address(): string {
    const octets = this.#octets;
    this.#address ??= typeof octets === 'number' ? ipv4Text(octets) : readIpv6(octets, 0);
    return this.#address;
  }
}

/** How far a connection is, for whoever keeps many. */
export type Phase = 'opening' | 'open' | 'ending';

/** A TCP connection: both ends, when it was seen, and how far it is. It belongs to the tracker, which changes it as segments come. */
export class Connection {
  /** Counted from 0, in the order in which they began. */
  declare readonly number: number;
  declare readonly client: StreamEnd;
  declare readonly server: StreamEnd;
  /** Met in the middle: nobody saw how it began, and who is the client is a guess (the higher port). */
  declare readonly isMidstream: boolean;
  /** Who sent the first segment that was seen. */
  declare firstFrom: StreamSide;
  /** The packet that it began with, counted from 1, and the times of its first and its last one, ms. */
  declare readonly firstPacket: number;
  declare readonly firstMs: number;
  declare lastMs: number;
  /** `open` was told. */
  declare isOpen: boolean;
  /** Its end was told: what still comes is counted, and no more. */
  declare isOver: boolean;
  /** For whoever follows it. */
  declare user: unknown;

  // The tracker's.
  /** @internal */
  declare entry: number;
  /** @internal */
  declare lowIsClient: boolean;
  /** @internal */
  declare phase: Phase;
  /** Its places among those of its phase, and of its client. @internal */
  declare place: QueueNode<Connection> | undefined;
  /** @internal */
  declare hostPlace: QueueNode<Connection> | undefined;
  /** @internal */
  declare host: number;
  /** A SYN that may begin another connection between the same ends. @internal */
  declare renewal: { readonly from: StreamSide; readonly seq: number; readonly scale: number } | undefined;

  constructor(
    number: number,
    client: StreamEnd,
    server: StreamEnd,
    isMidstream: boolean,
    lowIsClient: boolean,
    host: number,
    packet: number,
    timeMs: number,
  ) {
    this.number = number;
    this.client = client;
    this.server = server;
    this.isMidstream = isMidstream;
    this.lowIsClient = lowIsClient;
    this.host = host;
    this.firstPacket = packet;
    this.firstMs = timeMs;
    this.lastMs = timeMs;
    this.firstFrom = 'client';
    this.isOpen = false;
    this.isOver = false;
    this.entry = -1;
    this.phase = 'opening';
    this.user = undefined;
    this.place = undefined;
    this.hostPlace = undefined;
    this.renewal = undefined;
  }

  /** No octets of that side (default: of both) are put together or told from now on; states and ends still are. */
  ignore(side?: StreamSide): void {
    if (side !== 'server') this.client.isCollected = false;
    if (side !== 'client') this.server.isCollected = false;
  }

  /** `client > server`, as in a list. */
  toString(): string {
    return `${endText(this.client)} > ${endText(this.server)}`;
  }
}

const ipv4Text = (n: number): string => `${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;

/** `address:port`; an IPv6 address in brackets (RFC 5952 §6). */
export const endText = ({ address, port }: StreamEnd): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
