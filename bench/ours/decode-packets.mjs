// The decode task through packet objects: node decode-packets.mjs FILE [PASSES [DUMMIES]]
import { DNS, dissectAt, Ether, openCapture, TCP, UDP } from 'packetwright';

const [file, passes = '1', dummies] = process.argv.slice(2);
const registry = dummies === undefined ? undefined : (await import('./dummy-layers.mjs')).dummyRegistry(+dummies);
const start = performance.now();
const totals = { packets: 0, bytes: 0, tcp: 0, udp: 0, dport_sum: 0, dns: 0, qname_bytes: 0 };

/** Adds up one batch: in locals, for a sum beyond 31 bits in a module's variable is a new object each time. */
function add(batch) {
  let bytes = 0,
    tcp = 0,
    udp = 0,
    ports = 0,
    dns = 0,
    names = 0;
  for (let i = 0; i < batch.n; i++) {
    bytes += batch.captured[i];
    const packet = registry === undefined ? dissectAt(batch, i) : dissectAt(batch, i, Ether, registry);
    const segment = packet.get(TCP);
    if (segment) {
      tcp++;
      ports += segment.dport;
      continue;
    }
    const datagram = packet.get(UDP);
    if (!datagram) continue;
    const { sport, dport } = datagram;
    udp++;
    ports += dport;
    if (sport !== 53 && dport !== 53) continue;
    const message = packet.get(DNS);
    if (!message) continue;
    dns++;
    for (const { qname } of message.qd) names += qname.length - 1; // without the last dot
  }
  totals.packets += batch.n;
  totals.bytes += bytes;
  totals.tcp += tcp;
  totals.udp += udp;
  totals.dport_sum += ports;
  totals.dns += dns;
  totals.qname_bytes += names;
}

for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file, { sync: true });
  for await (const batch of source.batches()) add(batch);
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ ...totals, seconds }));
