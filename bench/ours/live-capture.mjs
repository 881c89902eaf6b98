// Counts what arrives and sums destination ports by a plan, until SIGINT: node live-capture.mjs IFACE MIB
import { columns, linuxHost } from 'packetwright';

const [iface, mib] = process.argv.slice(2);
const host = linuxHost();
const link = await host.open(iface, { bufferSize: +mib << 20 });
await link.ready;

const plan = columns(['tcp.dstport', 'udp.dstport']);
const out = plan.output();
const tcp = out.column('tcp.dstport');
const udp = out.column('udp.dstport');
let packets = 0;
let bytes = 0;
let ports = 0;

/** In locals: a sum beyond 31 bits in a module's variable is a new object each time. */
function add(batch) {
  plan.run(batch, out);
  const { n, captured } = batch;
  let octets = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    octets += captured[i];
    if (tcp.present[i]) sum += tcp.values[i];
    else if (udp.present[i]) sum += udp.values[i];
  }
  packets += n;
  bytes += octets;
  ports += sum;
}

process.once('SIGINT', async () => {
  const { received, dropped, frozen } = link.stats();
  await link.close();
  await host.close();
  console.log(JSON.stringify({ packets, bytes, dport_sum: ports, received, dropped, frozen }));
});
console.error('ready');
for await (const batch of link.batches()) add(batch);
