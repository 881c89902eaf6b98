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
