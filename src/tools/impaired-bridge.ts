/** Two interfaces joined by a bad line: what a kernel's netem does to an interface, where the kernel has none. */
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { type Seed, seededRandom } from '../bytes/random.ts';
import { FLAG_OUTGOING, type PacketBatch } from '../capture/batch.ts';
import { asSentByCard, type BridgeSide, openSides, sendAll } from '../exchange/bridge-sides.ts';
import { hold, letGo } from '../exchange/hold.ts';
import type { Clock, Host, Link } from '../host/host.ts';
import { checkImpairments, ImpairedLine, type ImpairmentCounters, type Impairments } from '../lab/impair/impairments.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { DelayLine } from './delay-line.ts';

/** How bad the line is, and when it ends. */
export interface ImpairedBridgeOptions {
  /** Both ways. */
  readonly impair?: Impairments;
  /** From the first side to the second, and back; instead of `impair`. */
  readonly there?: Impairments;
  readonly back?: Impairments;
  /** Decides all chances: the same frames in the same order have the same fate. Default: one that is drawn, `ImpairedBridge.seed`. */
  readonly seed?: Seed;
  /** Stops it. */
  readonly signal?: AbortSignal;
  /** Called where a frame could not be sent (too large, interface down). Default: such frames are counted. */
  readonly onError?: (error: unknown) => void;
  /** Whose clock counts where both sides are links. Default: this machine's. */
  readonly host?: Host;
}

/** Counts of one way. */
export interface ImpairedCounts extends Readonly<ImpairmentCounters> {
  /** Frames that came in; a segment larger than the MTU counts as those that it was divided into. */
  readonly received: number;
  /** Frames that were sent on, and frames that the interface refused. */
  readonly sent: number;
  readonly failed: number;
  /** Frames that are on their way. */
  readonly waiting: number;
}

/** Counts of both ways: `there` from the first side to the second. */
export interface BothCounts {
  readonly there: ImpairedCounts;
  readonly back: ImpairedCounts;
}

const NAMES: OptionNames<ImpairedBridgeOptions> = {
  impair: true,
  there: true,
  back: true,
  seed: true,
  signal: true,
  onError: true,
  host: true,
};
/** Frames on their way, each way; what comes on top is lost, as in any queue. */
const MOST_WAITING = 65_536;

/** A bad line that runs, until it is stopped or disposed of. */
export class ImpairedBridge implements AsyncDisposable {
  readonly seed: Seed;
  readonly #there: Way;
  readonly #back: Way;
  readonly #close: () => Promise<void>;
  readonly #signal: AbortSignal | undefined;
  readonly #unlisten: (() => void)[];
  #stopped: Promise<void> | undefined;

