/** Connections of others that are slowed: who sends is told that there is little room (as tcpnice does). */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Clock } from '../host/host.ts';
import { packFrames } from '../host/packed-frames.ts';
import type { Packet } from '../packet/laid/packet.ts';
import type { Connection, StreamEnd } from '../streams/tcp/connection.ts';
import { ACK } from '../streams/tcp/segment.ts';
import { type ForgeLink, forged, type Seen, seenSegment } from './forge.ts';

/** Options of {@link Slower}. */
export interface SlowOptions {
  /** What is sent over, and by whose clock. */
  readonly link: ForgeLink;
  readonly clock: Clock;
  /** About how fast each side may send, octets a second. Default 10,000. */
  readonly rate?: number;
  /** Called when a frame could not be sent. Default: nothing. */
  readonly failed?: (error: unknown) => void;
}

const RATE = 10_000;
/** Octets that are let through at a time. */
const PORTION = 1460;

/** What is known of one who sends. */
interface Throttled {
  seen: Seen;
  cancel: (() => void) | undefined;
  /** The window that the one who receives tells itself. */
  window: number;
}

/**
 * Slows connections. Each segment with data is acknowledged at once for the one who gets it, with a window of 0, and a number that is one ahead: what the receiver
 * says afterwards no longer changes the window (RFC 9293 §3.10.7.4, SND.WL1). Then the window is opened for a segment now and then.
 *
 * It has to be nearer to the sender than the receiver is: an acknowledgment of the receiver's own that comes first opens the window again.
 *
 * What was acknowledged so and is lost behind this place is lost for good. Call `close` at the end: it opens all windows.
 *
 * Only for networks that are yours.
 */
export class Slower {
  readonly #o: SlowOptions;
  readonly #everyMs: number;
  readonly #all = new Map<StreamEnd, Throttled>();
  readonly #windows = new WeakMap<StreamEnd, number>();

  /** @throws ERR_VALUE for a rate that is none */
  constructor(o: SlowOptions) {
    const { rate = RATE } = o;
    if (!(rate > 0)) throw new PacketwrightError('ERR_VALUE', `a rate of ${rate} octets a second: expected more than 0`, { value: rate });
    this.#o = o;
    this.#everyMs = (1000 * PORTION) / rate;
  }

  /** A segment of a connection that is to be slow. */
  take(connection: Connection, like: Packet): void {
    const seen = seenSegment(connection, like);
    if (seen === undefined) return;
    const { s, sender, receiver } = seen;
    if (connection.isOver) {
      this.#forget(sender);
      this.#forget(receiver);
      return;
    }
    // Its own word on its room, not one of ours.
    if (s.length === 0 && s.window > 0 && s.seq === sender.next) this.#windows.set(sender, s.window);
    if (s.length === 0 || (s.flags & ACK) === 0) return;
    const known = this.#all.get(sender);
    known?.cancel?.();
    const one: Throttled = { seen, cancel: undefined, window: this.#windows.get(receiver) ?? 0xffff };
    this.#all.set(sender, one);
    this.#tell(one, 0);
    one.cancel = this.#o.clock.timer(this.#everyMs, () => {
      one.cancel = undefined;
      this.#tell(one, this.#portion(receiver));
    });
  }

  /** Opens all windows as far as they were, and ends. */
  async close(): Promise<void> {
    const frames = [...this.#all.values()].map((one) => {
      one.cancel?.();
      return this.#frame(one, one.window);
    });
    this.#all.clear();
    if (frames.length > 0) await this.#o.link.send(packFrames(frames));
  }

  #portion({ scale }: StreamEnd): number {
    return Math.max(1, PORTION >>> Math.max(0, scale));
  }

  #forget(end: StreamEnd): void {
    this.#all.get(end)?.cancel?.();
    this.#all.delete(end);
  }

  #tell(one: Throttled, window: number): void {
    this.#o.link.send(packFrames([this.#frame(one, window)])).catch((error: unknown) => this.#o.failed?.(error));
  }

  #frame({ seen }: Throttled, window: number): Uint8Array {
    return forged(seen, this.#o.link.linkType, true, { flags: 'A', seq: (seen.s.ack + 1) >>> 0, ack: seen.next, window });
  }
}
