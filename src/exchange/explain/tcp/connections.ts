/**
 * TCP connections as far as explaining needs them: who began, the numbers of the handshake, and what each end has sent and acknowledged.
 * A small table of its own; what follows streams may take its place.
 */
import { BoundedMap } from '../cause.ts';
import { ACK, FIN, type Network, RST, type Seen, type Segment, SYN } from '../seen.ts';

/** One end of a connection. */
export interface End {
  readonly address: string;
  readonly port: number;
  /** Its initial sequence number, once its SYN was seen. */
  isn: number | undefined;
  /** Number of the packet with its SYN, and how many SYNs it sent. */
  synNumber: number;
  syns: number;
  /** Behind the highest octet that it sent; undefined as long as it has sent nothing. */
  next: number | undefined;
  /** The highest octet that it acknowledged, and from there on its window, in octets. */
  acked: number | undefined;
  window: number;
  /** The shift of its windows (RFC 7323 §2.2), as it offered it. */
  shift: number | undefined;
}

export interface Connection {
  readonly key: string;
  /** Who sent the SYN; of a connection whose SYN was not seen, who was seen first. */
  readonly client: End;
  readonly server: End;
  /** Both SYNs were seen, and the client has acknowledged the server's. */
  isOpen: boolean;
  /** Segments were seen without a SYN before them: the capture began later. */
  isMidway: boolean;
  isReset: boolean;
  isClosing: boolean;
  readonly beganMs: number;
}

const MOST = 16_384;
const MAX_SHIFT = 14;

/** Whether `a` is behind `b` on the circle of sequence numbers (RFC 9293 §3.4). */
export const isAfter = (a: number, b: number): boolean => (a - b) >>> 0 < 0x8000_0000 && a !== b;

/** The number `n` octets behind it. */
export const plus = (seq: number, n: number): number => (seq + n) >>> 0;

/** How much of the circle a segment takes: a SYN and a FIN are one octet each. */
export const span = ({ flags, length }: Segment): number => length + Number((flags & SYN) !== 0) + Number((flags & FIN) !== 0);

/** A segment in its connection, before the connection takes note of it. */
export interface Step {
  readonly seen: Seen;
  readonly network: Network;
  readonly segment: Segment;
  readonly connection: Connection;
  readonly isFromClient: boolean;
  readonly from: End;
  readonly to: End;
}

export class Connections {
  readonly #table = new BoundedMap<string, Connection>(MOST);

  /** The segment's place; undefined where it has none. */
  find(seen: Seen): Step | undefined {
    const { network, tcp: segment } = seen;
    if (network === undefined || segment === undefined) return undefined;
    const from = `${network.src} ${segment.sport}`,
      to = `${network.dst} ${segment.dport}`;
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    let connection = this.#table.get(key);
    const isSyn = (segment.flags & (SYN | ACK | RST)) === SYN;
    // The ports are used again.
    if (connection === undefined || (isSyn && isAnew(connection, network, segment))) {
      const isAnswer = (segment.flags & (SYN | ACK)) === (SYN | ACK);
      const one = end(network.src, segment.sport),
        other = end(network.dst, segment.dport);
      connection = {
        key,
        ...(isAnswer ? { client: other, server: one } : { client: one, server: other }),
        isOpen: false,
        isMidway: !isSyn,
        isReset: false,
        isClosing: false,
        beganMs: seen.ms,
      };
      this.#table.delete(key);
      this.#table.set(key, connection);
    }
    const { client, server } = connection;
    const isFromClient = client.address === network.src && client.port === segment.sport;
    return { seen, network, segment, connection, isFromClient, from: isFromClient ? client : server, to: isFromClient ? server : client };
  }

  values(): IterableIterator<Connection> {
    return this.#table.values();
  }
}

/** A SYN that begins another connection: the one before is over, or had other numbers. */
function isAnew({ client, isReset, isClosing }: Connection, network: Network, { sport, seq }: Segment): boolean {
  const isItsClient = client.address === network.src && client.port === sport;
  return isReset || isClosing || (isItsClient && client.isn !== seq);
}

const end = (address: string, port: number): End => ({
  address,
  port,
  isn: undefined,
  synNumber: 0,
  syns: 0,
  next: undefined,
  acked: undefined,
  window: 0,
  shift: undefined,
});

/** The connection takes note of the segment. @param shift that its SYN offers */
export function advance({ connection, segment, from, to, isFromClient, seen }: Step, shift: number | undefined): void {
  const { flags, seq, ack } = segment;
  if ((flags & RST) !== 0) {
    connection.isReset = true;
    return;
  }
  if ((flags & SYN) !== 0) {
    if (from.isn === undefined) from.synNumber = seen.number;
    from.isn = seq;
    from.syns++;
    from.shift = shift === undefined ? undefined : Math.min(shift, MAX_SHIFT);
  }
  if ((flags & FIN) !== 0) connection.isClosing = true;
  const next = plus(seq, span(segment));
  if (from.next === undefined || isAfter(next, from.next)) from.next = next;
  if ((flags & ACK) === 0) return;
  if (from.acked === undefined || !isAfter(from.acked, ack)) {
    from.acked = ack;
    // Windows of a SYN are never shifted, others only where both ends offered it.
    const isShifted = (flags & SYN) === 0 && from.shift !== undefined && to.shift !== undefined;
    from.window = isShifted ? segment.window * 2 ** (from.shift as number) : segment.window;
  }
  if (isFromClient && to.isn !== undefined && ack === plus(to.isn, 1)) connection.isOpen = true;
}
