/** Who takes connections of a stack as streams, as `net.Server` does. */
import { EventEmitter } from 'node:events';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import type { TcpSettings } from '../tcp/tcb.ts';
import { tcpSettings } from '../tcp/tcp-settings.ts';
import { type EndOfConnection, StackSocket, type StreamStack } from './stack-socket.ts';

/** How connections are taken. */
export interface StackServerOptions {
  /** Only at this address of the stack. Default: all. */
  readonly address?: string;
  /** Connections that may wait for the last segment of their handshake. Default 1024. */
  readonly backlog?: number;
  /** Default true: HTTP and others answer behind the other end's last octet. */
  readonly allowHalfOpen?: boolean;
  readonly tcp?: Partial<TcpSettings>;
}

const NAMES: OptionNames<StackServerOptions> = { address: true, backlog: true, allowHalfOpen: true, tcp: true };

/** A port that listens. Emits `connection` with each {@link StackSocket}, and `close` when it was closed and all of them are. */
export class StackServer extends EventEmitter implements AsyncDisposable {
  readonly #stack: StreamStack;
  readonly #sockets = new Set<StackSocket>();
  readonly #stop: () => void;
  readonly #address: string;
  #isClosed = false;
  readonly port: number;

  /** @param port 0: a free one. @throws ERR_BUSY */
  constructor(stack: StreamStack, port: number, o: StackServerOptions = {}) {
    super();
    checkOptions('listenSockets', o, NAMES);
    this.#stack = stack;
    const { tcp } = stack.stack;
    this.port = tcp.portFor(port);
    this.#address = o.address ?? '';
    this.#stop = tcp.listen({
      port: this.port,
      ...(o.address !== undefined && { address: o.address }),
      backlog: o.backlog ?? 1024,
      settings: tcpSettings('listenSockets', o.tcp ?? {}, stack.settings),
      onConnection: (t) => {
        const socket = new StackSocket(stack.stack, { allowHalfOpen: o.allowHalfOpen ?? true });
        this.#sockets.add(socket);
        socket.once('close', () => {
          this.#sockets.delete(socket);
          this.#closedIfDone();
        });
        this.emit('connection', socket.attach(t));
      },
    });
  }

  get listening(): boolean {
    return !this.#isClosed;
  }

  /** Connections that are open. */
  get sockets(): Iterable<StackSocket> {
    return this.#sockets;
  }

  /** Where it listens; null when it is closed. Without an address of its own: the stack's first. */
  address(): EndOfConnection | null {
    if (this.#isClosed) return null;
    const address = this.#address || (this.#stack.stack.addresses.all[0]?.address ?? '');
    return { address, family: address.includes(':') ? 'IPv6' : 'IPv4', port: this.port };
  }

  /** No further connections; those that are open go on. `done` is called when they are closed. */
  close(done?: () => void): this {
    if (done !== undefined) this.once('close', done);
    if (this.#isClosed) return this;
    this.#isClosed = true;
    this.#stop();
    this.#closedIfDone();
    return this;
  }

  /** Ends those that are open as well. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #closedIfDone(): void {
    if (this.#isClosed && this.#sockets.size === 0) process.nextTick(() => this.emit('close'));
  }
}

/**
 * Takes connections as streams. Node's servers take them over: `listenSockets(stack, 80, (socket) => server.emit('connection', socket))`, where `server` is of
 * `node:http`, `node:https`, `node:http2` or `node:tls`.
 *
 * @param port 0: a free one
 * @throws ERR_BUSY
 */
export function listenSockets(
  stack: StreamStack,
  port: number,
  onSocket: (socket: StackSocket) => void,
  o: StackServerOptions = {},
): StackServer {
  return new StackServer(stack, port, o).on('connection', onSocket);
}
