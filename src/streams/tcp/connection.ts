/** A TCP connection, as seen by whoever listens: both ends, with all that is known of them. */
import { readIpv6 } from '../../bytes/address.ts';
import type { StreamSide } from './events.ts';
import type { QueueNode } from '../linked-queue.ts';
import type { Held } from './held.ts';
import type { TcpState } from './states.ts';

/** One end of a connection: what it has sent, and how much of it is known. Places are octets of its stream; 0 is the first behind its SYN. */
export class StreamEnd {
  readonly side: StreamSide;
  readonly port: number;
  readonly #octets: Uint8Array | number;
  #address: string | undefined;
  /** RFC 9293 §3.3.2. */
  state: TcpState = 'CLOSED';
  /** Its initial sequence number; undefined where its SYN was not seen. */
  isn: number | undefined;
  /** Segments, and octets of payload that they had by their headers, whatever became of them. */
  packets = 0;
  octets = 0;
  /** Place of the first octet that has not been told yet, and its sequence number. */
  at = 0;
  next = 0;
  /** Whether `next` is known: a segment of this end, or an acknowledgment of the other, was seen. */
  isKnown = false;
  /** Places up to which the other end has acknowledged it, and up to which it has sent. */
  acked = 0;
  sent = 0;
  /** Place of the end of its stream; -1: not known. */
  finAt = -1;
  /** The packet that had it. */
  finPacket = 0;
  /** Its end has been told. */
  isFinished = false;
  /** How many bits the windows that it tells are to be shifted (RFC 7323 §2.2); -1: its SYN was not seen, or did not say. */
  scale = -1;
  /** The most that it was ready to receive, octets; -1: not known. */
  room = -1;
  /** Its last time stamp that counts, for PAWS (RFC 7323 §5.3); undefined: it sends none. */
  stamp: number | undefined;
  /** Sums of this end were right: wrong ones are not its card's. */
  sumsAreRight = false;
  /** Octets of its stream are put together and told. */
  isCollected = true;
  /** What waits for octets before it, and its place among all that wait. */
  held: Held | undefined;
  /** @internal */
  waits: QueueNode<readonly [StreamEnd, Connection]> | undefined;
  /** Segments that came since the other end acknowledged octets that are missing here, and when that was, ms. */
  holeSegments = 0;
  holeMs = 0;
  /** Place of the last urgent octet told. */
  urgentAt = -1;

  /** @param octets of its address: those of IPv6, or those of IPv4 as a number */
  constructor(side: StreamSide, octets: Uint8Array | number, port: number) {
    this.side = side;
    this.#octets = octets;
    this.port = port;
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
  readonly number: number;
  readonly client: StreamEnd;
  readonly server: StreamEnd;
  /** Met in the middle: nobody saw how it began, and who is the client is a guess (the higher port). */
  readonly isMidstream: boolean;
  /** The packet that it began with, counted from 1, and the times of its first and its last one, ms. */
  readonly firstPacket: number;
  readonly firstMs: number;
  lastMs: number;
  /** `open` was told. */
  isOpen = false;
  /** Its end was told: what still comes is counted, and no more. */
  isOver = false;
  /** For whoever follows it. */
  user: unknown;

  // The tracker's.
  /** @internal */
  entry = -1;
  /** @internal */
  lowIsClient: boolean;
  /** @internal */
  phase: Phase = 'opening';
  /** Its places among those of its phase, and of its client. @internal */
  place: QueueNode<Connection> | undefined;
  /** @internal */
  hostPlace: QueueNode<Connection> | undefined;
  /** @internal */
  host: number;
  /** A SYN that may begin another connection between the same ends. @internal */
  renewal:
    | { readonly from: StreamSide; readonly seq: number; readonly scale: number; readonly packet: number; readonly timeMs: number }
    | undefined;

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

const endText = ({ address, port }: StreamEnd): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
