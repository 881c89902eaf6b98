// Ask a question of many packets at once: fields by Wireshark's names, compiled to one function that fills typed arrays.
import { columns, DNS, DNSQR, Ether, IP, openCapture, packet, TCP, UDP, wrpcap } from 'packetwright';

await wrpcap('mixed.pcap', [
  packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 40_000, dport: 80 }), 'GET / HTTP/1.0\r\n\r\n'),
  packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.53' }), UDP({ sport: 40_001 }), DNS({ qd: [DNSQR({ qname: 'example.org' })] })),
  packet(Ether(), IP({ src: '192.0.2.9', dst: '192.0.2.2' }), TCP({ sport: 40_002, dport: 443 })),
]);

const capture = await openCapture('mixed.pcap');
const plan = columns(['ip.src', 'tcp.dstport', 'frame.len', 'dns.qry.name'], { interfaces: capture.interfaces });
const table = plan.output(); // used again for each batch

const source = table.column('ip.src'),
  port = table.column('tcp.dstport'),
  name = table.column('dns.qry.name');
const octetsByPort = new Map<number, number>();
for await (const batch of capture.batches()) {
  plan.run(batch, table);
  for (let i = 0; i < batch.n; i++) {
    // A value holds where `present` is 1. IPv4 addresses are numbers.
    if (port.present[i] === 1) {
      const key = Number(port.values[i]);
      octetsByPort.set(key, (octetsByPort.get(key) ?? 0) + (batch.wire[i] ?? 0));
    }
    console.log(Number(source.values[i]).toString(16), name.present[i] === 1 ? name.values[i] : '');
  }
}
console.log(octetsByPort);
