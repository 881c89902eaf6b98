/**
 * An open interface: the one class behind sockets, rings and TUN devices. How packets are read and sent is the device's
 * affair; who gets them, when to wait, and what happens when the interface goes away is decided here.
 */
import { checkOptions } from '../../../bytes/known-options.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { InterfaceInfo, PacketBatch, PacketSource, SourceStats } from '../../../capture/batch.ts';
import { PacketStream, type ToPacket } from '../../../capture/packet-stream.ts';
import type { BpfProgram, PackedFrames, SendOptions, SendReport, SendStamps } from '../../host.ts';
import { LINK_SEND_OPTIONS, sendOnlyError } from '../../link-choices.ts';
import { ENETDOWN, kernelError } from '../errno.ts';
import { ReadWatch } from './read-watch.ts';
import type { PacketReader } from './reader.ts';
import { emptyStamps } from './send-stamps.ts';
import { type Outlet, transmit } from './transmit.ts';

/** A descriptor with its ways of receiving and of sending. */
export interface LinkDevice {
  readonly native: NativeBinding;
  readonly handle: NativeHandle;
  readonly reader: PacketReader;
  /** Whether to look once a millisecond under load; see {@link ReadWatch}. */
  readonly adaptive: boolean;
  /** Frames `start … start + count`: how many were taken, or -errno. */
  take(frames: PackedFrames, start: number, count: number): number;
  /** The same, and `stamps` get when each left. Absent: nobody knows. */
  takeStamped?(frames: PackedFrames, start: number, count: number, stamps: SendStamps): number;
  setFilter(program: BpfProgram | undefined): void;
  /** The error that waits at the descriptor, taken away; 0: none. */
  takeError(): number;
  isGone(): boolean;
  /** What the interface's MTU is now. Absent: it does not change. */
  mtu?(): number | undefined;
  drops(): { readonly dropped: number; readonly frozen: number };
  close(): void;
}

export interface KernelLinkOptions<P> {
  readonly device: LinkDevice;
  readonly info: InterfaceInfo;
  readonly referenced: boolean;
  readonly toPacket: ToPacket<P>;
  /** Its socket receives nothing: reading is refused. */
  readonly sendOnly?: boolean;
  /** For tests: overwrite a batch's octets when it is released, so that who kept them notices. */
  readonly poison?: boolean;
}

interface Listener {
  readonly on: (batch: PacketBatch) => void;
  readonly onError: ((error: Error) => void) | undefined;
  active: boolean;
}

/** Batches that one wake-up may deliver before timers and others have their turn. */
const BATCHES_A_TURN = 64;
/** How long reading may go on without a turn of the event loop, ms. */
const TURN_MS = 5;
const POISON = 0xdb;
/** While the interface is down: how often to look whether it is gone, ms. The kernel says "down" for both. */
const GONE_CHECK_MS = 200;

export class KernelLink<P> implements PacketSource<P> {
  readonly name: string;
  readonly linkType: number;
  readonly mac?: string;
  readonly interfaces: readonly InterfaceInfo[];
  /** bind(2) is what starts receiving, and it is behind us. */
  readonly ready: Promise<void> = Promise.resolve();
  readonly #device: LinkDevice;
  readonly #reader: PacketReader;
  readonly #watch: ReadWatch;
  readonly #outlet: Outlet;
  readonly #toPacket: ToPacket<P>;
  readonly #poison: boolean;
  readonly #sendOnly: boolean;
  /** Never changed, only replaced: who begins to listen within a callback gets the next batch, not this one. */
  #listeners: readonly Listener[] = [];
  /** Set while batches() waits or its consumer has a batch. */
  #iterating = false;
  #wakeIterator: (() => void) | undefined;
  #closed = false;
  #onClosed: (() => void) | undefined;
  /** The interface was removed: nothing will come any more. */
  #gone: PacketwrightError | undefined;
  #goneCheck: NodeJS.Timeout | undefined;
  #wentDown = false;
  /** Since it runs: whether it has looked once, and whether packets came since the last look. */
  #looked = false;
  #heard = false;
  #finalDrops = { dropped: 0, frozen: 0 };

