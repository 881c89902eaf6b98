/** What programs that know `net.Socket` ask of a socket. */
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type RealPair, realPair } from '../../../test/support/stack/real-pair.ts';
import { connectSocket, type StackSocket } from './stack-socket.ts';
import { listenSockets, type StackServer } from './stack-server.ts';

let pair: RealPair | undefined;
afterEach(() => pair?.close());

/** A connection from a to b, both ends. */
async function connected(
  o: Parameters<typeof connectSocket>[3] = {},
): Promise<{ near: StackSocket; far: StackSocket; server: StackServer }> {
  pair = realPair();
  const server = listenSockets(pair.b, 0, () => undefined);
  const near = connectSocket(pair.a, '10.0.0.2', server.port, o);
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[StackSocket], unknown];
  return { near, far, server };
}

const errorOf = (socket: StackSocket): Promise<unknown> => new Promise((resolve) => socket.once('error', resolve));
/** Whether it was closed by an error. */
const closeOf = (socket: StackSocket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));

describe('a socket of a stack', () => {
  it('says what both ends are, and how far it is', async () => {
    pair = realPair();
    const server = listenSockets(pair.b, 0, () => undefined);
    const near = connectSocket(pair.a, 'b.test', server.port);
    expect([near.readyState, near.pending, near.connecting]).toEqual(['opening', true, true]);
    const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[StackSocket], unknown];
    expect([near.readyState, near.pending, near.state]).toEqual(['open', false, 'ESTABLISHED']);
    expect(near.address()).toEqual({ address: '10.0.0.1', family: 'IPv4', port: far.remotePort });
    expect([near.remoteAddress, near.remotePort, near.remoteFamily]).toEqual(['10.0.0.2', server.port, 'IPv4']);
    expect(server.address()).toEqual({ address: '10.0.0.2', family: 'IPv4', port: server.port });
    far.end();
    near.resume();
    // As with net.connect: the other end's last octet ends ours.
    expect(await closeOf(near)).toBe(false);
    expect(near.readyState).toBe('closed');
  });

  it('counts octets, those included that wait', async () => {
    const { near, far } = await connected();
    near.write(Buffer.alloc(3_000_000));
    expect(near.bytesWritten).toBe(3_000_000);
    let octets = 0;
    far.on('data', (part: Buffer) => (octets += part.length));
    near.end();
    await once(far, 'end');
    expect([octets, far.bytesRead, near.bytesWritten]).toEqual([3_000_000, 3_000_000, 3_000_000]);
  });

  it('reads nothing while it is paused: the writer waits', async () => {
    const { near, far } = await connected({ tcp: { receiveBuffer: 100_000 } });
    near.pause();
    let isTaken = false;
    far.write(Buffer.alloc(2_000_000), () => (isTaken = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isTaken).toBe(false);
    let octets = 0;
    near.on('data', (part: Buffer) => (octets += part.length));
    near.resume();
    far.end();
    await once(near, 'end');
    expect([isTaken, octets]).toEqual([true, 2_000_000]);
  });

  it('tells silence, by its own timer', async () => {
    const { near } = await connected();
    const began = performance.now();
    near.setTimeout(80);
    setTimeout(() => near.write('x'), 50);
    await once(near, 'timeout');
    expect(performance.now() - began).toBeGreaterThan(120);
    expect(near.timeout).toBe(80);
  });

  it('asks the other end whether it is there, when it is told to', async () => {
    const { near, far } = await connected();
    const segments = (): number => pair?.b.stack.tcp.counters.segments ?? 0;
    const before = segments();
    near.setKeepAlive(true, 30);
    while (segments() === before) await new Promise((resolve) => setTimeout(resolve, 10));
    near.setKeepAlive(false);
    expect(far.state).toBe('ESTABLISHED');
  });

  it('is refused with the kernel’s name for it, and ours as the cause', async () => {
    pair = realPair();
    const near = connectSocket(pair.a, '10.0.0.2', 9);
    const closed = closeOf(near);
    expect(await errorOf(near)).toMatchObject({
      code: 'ECONNREFUSED',
      syscall: 'connect',
      address: '10.0.0.2',
      port: 9,
      cause: { code: 'ERR_REFUSED' },
    });
    expect(await closed).toBe(true);
  });

  it.each([
    ['10.0.0.77', { tcp: { synTimeoutMs: 300 } }, 'ETIMEDOUT'],
    ['192.0.2.1', {}, 'ENETUNREACH'],
    ['nobody.test', {}, 'ENOTFOUND'],
  ])('cannot connect to %s', async (to, o, code) => {
    pair = realPair();
    const near = connectSocket(pair.a, to, 80, o);
    expect(await errorOf(near)).toMatchObject({ code });
  });

  it('tells a reset of the other end', async () => {
    const { near, far } = await connected();
    const told = errorOf(near);
    const closed = closeOf(near);
    far.resetAndDestroy();
    expect(await told).toMatchObject({ code: 'ECONNRESET', cause: { code: 'ERR_CLOSED' } });
    expect(await closed).toBe(true);
  });

  it('ends when all that was written has left, if it is to be ended soon', async () => {
    const { near, far } = await connected();
    near.write(Buffer.alloc(2_000_000));
    near.destroySoon();
    let octets = 0;
    far.on('data', (part: Buffer) => (octets += part.length));
    await once(far, 'end');
    expect(octets).toBe(2_000_000);
    far.end();
  });

  it('closes the server when the last connection is closed', async () => {
    const { near, far, server } = await connected();
    let isClosed = false;
    server.close(() => (isClosed = true));
    expect(server.address()).toBeNull();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    near.end();
    far.resume().end();
    near.resume();
    await once(server, 'close');
    expect(isClosed).toBe(true);
  });
});
