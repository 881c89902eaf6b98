// As with tcpdump: `tcpdump -r mixed.pcap 'udp port 53'`, a line a packet, then how many there were.
import { compile, DNS, DNSQR, Ether, filterRunner, IP, openCapture, packet, packetAt, TCP, UDP, wrpcap } from 'packetwright';

const to = IP({ src: '192.0.2.1', dst: '192.0.2.53' });
await wrpcap('mixed.pcap', [
  packet(Ether(), to, UDP({ sport: 40_000 }), DNS({ qd: [DNSQR({ qname: 'example.org' })] })),
  packet(Ether(), to, TCP({ dport: 53 })),
  packet(Ether(), to, UDP({ dport: 123 })),
]);

const matches = filterRunner(compile('udp port 53'));
const capture = await openCapture('mixed.pcap');
let all = 0,
  shown = 0;
for await (const batch of capture.batches())
  for (let i = 0; i < batch.n; i++) {
    all++;
    const start = batch.offset[i] ?? 0,
      captured = batch.captured[i] ?? 0;
    if (matches(batch.data.subarray(start, start + captured)) === 0) continue;
    shown++;
    console.log(packetAt(batch, i, capture.interfaces).summary());
  }
console.log(`${shown} of ${all} packets`);