  constructor(o: KernelLinkOptions<P>) {
    const { device, info } = o;
    this.#device = device;
    this.#reader = device.reader;
    this.#toPacket = o.toPacket;
    this.#poison = o.poison ?? false;
    this.#sendOnly = o.sendOnly ?? false;
    this.name = info.name;
    this.linkType = info.linkType;
    if (info.mac !== undefined) this.mac = info.mac;
    this.interfaces = [info];
    this.#watch = new ReadWatch(device.native, device.handle, { referenced: o.referenced, adaptive: device.adaptive });
    this.#outlet = {
      name: this.name,
      mtu: () => this.mtu,
      linkType: this.linkType,
      take: (frames, start, count) => this.#taking(() => device.take(frames, start, count)),
      now: () => device.native.now(),
      waiting: new Set(),
    };
  }

  /** What it is now: it may be changed while the link is open. */
  get mtu(): number {
    return (this.#closed ? undefined : this.#device.mtu?.()) ?? this.interfaces[0]?.mtu ?? 0;
  }

  /** See Link.send. Slices of 1,024 frames; frames are read from `frames.data` until the promise settles. */
  async send(frames: PackedFrames, o?: SendOptions): Promise<SendReport> {
    if (this.#closed) throw this.#closedError('send');
    if (o !== undefined) checkOptions('send', o, LINK_SEND_OPTIONS);
    const { takeStamped } = this.#device;
    if (o?.stamps !== true || takeStamped === undefined) return transmit(this.#outlet, frames, o);
    const stamps = emptyStamps(frames.n);
    const take: Outlet['take'] = (some, start, count) => this.#taking(() => takeStamped(some, start, count, stamps));
    const report = await transmit({ ...this.#outlet, take }, frames, o);
    return { ...report, stamps };
  }

  #taking(take: () => number): number {
    const took = take();
    if (took !== -ENETDOWN) return took;
    // It may be an old error, from when the interface was down: that one is ours to take away, and to tell readers of.
    this.#failed(this.#device.takeError());
    return take();
  }

  /** See Link.setFilter. Packets that the old filter had let through, and that nobody has read yet, are dropped. */
  setFilter(program: BpfProgram | undefined): void {
    this.#checkReceives('set a filter');
    this.#device.setFilter(program);
  }

  /**
   * See Link.listen. Several may listen; each gets every batch. What a listener throws is an uncaught exception.
   * Without `onError`, the removal of the interface is silent here (send still says it).
   */
  listen(on: (batch: PacketBatch) => void, o: { readonly onError?: (error: Error) => void } = {}): () => void {
    this.#checkReceives('listen');
    this.#lookAgain();
    if (this.#gone !== undefined) throw this.#gone;
    if (this.#iterating) throw this.#busyError();
    const listener: Listener = { on, onError: o.onError, active: true };
    this.#listeners = [...this.#listeners, listener];
    if (this.#listeners.length === 1) this.#started(this.#watch.start(this.#onReadable));
    return () => {
      if (!listener.active) return;
      listener.active = false;
      this.#listeners = this.#listeners.filter((other) => other !== listener);
      if (this.#listeners.length > 0) return;
      this.#watch.stop();
      this.#stopGoneCheck();
    };
  }

  /** One at a time, and not while somebody listens. Ends when the link is closed. */
  async *batches(o: { readonly signal?: AbortSignal } = {}): AsyncGenerator<PacketBatch, void, void> {
    checkOptions('batches', o, { signal: true });
    const { signal } = o;
    this.#checkReceives('read');
    if (this.#iterating || this.#listeners.length > 0) throw this.#busyError();
    this.#iterating = true;
    this.#lookAgain();
    const wake = (): void => this.#wakeIterator?.();
    signal?.addEventListener('abort', wake);
    let turn = performance.now();
    let packets = 0;
    let drained = false;
    try {
      for (;;) {
        signal?.throwIfAborted();
        if (this.#closed) return;
        const batch = drained ? undefined : this.#reader.next();
        if (batch !== undefined) {
          packets += batch.n;
          drained = !this.#reader.more;
          this.#heard = true;
          yield batch;
          this.#release(batch);
          // Batch after batch goes by microtasks alone, and those would keep timers and signals waiting.
          if (performance.now() - turn > TURN_MS) {
            await nextTurn();
            turn = performance.now();
          }
        } else {
          if (!drained) this.#failed(this.#reader.errno);
          if (this.#gone !== undefined) throw this.#gone;
          await this.#readable(packets);
          packets = 0;
          drained = false;
          turn = performance.now();
        }
      }
    } finally {
      signal?.removeEventListener('abort', wake);
      this.#iterating = false;
      this.#stopGoneCheck();
    }
  }

  /** Who breaks off loses the rest of the batch that the last packet came in. */
  packets(o: { readonly signal?: AbortSignal } = {}): AsyncIterableIterator<P> {
    return new PacketStream(this.batches(o), this.#toPacket, this.interfaces);
  }

  /** `received`: packets handed out. `dropped`: those that the kernel had no room for. They stay readable after close. */
  stats(): SourceStats {
    if (!this.#closed) this.#finalDrops = this.#device.drops();
    return { received: this.#reader.received, ...this.#finalDrops };
  }

  /** Calls `on` when the link is closed. For one who keeps account of open links. */
  onClosed(on: () => void): void {
    this.#onClosed = on;
  }

  /**
   * Ends batches() and packets(); batches of a ring that are still held become empty. Who listens still is told (ERR_CLOSED). Calling it
   * twice does nothing.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#finalDrops = this.#device.drops();
    this.#closed = true;
    this.#watch.stop();
    this.#stopGoneCheck();
    const listeners = this.#dismiss();
    this.#device.close();
    this.#wakeIterator?.();
    for (const end of [...this.#outlet.waiting]) end();
    this.#onClosed?.();
    for (const listener of listeners) listener.onError?.(this.#closedError('listen'));
    // A ring is unmapped, and its socket goes, with the next turn of the event loop.
    await nextTurn();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #onReadable = (status: number): void => {
    // Taken first, or reading would give the error instead of what still waits in the queue.
    let errno = status < 0 ? this.#device.takeError() : 0;
    const reader = this.#reader;
    let packets = 0;
    try {
      for (let turn = 0; turn < BATCHES_A_TURN && !this.#closed && this.#listeners.length > 0; turn++) {
        const batch = reader.next();
        if (batch === undefined) {
          errno ||= reader.errno;
          break;
        }
        packets += batch.n;
        this.#heard = true;
        const { more } = reader;
        try {
          for (const listener of this.#listeners) if (listener.active) listener.on(batch);
        } finally {
          this.#release(batch);
        }
        if (!more) break;
      }
    } finally {
      // Also when a listener threw: the others go on.
      if (!this.#closed) this.#failed(errno);
      if (!this.#closed && this.#listeners.length > 0) this.#started(this.#watch.read(packets));
    }
  };

  #release(batch: PacketBatch): void {
    if (this.#poison) {
      for (let i = 0; i < batch.n; i++) batch.data.fill(POISON, batch.offset[i], batch.offset[i]! + batch.captured[i]!);
    }
    batch.release();
  }

  /** Resolves when there may be something to read, or to notice. */
  #readable(packets: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeIterator = () => {
        this.#wakeIterator = undefined;
        this.#watch.stop();
        resolve();
      };
      this.#started(
        this.#watch.start((status) => {
          if (status < 0) this.#failed(this.#device.takeError());
          this.#wakeIterator?.();
        }, packets),
      );
    });
  }

  #started(rc: number): void {
    if (rc < 0) throw kernelError(rc, 'wait for packets', { iface: this.name });
  }

  /** An error of the descriptor. Down is no end: the kernel goes on delivering when the interface comes up again. */
  #failed(errno: number): void {
    if (errno === 0) return;
    if (this.#device.isGone()) this.#ended(new PacketwrightError('ERR_INTERFACE', `interface ${this.name} is gone`, { iface: this.name }));
    else if (errno !== ENETDOWN) this.#ended(kernelError(errno, 'read packets', { iface: this.name }));
    else {
      this.#wentDown = true;
      this.#goneCheck ??= setInterval(this.#checkGone, GONE_CHECK_MS).unref();
    }
  }

  /** It had gone down while somebody else read, who was told: nobody will tell it again. */
  #lookAgain(): void {
    if (this.#wentDown) this.#failed(ENETDOWN);
  }

  /**
   * The kernel tells once that an interface goes down, and not again when it is removed after that. Packets that come say that it is
   * up again; but only those after a first look, since others may have waited from before it went down.
   */
  readonly #checkGone = (): void => {
    if (this.#device.isGone()) this.#failed(ENETDOWN);
    else if (this.#looked && this.#heard) {
      this.#wentDown = false;
      this.#stopGoneCheck();
    } else {
      this.#looked = true;
      this.#heard = false;
    }
  };

  #stopGoneCheck(): void {
    clearInterval(this.#goneCheck);
    this.#goneCheck = undefined;
    this.#looked = false;
  }

  #ended(error: PacketwrightError): void {
    if (this.#gone !== undefined) return;
    this.#gone = error;
    this.#stopGoneCheck();
    this.#watch.stop();
    this.#wakeIterator?.();
    for (const listener of this.#dismiss()) listener.onError?.(error);
  }

  /** Nobody listens any more. Gives who did. */
  #dismiss(): readonly Listener[] {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener.active = false;
    return listeners;
  }

  #checkReceives(doing: string): void {
    if (this.#closed) throw this.#closedError(doing);
    if (this.#sendOnly) throw sendOnlyError(this.name, doing);
  }

  #closedError(doing: string): PacketwrightError {
    return new PacketwrightError('ERR_CLOSED', `cannot ${doing} on ${this.name}: the link is closed`, { iface: this.name });
  }

  #busyError(): PacketwrightError {
    return new PacketwrightError('ERR_BUSY', `this link on ${this.name} already has a reader`, {
      iface: this.name,
      remedy: 'open another link for a second reader',
    });
  }
}
