/** Ten thousand probes at once between two namespaces: each has its answer, and no other. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sr } from '../../src/exchange/send-receive.ts';
import { type LocalHost, linuxHost } from '../../src/host/linux/linux-host.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

const HOSTS = 100;
const EACH = 50;

describeIf(requireLive(), 'many probes and many sniffers, live', () => {
  let net: TwoNamespaces;
  let a: LocalHost;
  let b: LocalHost;
  beforeAll(() => {
    net = twoNamespaces();
    for (let i = 0; i < HOSTS; i++) run('ip', '-n', net.b, 'addr', 'add', `10.77.0.${100 + i}/24`, 'dev', 'vb');
    a = linuxHost({ netns: net.a });
    b = linuxHost({ netns: net.b });
  });
  afterAll(async () => {
    await a?.close();
    await b?.close();
    net?.remove();
  });

  it('10,000 probes, ICMP and TCP, to 100 hosts: all matched, none twice, none wrong', async () => {
    const probes: Packet[] = [];
    for (let n = 0; n < EACH; n++)
      for (let i = 0; i < HOSTS; i++) {
        const dst = `10.77.0.${100 + i}`;
        probes.push(packet(IP({ dst }), ICMP({ id: 77, seq: n * HOSTS + i })) as unknown as Packet);
        probes.push(packet(IP({ dst }), TCP({ sport: 20_000 + n, dport: 7, seq: n * HOSTS + i, flags: 'S' })) as unknown as Packet);
      }
    const { answered, unanswered } = await sr(probes, { host: a, timeoutMs: 5000 });
    expect([answered.length, unanswered.length, new Set(answered.map(([sent]) => sent)).size]).toEqual([
      2 * HOSTS * EACH,
      0,
      2 * HOSTS * EACH,
    ]);
    const wrong = answered.filter(([sent, received]) => {
      if (received.get(IP)?.src !== sent.get(IP)?.dst) return true;
      const tcp = sent.get(TCP);
      if (tcp === undefined) return received.get(ICMP)?.seq !== sent.get(ICMP)?.seq;
      return received.get(TCP)?.dport !== tcp.sport || received.get(TCP)?.ack !== tcp.seq + 1;
    });
    expect(wrong.length).toBe(0);
  }, 60_000);
});
