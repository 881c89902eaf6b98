import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, lab } from '../lab/lab.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { range } from '../packet/templates/sets.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { bridge, type BridgeOptions, type BridgeTransform, type RunningBridge } from './bridge.ts';
import { sr } from './send-receive.ts';

let left: Lab;
let right: Lab;
let running: RunningBridge | undefined;

beforeEach(() => {
  left = lab({ hosts: { alice: { address: '192.0.2.10/24' }, port: { address: '198.51.100.1/24' } } });
  right = lab({ hosts: { bob: { address: '192.0.2.20/24' }, port: { address: '198.51.100.2/24' } } });
});

afterEach(async () => {
  await running?.stop();
  await left.close();
  await right.close();
});

async function join(transform?: BridgeTransform, o: BridgeOptions = {}): Promise<RunningBridge> {
  running = await bridge({ host: left.host('port'), iface: 'eth0' }, { host: right.host('port'), iface: 'eth0' }, transform, o);
  return running;
}

const ping = (o: object = {}) =>
  sr(packet(IP({ dst: '192.0.2.20' }), ICMP({ id: 1, seq: range(1, 50) })), { host: left.host('alice'), timeoutMs: 100, ...o });
const isEcho = (p: Packet): boolean => p.get(ICMP)?.type === 8;

describe('a bridge', () => {
  it('joins two networks, both ways', async () => {
    const { stats } = await join();
    const { answered } = await ping();
    expect(answered).toHaveLength(50);
    // A question for a neighbour, and its answer, are frames too.
    expect(running?.stats()).toEqual({
      a: { received: 51, sent: 51, dropped: 0, failed: 0, waiting: 0 },
      b: { received: 51, sent: 51, dropped: 0, failed: 0, waiting: 0 },
    });
    expect(stats).toBeTypeOf('function');
  });

  it('loses the same frames with the same seed', async () => {
    const lost = async (seed: number): Promise<number[]> => {
      await join((p, { random }) => !isEcho(p) || random.float() > 0.3, { seed });
      const { unanswered } = await ping();
      await running?.stop();
      return unanswered.map((p) => p.get(ICMP).seq as number);
    };
    const first = await lost(7);
    expect(first.length).toBeGreaterThan(5);
    expect(await lost(7)).toEqual(first);
    expect(await lost(8)).not.toEqual(first);
  });

  it('changes, delays and multiplies', async () => {
    await join((p, { from }) => {
      if (from === 'b') return p;
      if (!isEcho(p)) return true;
      p.set(ICMP, { seq: (p.get(ICMP)?.seq as number) + 1000 });
      return [{ packet: p, delayMs: 30 }, p.with('x')];
    });
    const started = performance.now();
    const changed = await ping();
    expect(changed.answered).toHaveLength(0);
    expect(changed.rejected.map((p) => p.get(ICMP)?.seq)).toContain(1001);
    expect(performance.now() - started).toBeGreaterThan(90);
    expect(running?.stats().a).toMatchObject({ received: 51, sent: 101, waiting: 0 });
  });

  it('goes on after a transform that throws, and tells of it', async () => {
    const errors: unknown[] = [];
    await join(
      (p) => {
        if (isEcho(p) && p.get(ICMP)?.seq === 3) throw new Error('not this one');
        return true;
      },
      { onError: (error) => errors.push(error) },
    );
    expect((await ping()).answered).toHaveLength(49);
    expect([errors.map(String), running?.stats().a.failed]).toEqual([['Error: not this one'], 1]);
  });

  it('sends what is behind a frame that is too large', async () => {
    const errors: { code?: string }[] = [];
    await join((p) => (isEcho(p) && p.get(ICMP)?.seq === 3 ? [p.with('x'.repeat(3000)), p] : true), {
      onError: (e) => errors.push(e as object),
    });
    expect((await ping()).answered).toHaveLength(50);
    expect(errors.map(({ code }) => code)).toEqual(['ERR_TOO_LARGE']);
  });

  it('ends with the signal, and sends nothing that was delayed', async () => {
    const stop = new AbortController();
    await join((p) => ({ packet: p, delayMs: 50 }), { signal: stop.signal });
    const pinging = ping({ timeoutMs: 150 });
    setTimeout(() => stop.abort(), 20);
    expect((await pinging).answered).toHaveLength(0);
    expect(running?.stats()).toMatchObject({ a: { sent: 0, waiting: 0 }, b: { received: 0 } });
    await running?.stop();
  });

  it('takes links that are open, leaves them open, and does not pass its own frames back', async () => {
    const links = [
      await left.host('port').open('eth0', { promiscuous: true }),
      await right.host('port').open('eth0', { promiscuous: true }),
    ] as const;
    running = await bridge({ link: links[0] }, { link: links[1] }, undefined, { host: left.host('port') });
    expect((await ping()).answered).toHaveLength(50);
    expect(running.stats().a.received).toBe(51);
    await running.stop();
    const frames = packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), IP(), ICMP()).bytes;
    await links[0].send({ data: frames, n: 1, offset: Uint32Array.of(0), length: Uint32Array.of(frames.length) });
  });

  it('says what a transform may return, and what two sides are', async () => {
    const errors: unknown[] = [];
    await join((async () => true) as never, { onError: (error) => errors.push(error) });
    await ping({ timeoutMs: 10 });
    expect(errors[0]).toMatchObject({ code: 'ERR_VALUE', message: 'bridge: the transform returned a promise' });
    const side = { host: left.host('port'), iface: 'eth0' };
    await expect(bridge(side, side)).rejects.toMatchObject({ code: 'ERR_VALUE', message: 'bridge: both sides are the same' });
  });
});
