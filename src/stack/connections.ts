/** Connections of a stack for who uses them: opened, and taken on a port. */
import { checkOptions } from '../bytes/known-options.ts';
import type { Address, WaitOptions } from '../host/host.ts';
import type { Stack } from './stack.ts';
import { StackConnection } from './stack-connection.ts';
import type { TcpSettings } from './tcp/tcb.ts';
import { tcpSettings } from './tcp/tcp-settings.ts';

/** How a connection is opened. */
export interface ConnectOptions extends WaitOptions {
  /** From this address of ours; default: the one on the way. And from this port; default: a free one, which strangers cannot guess. */
  readonly address?: Address;
  readonly port?: number;
  readonly tcp?: Partial<TcpSettings>;
}

/** How connections are taken. */
export interface ListenSettings {
  /** Connections that may be half open; beyond that SYNs are answered with cookies. Default 1,024. */
  readonly backlog?: number;
  /** Only at this address; default: all of the stack. */
  readonly address?: Address;
  readonly tcp?: Partial<TcpSettings>;
}

/** Who takes connections. */
export interface StackListener extends AsyncDisposable {
  readonly port: number;
  /** Connections as they open, until it is closed, or the stack. For one reader. */
  connections(): AsyncIterable<StackConnection>;
  close(): void;
}

/** One end of a connection to be, kept from the kernel until it is released. */
export interface ClaimedPort {
  readonly address: Address;
  readonly port: number;
  release(): void;
}

/** Keeps an end for a connection to there. `own`: with this port of ours. */
export type ClaimPort = (to: Address, port: number, own?: number) => Promise<ClaimedPort>;

const BACKLOG = 1024;

/** Opens a connection. @throws ERR_ROUTE, ERR_ADDRESS, ERR_BUSY, ERR_REFUSED, ERR_TIMEOUT */
export async function openConnection(
  { tcp, paths }: Stack,
  usual: TcpSettings,
  to: Address,
  port: number,
  o: ConnectOptions = {},
  claim?: ClaimPort,
): Promise<StackConnection> {
  checkOptions('connect', o, { timeoutMs: true, signal: true, tcp: true, address: true, port: true });
  o.signal?.throwIfAborted();
  const settings = tcpSettings('connect', { ...o.tcp, ...(o.timeoutMs !== undefined && { synTimeoutMs: o.timeoutMs }) }, usual);
  const claimed = claim === undefined ? undefined : await claim(to, port, o.port);
  const t = tcp.connect(paths.to(to, claimed?.address ?? o.address), port, settings, claimed?.port ?? o.port);
  t.whenGone = claimed?.release;
  const connection = new StackConnection(tcp, t);
  const abort = (): void => connection.abort();
  o.signal?.addEventListener('abort', abort);
  try {
    await connection.opened;
  } catch (error) {
    o.signal?.throwIfAborted();
    throw error;
  } finally {
    o.signal?.removeEventListener('abort', abort);
  }
  return connection;
}

/** Calls `on` with each connection that somebody opens to a port. @returns what ends that @throws ERR_BUSY */
export function onConnections(
  { tcp }: Stack,
  usual: TcpSettings,
  port: number,
  o: ListenSettings,
  on: (connection: StackConnection) => void,
  onClosed?: () => void,
): () => void {
  checkOptions('listen', o, { backlog: true, address: true, tcp: true });
  return tcp.listen({
    port,
    ...(o.address !== undefined && { address: o.address }),
    backlog: o.backlog ?? BACKLOG,
    settings: tcpSettings('listen', o.tcp ?? {}, usual),
    onConnection: (t) => on(new StackConnection(tcp, t)),
    ...(onClosed !== undefined && { onClosed }),
  });
}

/** Takes connections on a port (0: a free one), for one who asks for them one by one. @throws ERR_BUSY, ERR_RANGE */
export function listenOn(stack: Stack, usual: TcpSettings, wanted: number, o: ListenSettings = {}): StackListener {
  const port = stack.tcp.portFor(wanted);
  const waiting: StackConnection[] = [];
  let wake: (() => void) | undefined;
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    stop();
    wake?.();
  };
  const taken = (connection: StackConnection): void => {
    waiting.push(connection);
    wake?.();
  };
  const stop = onConnections(stack, usual, port, o, taken, close);
  return {
    port,
    async *connections() {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (isClosed) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
}
