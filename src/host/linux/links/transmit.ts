/** Sending: slices of one packed buffer, patience when the kernel's queue is full, and a pace when one is asked for. */
import { SEND_MAX } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { PackedFrames, SendOptions, SendReport } from '../../host.ts';
import { EAGAIN, EBADF, EINVAL, EMSGSIZE, ENOBUFS, EOPNOTSUPP, kernelError } from '../errno.ts';
import { LINKTYPE_RAW } from './link-type.ts';

/** Where frames go. */
export interface Outlet {
  readonly name: string;
  /** What the interface takes now: asked for when it is to be told. */
  mtu(): number;
  readonly linkType: number;
  /** Frames `start … start + count`: how many were taken, or -errno when not even the first was. */
  take(frames: PackedFrames, start: number, count: number): number;
  /** Milliseconds since 1970. */
  now(): number;
  /** What ends those who wait for their turn or for room. Called when it is closed. */
  readonly waiting: Set<() => void>;
}

/** How long the kernel's queue may stay full before we give up, ms. */
const PATIENCE = 5_000;
/**
 * How far behind its pace a sender catches up in one burst, ms: being held up by other processes (40 ms happen) does not change
 * the rate, a machine that slept sends no flood.
 */
const CATCH_UP = 100;
/** Timers are a millisecond late at worst: the rest of the way to a frame's time goes through the event loop … */
const TIMER_SLACK = 2;
/** … and the very last of it in place, ms. */
const SPIN = 0.03;

/**
 * Sends all frames. At full speed the event loop has a turn after each slice of 1,024 frames, so that answers are read.
 *
 * @throws ERR_TOO_LARGE, ERR_INTERFACE (down or gone), ERR_CLOSED, ERR_VALUE (no frame at all), ERR_RANGE (no rate), or the signal's reason;
 * `sent` in the details says how many frames had left.
 */
export function transmit(outlet: Outlet, frames: PackedFrames, o: SendOptions = {}): Promise<SendReport> {
  const { rate, signal } = o;
  if (signal?.aborted === true) return Promise.reject(signal.reason);
  if (rate !== undefined && !(rate > 0 && Number.isFinite(rate))) {
    return Promise.reject(new PacketwrightError('ERR_RANGE', `rate ${rate} is not a number of frames a second above 0`, { rate }));
  }
  if (frames.n <= SEND_MAX && rate === undefined) {
    // The way of request and reply: one system call, no machinery.
    const firstMs = outlet.now();
    const started = performance.now();
    const took = outlet.take(frames, 0, frames.n);
    if (took === frames.n) return Promise.resolve(report(outlet, frames, took, firstMs, started));
    if (took < 0 && !isFull(took)) return Promise.reject(sendError(outlet, frames, 0, took));
    return new Sender(outlet, frames, rate, signal, { sent: Math.max(took, 0), firstMs, started }).run();
  }
  return new Sender(outlet, frames, rate, signal, { sent: 0, firstMs: outlet.now(), started: performance.now() }).run();
}

function isFull(errno: number): boolean {
  return errno === -EAGAIN || errno === -ENOBUFS;
}

function report(outlet: Outlet, frames: PackedFrames, sent: number, firstMs: number, started: number): SendReport {
  const seconds = sent > 1 ? (performance.now() - started) / 1000 : 0;
  let octets = 0;
  for (let i = 0; i < sent; i++) octets += frames.length[i]!;
  return { sent, octets, seconds, rate: seconds > 0 ? (sent - 1) / seconds : 0, firstMs, lastMs: outlet.now() };
}

function sendError(outlet: Outlet, frames: PackedFrames, i: number, errno: number): PacketwrightError {
  const { name } = outlet;
  const length = frames.length[i]!;
  const details = { iface: name, frame: i, length, sent: i };
  if (errno === -EMSGSIZE) {
    const mtu = outlet.mtu();
    return new PacketwrightError('ERR_TOO_LARGE', `frame ${i} of ${length} octets is too large for ${name}, whose MTU is ${mtu}`, {
      ...details,
      mtu,
      remedy: 'fragment it, or raise the MTU',
    });
  }
  if (errno === -EBADF) return new PacketwrightError('ERR_CLOSED', `cannot send on ${name}: the link is closed`, details);
  if (errno === -EINVAL) {
    const why = outlet.linkType === LINKTYPE_RAW ? 'it is not an IP packet' : 'it is shorter than the link header';
    return new PacketwrightError('ERR_VALUE', `${name} refuses frame ${i} of ${length} octets: ${why}`, details);
  }
  if (errno === -EOPNOTSUPP) {
    return new PacketwrightError('ERR_INTERFACE', `cannot send on ${name}: it is for capturing only`, {
      remedy: 'give one Ethernet, loopback or TUN interface',
      ...details,
    });
  }
  return kernelError(errno, 'send', details);
}

