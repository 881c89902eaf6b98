import { expect, it } from 'vitest';
import { stackPair } from '../../test/support/stack/stack-pair.ts';
import { listenOn, openConnection } from './connections.ts';
import { TCP_SETTINGS } from './tcp/tcp-settings.ts';

it('opens a connection from the address and the port that were asked for', async () => {
  const { a, b, time } = stackPair({ a: { addresses: ['10.0.0.1/24', '10.0.0.9/24'] } });
  const listener = listenOn(b, TCP_SETTINGS, 80);
  const opening = openConnection(a, TCP_SETTINGS, '10.0.0.2', 80, { address: '10.0.0.9', port: 4000 });
  time.pass(100);
  const { localAddress, localPort } = await opening;
  expect([localAddress, localPort]).toEqual(['10.0.0.9', 4000]);
  const { value: taken } = await listener.connections()[Symbol.asyncIterator]().next();
  expect([taken.remoteAddress, taken.remotePort]).toEqual(['10.0.0.9', 4000]);
  const open = (o: object) => openConnection(a, TCP_SETTINGS, '10.0.0.2', 80, o);
  await expect(open({ address: '10.0.0.9', port: 4000 })).rejects.toMatchObject({ code: 'ERR_BUSY' });
  await expect(open({ address: '10.0.0.77' })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
  await expect(open({ port: 0 })).rejects.toMatchObject({ code: 'ERR_RANGE' });
  await expect(open({ prot: 1 })).rejects.toMatchObject({ code: 'ERR_VALUE' });
});

it('finds a free port for 0, and refuses what is none; a closed stack takes and opens nothing', async () => {
  const { a } = stackPair();
  const [one, other] = [listenOn(a, TCP_SETTINGS, 0).port, listenOn(a, TCP_SETTINGS, 0).port];
  expect(one).toBeGreaterThanOrEqual(49_152);
  expect(other).not.toBe(one);
  expect(() => listenOn(a, TCP_SETTINGS, 65_536)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
  for (const port of [0, 99_999, 1.5])
    await expect(openConnection(a, TCP_SETTINGS, '10.0.0.2', port)).rejects.toMatchObject({ code: 'ERR_RANGE' });
  a.close();
  expect(() => listenOn(a, TCP_SETTINGS, 80)).toThrow(expect.objectContaining({ code: 'ERR_CLOSED' }));
  await expect(openConnection(a, TCP_SETTINGS, '10.0.0.2', 80)).rejects.toMatchObject({ code: 'ERR_CLOSED' });
});

it('refuses what a connection cannot be: to a group, from a wrong setting', async () => {
  const { a } = stackPair();
  const open = (to: string, tcp: object = {}) => openConnection(a, TCP_SETTINGS, to, 80, { tcp });
  for (const group of ['10.0.0.255', '255.255.255.255', '224.0.0.1', 'ff02::1'])
    await expect(open(group)).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
  await expect(open('10.0.0.2', { congestion: 'bbr' })).rejects.toThrow(/'cubic' or 'new-reno' was expected/);
  await expect(open('10.0.0.2', { mss: 1 })).rejects.toMatchObject({ code: 'ERR_RANGE' });
  for (const address of ['10.0.0.255/24', '224.0.0.1/24', '0.0.0.0/0', '::/64'])
    expect(() => a.addresses.add(address)).toThrow(expect.objectContaining({ code: 'ERR_ADDRESS' }));
  // RFC 3021: both addresses of a network of two are hosts.
  expect(a.addresses.add('198.51.100.1/31').address).toBe('198.51.100.1');
});

it('takes octets until its end was said, and tells an abort as an abort', async () => {
  const { a, b, time } = stackPair();
  const listener = listenOn(b, TCP_SETTINGS, 80);
  const opening = openConnection(a, TCP_SETTINGS, '10.0.0.2', 80);
  time.pass(100);
  const connection = await opening;
  await expect(connection.write('text' as never)).rejects.toMatchObject({ code: 'ERR_VALUE' });
  connection.finish();
  await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  const abort = new AbortController();
  const never = openConnection(a, TCP_SETTINGS, '10.0.0.99', 80, { signal: abort.signal });
  abort.abort();
  await expect(never).rejects.toMatchObject({ name: 'AbortError' });
  // Who waits for connections is told when there will be none.
  const taken = listener.connections()[Symbol.asyncIterator]();
  await taken.next();
  const next = taken.next();
  b.close();
  expect((await next).done).toBe(true);
});
