/** Two links joined by a function, which passes, changes, drops, delays or multiplies what goes between them. */
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { type Random, type Seed, seededRandom } from '../bytes/random.ts';
import { FLAG_OUTGOING, type PacketBatch } from '../capture/batch.ts';
import { keptPacket } from '../capture/dissect-batch.ts';
import type { Clock, Host, Link } from '../host/host.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { shown } from '../packet/spec/wants.ts';
import { asSentByCard, type BridgeSide, openSides, sendAll } from './bridge-sides.ts';
import { hold, letGo } from './hold.ts';

export type { BridgeSide } from './bridge-sides.ts';

/** A frame to send, at once or later. */
export type BridgeFrame = Packet<any> | { readonly packet: Packet<any>; readonly delayMs: number };

/** What becomes of a frame: `true` passes it as it is now, `false` drops it; or what is sent instead, none or several. */
export type BridgeVerdict = boolean | BridgeFrame | readonly BridgeFrame[];

/** What a transform is told besides the frame. */
export interface BridgeContext {
  /** The side that the frame came in by. */
  readonly from: 'a' | 'b';
  /** The bridge's own: with a seed, a run can be repeated. */
  readonly random: Random;
}

/**
 * Called with each frame of both ways, whole, from the link header on. Its own copy: it may be changed. It answers at once: frames keep their
 * order. What takes time is a `delayMs`.
 */
export type BridgeTransform = (frame: Packet, context: BridgeContext) => BridgeVerdict;

/** How a bridge draws, waits and ends. */
export interface BridgeOptions {
  /** Of `context.random`. Default: the random numbers of a side's host. */
  readonly seed?: Seed;
  /** Whose clock delays are by, where both sides are links. Default: this machine. */
  readonly host?: Host;
  /** Stops it. */
  readonly signal?: AbortSignal;
  /** Called with what the transform threw, and where a frame could not be sent (too large, interface down). Default: such errors are counted. */
  readonly onError?: (error: unknown) => void;
}

/** Counts of one way. */
export interface BridgeCounts {
  /** Frames that came in. */
  readonly received: number;
  /** Frames that were sent on: more than came in, where they were multiplied. */
  readonly sent: number;
  /** Frames of which nothing was sent. */
  readonly dropped: number;
  /** Frames for which the transform threw, and frames that could not be sent. */
  readonly failed: number;
  /** Frames that wait for their time. */
  readonly waiting: number;
}

/** A bridge that runs, until it is stopped or disposed of. */
export interface RunningBridge extends AsyncDisposable {
  /** Counts of both ways: `a` of what came in at `a`. */
  stats(): { readonly a: BridgeCounts; readonly b: BridgeCounts };
  /** Ends it; delayed frames are not sent any more. What it opened is closed when this resolves. Calling it twice does nothing. */
  stop(): Promise<void>;
}

const BRIDGE_OPTIONS: OptionNames<BridgeOptions> = { seed: true, host: true, signal: true, onError: true };
/** Frames that may wait for their time, each way; what comes on top is dropped, as in any queue. */
export const MOST_WAITING = 65_536;

/**
 * Joins two links: what comes in at one leaves at the other, both ways, as `transform` says. What the sending kernel left
 * to a card is done here: checksums are filled in, and TCP segments larger than the MTU are divided. Resolves when it is passing.
 *
 * ```ts
 * const running = await bridge({ iface: 'veth0' }, { iface: 'veth1' }, (frame, { random }) => random.float() > 0.1);
 * ```
 *
 * @param transform default: everything passes
 * @throws ERR_INTERFACE, ERR_PERMISSION, ERR_PLATFORM, ERR_VALUE
 */
export async function bridge(
  a: BridgeSide,
  b: BridgeSide,
  transform: BridgeTransform = () => true,
  o: BridgeOptions = {},
): Promise<RunningBridge> {
  checkOptions('bridge', o, BRIDGE_OPTIONS);
  const { links, host, close } = await openSides('bridge', a, b, o.host);
  return new Bridge(links, transform, host, o, close);
}

class Bridge implements RunningBridge {
  readonly #ways: readonly [Way, Way];
  readonly #close: () => Promise<void>;
  readonly #signal: AbortSignal | undefined;
  readonly #unlisten: (() => void)[] = [];
  #stopped: Promise<void> | undefined;

  constructor([a, b]: readonly [Link, Link], transform: BridgeTransform, host: Host, o: BridgeOptions, close: () => Promise<void>) {
    const random = o.seed === undefined ? host.random : seededRandom(o.seed);
    this.#ways = [
      new Way(a, b, transform, { from: 'a', random }, host.clock, o.onError),
      new Way(b, a, transform, { from: 'b', random }, host.clock, o.onError),
    ];
    this.#close = close;
    this.#signal = o.signal;
    hold();
    for (const way of this.#ways) {
      const onError = (error: Error): void => o.onError?.(error);
      this.#unlisten.push(way.in.listen((batch) => way.take(batch), { onError }));
    }
    if (o.signal?.aborted === true) void this.stop();
    else o.signal?.addEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => void this.stop();

