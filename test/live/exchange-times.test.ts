/** Times of what is sent and received are the kernel's own: compared with what packet sockets at both ends of a link stamp. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from '../../src/exchange/answer.ts';
import { msBetween } from '../../src/exchange/answer.ts';
import { send } from '../../src/exchange/send.ts';
import { sr } from '../../src/exchange/send-receive.ts';
import { sniff } from '../../src/exchange/sniffing/sniff.ts';
import type { Host } from '../../src/host/host.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { range } from '../../src/packet/templates/sets.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { requireLive, run, twoNamespaces, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

const THEIRS = '10.77.0.2';

let pair: TwoNamespaces;
let a: Host;
let b: Host;

describeIf(requireLive(), 'times', () => {
  beforeAll(async () => {
    pair = twoNamespaces();
    run('ip', 'netns', 'exec', pair.a, 'ip', 'link', 'set', 'lo', 'up');
    a = await linuxHost({ netns: pair.a });
    b = await linuxHost({ netns: pair.b });
  });

  afterAll(async () => {
    await a?.close();
    await b?.close();
    pair?.remove();
  });

  const echo = (type: number) => (p: Packet) => p.get(ICMP)?.type === type;
  const seqOf = (p: Packet | undefined): number => p?.get(ICMP)?.seq ?? -1;

  it('of both packets of a pair lie in the order in which the kernels saw them', async () => {
    const n = 600;
    const here = sniff({ host: a, iface: 'va', count: 2 * n, accept: (p) => p.has(ICMP) });
    const there = sniff({ host: b, iface: 'vb', count: n, accept: echo(8) });
    await Promise.all([here.ready, there.ready]);
    const { answered } = await sr(packet(IP({ dst: THEIRS }), ICMP({ id: 3, seq: range(1, n) })), { host: a });
    expect(answered).toHaveLength(n);
    const bySeq = (packets: readonly Packet[]): Map<number, Packet> => new Map(packets.map((p) => [seqOf(p), p]));
    const local = await here.all();
    const looped = bySeq(local.filter(echo(8))),
      back = bySeq(local.filter(echo(0))),
      arrived = bySeq(await there.all());
    const late: number[] = [];
    for (const [sent, received] of answered) {
      const seq = seqOf(sent);
      const [out, over, home] = [looped.get(seq), arrived.get(seq), back.get(seq)].map((p) => p?.meta ?? {});
      // Sent by us, looped to those who listen, come in over there, come back. The kernel's own stamp of the same reply is the same.
      late.push(msBetween(sent.meta, out ?? {}));
      expect(msBetween(sent.meta, out ?? {})).toBeGreaterThanOrEqual(0);
      expect(msBetween(sent.meta, over ?? {})).toBeGreaterThanOrEqual(0);
      expect(msBetween(over ?? {}, received.meta)).toBeGreaterThan(0);
      expect(msBetween(home ?? {}, received.meta)).toBe(0);
    }
    // Stamped one by one: a few microseconds before its looped copy, where the middle of a group of hundreds is a millisecond away.
    expect(late.sort((x, y) => x - y)[n >> 1]).toBeLessThan(0.05);
    expect(answered.every(({ rtt }) => rtt > 0 && rtt < 1000)).toBe(true);
  });

  it('are told at a pace, with one packet, and where packets are routed by the kernel', async () => {
    const rtts = (answered: readonly Answer<any>[]): boolean => answered.every(({ rtt }) => rtt > 0 && rtt < 100);
    const paced = await sr(packet(IP({ dst: THEIRS }), ICMP({ id: 4, seq: range(1, 10) })), { host: a, rate: 500 });
    expect([paced.answered.length, rtts(paced.answered)]).toEqual([10, true]);
    const own = await sr(packet(IP({ dst: '127.0.0.1' }), ICMP({ id: 5, seq: range(1, 10) })), { host: a });
    expect([own.answered.length, rtts(own.answered)]).toEqual([10, true]);
    const { packets } = await send(packet(IP({ dst: THEIRS }), ICMP({ type: 0, id: 6, seq: range(1, 5) })), { host: a, keep: true });
    for (let i = 1; i < packets.length; i++) expect(msBetween(packets[i - 1]?.meta ?? {}, packets[i]?.meta ?? {})).toBeGreaterThan(0);
  });

  it('cost nobody who reads the link a wake-up with an error', async () => {
    const link = await a.open('va', { immediate: true, direction: 'in' });
    const errors: Error[] = [];
    let came = 0;
    const gone = new Promise<void>((resolve) => {
      const stop = link.listen(
        (batch) => {
          came += batch.n;
          if (came < 200) return;
          stop();
          resolve();
        },
        { onError: (error) => errors.push(error) },
      );
    });
    const frames = { data: new Uint8Array(0), n: 0, offset: new Uint32Array(0), length: new Uint32Array(0) };
    expect((await link.send(frames, { stamps: true })).stamps?.sec).toHaveLength(0);
    const { answered } = await sr(packet(IP({ dst: THEIRS }), ICMP({ id: 7, seq: range(1, 200) })), { host: a });
    await gone;
    expect([answered.length, errors]).toEqual([200, []]);
    await link.close();
  });
});
