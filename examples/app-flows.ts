// An application of one's own: a typed report of who talks to whom, kept apart from where the packets come from.
import { Ether, IP, openCapture, type Packet, packet, TCP, wrpcap } from 'packetwright';

interface Flow {
  readonly from: string;
  readonly to: string;
  packets: number;
  octets: number;
}

// A parameter that must have these layers: the fields are there, and nothing has to be asked again.
const keyOf = (p: Packet<'IP' | 'TCP'>): readonly [from: string, to: string] => {
  const { src, dst } = p.get(IP),
    { sport, dport } = p.get(TCP);
  return [`${src}:${sport}`, `${dst}:${dport}`];
};

async function flowsOf(packets: AsyncIterable<Packet>): Promise<readonly Flow[]> {
  const flows = new Map<string, Flow>();
  for await (const p of packets) {
    if (!p.has(IP) || !p.has(TCP)) continue;
    const [from, to] = keyOf(p);
    const key = `${from} ${to}`;
    const flow = flows.get(key) ?? { from, to, packets: 0, octets: 0 };
    flow.packets++;
    flow.octets += p.meta.wireLength ?? p.length;
    flows.set(key, flow);
  }
  return [...flows.values()].sort((a, b) => b.octets - a.octets);
}

const segment = (sport: number, load: string) =>
  packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.80' }), TCP({ sport, dport: 80 }), load);
await wrpcap('flows.pcapng', [segment(40_000, 'GET / HTTP/1.1\r\n\r\n'), segment(40_001, 'x'), segment(40_000, 'y'.repeat(500))]);
const capture = await openCapture('flows.pcapng');
for (const { from, to, packets, octets } of await flowsOf(capture.packets()))
  console.log(`${from} > ${to}: ${packets} packets, ${octets} octets`);
