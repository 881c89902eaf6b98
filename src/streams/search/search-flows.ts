/** Patterns searched for in what flows: TCP streams of both sides, put together, UDP payloads, and other IP packets. */
import { formatAddress } from '../../bytes/any-address.ts';
import type { PacketBatch, PacketSource } from '../../capture/batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { MessageHandlers } from '../messages/message.ts';
import { type MessageOptions, StreamMessages } from '../messages/stream-messages.ts';
import type { Connection } from '../tcp/connection.ts';
import type { StreamSide, TcpHandlers } from '../tcp/events.ts';
import { type FollowOptions, type FollowStats, followTcp } from '../tcp/tcp-streams.ts';
import { Beginnings } from './beginnings.ts';
import { findPayload, Payload } from './find-payload.ts';
import type { Pattern } from './pattern.ts';
import { type Found, type Kept, StreamSearch } from './stream-search.ts';

/** Where something was found, or was not. Addresses are text. */
export interface FlowEnds {
  /** `tcp`, `udp`, or the number that the IP header has for another. */
  readonly protocol: 'tcp' | 'udp' | number;
  readonly source: string;
  readonly destination: string;
  /** Of TCP and UDP. */
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  /** The packet that it was found with, counted from 1, and its time, ms. */
  readonly packet: number;
  readonly timeMs: number;
}

/** Matches in a piece of a stream, or in a datagram. `octets` are a view: copy what is to stay. */
export interface FlowMatch extends FlowEnds, Found {
  readonly connection?: Connection;
  readonly from?: StreamSide;
  /** Place of the first of `octets` in that side's stream; 0 of a datagram. */
  readonly at: number;
}

/** Which pattern each side is searched for. */
export interface FlowPatterns {
  readonly client?: Pattern | undefined;
  readonly server?: Pattern | undefined;
  /** For what has no sides. */
  readonly datagrams?: Pattern | undefined;
}

/** What is called while flows are searched. */
export interface SearchHandlers {
  match?(match: FlowMatch): void;
  /** A connection ended, or a datagram passed, in which nothing was found. `octets` of a datagram are a view. */
  without?(flow: FlowEnds & { readonly connection?: Connection; readonly octets?: Uint8Array }): void;
  /** A connection ended, and nothing more is told of it. */
  over?(connection: Connection): void;
}

/** Options of {@link searchFlows}. */
export interface SearchOptions extends FollowOptions {
  /** Called with everything of the connections, before it is searched. */
  readonly tcp?: TcpHandlers;
  /** Only the first match of a connection is told: what follows is not read. Default false. */
  readonly once?: boolean;
  /**
   * Search messages instead of what they were sent as: HTTP bodies without chunks, decoded by `decode` (as `StreamMessages` takes it). Places of matches are then those
   * in what was searched. Default: streams as they are.
   */
  readonly messages?: MessageOptions;
  /** Octets that all streams together keep of matches that have begun. Default 64 MB. */
  readonly maxKept?: number;
}

const MOST_KEPT = 64 << 20;

/** What is known of a connection. */
interface Sides {
  readonly client: StreamSearch | undefined;
  readonly server: StreamSearch | undefined;
  /** With messages: octets that were searched. */
  readonly places: Record<StreamSide, number>;
  isFound: boolean;
  isDone: boolean;
}

/** Searches a source to its end. @throws as {@link followTcp} */
export async function searchFlows(
  source: PacketSource<Packet>,
  patterns: FlowPatterns,
  on: SearchHandlers,
  { tcp = {}, once = false, maxKept = MOST_KEPT, packet, messages, select, ...follow }: SearchOptions = {},
): Promise<FollowStats> {
  const search = new FlowSearch(patterns, on, once, { octets: 0, most: maxKept });
  const { data: _, pass: __, ...ends } = search.handlers;
  // Who else is told of octets is told of all.
  const all = tcp.data === undefined ? search.handlers : { ...search.handlers, pass: () => false };
  const handlers = messages === undefined ? all : both(new StreamMessages(search.messages, messages).handlers, ends);
  return await followTcp(source, both(tcp, handlers), {
    ...follow,
    select: (batch) => {
      search.begin(batch);
      return select?.(batch);
    },
    packet: (p, timeMs, number, connection) => {
      packet?.(p, timeMs, number, connection);
      search.packet(p, timeMs, number, connection);
    },
  });
}

