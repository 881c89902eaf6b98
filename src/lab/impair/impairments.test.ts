/** Bad lines: what they do is what was asked for, and the same again with the same seed. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { ping } from '../../exchange/ping/ping.ts';
import { lab } from '../lab.ts';
import { checkImpairments, ImpairedLine, type Impairments } from './impairments.ts';

const FRAMES = 10_000;

/** What comes of many frames, one a millisecond: their numbers and times. */
function through(o: Impairments, seed = 1): { line: ImpairedLine; out: { n: number; atMs: number; octets: Uint8Array }[] } {
  const line = new ImpairedLine(o, seededRandom(seed));
  const out: { n: number; atMs: number; octets: Uint8Array }[] = [];
  for (let n = 0; n < FRAMES; n++) {
    const octets = new Uint8Array(100);
    new DataView(octets.buffer).setUint32(0, n);
    line.pass(octets, n, (frame, afterMs) => out.push({ n, atMs: n + afterMs, octets: frame }));
  }
  return { line, out };
}

const share = (n: number): number => n / FRAMES;

describe('a line', () => {
  it.each(['loss', 'duplicate', 'corrupt', 'reorder'] as const)('has as much %s as was asked for', (what) => {
    const { line, out } = through({ [what]: 0.1 });
    const counted = {
      loss: line.counters.lost,
      duplicate: line.counters.duplicated,
      corrupt: line.counters.corrupted,
      reorder: line.counters.reordered,
    };
    expect(share(counted[what])).toBeCloseTo(0.1, 2);
    expect(out.length).toBe(FRAMES + line.counters.duplicated - line.counters.lost);
  });

  it('refuses a rate of nothing, and a rewrite that is no function', () => {
    expect(() => checkImpairments('a line', { rate: 0 })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    expect(() => checkImpairments('a line', { rewrite: 5 as never })).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
  });

  it('turns one bit of a damaged frame, behind the link header', () => {
    const { out } = through({ corrupt: 1 });
    for (const { n, octets } of out.slice(0, 1000)) {
      const before = new Uint8Array(100);
      new DataView(before.buffer).setUint32(0, n);
      let bits = 0;
      octets.forEach((octet, i) => {
        for (let x = octet ^ (before[i] as number); x > 0; x &= x - 1) bits++;
        if (i < 14) expect(octet).toBe(before[i]);
      });
      expect(bits).toBe(1);
    }
  });

  it('loses in bursts of the length that was asked for', () => {
    const { out } = through({ burst: { begin: 0.01, end: 0.25 } });
    const there = new Set(out.map(({ n }) => n));
    const bursts: number[] = [];
    for (let n = 0, run = 0; n < FRAMES; n++) {
      if (there.has(n)) {
        if (run > 0) bursts.push(run);
        run = 0;
      } else run++;
    }
    expect(bursts.reduce((sum, n) => sum + n, 0) / bursts.length).toBeCloseTo(4, 0);
  });

  it('lets no more through than its rate, and loses what has no room to wait', () => {
    // 800,000 bit/s come.
    const { line, out } = through({ rate: 400_000, queue: 1000 });
    expect(share(out.length)).toBeCloseTo(0.5, 1);
    expect(line.counters.crowdedOut).toBe(FRAMES - out.length);
    expect(Math.max(...out.map(({ n, atMs }) => atMs - n))).toBeLessThan(25);
  });

  it('is late by its delay, give or take its jitter', () => {
    const late = through({ delayMs: 50, jitterMs: 20 }).out.map(({ n, atMs }) => atMs - n);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...late)).toBeLessThanOrEqual(70);
    expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(39);
  });

  it('is the same with the same seed', () => {
    const o: Impairments = { loss: 0.1, jitterMs: 5, duplicate: 0.1, corrupt: 0.1, reorder: 0.1 };
    const said = (seed: number): string => JSON.stringify(through(o, seed).out.map(({ n, atMs, octets }) => [n, atMs, octets.join()]));
    const first = said(5);
    expect(said(5) === first).toBe(true);
    expect(said(6) === first).toBe(false);
  });

  it('refuses what cannot be', () => {
    expect(() => new ImpairedLine({ loss: 5 }, seededRandom(1))).toThrow(/loss of a line is 5: expected a chance from 0 to 1/);
    expect(() => new ImpairedLine({ delayMs: -1 }, seededRandom(1))).toThrow(/delayMs/);
    expect(() => new ImpairedLine({ los: 0.1 } as never, seededRandom(1))).toThrow(/loss/);
  });
});

it('a lab’s segment can be one', async () => {
  const run = async (seed: number): Promise<(number | undefined)[]> => {
    await using net = lab({
      ...{ time: 'virtual', seed, segments: { lan: { impair: { loss: 0.2, delayMs: 30 } } } },
      hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.2/24' } },
    });
    const rtts: (number | undefined)[] = [];
    for await (const event of ping('192.0.2.2', { host: net.host('a'), count: 20 })) if (event.kind === 'reply') rtts.push(event.rttMs);
    expect(net.impaired()?.lost).toBeGreaterThan(0);
    return rtts;
  };
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  expect(first).toEqual(again);
  expect(first.length).toBeLessThan(20);
  expect(Math.min(...first.map((ms) => ms ?? 0))).toBeGreaterThanOrEqual(60);
  expect(other).not.toEqual(first);
});
