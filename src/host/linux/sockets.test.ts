import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { OpenThings } from './open-things.ts';
import { plainSockets } from './sockets.ts';

describe('plain sockets', () => {
  it('connect to a server that listens, and say why they cannot', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const sockets = plainSockets(undefined, new OpenThings());
    const connection = await sockets.connect('127.0.0.1', port);
    expect(connection.localPort).toBeGreaterThan(0);
    connection.close();
    await new Promise((resolve) => server.close(resolve));
    await expect(sockets.connect('127.0.0.1', port)).rejects.toMatchObject({ code: 'ERR_SYSTEM', details: { name: 'ECONNREFUSED' } });
    await expect(sockets.connect('127.0.0.1', port, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  it('send datagrams and give those that come', async () => {
    const peer = createSocket('udp4');
    await new Promise<void>((resolve) => peer.bind(0, '127.0.0.1', resolve));
    peer.on('message', (data, { port }) => peer.send(`${data.toString()}!`, port, '127.0.0.1'));
    const udp = await plainSockets(undefined, new OpenThings()).udp({ address: '127.0.0.1' });
    await expect(plainSockets(undefined, new OpenThings()).udp({ address: '127.0.0.1', port: udp.port })).rejects.toMatchObject({
      code: 'ERR_BUSY',
    });
    for (const text of ['one', 'two']) await udp.send(new TextEncoder().encode(text), '127.0.0.1', peer.address().port);
    const seen: string[] = [];
    for await (const { data, from, port } of udp.messages()) {
      seen.push(new TextDecoder().decode(data));
      expect([from, port]).toEqual(['127.0.0.1', peer.address().port]);
      if (seen.length === 2) udp.close();
    }
    expect(seen).toEqual(['one!', 'two!']);
    peer.close();
  });

  it('end to wait when they are told to', async () => {
    const udp = await plainSockets(undefined, new OpenThings()).udp();
    const stop = new AbortController();
    const waiting = (async () => {
      for await (const _ of udp.messages({ signal: stop.signal }));
    })();
    stop.abort();
    await waiting;
    udp.close();
  });

  it('are not for another namespace', async () => {
    const sockets = plainSockets('blue', new OpenThings());
    await expect(sockets.udp()).rejects.toMatchObject({
      code: 'ERR_PLATFORM',
      message: expect.stringContaining('network namespace blue') as unknown,
    });
    await expect(sockets.connect('192.0.2.1', 80)).rejects.toMatchObject({ code: 'ERR_PLATFORM' });
  });
});
