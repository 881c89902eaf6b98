/** Compiled capture filters in the kernel: it takes every program, and lets through just the frames that our interpreter picks. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { compile } from '../../src/filter/bpf/compile.ts';
import { type PacketFacts, runFilter } from '../../src/filter/bpf/program/run-filter.ts';
import type { Host, Link } from '../../src/host/host.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { packed, requireLive, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { programDifference } from '../support/bpf/program-difference.ts';
import { describeIf } from '../support/require.ts';
import { steeredPackets } from '../support/bpf/steered-packets.ts';
import { tcpdumpFilter } from '../support/bpf/tcpdump-filter.ts';

const FILTERS = [
  '',
  'ip',
  'ip6',
  'arp',
  'tcp',
  'udp',
  'icmp',
  'icmp6',
  'sctp',
  'igmp',
  'ah',
  'stp',
  'ipx',
  'atalk',
  'aarp',
  'iso',
  'isis',
  'l1',
  'llc',
  'llc ui',
  'decnet host 1.2',
  'host 10.1.2.3',
  'src host 10.1.2.3',
  'ip dst host 10.1.2.3',
  'arp host 10.1.2.3',
  'net 10.1',
  'src net 172.16.0.0/12',
  'ip6 host 2001:db8::1',
  'net 2001:db8::/33',
  'port 80',
  'tcp port 80',
  'udp dst port 53',
  'portrange 6000-6008',
  'src and dst port 53',
  'not port 22',
  'tcp port 80 and not host 10.1.2.3',
  'ether host 02:00:5e:00:53:01',
  'ether src 02:00:5e:00:53:01',
  'broadcast',
  'multicast',
  'ip multicast',
  'ip6 multicast',
  'ip broadcast',
  'less 100',
  'greater 100',
  'ip proto 89',
  'ether proto 0x88b5',
  'proto 6',
  'ip6 protochain 6',
  'ip protochain 17',
  'protochain 58',
  'vlan',
  'vlan 5',
  'vlan and ip',
  'vlan 5 and tcp port 80',
  'vlan and vlan 6',
  'not vlan',
  'ip or vlan 5 and ip',
  'vlan 5 or ip6',
  'mpls',
  'mpls 5 and mpls 6',
  'mpls and ip',
  'pppoed',
  'pppoes 7',
  'pppoes and ip and tcp port 80',
  'geneve',
  'geneve 7 and ip',
  'geneve or tcp',
  'vxlan',
  'vxlan 7 and arp',
  'inbound',
  'outbound',
  'ip[0] & 0xf != 5',
  'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0',
  'ip[ip[1]] = 5',
  'ip[0] / ip[1] = 1',
  'ip[2:2] % ip[1] < 5',
  'len - 10 > ip[2:2]',
  'ether[0:4] ^ ether[4:4] = 5',
  '(ip[1] << 3) | (ip[1] >> 5) > 9',
  '-ip[1] > 0xfffffff0',
];

/** What libpcap compiles otherwise for a live interface of Linux. */
const KERNEL_FILTERS = [
  'vlan',
  'vlan 5',
  'not vlan',
  'vlan and ip',
  'vlan 5 and tcp port 80',
  'vlan and vlan',
  'vlan 5 and vlan 6 and ip',
  'ip or vlan',
  'vlan or ip',
  '(vlan 5 or vlan 6) and ip',
  'vlan and arp host 10.1.2.3',
  'vlan and pppoes and ip',
  'vlan and mpls 5 and ip',
  'vlan 5 and ip[1] = 7',
  'inbound',
  'outbound',
  'ifindex 3',
  'inbound and vlan and udp',
  'tcp port 80',
  'vlan and ether host 02:00:5e:00:53:01',
  'vlan and llc',
  'vlan and geneve 5 and ip',
];

