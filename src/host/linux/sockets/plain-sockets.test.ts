import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { loadNative } from '../../../../native/loader.ts';
import { describeIf, requireAddon } from '../../../../test/support/require.ts';
import type { HostSockets } from '../../host.ts';
import { OpenThings } from '../open-things.ts';
import { plainSockets } from './plain-sockets.ts';

const text = (octets: Uint8Array): string => new TextDecoder().decode(octets);
const octets = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Those of this process's own network, on loopback; Node's sockets are the other end. */
function own(): { sockets: HostSockets; things: OpenThings } {
  const things = new OpenThings();
  return { things, sockets: plainSockets(() => ({ native: loadNative(), netnsFd: -1, things })) };
}

async function listening(on: (socket: Socket) => void, address = '127.0.0.1'): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true }, on);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

const ended = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

describeIf(requireAddon(), 'plain sockets', () => {
  it('connect to a server that listens, and say why they cannot', async () => {
    const { server, port } = await listening((socket) => socket.destroy());
    const { sockets } = own();
    const connection = await sockets.connect('127.0.0.1', port);
    expect(connection.localPort).toBeGreaterThan(0);
    expect(connection.localAddress).toBe('127.0.0.1');
    connection.close();
    await expect(connection.write(octets('x'))).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    await ended(server);
    await expect(sockets.connect('127.0.0.1', port)).rejects.toMatchObject({ code: 'ERR_SYSTEM', details: { name: 'ECONNREFUSED' } });
    await expect(sockets.connect('127.0.0.1', port, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    await expect(sockets.connect('localhost', 1)).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    await expect(sockets.connect('127.0.0.1', 70_000)).rejects.toMatchObject({ code: 'ERR_RANGE' });
    await expect(sockets.connect('fe80::1%nosuch', 1)).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
  });

  it.each(['127.0.0.1', '::1'])('carry more octets than the kernel holds, both ways, to %s', async (address) => {
    const { server, port } = await listening((socket) => socket.pipe(socket), address);
    await using connection = await own().sockets.connect(address, port);
    const sent = new Uint8Array(8 * 1024 * 1024).map((_, i) => (i * 7) >>> (i % 5));
    const writing = connection.write(sent);
    const got = new Uint8Array(sent.length);
    let n = 0;
    for await (const chunk of connection.chunks()) {
      got.set(chunk, n);
      n += chunk.length;
      if (n === sent.length) break;
    }
    await writing;
    expect(Buffer.compare(got, sent)).toBe(0);
    connection.close();
    await ended(server);
  });

  it('tell the end of a connection from a reset', async () => {
    const { server, port } = await listening((socket) => {
      socket.once('data', (what) => (what.toString() === 'end' ? socket.end('bye') : socket.resetAndDestroy()));
    });
    const { sockets } = own();
    const asked = async (what: string): Promise<string> => {
      await using connection = await sockets.connect('127.0.0.1', port);
      await connection.write(octets(what));
      let all = '';
      for await (const chunk of connection.chunks()) all += text(chunk);
      return all;
    };
    expect(await asked('end')).toBe('bye');
    await expect(asked('reset')).rejects.toMatchObject({ code: 'ERR_SYSTEM', details: { name: 'ECONNRESET' } });
    await ended(server);
  });

  it('send datagrams and give those that come, with the time', async () => {
    const peer = createSocket('udp4');
    await new Promise<void>((resolve) => peer.bind(0, '127.0.0.1', resolve));
    peer.on('message', (data, { port }) => peer.send(`${data.toString()}!`, port, '127.0.0.1'));
    const { sockets } = own();
    const udp = await sockets.udp({ address: '127.0.0.1' });
    await expect(sockets.udp({ address: '127.0.0.1', port: udp.port })).rejects.toMatchObject({ code: 'ERR_BUSY' });
    const before = Date.now();
    for (const words of ['one', 'two']) await udp.send(octets(words), '127.0.0.1', peer.address().port);
    const seen: string[] = [];
    for await (const { data, from, port, at } of udp.messages()) {
      seen.push(text(data));
      expect([from, port]).toEqual(['127.0.0.1', peer.address().port]);
      expect(at).toBeGreaterThanOrEqual(before - 1);
      expect(at).toBeLessThanOrEqual(Date.now() + 1);
      if (seen.length === 2) udp.close();
    }
    expect(seen).toEqual(['one!', 'two!']);
    peer.close();
  });

  it('with one other end, hear that nobody listens there', async () => {
    const peer = createSocket('udp4');
    await new Promise<void>((resolve) => peer.bind(0, '127.0.0.1', resolve));
    const { port } = peer.address();
    await new Promise<void>((resolve) => peer.close(() => resolve()));
    const udp = await own().sockets.udp({ to: { address: '127.0.0.1', port } });
    await udp.send(octets('?'), '127.0.0.1', port);
    const heard = (async () => {
      for await (const _ of udp.messages());
    })();
    await expect(heard).rejects.toMatchObject({
      code: 'ERR_SYSTEM',
      message: `cannot reach 127.0.0.1 port ${port}: ECONNREFUSED (errno 111)`,
    });
    udp.close();
  });

  it('end to wait when they are told to, and when their host is closed', async () => {
    const { sockets, things } = own();
    const udp = await sockets.udp();
    const stop = new AbortController();
    const waiting = (async () => {
      for await (const _ of udp.messages({ signal: stop.signal }));
    })();
    stop.abort();
    await waiting;
    const { server, port } = await listening((socket) => socket.resume().on('end', () => socket.end()));
    const connection = await sockets.connect('127.0.0.1', port);
    const reading = (async () => {
      for await (const _ of connection.chunks());
      for await (const _ of udp.messages());
    })();
    await things.closeAll();
    await reading;
    await expect(udp.send(octets('x'), '127.0.0.1', port)).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    await ended(server);
  });
});
