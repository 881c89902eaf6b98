// Write a capture, read it back: as a list, as a stream with bounded memory.
import { DNS, DNSQR, Ether, IP, openCapture, packet, rdpcap, UDP, wrpcap } from 'packetwright';

const names = ['www.example.org', 'mail.example.org', 'www.example.org'];
const packets = names.map((qname, i) =>
  packet(Ether(), IP({ src: `192.0.2.${i + 1}`, dst: '192.0.2.53' }), UDP({ sport: 40_000 + i }), DNS({ id: i, qd: [DNSQR({ qname })] })),
);
// pcapng by its name; compressed too, were it called questions.pcapng.gz.
console.log(await wrpcap('questions.pcapng', packets), 'packets written');

// A small file at once: a list of packets.
const list = await rdpcap('questions.pcapng');
console.log(list.summary());

// A large one as it comes: nothing is kept. A cut or damaged file gives every packet before the damage, then ERR_FILE with the offset.
const capture = await openCapture('questions.pcapng');
for await (const p of capture.packets()) {
  const dns = p.get(DNS);
  if (dns !== undefined)
    console.log(p.get(IP)?.src, 'asks for', dns.qd[0]?.qname, 'at', new Date((p.meta.sec ?? 0) * 1000).getFullYear() > 2000);
}
console.log(capture.stats());
