/** All connections that are kept: found by their ends, and forgotten when they are old or too many. */
import { mix } from '../../bytes/hash.ts';
import { LinkedQueue } from '../linked-queue.ts';
import { WordTable } from '../word-table.ts';
import { Connection, type Phase, StreamEnd } from './connection.ts';
import { longWord } from '../../bytes/words.ts';
import { ENDS_WORDS, writeEnds } from './ends-key.ts';
import type { Segment } from './segment.ts';
import type { Limits } from './tcp-options.ts';

export class ConnectionTable {
  readonly #table = new WordTable(ENDS_WORDS, (Math.random() * 2 ** 32) | 0);
  /** By entry of the table. */
  readonly #connections: (Connection | undefined)[] = [];
  readonly #phases: Readonly<Record<Phase, LinkedQueue<Connection>>> = {
    opening: new LinkedQueue(),
    open: new LinkedQueue(),
    ending: new LinkedQueue(),
  };
  /** By a number for the client's address; two clients that share one share a limit. */
  readonly #hosts = new Map<number, LinkedQueue<Connection>>();
  readonly #limits: Limits;
  /** Told of each that is forgotten before its end. */
  readonly #forgotten: (c: Connection, why: 'timeout' | 'drop') => void;
  /** Whether the sender of the segment asked for last is the lower of both ends. */
  isFromLow = false;
  /** The time of the segment before, and until when no connection is too old. */
  #nowMs = Number.NEGATIVE_INFINITY;
  #oldAtMs = Number.NEGATIVE_INFINITY;
  began = 0;

  constructor(limits: Limits, forgotten: (c: Connection, why: 'timeout' | 'drop') => void) {
    this.#limits = limits;
    this.#forgotten = forgotten;
  }

  get size(): number {
    return this.#table.size;
  }

  *[Symbol.iterator](): Generator<Connection> {
    for (let entry = this.#table.oldest; entry >= 0; ) {
      const next = this.#table.after(entry);
      yield this.#connections[entry] as Connection;
      entry = next;
    }
  }

  /** The connection of a segment. `scope` is the number of whatever else distinguishes connections. */
  find(s: Segment, scope: number): Connection | undefined {
    this.isFromLow = writeEnds(this.#table.key, s, scope);
    const entry = this.#table.find();
    return entry < 0 ? undefined : this.#connections[entry];
  }

  /** A new one, of the ends of the segment that `find` was asked for last, which had none. */
  begin(s: Segment, senderIsClient: boolean, isMidstream: boolean): Connection {
    const { b, ip, isV6 } = s;
    const source = isV6 ? b.slice(ip + 8, ip + 24) : longWord(b, ip + 12);
    const destination = isV6 ? b.slice(ip + 24, ip + 40) : longWord(b, ip + 16);
    const [client, clientPort, server, serverPort] = senderIsClient
      ? [source, s.sport, destination, s.dport]
      : [destination, s.dport, source, s.sport];
    const lowIsClient = this.isFromLow === senderIsClient;
    const host = typeof client === 'number' ? client : hostOf(client);
    this.#makeRoom(host);
    const c = new Connection(
      this.began++,
      new StreamEnd('client', client, clientPort),
      new StreamEnd('server', server, serverPort),
      isMidstream,
      lowIsClient,
      host,
      s.packet,
      s.timeMs,
    );
    if (!senderIsClient) c.firstFrom = 'server';
    c.entry = this.#table.add();
    this.#connections[c.entry] = c;
    c.place = this.#phases.opening.append(c);
    let ofHost = this.#hosts.get(host);
    if (ofHost === undefined) this.#hosts.set(host, (ofHost = new LinkedQueue()));
    c.hostPlace = ofHost.append(c);
    return c;
  }

  /** A segment of it came. */
  renew(c: Connection): void {
    if (c.place !== undefined) this.#phases[c.phase].renew(c.place);
  }

  move(c: Connection, phase: Phase): void {
    if (c.place === undefined || c.phase === phase) return;
    this.#phases[c.phase].remove(c.place);
    c.phase = phase;
    this.#phases[phase].take(c.place);
  }

  remove(c: Connection): void {
    if (c.place === undefined || c.hostPlace === undefined) return;
    this.#phases[c.phase].remove(c.place);
    c.place = undefined;
    this.#table.remove(c.entry);
    this.#connections[c.entry] = undefined;
    const ofHost = this.#hosts.get(c.host);
    ofHost?.remove(c.hostPlace);
    if (ofHost?.size === 0) this.#hosts.delete(c.host);
  }

  /** Forgets whatever was quiet for too long. */
  expire(timeMs: number): void {
    // Nothing is old before that, unless packets are not in the order of their times.
    if (timeMs < this.#oldAtMs && timeMs >= this.#nowMs) {
      this.#nowMs = timeMs;
      return;
    }
    this.#nowMs = timeMs;
    const { openingMs, idleMs, endingMs } = this.#limits;
    this.#oldAtMs = Math.min(
      this.#expire('opening', timeMs, openingMs),
      this.#expire('open', timeMs, idleMs),
      this.#expire('ending', timeMs, endingMs),
    );
  }

  /** @returns before when there is nothing more to do */
  #expire(phase: Phase, timeMs: number, quietMs: number): number {
    const queue = this.#phases[phase];
    let c = queue.oldest;
    for (; c !== undefined && c.lastMs < timeMs - quietMs; c = queue.oldest) this.#forget(c, 'timeout');
    return (c === undefined ? timeMs : Math.min(c.lastMs, timeMs)) + quietMs;
  }

  #forget(c: Connection | undefined, why: 'timeout' | 'drop'): void {
    if (c === undefined) return;
    this.remove(c);
    this.#forgotten(c, why);
  }

  /** Those at their end go first, then those that nobody has answered: a flood of SYNs does not push out what stands. */
  #makeRoom(client: number): void {
    const { opening, open, ending } = this.#phases;
    const { maxConnections, maxOpening, maxPerHost } = this.#limits;
    const host = this.#hosts.get(client);
    if (host !== undefined && host.size >= maxPerHost) this.#forget(host.oldest, 'drop');
    if (opening.size >= maxOpening) this.#forget(opening.oldest, 'drop');
    if (this.size >= maxConnections) this.#forget(ending.oldest ?? opening.oldest ?? open.oldest, 'drop');
  }
}

const hostOf = (address: Uint8Array): number => [0, 4, 8, 12].reduce((h, at) => mix(h, longWord(address, at)), 0) >>> 0;