/** How the kernel has a frame when the filter runs: the outermost VLAN tag taken out. */
function inKernel(frame: Uint8Array): { octets: Uint8Array; facts: PacketFacts } {
  const type = ((frame[12] as number) << 8) | (frame[13] as number);
  if (type !== 0x8100 && type !== 0x88a8) return { octets: frame, facts: { protocol: type } };
  const octets = new Uint8Array(frame.length - 4);
  octets.set(frame.subarray(0, 12));
  octets.set(frame.subarray(16), 12);
  return { octets, facts: { vlan: ((frame[14] as number) << 8) | (frame[15] as number), vlanType: type } };
}

describeIf(requireLive('tcpdump'), 'capture filters in the kernel', () => {
  let net: TwoNamespaces;
  let hosts: readonly [Host, Host];
  let [sender, everything, filtered]: Link[] = [];
  beforeAll(async () => {
    net = twoNamespaces();
    hosts = [linuxHost({ netns: net.a }), linuxHost({ netns: net.b })];
    sender = await hosts[0].open('va', { immediate: true, sendOnly: true });
    const receiving = { immediate: true, direction: 'in', promiscuous: true, bufferSize: 8 << 20 } as const;
    everything = await hosts[1].open('vb', receiving);
    filtered = await hosts[1].open('vb', receiving);
  });
  afterAll(async () => {
    for (const link of [sender, everything, filtered]) await link?.close();
    for (const host of hosts ?? []) await host.close();
    net?.remove();
  });

  /** What arrives until so many of the frames that were sent are there; then a moment longer, for those that should not be. */
  async function arriving(link: Link, sent: ReadonlySet<string>, count: number): Promise<string[]> {
    const got: string[] = [];
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), 3000);
    const atEnd = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), 15);
    };
    if (count === 0) atEnd();
    try {
      for await (const packet of link.packets({ signal: stop.signal })) {
        const text = Buffer.from(packet.bytes).toString('hex');
        if (sent.has(text) && got.push(text) === count) atEnd();
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
    }
    return got;
  }

  it(`takes ${FILTERS.length} programs and picks the same frames`, { timeout: 120_000 }, async () => {
    const random = seededRandom('frames for the kernel');
    let [picked, passedOver] = [0, 0];
    for (const filter of FILTERS) {
      const program = compile(filter, { kernel: true, netmask: '255.255.255.0' });
      // Frames that the program was led down many ways with, some of them with a tag that the kernel will take out; each is unlike all others.
      const frames = steeredPackets(program, random, 60, { size: 300 }).map(({ octets, facts }, i) => {
        octets.set([i, random.below(256), random.below(256)], 297);
        if (facts.vlan === undefined) return octets;
        const tagged = new Uint8Array(304);
        tagged.set(octets.subarray(0, 12));
        tagged.set([0x81, 0, facts.vlan >>> 8, facts.vlan & 0xff], 12);
        tagged.set(octets.subarray(12), 16);
        return tagged;
      });
      const matching = frames.filter((frame) => {
        const { octets, facts } = inKernel(frame);
        return runFilter(program, octets, facts) > 0;
      });
      const texts = (list: readonly Uint8Array[]): string[] => list.map((octets) => Buffer.from(octets).toString('hex'));
      const sent = new Set(texts(frames));
      filtered?.setFilter(program);
      const all = arriving(everything as Link, sent, frames.length);
      const some = arriving(filtered as Link, sent, matching.length);
      await sender?.send(packed(frames));
      expect(await all).toHaveLength(frames.length);
      expect({ filter, frames: await some }).toEqual({ filter, frames: texts(matching) });
      picked += matching.length;
      passedOver += frames.length - matching.length;
    }
    // The frames hit both ways.
    expect(picked).toBeGreaterThan(1000);
    expect(passedOver).toBeGreaterThan(1000);
  });

  it("does what libpcap's programs for the kernel do", () => {
    for (const filter of KERNEL_FILTERS) {
      const theirs = tcpdumpFilter(filter, 'EN10MB', ['-i', 'va'], ['ip', 'netns', 'exec', net.a]);
      if (typeof theirs === 'string') throw new Error(`${filter}: ${theirs}`);
      const ours = compile(filter, { kernel: true });
      expect({ filter, difference: programDifference(ours, theirs, filter, 300, { size: 300 }) }).toEqual({
        filter,
        difference: undefined,
      });
    }
  });
});
