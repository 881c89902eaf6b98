/** Listening: one call that opens, filters, counts and ends, as scapy's users know it. */
import type { OptionNames } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { SourceStats } from '../../capture/batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { checkExchangeOptions } from '../check-options.ts';
import { hold, letGo } from '../hold.ts';
import type { SniffOptions } from './sniff-options.ts';
import { given, inOrder, openLinks, type Opened } from './sources.ts';

/**
 * Packets as they come: `for await (const p of sniff(…))`, or all of them once it has ended: `await sniff({ count: 10 }).all()`. Read it in one
 * of these ways, once. What nobody reads waits in the kernel's memory, and is dropped and counted when that is full.
 */
export interface Sniffer extends AsyncIterable<Packet> {
  /** All packets, when it has ended; none with `store: false`. Asked again, it gives the same. */
  all(): Promise<Packet[]>;
  /** Resolves when no later packet is missed. Rejects with what kept it from opening. */
  readonly ready: Promise<void>;
  /** Ends it: what came before is still given. Resolves when what was opened is closed. Calling it twice does nothing. */
  stop(): Promise<void>;
  /** Counters of all sources together. */
  stats(): SourceStats;
}

const SNIFF_OPTIONS: OptionNames<SniffOptions> = {
  host: true,
  iface: true,
  source: true,
  filter: true,
  accept: true,
  count: true,
  timeoutMs: true,
  stop: true,
  prn: true,
  store: true,
  promiscuous: true,
  session: true,
  signal: true,
};

/**
 * Listens, from the call on. What it changed (an interface made promiscuous) is as before when it ends.
 *
 * @throws ERR_VALUE for options that do not go together. ERR_INTERFACE, ERR_PERMISSION, ERR_FILTER and ERR_PLATFORM come when it is read, and from `ready`
 */
export function sniff(o: SniffOptions = {}): Sniffer {
  checkExchangeOptions('sniff', o, SNIFF_OPTIONS);
  if (o.source !== undefined && (o.iface !== undefined || o.host !== undefined))
    throw new PacketwrightError('ERR_VALUE', 'sniff: a source has no host and iface of its own', { remedy: 'leave them out' });
  return new Sniffing(o);
}

class Sniffing implements Sniffer {
  readonly ready: Promise<void>;
  readonly #o: SniffOptions;
  readonly #opened: Promise<Opened>;
  readonly #ended = new AbortController();
  #opening: Opened | undefined;
  #closing: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #isRead = false;
  /** With `prn`: what is read by itself. */
  #all: Promise<Packet[]> | undefined;

  constructor(o: SniffOptions) {
    this.#o = o;
    this.#opened = this.#open();
    this.ready = this.#opened.then(() => undefined);
    // Who reads is told; who never asks is not ended by an uncaught rejection.
    this.ready.catch(() => undefined);
    o.signal?.addEventListener('abort', this.#onAbort);
    if (o.signal?.aborted === true) this.#onAbort();
    if (o.prn !== undefined) {
      this.#all = this.#collect(o.store !== false);
      this.#all.catch(() => undefined);
    }
  }

  readonly #onAbort = (): void => void this.stop();

  async #open(): Promise<Opened> {
    const { source, timeoutMs } = this.#o;
    const opened = source === undefined ? await openLinks(this.#o) : given(source, this.#o.filter);
    this.#opening = opened;
    if (this.#ended.signal.aborted) await opened.close();
    else if (timeoutMs !== undefined && timeoutMs !== Number.POSITIVE_INFINITY) this.#cancelTimer = opened.timer(timeoutMs, this.#onAbort);
    return opened;
  }

  stop(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing;
    this.#ended.abort();
    this.#cancelTimer?.();
    this.#o.signal?.removeEventListener('abort', this.#onAbort);
    this.#closing = this.#opened.then(
      (opened) => opened.close(),
      () => undefined,
    );
    return this.#closing;
  }

  stats(): SourceStats {
    const sum = { received: 0, dropped: 0, frozen: 0 };
    for (const source of this.#opening?.sources ?? []) {
      const { received, dropped, frozen } = source.stats();
      sum.received += received;
      sum.dropped += dropped;
      sum.frozen += frozen;
    }
    return sum;
  }

  [Symbol.asyncIterator](): AsyncIterator<Packet, undefined> {
    if (this.#all !== undefined) return replay(this.#all);
    return this.#packets();
  }

  all(): Promise<Packet[]> {
    this.#all ??= this.#collect(this.#o.store !== false);
    return this.#all;
  }

  async #collect(keep: boolean): Promise<Packet[]> {
    const packets: Packet[] = [];
    for await (const packet of this.#packets()) if (keep) packets.push(packet);
    return packets;
  }

  async *#packets(): AsyncGenerator<Packet, undefined, undefined> {
    if (this.#isRead) throw new PacketwrightError('ERR_BUSY', 'this sniffer is being read already', { remedy: 'call sniff once more' });
    this.#isRead = true;
    const { accept, count: most = 0, stop, prn, session } = this.#o;
    const count = most === 0 ? Number.POSITIVE_INFINITY : most;
    hold();
    try {
      let n = 0;
      const opened = await this.#opened;
      for await (const read of inOrder(opened, this.#ended.signal)) {
        if (opened.passes?.(read) === false) continue;
        const packet = session === undefined ? read : session.read(read);
        if (accept?.(packet) === false) continue;
        prn?.(packet);
        yield packet;
        if (++n >= count || stop?.(packet) === true) return;
      }
    } finally {
      letGo();
      await this.stop();
    }
  }
}

async function* replay(all: Promise<Packet[]>): AsyncGenerator<Packet, undefined, undefined> {
  yield* await all;
  return undefined;
}