  stats(): { readonly a: BridgeCounts; readonly b: BridgeCounts } {
    return { a: this.#ways[0].counts(), b: this.#ways[1].counts() };
  }

  stop(): Promise<void> {
    if (this.#stopped !== undefined) return this.#stopped;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    for (const unlisten of this.#unlisten) unlisten();
    for (const way of this.#ways) way.end();
    letGo();
    this.#stopped = this.#close();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** One way through a bridge. */
class Way {
  readonly in: Link;
  readonly #out: Link;
  readonly #transform: BridgeTransform;
  readonly #context: BridgeContext;
  readonly #clock: Clock;
  readonly #onError: ((error: unknown) => void) | undefined;
  readonly #waiting = new Set<() => void>();
  #received = 0;
  #dropped = 0;
  readonly #counts = { sent: 0, failed: 0 };

  constructor(
    link: Link,
    out: Link,
    transform: BridgeTransform,
    context: BridgeContext,
    clock: Clock,
    onError: ((error: unknown) => void) | undefined,
  ) {
    this.in = link;
    this.#out = out;
    this.#transform = transform;
    this.#context = context;
    this.#clock = clock;
    this.#onError = onError;
  }

  counts(): BridgeCounts {
    return {
      received: this.#received,
      sent: this.#counts.sent,
      dropped: this.#dropped,
      failed: this.#counts.failed,
      waiting: this.#waiting.size,
    };
  }

  /** The frames of a batch, and all that is sent at once for them in one call. */
  take(batch: PacketBatch): void {
    const frames = new FrameBuffer();
    for (let i = 0; i < batch.n; i++) {
      // Its own frames, which a link that is given may see leave.
      if (((batch.flags[i] as number) & FLAG_OUTGOING) !== 0) continue;
      const segments = asSentByCard(batch, i, this.in.linkType, Math.min(this.in.mtu, this.#out.mtu));
      if (segments === undefined) this.#pass(frames, batch, i);
      else for (const octets of segments) this.#pass(frames, batchOf(octets, batch, i), 0);
    }
    this.#send(frames);
  }

  #pass(frames: FrameBuffer, batch: PacketBatch, i: number): void {
    this.#received++;
    try {
      const frame = keptPacket(batch, i, this.in.interfaces);
      const before = frames.n + this.#waiting.size;
      this.#put(frames, frame, this.#transform(frame, this.#context));
      if (frames.n + this.#waiting.size === before) this.#dropped++;
    } catch (error) {
      this.#counts.failed++;
      this.#onError?.(error);
    }
  }

  #put(frames: FrameBuffer, frame: Packet, verdict: BridgeVerdict): void {
    if (verdict === true) frames.add(frame);
    else if (Array.isArray(verdict)) for (const one of verdict as readonly BridgeFrame[]) this.#putOne(frames, one);
    else if (typeof verdict === 'object' && !('then' in verdict)) this.#putOne(frames, verdict as BridgeFrame);
    // As in scapy, whose transforms drop what they return nothing for.
    else if ((verdict ?? false) !== false) throw noVerdict(verdict);
  }

  #putOne(frames: FrameBuffer, one: BridgeFrame): void {
    if (!('delayMs' in one)) {
      frames.add(one);
      return;
    }
    if (this.#waiting.size >= MOST_WAITING) return;
    // As it is now: who has it may change it until then.
    const later = new FrameBuffer(64, 1);
    later.add(one.packet);
    const cancel = this.#clock.timer(one.delayMs, () => {
      this.#waiting.delete(cancel);
      this.#send(later);
    });
    this.#waiting.add(cancel);
  }

  #send(frames: FrameBuffer): void {
    if (frames.n > 0) void sendAll(this.#out, frames, this.#counts, this.#onError);
  }

  end(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}

/** One frame, with the time and the interface of frame `i`. */
function batchOf(octets: Uint8Array, { sec, nsec, iface }: PacketBatch, i: number): PacketBatch {
  const length = Uint32Array.of(octets.length);
  return {
    data: octets,
    n: 1,
    recycled: false,
    offset: Uint32Array.of(0),
    captured: length,
    wire: length,
    sec: sec.subarray(i, i + 1),
    nsec: nsec.subarray(i, i + 1),
    iface: iface.subarray(i, i + 1),
    flags: Uint16Array.of(0),
    release: () => undefined,
  };
}

const noVerdict = (verdict: unknown): PacketwrightError =>
  new PacketwrightError('ERR_VALUE', `bridge: the transform returned ${verdict instanceof Promise ? 'a promise' : shown(verdict)}`, {
    remedy: 'return true, false, a packet, { packet, delayMs } or a list of these, at once and not from an async function',
  });
