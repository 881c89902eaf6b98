/** Connections of a stack as Node's streams: `node:http`, `node:tls` and `node:http2` run on them. */
import { Duplex } from 'node:stream';
import { isIpv4, isIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import type { ClaimedPort, ClaimPort } from '../connections.ts';
import type { Stack } from '../stack.ts';
import type { Tcb, TcpSettings } from '../tcp/tcb.ts';
import { tcpSettings } from '../tcp/tcp-settings.ts';
import { nodeError } from './node-error.ts';

/** Octets that are handed on at a time. */
const CHUNK = 65_536;

/** What streams need of an open stack. */
export interface StreamStack {
  readonly stack: Stack;
  readonly settings: TcpSettings;
  /** Addresses of a name, best first. Absent: only addresses can be connected to. */
  resolve?(name: string): Promise<readonly string[]>;
  /** Keeps an end for a connection, where a kernel has the same address. */
  readonly claimPort?: ClaimPort | undefined;
}

/** An end of a connection, as `net.Socket.address()` gives it. */
export interface EndOfConnection {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly port: number;
}

/** How a socket behaves. */
export interface SocketOptions {
  /** After the other end's last octet ours can still be sent. False: our end is ended then, as `net.connect` does. */
  readonly allowHalfOpen: boolean;
}

/**
 * A connection as a Duplex with back pressure: what is not read closes the window, and `write` waits for room. It has what `net.Socket` has that
 * Node's own programs use, and emits `state` with each change of {@link state}. Errors carry the kernel's names as `code` (`ECONNREFUSED`), and ours as `cause`.
 */
export class StackSocket extends Duplex {
  readonly #stack: Stack;
  #t: Tcb | undefined;
  /** What waits for room: octets, how many of them are taken, and whom to tell. */
  #pending: { octets: Uint8Array; from: number; done: (error?: Error | null) => void } | undefined;
  #wantsOctets = false;
  #hasEnded = false;
  #hasError = false;
  #written = 0;
  #timer: NodeJS.Timeout | undefined;
  #noDelay: boolean | undefined;
  #keepAliveMs: number | undefined;
  connecting = true;
  encrypted = false;
  /** As it was given to `setTimeout`, ms. */
  timeout = 0;

  constructor(stack: Stack, { allowHalfOpen }: SocketOptions) {
    // `close` is told with whether there was an error, which a Duplex does not.
    super({ allowHalfOpen, highWaterMark: CHUNK, emitClose: false });
    this.#stack = stack;
  }

  /** From now on it is this connection. For those who open or accept one. */
  attach(t: Tcb): this {
    const { tcp } = this.#stack;
    if (this.destroyed) {
      tcp.leave(t);
      return this;
    }
    this.#t = t;
    this.connecting = t.state === 'SYN-SENT' || t.state === 'SYN-RECEIVED';
    if (this.#noDelay !== undefined) t.noDelay = this.#noDelay;
    if (this.#keepAliveMs !== undefined) tcp.keepAlive(t, this.#keepAliveMs);
    t.events = {
      open: () => {
        this.connecting = false;
        this.#touch();
        this.emit('connect');
        this.emit('ready');
      },
      state: (from, to) => this.emit('state', from, to),
      readable: () => this.#push(),
      writable: () => this.#flush(),
      close: (error) => {
        const wasConnecting = this.connecting;
        this.connecting = false;
        if (error === undefined) this.#push();
        // The stack was closed, by its own user: that is no fault of the connection's.
        else if (error.details['errno'] === 'ECONNABORTED') this.destroy();
        else this.destroy(nodeError(error, wasConnecting ? 'connect' : 'read'));
        this.#flush();
      },
    };
    this.#flush();
    if (!this.connecting) this.#push();
    return this;
  }

  /** Not connected yet, or no more. */
  get pending(): boolean {
    return this.#t === undefined || this.connecting;
  }

  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening';
    if (this.readable) return this.writable ? 'open' : 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  get localAddress(): string | undefined {
    return this.#t?.path.local;
  }

  get localPort(): number | undefined {
    return this.#t?.localPort;
  }

  get localFamily(): 'IPv4' | 'IPv6' | undefined {
    return this.#family;
  }

  get remoteAddress(): string | undefined {
    return this.#t?.path.remote;
  }

  get remotePort(): number | undefined {
    return this.#t?.remotePort;
  }

  get remoteFamily(): 'IPv4' | 'IPv6' | undefined {
    return this.#family;
  }

  /** Our end. */
  address(): EndOfConnection | Record<string, never> {
    const t = this.#t;
    return t === undefined ? {} : { address: t.path.local, family: t.path.isV6 ? 'IPv6' : 'IPv4', port: t.localPort };
  }

  /** Octets that came, and octets that were written, those included that wait. */
  get bytesRead(): number {
    return this.#t?.octetsReceived ?? 0;
  }

  get bytesWritten(): number {
    return this.#written + this.writableLength;
  }

  /** By RFC 9293 §3.3.2. */
  get state(): string {
    return this.#t?.state ?? 'CLOSED';
  }

  // What Node's own programs ask of a socket.
  setNoDelay(on = true): this {
    this.#noDelay = on;
    if (this.#t !== undefined) this.#t.noDelay = on;
    return this;
  }

  /** @param initialDelay after so many ms of silence the other end is asked whether it is there; 0: as the stack's settings say, or two hours */
  setKeepAlive(on = false, initialDelay = 0): this {
    const usual = this.#t?.settings.keepAliveMs ?? 0;
    this.#keepAliveMs = on ? initialDelay || usual || TWO_HOURS_MS : 0;
    if (this.#t !== undefined) this.#stack.tcp.keepAlive(this.#t, this.#keepAliveMs);
    return this;
  }

  /** The stack's interface keeps the process alive, no connection does. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** Emits `timeout` after so many ms without octets in either direction; 0: never. */
  setTimeout(ms: number, listener?: () => void): this {
    this.timeout = ms;
    if (listener !== undefined) {
      if (ms === 0) this.removeListener('timeout', listener);
      else this.once('timeout', listener);
    }
    this.#touch();
    return this;
  }

  /** Ends it when all that was written has been taken. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /** Ends it with a reset. */
  resetAndDestroy(): this {
    if (this.#t !== undefined && this.#t.state !== 'CLOSED') {
      this.#t.events = {};
      this.#stack.tcp.abort(this.#t);
    }
    return this.destroy();
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
    if (this.#t === undefined && !this.destroyed) {
      this.once('connect', () => this._final(done));
      return;
    }
    if (this.#t !== undefined) this.#stack.tcp.finish(this.#t);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.connecting = false;
    this.#hasError = error !== null;
    const t = this.#t;
    if (t !== undefined && t.state !== 'CLOSED') {
      const isDone = t.isFinishing && t.isEnded;
      // Also with an error of its user's: as with `net`, the other end is told of none.
      if (!isDone) this.#stack.tcp.leave(t);
    }
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.done(error ?? new Error('the socket was destroyed'));
    done(error);
    // Behind `error`, which is emitted in the next turn as well.
    process.nextTick(() => this.emit('close', this.#hasError));
  }

  get #family(): 'IPv4' | 'IPv6' | undefined {
    return this.#t === undefined ? undefined : this.#t.path.isV6 ? 'IPv6' : 'IPv4';
  }

  #flush(): void {
    const pending = this.#pending;
    const t = this.#t;
    if (pending === undefined || t === undefined) return;
    const { tcp } = this.#stack;
    if (t.state === 'CLOSED') {
      this.#pending = undefined;
      pending.done(nodeError(tcp.endedError(t), 'write'));
      return;
    }
    pending.from += tcp.write(t, pending.octets, pending.from);
    if (pending.from < pending.octets.length) return;
    this.#pending = undefined;
    this.#written += pending.octets.length;
    pending.done();
  }

  #push(): void {
    const t = this.#t;
    if (t === undefined) return;
    while (this.#wantsOctets) {
      const octets = this.#stack.tcp.read(t, CHUNK);
      if (octets === undefined) break;
      this.#touch();
      this.#wantsOctets = this.push(Buffer.from(octets.buffer, octets.byteOffset, octets.length));
    }
    if ((t.isEnded || t.state === 'CLOSED') && t.receiving.length === 0) this.#endRead();
  }

  #endRead(): void {
    if (this.#hasEnded || this.destroyed) return;
    this.#hasEnded = true;
    this.push(null);
    // Who reads nothing shall hear of the end all the same, as with `net`.
    if (this.readableLength === 0) this.read(0);
  }

  #touch(): void {
    if (this.#timer !== undefined && this.timeout > 0 && !this.destroyed) {
      this.#timer.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.timeout <= 0 || this.destroyed) return;
    this.#timer = setTimeout(() => this.emit('timeout'), this.timeout);
    this.#timer.unref();
  }
}

/** RFC 9293 §3.8.4: the least that a host takes by itself. */
const TWO_HOURS_MS = 7_200_000;

/** How a connection is opened as a stream. */
export interface ConnectSocketOptions {
  /** Default false, as of `net.connect`: when the other end has sent its last octet, ours is ended. */
  readonly allowHalfOpen?: boolean;
  readonly noDelay?: boolean;
  /** Ours. Default: a free one, which strangers cannot guess. */
  readonly localPort?: number;
  readonly tcp?: Partial<TcpSettings>;
}

const CONNECT: OptionNames<ConnectSocketOptions> = { allowHalfOpen: true, noDelay: true, localPort: true, tcp: true };

/**
 * Opens a connection as a stream: `http.request({ createConnection: () => connectSocket(stack, address, port) })`. What goes wrong is told by `error`,
 * as with `net.connect`.
 *
 * @param to an address; or a name, where the stack resolves names: its first address of a family that the stack has
 */
export function connectSocket(from: StreamStack, to: string, port: number, o: ConnectSocketOptions = {}): StackSocket {
  checkOptions('connectSocket', o, CONNECT);
  const settings = tcpSettings('connectSocket', o.tcp ?? {}, from.settings);
  const socket = new StackSocket(from.stack, { allowHalfOpen: o.allowHalfOpen ?? false });
  if (o.noDelay !== undefined) socket.setNoDelay(o.noDelay);
  const begin = (address: string, claimed?: ClaimedPort): void => {
    const { tcp, paths } = from.stack;
    try {
      const t = tcp.connect(paths.to(address, claimed?.address), port, settings, claimed?.port ?? o.localPort);
      t.whenGone = claimed?.release;
      socket.attach(t);
    } catch (error) {
      claimed?.release();
      // Not before whoever asked has had time to listen for it.
      setImmediate(() => socket.destroy(nodeError(error as Error, 'connect')));
    }
  };
  const claimedFor = async (address: string): Promise<void> => {
    const claimed = await from.claimPort?.(address, port, o.localPort);
    if (socket.destroyed) claimed?.release();
    else begin(address, claimed);
  };
  if (isAddress(to) && from.claimPort === undefined) begin(to);
  else
    (isAddress(to) ? Promise.resolve(to) : firstAddress(from, to)).then(
      (address) => claimedFor(address).catch((error: Error) => socket.destroy(nodeError(error, 'connect'))),
      (error: Error) => socket.destroy(nodeError(error, 'getaddrinfo')),
    );
  return socket;
}

const isAddress = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** @throws ERR_RESOLVE */
async function firstAddress(from: StreamStack, name: string): Promise<string> {
  const hasFamily = (address: string): boolean => from.stack.addresses.all.some(({ isV6 }) => isV6 === address.includes(':'));
  const found = (await from.resolve?.(name)) ?? [];
  const address = found.find(hasFamily) ?? found[0];
  if (address === undefined)
    throw new PacketwrightError('ERR_RESOLVE', `${name} has no address that this stack knows of`, { remedy: 'give an address' });
  return address;
}
