// As with libpcap's pcap_open_offline and pcap_dump: what one file has, in part, in another. Times, interfaces and comments stay.
import { Ether, ICMP, IP, openCapture, openPcapngWriter, packet, rdpcap, TCP, wrpcap } from 'packetwright';

const ping = packet(Ether(), IP({ dst: '192.0.2.2' }), ICMP());
ping.meta.comment = 'the first of all';
ping.meta.iface = 'eth0';
// Packets without a link header are of another link type: pcapng has an interface for each.
await wrpcap('all.pcapng', [ping, packet(IP({ dst: '192.0.2.3' }), ICMP()), packet(Ether(), IP(), TCP())]);

const capture = await openCapture('all.pcapng');
const writer = await openPcapngWriter('pings.pcapng');
for await (const p of capture.packets()) if (p.has(ICMP)) await writer.write(p);
await writer.close();

for (const { meta, length } of await rdpcap('pings.pcapng'))
  console.log(`link type ${meta.linkType}, interface '${meta.iface}', ${length} octets`, meta.comment ?? '');