interface Beginning {
  readonly sent: number;
  readonly firstMs: number;
  readonly started: number;
}

/** A send that takes more than one call. Goes by callbacks, since a promise a turn would cost more than the sending. */
class Sender {
  readonly #outlet: Outlet;
  readonly #frames: PackedFrames;
  readonly #signal: AbortSignal | undefined;
  readonly #firstMs: number;
  readonly #started: number;
  /** Milliseconds a frame; 0: as fast as it goes. */
  readonly #interval: number;
  #sent: number;
  /** When frame 0 was due; moves when the sender falls too far behind. */
  #origin: number;
  #fullSince = 0;
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  #resolve: (report: SendReport) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;

  constructor(outlet: Outlet, frames: PackedFrames, rate: number | undefined, signal: AbortSignal | undefined, begun: Beginning) {
    this.#outlet = outlet;
    this.#frames = frames;
    this.#signal = signal;
    this.#interval = rate === undefined ? 0 : 1000 / rate;
    this.#sent = begun.sent;
    this.#firstMs = begun.firstMs;
    this.#started = begun.started;
    this.#origin = begun.started;
  }

  run(): Promise<SendReport> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#signal?.addEventListener('abort', this.#aborted, { once: true });
      this.#outlet.waiting.add(this.#closed);
      this.#turn();
    });
  }

  readonly #aborted = (): void => this.#end(() => this.#reject(this.#signal?.reason));

  readonly #closed = (): void => this.#end(() => this.#reject(sendError(this.#outlet, this.#frames, this.#sent, -EBADF)));

  #end(settle: () => void): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#outlet.waiting.delete(this.#closed);
    this.#signal?.removeEventListener('abort', this.#aborted);
    settle();
  }

  readonly #turn = (): void => {
    if (this.#over) return;
    const { n } = this.#frames;
    const due = this.#interval === 0 ? n : this.#due(n);
    if (due > this.#sent) {
      const took = this.#outlet.take(this.#frames, this.#sent, Math.min(due - this.#sent, SEND_MAX));
      if (took < 0 && !isFull(took)) {
        this.#end(() => this.#reject(sendError(this.#outlet, this.#frames, this.#sent, took)));
        return;
      }
      if (took <= 0) {
        this.#waitForRoom(took);
        return;
      }
      this.#fullSince = 0;
      this.#sent += took;
    }
    if (this.#sent === n) {
      this.#end(() => this.#resolve(report(this.#outlet, this.#frames, n, this.#firstMs, this.#started)));
      return;
    }
    this.#waitForTurn();
  };

  /** How many frames should have left by now. Waits in place when the next one is due at once. */
  #due(n: number): number {
    let now = performance.now();
    const next = this.#origin + this.#sent * this.#interval;
    if (next - now < SPIN) while (now < next) now = performance.now();
    if (now - next > CATCH_UP) this.#origin += now - next - CATCH_UP;
    return Math.min(n, Math.floor((now - this.#origin) / this.#interval) + 1);
  }

  #waitForTurn(): void {
    const wait = this.#interval === 0 ? 0 : this.#origin + this.#sent * this.#interval - performance.now();
    if (wait > TIMER_SLACK + 1) this.#timer = setTimeout(this.#turn, wait - TIMER_SLACK);
    else setImmediate(this.#turn);
  }

  #waitForRoom(errno: number): void {
    const now = performance.now();
    if (this.#fullSince === 0) this.#fullSince = now;
    if (now - this.#fullSince > PATIENCE) {
      this.#end(() =>
        this.#reject(
          kernelError(errno, `send: the queue stayed full for ${PATIENCE / 1000} s`, { iface: this.#outlet.name, sent: this.#sent }),
        ),
      );
      return;
    }
    this.#timer = setTimeout(this.#turn, 1);
  }
}
