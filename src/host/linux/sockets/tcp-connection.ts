/** A TCP connection of the kernel's. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { TcpConnection, WaitOptions } from '../../host.ts';
import { EAGAIN } from '../errno.ts';
import type { End } from './socket-address.ts';
import { SOCK_STREAM } from '../links/constants.ts';
import { KernelSocket, READABLE, socketError, type SocketPlace, WRITABLE } from './socket.ts';

const EINPROGRESS = 115;
const DEFAULT_MS = 10_000;
const READ_OCTETS = 64 * 1024;
/** Octets that wait for their reader; more wait in the kernel, and then at the other end. */
const MOST_WAITING = 1024 * 1024;

/** @throws ERR_SYSTEM (its details name ECONNREFUSED, ETIMEDOUT …), ERR_ROUTE, ERR_ADDRESS; the signal's reason */
export async function openTcpConnection(place: SocketPlace, to: End, o: WaitOptions): Promise<TcpConnection> {
  o.signal?.throwIfAborted();
  const socket = new KernelSocket(place, { type: SOCK_STREAM, towards: to.address });
  try {
    await connected(socket, to, o);
    return new Connection(socket, to);
  } catch (error) {
    socket.close();
    throw error;
  }
}

async function connected(socket: KernelSocket, to: End, { timeoutMs = DEFAULT_MS, signal }: WaitOptions): Promise<void> {
  const doing = `connect to ${to.address} port ${to.port}`;
  const rc = socket.connect(to);
  if (rc < 0 && rc !== -EINPROGRESS) throw socketError(rc, doing, { to });
  let timer: NodeJS.Timeout | undefined, abort: (() => void) | undefined;
  socket.hold();
  try {
    await new Promise<void>((resolve, reject) => {
      const late = (): PacketwrightError =>
        new PacketwrightError('ERR_SYSTEM', `cannot ${doing}: no answer within ${timeoutMs} ms`, { to, name: 'ETIMEDOUT', timeoutMs });
      timer = setTimeout(() => reject(late()), timeoutMs);
      abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      socket.onClose = () => reject(new PacketwrightError('ERR_CLOSED', 'the host is closed'));
      socket.onReady = () => {
        const error = socket.error();
        if (error < 0) reject(socketError(error, doing, { to }));
        else resolve();
      };
      socket.watch(WRITABLE);
    });
  } finally {
    clearTimeout(timer);
    if (abort !== undefined) signal?.removeEventListener('abort', abort);
    socket.onReady = socket.onClose = undefined;
    socket.letGo();
  }
}

class Connection implements TcpConnection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly #socket: KernelSocket;
  readonly #to: End;
  readonly #chunks: Uint8Array[] = [];
  readonly #buffer = new Uint8Array(READ_OCTETS);
  #waiting = 0;
  /** The other end has sent all. */
  #ended = false;
  #error: Error | undefined;
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;

  constructor(socket: KernelSocket, to: End) {
    this.#socket = socket;
    this.#to = to;
    const { address, port } = socket.local();
    this.localAddress = address;
    this.localPort = port;
    socket.onReady = () => {
      this.#read();
      this.#wakeWriter?.();
      this.#watch();
    };
    socket.onClose = () => {
      this.#ended = true;
      this.#wakeReader?.();
      this.#wakeWriter?.();
    };
    this.#watch();
  }

  #read(): void {
    if (this.#ended || this.#error !== undefined || this.#waiting >= MOST_WAITING) return;
    const n = this.#socket.receive(this.#buffer);
    if (n === -EAGAIN) return;
    if (n < 0) this.#error = socketError(n, `read from ${this.#to.address} port ${this.#to.port}`, { to: this.#to });
    else if (n === 0) this.#ended = true;
    else {
      this.#chunks.push(this.#buffer.slice(0, n));
      this.#waiting += n;
    }
    this.#wakeReader?.();
  }

  #watch(): void {
    const reads = !this.#ended && this.#error === undefined && this.#waiting < MOST_WAITING;
    this.#socket.watch((reads ? READABLE : 0) | (this.#wakeWriter === undefined ? 0 : WRITABLE));
  }

  async write(data: Uint8Array): Promise<void> {
    const doing = `write to ${this.#to.address} port ${this.#to.port}`;
    for (let at = 0; at < data.length; ) {
      if (this.#socket.closed) throw new PacketwrightError('ERR_CLOSED', `cannot ${doing}: the connection is closed`);
      const n = this.#socket.send(data, at);
      if (n >= 0) at += n;
      else if (n !== -EAGAIN) throw socketError(n, doing, { to: this.#to });
      else {
        await new Promise<void>((resolve) => {
          this.#wakeWriter = resolve;
          this.#watch();
        });
        this.#wakeWriter = undefined;
      }
    }
  }

  async *chunks({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<Uint8Array, void, undefined> {
    const abort = (): void => this.#wakeReader?.();
    signal?.addEventListener('abort', abort, { once: true });
    this.#socket.hold();
    try {
      while (signal?.aborted !== true) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#waiting -= chunk.length;
          this.#watch();
          yield chunk;
        } else if (this.#error !== undefined) throw this.#error;
        else if (this.#ended) return;
        else await new Promise<void>((resolve) => (this.#wakeReader = resolve));
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#wakeReader = undefined;
      this.#socket.letGo();
    }
  }

  close(): void {
    this.#socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
