/** Graphs for tests that look at pictures: many hosts, hosts that talk to themselves, ways that part and join, lines that lie close. */
import { join } from 'node:path';
import { rdpcap } from '../../../src/capture/node/captures.ts';
import { conversationGraph } from '../../../src/text/figures/conversation-graph.ts';
import { multiplot, plot } from '../../../src/text/figures/plots.ts';
import { timeskew } from '../../../src/text/figures/timeskew.ts';
import { traceGraph } from '../../../src/text/figures/trace-graph.ts';
import type { Trace } from '../../../src/text/figures/traces.ts';
import { CAPTURES } from './packets.ts';

const hops = (...addresses: readonly (string | undefined)[]) => addresses.map((address, i) => ({ ttl: i + 1, address }));

/** Three destinations: two ports of one, hops that all or some share, hops that say nothing, one that is not reached. */
export const TRACES: readonly Trace[] = [
  ...(['open', 'closed'] as const).map((state, i) => ({
    source: '192.0.2.1',
    destination: '198.51.100.7',
    port: `tcp ${[80, 443][i]}`,
    hops: hops('192.0.2.254', '203.0.113.1', undefined, undefined, '203.0.113.9', '198.51.100.7'),
    state,
  })),
  {
    source: '192.0.2.1',
    destination: '198.51.100.20',
    port: 'tcp 80',
    hops: hops('192.0.2.254', '203.0.113.5', '203.0.113.6', '203.0.113.9', '198.51.100.20'),
    state: 'open',
  },
  {
    source: '192.0.2.1',
    destination: '2001:db8:1234:5678:9abc:def0:1234:5678',
    port: 'udp 53',
    hops: hops('192.0.2.254', '203.0.113.5', undefined, undefined),
  },
];

/** Captures whose conversations hang together in different ways. */
const CONVERSATIONS = [
  'OISF+suricata-verify/tests/igmp/igmp-v1-v2-rgmp-01/wireshark-wiki-IGMP-dataset.pcap',
  'seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/many_interfaces-1.pcapng',
  'zeek+zeek/testing/btest/Traces/cisco-fabric-path.pcap',
  'zeek+zeek/testing/btest/Traces/communityid/icmp6.pcap',
  'zeek+zeek/testing/btest/Traces/pppoe.pcap',
];

/** SVG pictures by their names. */
export async function graphExamples(): Promise<[name: string, svg: string][]> {
  const graphs: [string, string][] = [];
  for (const file of CONVERSATIONS) {
    const packets = await rdpcap(join(CAPTURES, file));
    graphs.push([`conversations of ${file}`, conversationGraph(packets, { title: file })]);
    graphs.push([`clocks of ${file}`, timeskew(packets)]);
  }
  const wide = Array.from({ length: 200 }, (_, i) => [i * 1e9, 4e9 + i / 1000] as const);
  graphs.push(
    ['traces', traceGraph(TRACES, { title: 'traceroute' })],
    ['a plot', plot(wide, { title: 'Large numbers in small steps', xLabel: 'nanoseconds', yLabel: 'seq' })],
    ['a small plot', plot([-1, 0, 1e-7], { width: 240, height: 160, xLabel: 'x', yLabel: 'y' })],
    ['an empty plot', plot([])],
    [
      'many lines',
      multiplot(
        Array.from({ length: 60 }, (_, i) => [`192.0.2.${i}`, [i, 2 * i, i]] as const),
        { title: 'Sixty' },
      ),
    ],
  );
  return graphs;
}
