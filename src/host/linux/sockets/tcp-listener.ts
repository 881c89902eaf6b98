/** A TCP port that listens, in this process's own network namespace. */
import type { Server, Socket } from 'node:net';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { ListenOptions, TcpAccepted, TcpListener } from '../../host.ts';
import { EACCES, EADDRINUSE, EPERM } from '../errno.ts';
import { permissionError } from '../privileges/permission-error.ts';
import { socketError, type SocketPlace } from './socket.ts';

/** @throws ERR_PLATFORM of another namespace; ERR_BUSY, ERR_PERMISSION, ERR_SYSTEM */
export async function openTcpListener(
  place: SocketPlace,
  { address, port = 0 }: ListenOptions,
  on: (accepted: TcpAccepted) => void,
): Promise<TcpListener> {
  const doing = `open TCP port ${port}${address === undefined ? '' : ` of ${address}`}`;
  if (place.netnsFd !== -1)
    throw new PacketwrightError('ERR_PLATFORM', `cannot ${doing}: listening works in the own network namespace only`, {
      remedy: 'start the program there: ip netns exec NAME …',
    });
  // Loaded with the first: most programs listen to nobody.
  const { createServer } = process.getBuiltinModule('node:net');
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Told to whoever reads or writes; by itself it is nobody's.
    socket.on('error', () => undefined);
    on({ connection: connectionOf(socket), from: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(address !== undefined && { host: address }) }, resolve);
  }).catch((error: unknown) => {
    const rc = -Math.abs((error as NodeJS.ErrnoException).errno ?? 0);
    if (rc === -EACCES || rc === -EPERM) throw permissionError(doing, 'EACCES', 'CAP_NET_BIND_SERVICE', { port, address });
    if (rc === -EADDRINUSE) throw new PacketwrightError('ERR_BUSY', `cannot ${doing}: EADDRINUSE`, { port, address });
    throw socketError(rc, doing, { port, address });
  });
  const forget = place.things.add(() => close());
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
    forget();
  };
  return { port: portOf(server), close };
}

const portOf = (server: Server): number => (server.address() as { port: number }).port;

/** An IPv4 address of a socket that takes both. */
const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;

function connectionOf(socket: Socket): TcpAccepted['connection'] {
  const who = `${socket.remoteAddress} port ${socket.remotePort}`;
  const failed = (doing: string, error: unknown) =>
    socketError(-Math.abs((error as NodeJS.ErrnoException).errno ?? 0), `${doing} ${who}`, {});
  const close = (): void => {
    socket.destroy();
  };
  return {
    localAddress: plainAddress(socket.localAddress ?? ''),
    localPort: socket.localPort ?? 0,
    write: (data) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) reject(new PacketwrightError('ERR_CLOSED', `cannot write to ${who}: the connection is closed`));
        else socket.write(data, (error) => (error == null ? resolve() : reject(failed('write to', error))));
      }),
    async *chunks({ signal } = {}) {
      const abort = (): void => {
        socket.destroy();
      };
      signal?.addEventListener('abort', abort, { once: true });
      try {
        for await (const chunk of socket) yield new Uint8Array(chunk as Buffer);
      } catch (error) {
        if (signal?.aborted !== true && !socket.destroyed) throw error;
        if (signal?.aborted !== true && (error as NodeJS.ErrnoException).code === 'ECONNRESET') throw failed('read from', error);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
}
