/** Sockets as a plain program has them, by Node's own net and dgram: they are in this process's namespace. */
import { checkOptions } from '../../bytes/known-options.ts';
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { connect } from 'node:net';
import { isIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { HostSockets, WaitOptions } from '../host.ts';
import { WAIT_OPTIONS } from '../link-choices.ts';
import { hostClosed, type OpenThings } from './open-things.ts';
import { permissionError } from './privileges/permission-error.ts';

const DEFAULT_MS = 10_000;
/** Datagrams that wait for their reader; the oldest are dropped beyond. */
const QUEUE = 10_000;

type Udp = Awaited<ReturnType<HostSockets['udp']>>;
type Datagram = { readonly data: Uint8Array; readonly from: string; readonly port: number };

/**
 * @param netns not this process's own: Node can open no socket there
 * @param things what is closed with the host
 */
export function plainSockets(netns: string | number | undefined, things: OpenThings): HostSockets {
  const here = (): void => {
    if (netns === undefined) return;
    throw new PacketwrightError(
      'ERR_PLATFORM',
      `plain sockets always open in this process's own network, not in network namespace ${netns}`,
      {
        netns,
        remedy: `run the whole program in it: ip netns exec ${netns} …`,
      },
    );
  };
  return {
    connect: async (to, port, o = {}) => {
      checkOptions('connect', o, WAIT_OPTIONS);
      here();
      return await open(to, port, o, things);
    },
    udp: async (o = {}) => {
      checkOptions('udp', o, { address: true, port: true });
      here();
      return await bind(o.address, o.port ?? 0, things);
    },
  };
}

function open(to: string, port: number, o: WaitOptions, things: OpenThings): Promise<{ close(): void; readonly localPort: number }> {
  o.signal?.throwIfAborted();
  const { timeoutMs = DEFAULT_MS } = o;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to, port });
    socket.once(
      'close',
      things.add(() => socket.destroy(hostClosed())),
    );
    const end = (error: Error): void => {
      done();
      socket.destroy();
      reject(error);
    };
    const failed = (cause: NodeJS.ErrnoException): void =>
      end(
        cause instanceof PacketwrightError
          ? cause
          : new PacketwrightError('ERR_SYSTEM', `cannot connect to ${to} port ${port}: ${cause.code ?? cause.message}`, {
              to,
              port,
              name: cause.code,
              cause,
            }),
      );
    const abort = (): void => end(o.signal?.reason as Error);
    const timer = setTimeout(
      () =>
        end(
          new PacketwrightError('ERR_SYSTEM', `cannot connect to ${to} port ${port}: no answer within ${timeoutMs} ms`, {
            to,
            port,
            name: 'ETIMEDOUT',
            timeoutMs,
          }),
        ),
      timeoutMs,
    );
    const done = (): void => {
      clearTimeout(timer);
      o.signal?.removeEventListener('abort', abort);
      socket.off('error', failed);
    };
    o.signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', failed);
    socket.once('connect', () => {
      done();
      // Whatever comes later concerns nobody: who wants more than a connection takes Node's own net.
      socket.on('error', () => undefined);
      socket.unref();
      resolve({ localPort: socket.localPort ?? 0, close: () => socket.destroy() });
    });
  });
}

async function bind(address: string | undefined, port: number, things: OpenThings): Promise<Udp> {
  const socket = createSocket({ type: address !== undefined && isIpv6(address) ? 'udp6' : 'udp4', reuseAddr: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      const doing = `open UDP port ${port}${address === undefined ? '' : ` of ${address}`}`;
      const details = { port, address, cause };
      if (cause.code === 'EACCES') reject(permissionError(doing, cause.code, 'CAP_NET_BIND_SERVICE', details));
      else {
        const code = cause.code === 'EADDRINUSE' ? 'ERR_BUSY' : 'ERR_SYSTEM';
        reject(new PacketwrightError(code, `cannot ${doing}: ${cause.code ?? cause.message}`, details));
      }
    });
    socket.bind({ port, ...(address === undefined ? {} : { address }) }, () => {
      socket.removeAllListeners('error');
      resolve();
    });
  });
  socket.unref();
  const udp = udpOn(socket);
  socket.once('close', things.add(udp.close));
  return udp;
}

function udpOn(socket: UdpSocket): Udp {
  const queue: Datagram[] = [];
  let wake: (() => void) | undefined;
  let closed = false;
  // An ICMP error for something that was sent: the next send says so itself.
  socket.on('error', () => undefined);
  socket.on('message', (data: Uint8Array, { address, port }: RemoteInfo) => {
    if (queue.length === QUEUE) queue.shift();
    queue.push({ data, from: address, port });
    wake?.();
  });
  const close = (): void => {
    if (closed) return;
    closed = true;
    socket.close();
    wake?.();
  };
  async function* messages(o: { signal?: AbortSignal } = {}): AsyncGenerator<Datagram> {
    const abort = (): void => wake?.();
    o.signal?.addEventListener('abort', abort, { once: true });
    // Somebody waits for datagrams: the process stays.
    socket.ref();
    try {
      while (!closed && o.signal?.aborted !== true) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      o.signal?.removeEventListener('abort', abort);
      wake = undefined;
      if (!closed) socket.unref();
    }
  }
  return {
    port: socket.address().port,
    send: (data, to, port) =>
      new Promise((resolve, reject) => {
        socket.send(data, port, to, (cause) => {
          if (cause === null) resolve();
          else
            reject(
              new PacketwrightError(
                'ERR_SYSTEM',
                `cannot send a datagram to ${to} port ${port}: ${(cause as NodeJS.ErrnoException).code ?? cause.message}`,
                { to, port, cause },
              ),
            );
        });
      }),
    messages,
    close,
  };
}
