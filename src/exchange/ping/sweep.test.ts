import { afterEach, describe, expect, it } from 'vitest';
import { deafen } from '../../../test/support/lab/deaf.ts';
import { type Lab, lab } from '../../lab/lab.ts';
import { type SweepResult, sweep } from './sweep.ts';

let net: Lab;
afterEach(() => net.close());

/** Hosts with these last octets, and one that asks. */
function start(octets: readonly number[]): void {
  const others = octets.map((n) => [`h${n}`, { address: `192.0.2.${n}/24` }] as const);
  net = lab({ hosts: { alice: { address: '192.0.2.200/24' }, ...Object.fromEntries(others) }, time: 'virtual' });
}

async function swept(targets: string | readonly string[], o: object = {}): Promise<SweepResult[]> {
  const found: SweepResult[] = [];
  for await (const one of sweep(targets, { host: net.host('alice'), ...o })) found.push(one);
  return found;
}

describe('a sweep', () => {
  it('of a network: who is there, and who is not', async () => {
    start([1, 2, 5, 14]);
    const found = await swept('192.0.2.0/28');
    expect(found).toHaveLength(14);
    expect(new Set(found.map(({ to }) => to)).size).toBe(14);
    const alive = found.filter((one) => one.alive);
    expect(alive.map(({ to }) => to)).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.5', '192.0.2.14']);
    expect(alive.every(({ to, from, sent, rttMs }) => from === to && sent === 1 && rttMs !== undefined && rttMs >= 0)).toBe(true);
    expect(found.filter((one) => !one.alive).every(({ reason, sent }) => reason?.code === 'ERR_NEIGHBOUR' && sent === 0)).toBe(true);
  });

  it('asks who is silent again, each time longer', async () => {
    start([1]);
    // It says that the address is its own, and nothing else.
    deafen(net.host('h1'));
    const before = net.clock.monotonic();
    const found = await swept('192.0.2.1', { retry: 2, timeoutMs: 100 });
    expect(found).toEqual([{ to: '192.0.2.1', address: '192.0.2.1', alive: false, sent: 3 }]);
    const ms = net.clock.monotonic() - before;
    expect(ms).toBeGreaterThanOrEqual(100 + 150 + 225);
    expect(ms).toBeLessThan(500);
  });

  it('paces its requests, and counts', async () => {
    start(Array.from({ length: 40 }, (_, i) => i + 20));
    const run = sweep(
      Array.from({ length: 40 }, (_, i) => `192.0.2.${i + 20}`),
      { host: net.host('alice'), intervalMs: 5 },
    );
    const found: SweepResult[] = [];
    for await (const one of run) found.push(one);
    expect(found.map(({ alive }) => alive)).toEqual(Array.from({ length: 40 }, () => true));
    const { elapsedMs, ...counts } = run.stats();
    expect(counts).toEqual({ hosts: 40, alive: 40, unreachable: 0, sent: 40 });
    expect(elapsedMs).toBeGreaterThanOrEqual(39 * 5);
    expect(elapsedMs).toBeLessThan(39 * 5 + 50);
  });

  it('ends by its signal, by stop() and with its reader', async () => {
    start([1]);
    expect(await swept('192.0.2.0/24', { signal: AbortSignal.abort() })).toEqual([]);
    for await (const { to, alive } of sweep('192.0.2.0/24', { host: net.host('alice') })) {
      expect([to, alive]).toEqual(['192.0.2.1', true]);
      break;
    }
  });

  it('says what cannot be: a name that nobody knows, a group, too many', async () => {
    start([1]);
    const found = await swept(['nobody.example', '192.0.2.255', '224.0.0.1', '192.0.2.1']);
    expect(Object.fromEntries(found.map(({ to, alive, reason }) => [to, alive || reason?.code]))).toEqual({
      'nobody.example': 'ERR_RESOLVE',
      '192.0.2.255': 'ERR_ADDRESS',
      '224.0.0.1': 'ERR_ADDRESS',
      '192.0.2.1': true,
    });
    expect(() => sweep('2001:db8::/64')).toThrow(/^2001:db8::\/64 is too large for a sweep: it has 18446744073709551616 addresses/);
    expect(() => sweep('10.0.0.0/33')).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }) as Error);
    expect(() => sweep('192.0.2.1', { retry: -1 })).toThrow('sweep: retry is -1; give a whole number from 0 to 20');
  });

  it('of nobody ends at once', async () => {
    start([]);
    expect(await swept([])).toEqual([]);
  });
});
