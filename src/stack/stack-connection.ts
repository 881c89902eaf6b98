/** A connection of a stack as programs use one: octets by promise, both ways. */
import { PacketwrightError } from '../bytes/errors.ts';
import { shown } from '../packet/spec/wants.ts';
import type { Address, TcpConnection } from '../host/host.ts';
import type { TcpState } from '../streams/tcp/states.ts';
import type { Tcb, TcpEvents } from './tcp/tcb.ts';
import type { TcpLayer } from './tcp/tcp-layer.ts';

/** A connection of a {@link Stack}. */
export class StackConnection implements TcpConnection {
  /** Resolves when both ends know each other. Rejects with ERR_REFUSED, ERR_TIMEOUT, ERR_CLOSED. */
  readonly opened: Promise<void>;
  readonly #closed: Promise<PacketwrightError | undefined>;
  readonly #tcp: TcpLayer;
  readonly #t: Tcb;
  #error: PacketwrightError | undefined;
  #isClosed = false;
  #wake: (() => void)[] = [];
  /** Whoever reads or writes it can wait for ever: in a lab whose time is virtual, time does not go on for that. */
  isPatient = false;
  /** Each change of state. */
  onState: ((from: TcpState, to: TcpState) => void) | undefined;

  constructor(tcp: TcpLayer, t: Tcb) {
    this.#tcp = tcp;
    this.#t = t;
    const wake = (): void => this.#all();
    let opened: () => void = () => undefined;
    let failed: (error: PacketwrightError | undefined) => void = () => undefined;
    let closed: (error: PacketwrightError | undefined) => void = () => undefined;
    this.opened =
      t.isPassive || t.state !== 'SYN-SENT'
        ? Promise.resolve()
        : new Promise<void>((resolve, reject) => ([opened, failed] = [resolve, reject]));
    if (t.state === 'SYN-SENT') {
      const isDone = tcp.wait();
      this.opened.then(isDone, isDone);
    }
    this.#closed = new Promise((resolve) => (closed = resolve));
    const events: TcpEvents = {
      open: () => opened(),
      readable: wake,
      writable: wake,
      state: (from, to) => this.onState?.(from, to),
      close: (error) => {
        this.#isClosed = true;
        this.#error = error;
        failed(error);
        closed(error);
        wake();
      },
    };
    t.events = events;
  }

  /** Resolves when the connection is no more, with what ended it if it was not a close of both ends. */
  get closed(): Promise<PacketwrightError | undefined> {
    if (!this.#isClosed && !this.isPatient) void this.#closed.then(this.#tcp.wait());
    return this.#closed;
  }

  get localAddress(): Address {
    return this.#t.path.local;
  }

  get localPort(): number {
    return this.#t.localPort;
  }

  get remoteAddress(): Address {
    return this.#t.path.remote;
  }

  get remotePort(): number {
    return this.#t.remotePort;
  }

  /** By RFC 9293 §3.3.2. */
  get state(): TcpState {
    return this.#t.state;
  }

  /** @throws ERR_CLOSED, behind `finish` or `close` as well; ERR_VALUE */
  async write(data: Uint8Array): Promise<void> {
    if (!(data instanceof Uint8Array))
      throw new PacketwrightError('ERR_VALUE', `write takes octets, not ${shown(data)}`, {
        value: data,
        remedy: 'new TextEncoder().encode(TEXT) makes octets of text',
      });
    for (let from = 0; from < data.length; ) {
      if (this.#isClosed || this.#t.isFinishing) throw this.#error ?? this.#tcp.endedError(this.#t);
      from += this.#tcp.write(this.#t, data, from);
      if (from < data.length) await this.#next();
    }
  }

  async *chunks({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<Uint8Array, void, void> {
    const wake = (): void => this.#all();
    signal?.addEventListener('abort', wake);
    try {
      for (;;) {
        signal?.throwIfAborted();
        const octets = this.#tcp.read(this.#t);
        if (octets !== undefined) yield octets;
        else if (this.#error !== undefined) throw this.#error;
        else if (this.#t.isEnded || this.#isClosed) return;
        else await this.#next();
      }
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }

  /** No more is written; the other end can still send. */
  finish(): void {
    this.#tcp.finish(this.#t);
  }

  /** No more is written, and nothing more is read. */
  close(): void {
    this.#tcp.leave(this.#t);
  }

  /** Ends it at once, with a reset. */
  abort(): void {
    this.#tcp.abort(this.#t);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async #next(): Promise<void> {
    const isDone = this.isPatient ? undefined : this.#tcp.wait();
    await new Promise<void>((resolve) => this.#wake.push(resolve));
    isDone?.();
  }

  #all(): void {
    const all = this.#wake;
    this.#wake = [];
    for (const wake of all) wake();
  }
}
