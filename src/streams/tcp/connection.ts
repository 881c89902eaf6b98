/** A TCP connection, as seen by whoever listens: both ends, with all that is known of them. */
import type { StreamSide } from './events.ts';
import type { Held } from './held.ts';
import type { TcpState } from './states.ts';

/** One end of a connection: what it has sent, and how much of it is known. Places are octets of its stream; 0 is the first behind its SYN. */
export class StreamEnd {
  readonly side: StreamSide;
  readonly address: string;
  readonly port: number;
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
  /** What waits for octets before it. */
  held: Held | undefined;
  /** Segments that came since the other end acknowledged octets that are missing here, and when that was, ms. */
  holeSegments = 0;
  holeMs = 0;
  /** Place of the last urgent octet told. */
  urgentAt = -1;

  constructor(side: StreamSide, address: string, port: number) {
    this.side = side;
    this.address = address;
    this.port = port;
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
  /** @internal */
  older: Connection | undefined;
  /** @internal */
  younger: Connection | undefined;
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
    packet: number,
    timeMs: number,
  ) {
    this.number = number;
    this.client = client;
    this.server = server;
    this.isMidstream = isMidstream;
    this.lowIsClient = lowIsClient;
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

const endText = ({ address, port }: StreamEnd): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);

/** Connections of one phase, the one that was quiet for longest first. */
export class Queue {
  oldest: Connection | undefined;
  #youngest: Connection | undefined;
  size = 0;

  append(c: Connection): void {
    c.older = this.#youngest;
    c.younger = undefined;
    if (this.#youngest === undefined) this.oldest = c;
    else this.#youngest.younger = c;
    this.#youngest = c;
    this.size++;
  }

  remove(c: Connection): void {
    if (c.older === undefined) this.oldest = c.younger;
    else c.older.younger = c.younger;
    if (c.younger === undefined) this.#youngest = c.older;
    else c.younger.older = c.older;
    this.size--;
  }

  renew(c: Connection): void {
    if (c === this.#youngest) return;
    this.remove(c);
    this.append(c);
  }
}