/** Calls both, in this order. */
export function both(first: TcpHandlers, second: TcpHandlers): TcpHandlers {
  const made: Record<string, (...args: readonly never[]) => void> = {};
  for (const name of new Set([...Object.keys(first), ...Object.keys(second)]) as Set<keyof TcpHandlers>) {
    const one = first[name] as ((...args: readonly never[]) => void) | undefined;
    const two = second[name] as ((...args: readonly never[]) => void) | undefined;
    made[name] =
      one === undefined || two === undefined
        ? ((one ?? two) as (...args: readonly never[]) => void)
        : (...args) => {
            one(...args);
            two(...args);
          };
  }
  return made as TcpHandlers;
}

class FlowSearch {
  readonly handlers: TcpHandlers;
  /** What is searched instead of `data`, where messages are. */
  readonly messages: MessageHandlers;
  readonly #patterns: FlowPatterns;
  readonly #on: SearchHandlers;
  readonly #once: boolean;
  readonly #kept: Kept;
  /** Connections with octets in which a match began, or may have: of others nothing has to be known. */
  readonly #known = new Map<Connection, Sides>();
  readonly #beginnings: Readonly<Record<keyof FlowPatterns, Beginnings | undefined>>;
  /** Patterns that ask what is around a match have to know what was before it. */
  readonly #asks: boolean;
  readonly #all: readonly Beginnings[];
  readonly #payload = new Payload();
  #last: Connection | undefined;
  #lastSides: Sides | undefined;

  constructor(patterns: FlowPatterns, on: SearchHandlers, once: boolean, kept: Kept) {
    this.#patterns = patterns;
    this.#on = on;
    this.#once = once;
    this.#kept = kept;
    const { client, server, datagrams } = patterns;
    const made = new Map<Pattern | undefined, Beginnings | undefined>();
    for (const one of [client, server, datagrams])
      if (one?.literals !== undefined) made.set(one, made.get(one) ?? new Beginnings(one.literals, one.find));
    this.#all = [...made.values()] as Beginnings[];
    this.#beginnings = { client: made.get(client), server: made.get(server), datagrams: made.get(datagrams) };
    this.#asks = client?.automaton.asks === true || server?.automaton.asks === true;
    this.messages = {
      begin: (m) => this.#said(m.connection, m.from, m.octets, m.packets.at(-1)),
      content: (m, octets) => this.#said(m.connection, m.from, octets, m.packets.at(-1)),
      message: (m) => (m.hasContent ? undefined : this.#said(m.connection, m.from, m.octets, m.packets.at(-1))),
      uncut: (c, from, octets) => this.#said(c, from, octets),
    };
    const over = (c: Connection): void => this.#over(c);
    this.handlers = {
      data: (c, from, octets, at, packet) => this.#data(c, from, octets, at, packet),
      pass: (c, from, b, start, end) => this.#pass(c, from, b, start, end),
      gap: (c, from) => (this.#asks ? this.#sidesOf(c) : this.#known.get(c))?.[from]?.gap(),
      finish: (c, from, packet) => this.#finish(c, from, packet),
      close: over,
      reset: over,
      timeout: over,
      drop: over,
      end: over,
    };
  }

  /** What comes next is of this batch. */
  begin(batch: PacketBatch): void {
    for (const beginnings of this.#all) beginnings.begin(batch);
  }

  #sidesOf(c: Connection): Sides {
    let sides = this.#knownOf(c);
    if (sides === undefined) {
      const { client, server } = this.#patterns;
      sides = {
        client: client && new StreamSearch(client, this.#kept),
        server: server && new StreamSearch(server, this.#kept),
        places: { client: 0, server: 0 },
        isFound: false,
        isDone: false,
      };
      this.#known.set(c, sides);
    }
    this.#last = c;
    this.#lastSides = sides;
    return sides;
  }

  #knownOf(c: Connection): Sides | undefined {
    return c === this.#last ? this.#lastSides : this.#known.get(c);
  }

  /** Whether no match begins in the next octets, and none is under way. */
  #pass(c: Connection, from: StreamSide, b: Uint8Array, start: number, end: number): boolean {
    if (this.#beginnings[from]?.areNotIn(b, start, end) !== true) return false;
    const known = this.#asks ? this.#sidesOf(c) : this.#knownOf(c);
    return known === undefined || known.isDone || known[from]?.pass(b, end) !== false;
  }

  #data(c: Connection, from: StreamSide, octets: Uint8Array, at: number, packet: number): void {
    if (octets.length > 0 && this.#pass(c, from, octets, 0, octets.length)) return;
    const sides = this.#sidesOf(c);
    const search = sides[from];
    if (search === undefined || sides.isDone) return;
    const found = this.#patterns[from]?.isEmpty === true ? { octets, earlier: 0, spans: [], isCut: false } : search.take(octets);
    if (found !== undefined) this.#tell(c, sides, from, found, at - found.earlier, packet);
  }

  #said(c: Connection, from: StreamSide, octets: Uint8Array, packet = c.firstPacket): void {
    const { places } = this.#sidesOf(c);
    const at = places[from];
    places[from] += octets.length;
    this.#data(c, from, octets, at, packet);
  }

  #finish(c: Connection, from: StreamSide, packet: number): void {
    const sides = this.#asks ? this.#sidesOf(c) : this.#knownOf(c);
    if (sides === undefined) return;
    const found = sides.isDone || this.#patterns[from]?.isEmpty === true ? undefined : sides[from]?.end();
    if (found !== undefined) this.#tell(c, sides, from, found, (sides.places[from] || c[from].at) - found.octets.length, packet);
  }

  #tell(connection: Connection, sides: Sides, from: StreamSide, found: Found, at: number, packet: number): void {
    sides.isFound = true;
    if (this.#once) sides.isDone = true;
    this.#on.match?.({ ...endsOf(connection, from), ...found, connection, from, at, packet, timeMs: connection.lastMs });
  }

  #over(c: Connection): void {
    const sides = this.#knownOf(c);
    // Streams that end without a word of it end here.
    for (const from of ['client', 'server'] as const) if (!c[from].isFinished) this.#finish(c, from, 0);
    sides?.client?.close();
    sides?.server?.close();
    if (sides?.isFound !== true) this.#on.without?.({ ...endsOf(c, 'client'), connection: c, packet: c.firstPacket, timeMs: c.lastMs });
    this.#known.delete(c);
    this.#last = undefined;
    this.#on.over?.(c);
  }