  /** Made by {@link impairedBridge}. */
  constructor([a, b]: readonly [Link, Link], host: Host, o: ImpairedBridgeOptions, close: () => Promise<void>) {
    this.seed = o.seed ?? host.random.u32();
    const way = (name: string, from: Link, to: Link, impair: Impairments = {}): Way =>
      new Way(from, to, new ImpairedLine(impair, seededRandom(`${this.seed} ${name}`)), host.clock, o.onError);
    this.#there = way('there', a, b, o.there ?? o.impair);
    this.#back = way('back', b, a, o.back ?? o.impair);
    this.#close = close;
    this.#signal = o.signal;
    hold();
    const onError = (error: Error): void => o.onError?.(error);
    this.#unlisten = [this.#there, this.#back].map((one) => one.in.listen((batch) => one.take(batch), { onError }));
    if (o.signal?.aborted === true) void this.stop();
    else o.signal?.addEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => void this.stop();

  stats(): BothCounts {
    return { there: this.#there.counts(), back: this.#back.counts() };
  }

  /** Ends it; frames on their way are lost. What it opened is closed when this resolves. Calling it twice does nothing. */
  stop(): Promise<void> {
    if (this.#stopped !== undefined) return this.#stopped;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    for (const unlisten of this.#unlisten) unlisten();
    this.#there.end();
    this.#back.end();
    letGo();
    this.#stopped = this.#close();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/**
 * Joins two interfaces by a line that loses, delays, reorders, repeats and damages frames. The interfaces should have no address: else their kernel answers as well. What the
 * sending kernel left to a card is done here: checksums are filled in, and TCP segments larger than the MTU are divided. Resolves when it is passing.
 *
 * ```ts
 * await using line = await impairedBridge({ iface: 'veth0' }, { iface: 'veth1' }, { impair: { loss: 0.05, delayMs: 20 }, seed: 7 });
 * ```
 *
 * @throws ERR_INTERFACE, ERR_PERMISSION, ERR_PLATFORM, ERR_OPTION, ERR_RANGE, ERR_VALUE (both sides are the same)
 */
export async function impairedBridge(a: BridgeSide, b: BridgeSide, o: ImpairedBridgeOptions = {}): Promise<ImpairedBridge> {
  checkOptions('impairedBridge', o, NAMES);
  for (const impair of [o.impair, o.there, o.back]) if (impair !== undefined) checkImpairments('the bridge', impair);
  const { links, host, close } = await openSides('impairedBridge', a, b, o.host);
  return new ImpairedBridge(links, host, o, close);
}

/** One way. */
class Way {
  readonly in: Link;
  readonly #out: Link;
  readonly #mtu: number;
  readonly #line: ImpairedLine;
  readonly #clock: Clock;
  readonly #delayed: DelayLine;
  readonly #onError: ((error: unknown) => void) | undefined;
  readonly #counts = { sent: 0, failed: 0 };
  /** Frames that leave with this batch, and buffers that wait for the next. */
  #frames = new FrameBuffer();
  readonly #spare: FrameBuffer[] = [];
  /** Frames that the interface has not taken yet. */
  #leaving = 0;
  #crowdedOut = 0;
  #received = 0;
  #nowMs = 0;

  constructor(from: Link, to: Link, line: ImpairedLine, clock: Clock, onError: ((error: unknown) => void) | undefined) {
    this.in = from;
    this.#out = to;
    this.#mtu = Math.min(from.mtu, to.mtu);
    this.#line = line;
    this.#clock = clock;
    this.#onError = onError;
    this.#delayed = new DelayLine(clock, (frames) => {
      for (const octets of frames) this.#frames.add(octets);
      this.#flush();
    });
  }

  counts(): ImpairedCounts {
    const { counters } = this.#line;
    return {
      received: this.#received,
      ...this.#counts,
      waiting: this.#delayed.size,
      ...counters,
      passed: counters.passed - this.#crowdedOut,
      crowdedOut: counters.crowdedOut + this.#crowdedOut,
    };
  }

  take(batch: PacketBatch): void {
    this.#nowMs = this.#clock.monotonic();
    for (let i = 0; i < batch.n; i++) {
      // Its own frames, which a link that is given may see leave.
      if (((batch.flags[i] as number) & FLAG_OUTGOING) !== 0) continue;
      const segments = asSentByCard(batch, i, this.in.linkType, this.#mtu);
      if (segments !== undefined) for (const octets of segments) this.#pass(octets);
      else {
        const at = batch.offset[i] as number;
        this.#pass(batch.data.subarray(at, at + (batch.captured[i] as number)));
      }
    }
    this.#flush();
  }

  #pass(octets: Uint8Array): void {
    this.#received++;
    this.#line.pass(octets, this.#nowMs, this.#deliver);
  }

  readonly #deliver = (octets: Uint8Array, afterMs: number): void => {
    if (this.#delayed.size + this.#leaving >= MOST_WAITING) this.#crowdedOut++;
    // The batch is valid during the call only.
    else if (afterMs > 0) this.#delayed.add(octets.slice(), this.#nowMs + afterMs);
    else this.#frames.add(octets);
  };

  #flush(): void {
    const frames = this.#frames;
    if (frames.n === 0) return;
    const { n } = frames;
    this.#leaving += n;
    this.#frames = this.#spare.pop() ?? new FrameBuffer();
    void sendAll(this.#out, frames, this.#counts, this.#onError).then(() => {
      this.#leaving -= n;
      frames.clear();
      this.#spare.push(frames);
    });
  }

  end(): void {
    this.#delayed.end();
  }
}
