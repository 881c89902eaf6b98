// From nothing to the first packet built, dissected and read.
import { DNS, DNSQR, dissect, Ether, IP, packet, UDP } from 'packetwright';

const query = packet(
  Ether(),
  IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
  UDP({ sport: 1024 }),
  DNS({ qd: [DNSQR({ qname: 'www.example.com' })] }),
);
const read = dissect(query.bytes, Ether);
console.log([...read.layers().map((layer) => layer.layerName), read.get(DNS)?.qd[0]?.qname].join(' '));
