/** Connections of a stack as Node's streams: `node:http`, `node:tls` and `node:http2` run on them. */
import { Duplex } from 'node:stream';
import type { OpenStack } from '../open-stack.ts';
import type { Stack } from '../stack.ts';
import type { Tcb } from '../tcp/tcb.ts';
import type { TcpLayer } from '../tcp/tcp-layer.ts';
import { tcpSettings } from '../tcp/tcp-settings.ts';
import type { StackListener } from '../open-stack.ts';

/** Octets that are handed on at a time. */
const CHUNK = 65_536;

/** A connection as a Duplex with back pressure: what is not read closes the window, and `write` waits for room. */
export class StackSocket extends Duplex {
  readonly #tcp: TcpLayer;
  readonly #t: Tcb;
  /** What waits for room: octets, how many of them are taken, and whom to tell. */
  #pending: { octets: Uint8Array; from: number; done: (error?: Error | null) => void } | undefined;
  #onOpen: (() => void) | undefined;
  #wantsOctets = false;
  #timer: NodeJS.Timeout | undefined;
  #timeoutMs = 0;
  connecting: boolean;
  encrypted = false;

  constructor(tcp: TcpLayer, t: Tcb) {
    // The last octets of one direction end that direction only: HTTP and others answer behind it.
    super({ allowHalfOpen: true, highWaterMark: CHUNK });
    this.#tcp = tcp;
    this.#t = t;
    this.connecting = t.state === 'SYN-SENT' || t.state === 'SYN-RECEIVED';
    t.events = {
      open: () => {
        this.connecting = false;
        this.#onOpen?.();
        this.emit('connect');
        this.emit('ready');
      },
      readable: () => this.#push(),
      writable: () => this.#flush(),
      close: (error) => {
        this.#push();
        this.#pending?.done(error ?? tcp.endedError(t));
        this.#pending = undefined;
        if (error !== undefined) this.destroy(error);
        else this.#endRead();
      },
    };
  }

  get localAddress(): string {
    return this.#t.path.local;
  }

  get localPort(): number {
    return this.#t.localPort;
  }

  get remoteAddress(): string {
    return this.#t.path.remote;
  }

  get remotePort(): number {
    return this.#t.remotePort;
  }

  get remoteFamily(): string {
    return this.#t.path.isV6 ? 'IPv6' : 'IPv4';
  }

  /** By RFC 9293 §3.3.2. */
  get state(): string {
    return this.#t.state;
  }

  // What Node's own programs ask of a socket.
  setNoDelay(on = true): this {
    this.#t.noDelay = on;
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** Emits `timeout` after so many ms without octets in either direction; 0: never. */
  setTimeout(ms: number, listener?: () => void): this {
    this.#timeoutMs = ms;
    if (listener !== undefined) this.once('timeout', listener);
    this.#touch();
    return this;
  }

  override _read(): void {
    this.#wantsOctets = true;
    this.#push();
  }

  override _write(octets: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.#touch();
    this.#pending = { octets, from: 0, done };
    this.#flush();
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this._write(
      chunks.length === 1 ? (chunks[0] as { chunk: Uint8Array }).chunk : Buffer.concat(chunks.map(({ chunk }) => chunk)),
      '',
      done,
    );
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#tcp.finish(this.#t);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    const t = this.#t;
    if (t.state !== 'CLOSED') {
      const isDone = t.isFinishing && t.isEnded;
      if (error !== null) this.#tcp.abort(t);
      else if (!isDone) this.#tcp.leave(t);
    }
    done(error);
  }

  #flush(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    if (this.#t.state === 'CLOSED') {
      this.#pending = undefined;
      pending.done(this.#tcp.endedError(this.#t));
      return;
    }
    pending.from += this.#tcp.write(this.#t, pending.octets, pending.from);
    if (pending.from < pending.octets.length) return;
    this.#pending = undefined;
    pending.done();
  }

  #push(): void {
    const t = this.#t;
    while (this.#wantsOctets) {
      const octets = this.#tcp.read(t, CHUNK);
      if (octets === undefined) break;
      this.#touch();
      this.#wantsOctets = this.push(Buffer.from(octets.buffer, octets.byteOffset, octets.length));
    }
    if (t.isEnded && t.receiving.length === 0) this.#endRead();
  }

  #endRead(): void {
    if (!this.readableEnded && !this.destroyed && this.#t.receiving.length === 0 && !this.#hasEnded) {
      this.#hasEnded = true;
      this.push(null);
    }
  }

  #hasEnded = false;

  #touch(): void {
    clearTimeout(this.#timer);
    if (this.#timeoutMs <= 0 || this.destroyed) return;
    this.#timer = setTimeout(() => this.emit('timeout'), this.#timeoutMs);
    this.#timer.unref();
  }
}

/** Opens a connection as a stream: `http.request({ createConnection: () => connectSocket(stack, address, port) })`. @throws ERR_ROUTE */
export function connectSocket({ stack, settings }: OpenStack, to: string, port: number): StackSocket {
  return new StackSocket(stack.tcp, stack.tcp.connect(stack.paths.to(to), port, tcpSettings('connectSocket', {}, settings)));
}

/** Takes connections as streams: `listenSockets(stack, 80, (socket) => server.emit('connection', socket))`. @throws ERR_BUSY */
export function listenSockets(
  { stack, settings }: { readonly stack: Stack; readonly settings: OpenStack['settings'] },
  port: number,
  onSocket: (socket: StackSocket) => void,
): Pick<StackListener, 'close' | 'port'> {
  const close = stack.tcp.listen({ port, backlog: 1024, settings, onConnection: (t) => onSocket(new StackSocket(stack.tcp, t)) });
  return { port, close };
}
