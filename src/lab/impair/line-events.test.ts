/** A failing run is shortened to what makes it fail. */
import { expect, it } from 'vitest';
import { utf8Octets } from '../../bytes/text.ts';
import { type Lab, lab } from '../lab.ts';
import { type LineEvent, shrink } from './line-events.ts';

/** Ten datagrams over a bad line. A receiver of ours believes that none comes twice: that is the fault that is looked for. */
async function run(seed: number, events?: readonly LineEvent[]): Promise<{ failed: boolean; net: Lab }> {
  const net = lab({
    time: 'virtual',
    seed,
    segments: { lan: { impair: { loss: 0.1, duplicate: 0.1, corrupt: 0.05, reorder: 0.2, delayMs: 5, jitterMs: 2 } } },
    hosts: { a: { address: '10.0.0.1/24' }, b: { address: '10.0.0.2/24' } },
    ...(events && { events }),
  });
  const port = await net.host('b').sockets.udp({ port: 7 });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { data } of port.messages()) seen.push(new TextDecoder().decode(data));
  })();
  const out = await net.host('a').sockets.udp();
  for (let i = 0; i < 30; i++) {
    await out.send(utf8Octets(`${i}`), '10.0.0.2', 7);
    await net.clock.sleep(10);
  }
  port.close();
  await reading;
  await net.close();
  return { failed: new Set(seen).size < seen.length, net };
}

it('to the one frame that came twice', async () => {
  const first = await run(3);
  const events = first.net.events();
  expect(first.failed).toBe(true);
  expect(events.length).toBeGreaterThan(8);
  const least = await shrink(events, async (some) => (await run(3, some)).failed);
  expect(least.map(({ what }) => what)).toEqual(['duplicated']);
  expect(events).toContainEqual(least[0]);
});

it('a run by its own events is the run itself', async () => {
  const first = await run(5);
  const again = await run(5, first.net.events());
  expect(again.net.events()).toEqual(first.net.events());
  expect(again.net.impaired()).toEqual(first.net.impaired());
  expect((await run(5, [])).net.impaired()).toMatchObject({ lost: 0, duplicated: 0, corrupted: 0, reordered: 0 });
});

it('asks only for runs that fail', async () => {
  const event = (frame: number): LineEvent => ({ segment: 'lan', frame, what: 'lost' });
  const events = Array.from({ length: 100 }, (_, i) => event(i));
  let runs = 0;
  const both = await shrink(events, (some) => {
    runs++;
    return some.some(({ frame }) => frame === 17) && some.some(({ frame }) => frame === 83);
  });
  expect(both).toEqual([event(17), event(83)]);
  expect(runs).toBeLessThan(100);
  expect(await shrink(events, () => true)).toEqual([]);
  await expect(shrink(events, () => false)).rejects.toMatchObject({ code: 'ERR_VALUE' });
});