  packet(p: Packet, timeMs: number, packet: number, connection: Connection | undefined): void {
    const pattern = this.#patterns.datagrams;
    const payload = this.#payload;
    if (connection !== undefined || pattern === undefined || !findPayload(objectOf(p), payload)) return;
    const { b, from, to } = payload;
    const isFree = this.#beginnings.datagrams?.areNotIn(b, from, to) === true;
    if (isFree && this.#on.without === undefined) return;
    const octets = b.subarray(from, to);
    const found = pattern.isEmpty ? { octets, earlier: 0, spans: [], isCut: false } : isFree ? undefined : datagram(pattern, octets);
    if (found !== undefined) this.#on.match?.({ ...payloadEnds(payload), ...found, at: 0, packet, timeMs });
    else this.#on.without?.({ ...payloadEnds(payload), octets, packet, timeMs });
  }
}

/** A datagram is a stream of its own, whole. */
function datagram(pattern: Pattern, octets: Uint8Array): Found | undefined {
  const search = new StreamSearch(pattern);
  const found = search.take(octets);
  const last = search.end();
  if (last === undefined) return found;
  const before = octets.length - last.octets.length;
  const spans = [...(found?.spans ?? []), ...last.spans.map((place) => place + before)];
  return { octets, earlier: 0, spans, isCut: false };
}

function endsOf(
  c: Connection,
  from: StreamSide,
): Pick<Required<FlowEnds>, 'protocol' | 'source' | 'sourcePort' | 'destination' | 'destinationPort'> {
  const a = c[from];
  const z = from === 'client' ? c.server : c.client;
  return { protocol: 'tcp', source: a.address, sourcePort: a.port, destination: z.address, destinationPort: z.port };
}

function payloadEnds({ b, ip, isV6, protocol, sport, dport }: Payload): Omit<FlowEnds, 'packet' | 'timeMs'> {
  const [from, length] = isV6 ? [ip + 8, 16] : [ip + 12, 4];
  const source = formatAddress(b.subarray(from, from + length));
  const destination = formatAddress(b.subarray(from + length, from + 2 * length));
  if (protocol !== 17) return { protocol, source, destination };
  return { protocol: 'udp', source, sourcePort: sport, destination, destinationPort: dport };
}
