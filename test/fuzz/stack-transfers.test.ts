/**
 * Transfers between two stacks in virtual time, with everything mixed by a seed: the line, the options of both ends, the sizes, the version of IP, where numbers begin.
 * PKW_WHOLE=1: 200 seeds; else a tenth. PKW_SEED=n runs that one alone, as it ran before.
 */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import type { Impairments } from '../../src/lab/impair/impairments.ts';
import type { TcpSettings } from '../../src/stack/tcp/tcb.ts';
import { stackPair } from '../support/stack/stack-pair.ts';
import { transfer } from '../support/stack/transfer.ts';

const OCTETS = 1_000_000;
const ONE = process.env['PKW_SEED'];
const SEEDS = ONE === undefined ? Array.from({ length: process.env['PKW_WHOLE'] === '1' ? 200 : 20 }, (_, i) => i + 1) : [Number(ONE)];

function mixed(seed: number) {
  const r = seededRandom(`transfer ${seed}`);
  const often = (chance: number): boolean => r.float() < chance;
  const line = (): Impairments => ({
    delayMs: r.float() * 60,
    ...(often(0.6) && { loss: r.pick([0.001, 0.01, 0.05, 0.1]) }),
    ...(often(0.2) && { burst: { begin: 0.003, end: 0.3 } }),
    ...(often(0.4) && { jitterMs: r.float() * 20 }),
    ...(often(0.4) && { reorder: r.float() * 0.1, reorderMs: r.float() * 30 }),
    ...(often(0.4) && { duplicate: r.float() * 0.1 }),
    ...(often(0.4) && { corrupt: 0.01 }),
    ...(often(0.2) && { rate: r.pick([2e6, 20e6]), queue: r.pick([10_000, 100_000]) }),
  });
  const settings = (): Partial<TcpSettings> => ({
    ...(often(0.3) && { selective: false }),
    ...(often(0.3) && { timestamps: false }),
    ...(often(0.3) && { windowScaling: false }),
    ...(often(0.3) && { congestion: 'new-reno' as const }),
    ...(often(0.3) && { noDelay: true }),
    ...(often(0.2) && { receiveBuffer: r.pick([3000, 20_000, 65_535]) }),
    ...(often(0.2) && { sendBuffer: r.pick([2000, 30_000]) }),
    ...(often(0.2) && { mss: r.pick([200, 536, 1000]) }),
    ...(often(0.4) && { iss: (2 ** 32 - r.below(OCTETS)) >>> 0 }),
  });
  const up = r.below(OCTETS + 1);
  return {
    pair: { seed, line: line(), back: line(), mtu: r.pick([1280, 1500, 9000]) },
    transfer: { up, down: OCTETS - up, isV6: often(0.5), client: settings(), server: settings(), limitMs: 24 * 3_600_000 },
  };
}

describe('a megabyte over a line that a seed made', () => {
  it.each(SEEDS)('seed %i', (seed) => {
    const of = mixed(seed);
    const done = transfer(stackPair(of.pair), of.transfer);
    const { up, down } = of.transfer;
    expect(done, `PKW_SEED=${seed}: ${JSON.stringify(of)}`).toMatchObject({ isDone: true, up, down, wrongAt: -1, errors: [] });
    // A line of its worst is slow, and no slower than that.
    expect(done.ms / 60_000, `PKW_SEED=${seed}: minutes; ${JSON.stringify(of)}`).toBeLessThan(15);
  });

  it('is the same again: each frame at the same time', () => {
    const run = (): string => {
      const of = mixed(SEEDS[0] as number);
      const pair = stackPair({ ...of.pair, keep: true });
      transfer(pair, { ...of.transfer, up: 100_000, down: 50_000 });
      return pair.frames.map(({ octets, atMs }) => `${atMs} ${octets.join()}`).join('\n');
    };
    expect(run()).toBe(run());
  });
});
