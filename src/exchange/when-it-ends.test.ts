/** When an exchange ends, how fast it sends, how long answers took; floods and their bounds. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deafen } from '../../test/support/lab/deaf.ts';
import { type Lab, lab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { range } from '../packet/templates/sets.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { msBetween } from './answer.ts';
import { answeringMachine } from './answering/answering-machine.ts';
import { type FloodOptions, sr1flood, srflood } from './flood.ts';
import { sendp, send } from './send.ts';
import { sr, sr1, srloop } from './send-receive.ts';
import { sniff } from './sniffing/sniff.ts';

const BOB = '192.0.2.20';
const ping = packet(IP({ dst: BOB }), ICMP({ id: 1, seq: 1 }));
const silent = packet(IP({ dst: BOB }), UDP({ dport: 9 }));
const pings = packet(IP({ dst: BOB }), ICMP({ id: 1, seq: range(1, 5) }));

let net: Lab;
let host: LabHost;

beforeEach(() => {
  net = lab({ time: 'virtual', hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: `${BOB}/24` } } });
  host = net.host('alice');
  deafen(net.host('bob'), (p) => p.get(UDP)?.dport === 9);
});

afterEach(() => net.close());

async function took(doing: () => Promise<unknown>): Promise<number> {
  const before = net.clock.monotonic();
  await doing();
  return net.clock.monotonic() - before;
}

const seqs = (answered: readonly (readonly [Packet<any>, Packet])[]): (number | undefined)[] =>
  answered.map(([sent]) => (sent as Packet).get(ICMP)?.seq);

describe('an exchange ends', () => {
  it('with the first answer, when that is enough', async () => {
    expect(await took(() => sr([silent, ping], { host, first: true, timeoutMs: 60_000 }))).toBeLessThan(100);
    const { answered, unanswered } = await sr([silent, pings], { host, first: true });
    expect([answered.length, unanswered.length]).toEqual([1, 5]);
  });

  it('after the answer that `stop` was waiting for, which is given', async () => {
    const stop = (p: Packet): boolean => p.get(ICMP)?.seq === 3;
    const { answered } = await sr([pings, silent], { host, stop, timeoutMs: 60_000, intervalMs: 100 });
    expect(seqs(answered)).toEqual([1, 2, 3]);
    expect(await sr1(ping, { host, stop: () => true })).toBeDefined();
    const rounds: number[] = [];
    for await (const round of srloop([pings, silent], { host, stop, count: 2, timeoutMs: 60_000, intervalMs: 100 }))
      rounds.push(round.answered.length);
    expect(rounds).toEqual([3, 3]);
  });

  it('never by itself, when it may wait for ever', async () => {
    const stop = new AbortController();
    net.clock.timer(1_000_000, () => stop.abort());
    for (const call of [sr, sr1]) {
      const o = { host, timeoutMs: Number.POSITIVE_INFINITY, signal: stop.signal };
      expect(await took(() => call(silent, o))).toBeGreaterThanOrEqual(call === sr ? 999_000 : 0);
    }
  });
});

describe('the rate', () => {
  it('is packets a second, of `send` and `sr`', async () => {
    await sr1(ping, { host });
    expect(await took(() => send(pings, { host, rate: 4 }))).toBeGreaterThanOrEqual(1000);
    const { answered } = await sr(pings, { host, rate: 2 });
    const [first, , , , last] = answered.map(([sent]) => sent.meta);
    expect(Math.round(msBetween(first ?? {}, last ?? {}))).toBe(2000);
  });

  it('and the pause exclude each other', async () => {
    const o = { host, rate: 1, intervalMs: 1 };
    for (const call of [() => send(ping, o), () => sr(ping, o)])
      expect(call).toThrow(expect.objectContaining({ code: 'ERR_VALUE', remedy: 'give one of them' }) as Error);
  });
});

describe('a number that makes no sense', () => {
  it.each<[string, () => unknown, string]>([
    ['send', () => send(ping, { host, intervalMs: -1 }), 'send: intervalMs is -1; give a number of milliseconds, 0 or more'],
    ['sendp', () => sendp(ping, { host, count: 1.5 }), 'sendp: count is 1.5; give a whole number, 0 or more'],
    ['rate', () => send(ping, { host, rate: 0 }), 'send: rate is 0; give a number of packets a second, more than 0'],
    ['retry', () => sr(ping, { host, retry: Number.NaN }), 'sr: retry is NaN; give a whole number'],
    ['sniff', () => sniff({ host, timeoutMs: '5' as never }), "sniff: timeoutMs is '5'; give a number of milliseconds, 0 or more"],
    ['srflood', () => srflood(ping, { host, durationMs: -1 }), 'srflood: durationMs is -1; give a number of milliseconds, 0 or more'],
  ])('is refused by all that sends or listens: %s', (_what, call, message) => {
    expect(call).toThrow(expect.objectContaining({ code: 'ERR_RANGE', message }) as Error);
  });
});

describe('the round trip', () => {
  it('stands on each answer, which is a pair as before', async () => {
    const { answered } = await sr(pings, { host });
    for (const answer of answered) {
      const [sent, received] = answer;
      expect(answer.rtt).toBe(msBetween(sent.meta, received.meta));
      // A frame takes a hundredth of a millisecond in virtual time.
      expect(answer.rtt).toBeGreaterThan(0);
      expect(answer.rtt).toBeLessThan(0.2);
      expect(answer.length).toBe(2);
      expect(answer.map((p) => p.has(ICMP))).toEqual([true, true]);
    }
    expect(JSON.parse(JSON.stringify(answered[0]))).toHaveLength(2);
  });

  it('is that of the last sending', async () => {
    let lost = 2;
    const bob = net.host('bob');
    bob.machines.push(answeringMachine({ isRequest: (p) => p.has(ICMP) && lost-- > 0, makeReply: () => undefined }));
    const { answered, stats } = await sr(ping, { host, retry: 5, timeoutMs: 100 });
    expect([answered.length, stats.sent]).toEqual([1, 3]);
    expect(answered[0]?.rtt).toBeLessThan(1);
  });
});

describe('a flood', () => {
  it('needs a bound', () => {
    for (const o of [{ host }, undefined, { host, count: Number.POSITIVE_INFINITY }])
      expect(() => srflood(ping, o as FloodOptions)).toThrow(
        expect.objectContaining({ code: 'ERR_VALUE', remedy: 'give count or durationMs' }) as Error,
      );
  });

  it('sends each packet so often, and gives its first answer', async () => {
    const { answered, stats } = await srflood(pings, { host, count: 300, timeoutMs: 50 });
    expect([stats.sent, answered.length]).toEqual([1500, 5]);
    expect(answered.every(({ rtt }) => rtt > 0)).toBe(true);
    const every = await srflood(pings, { host, count: 30, timeoutMs: 50, multi: true });
    expect(every.answered.length).toBe(150);
    expect((await srflood(pings, { host, count: 0 })).stats.sent).toBe(0);
  });

  it('lasts so long', async () => {
    await sr1(ping, { host });
    const { stats } = await srflood(ping, { host, durationMs: 100, rate: 100, timeoutMs: 0 });
    expect(stats.sent).toBeGreaterThanOrEqual(10);
    expect(stats.sent).toBeLessThan(18);
    expect(await took(() => srflood(ping, { host, durationMs: 20, timeoutMs: 5 }))).toBeLessThan(40);
  });

  it('ends with the first answer, where that is all that is wanted', async () => {
    expect((await sr1flood(ping, { host, durationMs: 100_000 }))?.get(ICMP)?.type).toBe(0);
    expect(await sr1flood(silent, { host, count: 3, timeoutMs: 5 })).toBeUndefined();
  });
});
