import { expect, it } from 'vitest';
import { seededRandom } from '../bytes/random.ts';
import { keptPacket } from '../capture/dissect-batch.ts';
import { readCapture } from '../capture/read-capture.ts';
import { memorySink } from '../capture/octet-sink.ts';
import { PcapWriter } from '../capture/pcap/writer.ts';
import type { PacketSource } from '../capture/batch.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { meter, RateMeter } from './rate-meter.ts';

it('tells rates of a window that ends with the last step that is over', () => {
  const rates = new RateMeter();
  // 10 packets of 100 octets a step, for 2 s.
  for (let ms = 0; ms < 2000; ms += 10) rates.add(100, ms);
  rates.drop(50, 1550);
  expect(rates.rates(1000, 2000)).toEqual({ windowMs: 1000, packets: 100, octets: 10_000, dropped: 50, pps: 100, bps: 80_000, dps: 50 });
  expect(rates.rates(100, 2000)).toMatchObject({ windowMs: 100, packets: 10, pps: 100, dropped: 0 });
  expect(rates.rates(1000), 'the last step is not over').toMatchObject({ packets: 100, pps: 100 });
  expect(rates.rates(10_000, 2000), 'it was longer than there was anything').toMatchObject({ windowMs: 2000, packets: 200, pps: 100 });
  expect(rates.rates(1000, 2500), 'half a second of nothing').toMatchObject({ packets: 50, pps: 50 });
  expect(rates.rates(1000, 1e9)).toMatchObject({ packets: 0, pps: 0, bps: 0 });
  expect([rates.packets, rates.octets, rates.dropped, rates.lastMs]).toEqual([200, 20_000, 50, 1990]);
});

it('counts as a list of all packets does, in any order within its window', () => {
  const random = seededRandom(96);
  const rates = new RateMeter({ longestMs: 5000, stepMs: 50 });
  const all: { readonly ms: number; readonly octets: number }[] = [];
  let now = 1_700_000_000_000;
  for (let i = 0; i < 5000; i++) {
    now += random.below(1000) === 0 ? random.below(20_000) : random.below(20);
    const one = { ms: now - random.below(4000), octets: random.below(1500) };
    rates.add(one.octets, one.ms);
    all.push(one);
    if (i % 10 !== 0) continue;
    const windowMs = 50 * (1 + random.below(20));
    const end = Math.floor(now / 50) * 50;
    const { packets, octets } = rates.rates(windowMs, now);
    const inside = all.filter(({ ms }) => ms >= end - windowMs && ms < end);
    expect([packets, octets]).toEqual([inside.length, inside.reduce((sum, one) => sum + one.octets, 0)]);
  }
});

it('has no rates yet', () => {
  const rates = new RateMeter();
  expect(rates.rates()).toEqual({ windowMs: 0, packets: 0, octets: 0, dropped: 0, pps: 0, bps: 0, dps: 0 });
  rates.add(60, 1001);
  expect(rates.rates(1000)).toMatchObject({ windowMs: 0, packets: 0, pps: 0 });
  expect(rates.rates(1000, 1100)).toMatchObject({ windowMs: 100, packets: 1, pps: 10, bps: 4800 });
});

it('begins anew when time goes back', () => {
  const rates = new RateMeter({ longestMs: 1000 });
  rates.add(60, 4e12);
  for (let ms = 0; ms < 1000; ms += 100) rates.add(60, ms);
  expect(rates.rates(1000, 1000)).toMatchObject({ windowMs: 1000, packets: 10 });
  expect(rates.packets).toBe(11);
});

it.each([
  [{ stepMs: 0 }, /steps/],
  [{ longestMs: 10 }, /steps/],
  [{ longestMs: 1e12, stepMs: 1 }, /steps/],
  [{ windowMs: 5 } as object, /longestMs, stepMs/],
])('refuses %j', (o, message) => {
  expect(() => new RateMeter(o)).toThrowError(expect.objectContaining({ message: expect.anything() as string }));
  try {
    new RateMeter(o);
  } catch (error) {
    expect(`${(error as Error).message} ${(error as { remedy?: string }).remedy}`).toMatch(message);
  }
});

it('refuses windows and times that it does not have', () => {
  const rates = new RateMeter({ longestMs: 1000 });
  expect(() => rates.rates(2000)).toThrow(/up to 1000 ms/);
  expect(() => rates.rates(0)).toThrow(/up to 1000 ms/);
  expect(() => rates.add(1, NaN)).toThrow(/a time of NaN/);
});

async function capture(): Promise<PacketSource<Packet>> {
  const sink = memorySink();
  const writer = new PcapWriter(sink, { linkType: 1 });
  for (let i = 0; i < 300; i++)
    await writer.write({ octets: new Uint8Array(60), wire: 500, sec: 1_700_000_000 + Math.floor(i / 100), nsec: (i % 100) * 1e7 });
  await writer.close();
  return await readCapture(sink.octets(), { toPacket: keptPacket });
}

it.each(['batches', 'packets'] as const)('meters the %s of a source by their time, and passes them through', async (what) => {
  const source = await capture();
  const metered = meter(source);
  let n = 0;
  if (what === 'batches') for await (const batch of metered.batches()) n += batch.n;
  else for await (const p of metered.packets()) n += Number(p.length === 60);
  expect(n).toBe(300);
  expect(metered.meter.rates(1000, 1_700_000_002_000)).toMatchObject({ packets: 100, octets: 50_000, pps: 100, bps: 400_000 });
  expect([metered.meter.packets, metered.meter.octets]).toEqual([300, 150_000]);
  expect(metered.interfaces).toBe(source.interfaces);
  expect(metered.stats()).toEqual(source.stats());
  await metered.close();
});

it('meters by a clock, and what the source dropped', async () => {
  const source = await capture();
  let dropped = 7;
  const lossy: PacketSource<Packet> = {
    interfaces: source.interfaces,
    batches: (o) => source.batches(o),
    packets: (o) => source.packets(o),
    stats: () => ({ received: 300, dropped, frozen: 0 }),
    close: () => source.close(),
    [Symbol.asyncDispose]: () => source.close(),
  };
  let now = 5000;
  const metered = meter(lossy, { clock: { now: () => (now += 10) } });
  for await (const p of metered.packets()) if (p.length === 60 && now === 5500) dropped = 47;
  expect(metered.meter.rates(1000, 8000)).toMatchObject({ packets: 100, pps: 100, dropped: 0 });
  expect(metered.meter.rates(1000, 6000)).toMatchObject({ dropped: 40, dps: 40 });
  expect(metered.meter.dropped, 'what it had dropped before does not count').toBe(40);
});
