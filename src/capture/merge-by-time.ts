/** Packets of several sources as one stream, in the order of their times. */
import type { Packet } from '../packet/laid/packet.ts';
import type { PacketBatch, PacketSource } from './batch.ts';
import { keptPacket } from './dissect-batch.ts';

/** How long live sources wait for each other. */
export interface MergeWait {
  /** Milliseconds since 1970, by the clock that stamps the packets. */
  now(): number;
  /** Calls `f` once after `ms`; what it gives cancels. */
  timer(ms: number, f: () => void): () => void;
  /** A packet is held back so long for an earlier one of another source, ms. */
  readonly ms: number;
  /** Resolves when what has come in by now has had its chance to be read. */
  turn(): Promise<void>;
}

/** One source: the batch that it gave, how far it was given out, and the next one while it is waited for. */
class Lane {
  readonly source: PacketSource<Packet>;
  readonly #batches: AsyncIterator<PacketBatch>;
  batch: PacketBatch | undefined;
  i = 0;
  coming: Promise<void> | undefined;
  ended = false;

  constructor(source: PacketSource<Packet>) {
    this.source = source;
    this.#batches = source.batches()[Symbol.asyncIterator]();
  }

  /** Asks for the next batch, where there is none and none is on its way. */
  ask(): Promise<void> | undefined {
    if (this.batch !== undefined || this.ended) return undefined;
    this.coming ??= this.#batches.next().then(({ done, value }) => {
      this.coming = undefined;
      if (done === true) this.ended = true;
      else if (value.n > 0) {
        this.batch = value;
        this.i = 0;
      }
    });
    return this.coming;
  }

  take(): Packet {
    const batch = this.batch as PacketBatch;
    const packet = keptPacket(batch, this.i++, this.source.interfaces);
    if (this.i >= batch.n) this.batch = undefined;
    return packet;
  }

  async end(): Promise<void> {
    // One that waits ends when its source is closed, not before.
    if (this.coming === undefined) await this.#batches.return?.();
    else this.coming.catch(() => undefined);
  }
}

/** Of two that have a batch: which begins earlier. */
function isEarlier(a: Lane, b: Lane): boolean {
  const [x, y] = [a.batch as PacketBatch, b.batch as PacketBatch];
  const seconds = (x.sec[a.i] as number) - (y.sec[b.i] as number);
  return seconds < 0 || (seconds === 0 && (x.nsec[a.i] as number) < (y.nsec[b.i] as number));
}

const msOf = ({ batch, i }: Lane): number =>
  ((batch as PacketBatch).sec[i] as number) * 1000 + ((batch as PacketBatch).nsec[i] as number) / 1e6;

/**
 * In order as far as each source is. At most a batch of each is in memory. Ends with the last source. Without `wait` each source is waited
 * for, which is right for files; a live source may be silent for ever.
 */
export async function* mergeByTime(sources: readonly PacketSource<Packet>[], wait?: MergeWait): AsyncGenerator<Packet, void, undefined> {
  const lanes = sources.map((source) => new Lane(source));
  const holding = new Holding(wait);
  try {
    for (;;) {
      const coming = lanes.map((lane) => lane.ask()).filter((one) => one !== undefined);
      let first: Lane | undefined;
      for (const lane of lanes) if (lane.batch !== undefined && (first === undefined || isEarlier(lane, first))) first = lane;
      if (first !== undefined && (coming.length === 0 || !(await holding.hasEarlier(first, coming)))) yield first.take();
      else if (coming.length > 0) await Promise.race(coming);
      else return;
    }
  } finally {
    await Promise.all(lanes.map((lane) => lane.end()));
  }
}

/** Holds packets back, and knows when all sources were looked at last. */
class Holding {
  readonly #wait: MergeWait | undefined;
  /** At this time those without a packet had none that was older than the wait. */
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(wait: MergeWait | undefined) {
    this.#wait = wait;
  }

  /** Whether something came while the packet was held back: then all are looked at anew. */
  async hasEarlier(first: Lane, coming: readonly Promise<void>[]): Promise<boolean> {
    const wait = this.#wait;
    if (wait === undefined) {
      await Promise.race(coming);
      return true;
    }
    const due = msOf(first) + wait.ms;
    if (due <= this.#lookedAt) return false;
    const came = coming.map((one) => one.then(() => true));
    const rest = due - wait.now();
    let cancel: (() => void) | undefined;
    if (rest > 0) {
      const late = new Promise<false>((resolve) => (cancel = wait.timer(rest, () => resolve(false))));
      try {
        if (await Promise.race([late, ...came])) return true;
      } finally {
        cancel?.();
      }
    }
    // A process that did other things has not read yet what has long been there.
    const at = wait.now();
    if (await Promise.race([wait.turn().then(() => false), ...came])) return true;
    this.#lookedAt = at;
    return false;
  }
}
