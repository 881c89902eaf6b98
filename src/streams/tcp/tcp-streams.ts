/** TCP of a whole source: fragments put together, connections followed. */
import { FLAG_CHECKSUM_NOT_READY, type PacketBatch, type PacketSource } from '../../capture/batch.ts';
import { isSelected, type Selection } from '../../capture/packet-record.ts';
import { dissectAt, firstLayer } from '../../capture/dissect-batch.ts';
import type { StopSignal } from '../../bytes/stop-signal.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dissectorOf } from '../../packet/object/dissector.ts';
import { objectOf, type PacketObject } from '../../packet/object/packet-object.ts';
import { protocols } from '../../protocols/protocols.ts';
import { Defragmenter, type DefragmentOptions, type DefragmentStats, KEPT, WHOLE } from '../fragments/defragmenter.ts';
import type { Connection } from './connection.ts';
import type { TcpEvent, TcpHandlers } from './events.ts';
import { eventHandlers } from './event-list.ts';
import type { TcpOptions, TcpStats } from './tcp-options.ts';
import { TcpTracker } from './tracker.ts';

/** Options of {@link followTcp} and {@link tcpEvents}. */
export interface FollowOptions extends TcpOptions {
  /** Which layers follow which. Default: those of this package. */
  readonly registry?: Registry;
  /** Options for putting fragments together; false: fragments are left out. */
  readonly fragments?: DefragmentOptions | false;
  readonly signal?: StopSignal;
  /** Which packets of a batch are taken. Default: all. */
  readonly select?: (batch: PacketBatch) => Selection | undefined;
  /**
   * What is to see each packet, too: whole datagrams instead of their fragments. `number` counts packets of the source from 1; `connection` is the one that it is a
   * segment of.
   */
  readonly packet?: (p: Packet, timeMs: number, number: number, connection: Connection | undefined) => void;
  /**
   * Of {@link followTcp} alone. Asked between packets, every few, where handlers may work for long: what it gives is waited for, so that others have their turn. When that is false, the rest of the
   * batch is left out.
   */
  readonly turn?: (() => Promise<boolean> | undefined) | undefined;
}

/** Packets between two questions. */
const PACKETS_A_TURN = 16;

/** What became of the packets of a source. */
export interface FollowStats {
  readonly packets: number;
  readonly fragments: DefragmentStats | undefined;
  readonly tcp: TcpStats;
}

/**
 * Follows the TCP connections of a source to its end, and calls the handlers as things happen.
 *
 * @returns what became of the packets
 * @throws ERR_VALUE, ERR_OPTION for options that there are not, ERR_FILE for a damaged capture (after all that was before the damage)
 * @see RFC 9293; RFC 5961 for what is believed
 */
export async function followTcp(
  source: PacketSource<Packet>,
  handlers: TcpHandlers,
  { turn, ...o }: FollowOptions = {},
): Promise<FollowStats> {
  const follower = new Follower(source, handlers, o);
  try {
    for await (const batch of source.batches(o.signal === undefined ? {} : { signal: o.signal }))
      if (turn === undefined) follower.batch(batch);
      else await follower.batchInTurns(batch, turn);
  } finally {
    follower.tracker.end();
  }
  return follower.stats;
}

/**
 * The TCP connections of a source as events in a loop. Octets of an event are its own.
 *
 * @throws as {@link followTcp}
 */
export async function* tcpEvents(source: PacketSource<Packet>, o: Omit<FollowOptions, 'turn'> = {}): AsyncGenerator<TcpEvent> {
  const { handlers, events } = eventHandlers();
  const follower = new Follower(source, handlers, o);
  try {
    for await (const batch of source.batches(o.signal === undefined ? {} : { signal: o.signal })) {
      follower.batch(batch);
      yield* events.splice(0);
    }
  } finally {
    follower.tracker.end();
  }
  yield* events.splice(0);
}

/** Takes the batches of a source. */
export class Follower {
  readonly tracker: TcpTracker;
  readonly #defragmenter: Defragmenter | undefined;
  readonly #source: PacketSource<Packet>;
  readonly #registry: Registry;
  readonly #each: FollowOptions['packet'];
  readonly #select: FollowOptions['select'];
  #packets = 0;

  constructor(source: PacketSource<Packet>, handlers: TcpHandlers, o: FollowOptions) {
    const { registry = protocols, fragments = {}, signal: _, packet, select, ...tcp } = o;
    this.tracker = new TcpTracker(handlers, tcp);
    this.#defragmenter = fragments === false ? undefined : new Defragmenter(fragments);
    this.#source = source;
    this.#registry = registry;
    this.#each = packet;
    this.#select = select;
  }

  get stats(): FollowStats {
    return { packets: this.#packets, fragments: this.#defragmenter?.stats, tcp: this.tracker.stats };
  }

  batch(batch: PacketBatch): void {
    this.#some(batch, this.#select?.(batch), 0, batch.n);
  }

  /** With turns for others. Where `turn` gives false it leaves the rest out. */
  async batchInTurns(batch: PacketBatch, turn: () => Promise<boolean> | undefined): Promise<void> {
    const selection = this.#select?.(batch);
    for (let i = 0; i < batch.n; i += PACKETS_A_TURN) {
      this.#some(batch, selection, i, Math.min(batch.n, i + PACKETS_A_TURN));
      const waiting = turn();
      if (waiting !== undefined && !(await waiting)) return;
    }
  }

  #some(batch: PacketBatch, selection: Selection | undefined, from: number, to: number): void {
    const { interfaces } = this.#source;
    for (let i = from; i < to; i++) {
      const number = ++this.#packets;
      if (!isSelected(selection, i)) continue;
      const iface = batch.iface[i] as number;
      const info = interfaces[iface];
      const first = info === undefined ? undefined : firstLayer(this.#registry, info.linkType);
      const timeMs = (batch.sec[i] as number) * 1e3 + (batch.nsec[i] as number) / 1e6;
      const p = this.#whole(objectOf(dissectAt(batch, i, first, this.#registry)), timeMs, iface);
      if (p === undefined) continue;
      const c = this.tracker.take(p, timeMs, iface, ((batch.flags[i] as number) & FLAG_CHECKSUM_NOT_READY) !== 0, number);
      this.#each?.(p as unknown as Packet, timeMs, number, c);
    }
  }

  /** Undefined for a fragment that waits for others. */
  #whole(p: PacketObject, timeMs: number, iface: number): PacketObject | undefined {
    const taken = this.#defragmenter === undefined ? WHOLE : this.#defragmenter.take(p, timeMs, iface);
    if (taken === WHOLE) return p;
    if (taken === KEPT) return undefined;
    return dissectorOf(this.#registry)(taken.data, taken.start, taken.end, taken.first);
  }
}
