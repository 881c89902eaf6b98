// The decode task through packet objects: node decode-packets.mjs FILE [PASSES]
import { DNS, dissectAt, openCapture, TCP, UDP } from '../../dist/index.js';

const [file, passes = '1'] = process.argv.slice(2);
const start = performance.now();
let packets = 0,
  bytes = 0,
  tcp = 0,
  udp = 0,
  dportSum = 0,
  dns = 0,
  qnameBytes = 0;

function take(packet) {
  const segment = packet.get(TCP);
  if (segment) {
    tcp++;
    dportSum += segment.dport;
    return;
  }
  const datagram = packet.get(UDP);
  if (!datagram) return;
  const { sport, dport } = datagram;
  udp++;
  dportSum += dport;
  if (sport !== 53 && dport !== 53) return;
  const message = packet.get(DNS);
  if (!message) return;
  dns++;
  for (const { qname } of message.qd) qnameBytes += qname.length - 1; // without the last dot
}

for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file, { sync: true });
  for await (const batch of source.batches()) {
    packets += batch.n;
    for (let i = 0; i < batch.n; i++) {
      bytes += batch.captured[i];
      take(dissectAt(batch, i));
    }
  }
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ packets, bytes, tcp, udp, dport_sum: dportSum, dns, qname_bytes: qnameBytes, seconds }));
