// The decode task through a plan: node decode-plan.mjs FILE [PASSES]
import { columns, openCapture } from '../../dist/index.js';

const [file, passes = '1'] = process.argv.slice(2);
const start = performance.now();
let packets = 0,
  bytes = 0,
  tcp = 0,
  udp = 0,
  dportSum = 0,
  dns = 0,
  qnameBytes = 0;

const fields = ['tcp.dstport', 'udp.srcport', 'udp.dstport', 'dns.id', 'dns.qry.name.len'];
const plan = columns(fields);
const out = plan.output();

/** Adds up what the plan found in a batch. */
function add(n) {
  const [tcpTo, udpFrom, udpTo, dnsId, nameLength] = fields.map((field) => out.column(field));
  for (let i = 0; i < n; i++) {
    if (tcpTo.present[i]) {
      tcp++;
      dportSum += tcpTo.values[i];
    } else if (udpTo.present[i]) {
      udp++;
      dportSum += udpTo.values[i];
      if ((udpFrom.values[i] !== 53 && udpTo.values[i] !== 53) || !dnsId.present[i]) continue;
      dns++;
      if (nameLength.present[i]) qnameBytes += nameLength.values[i];
    }
  }
}

for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file, { sync: true });
  for await (const batch of source.batches()) {
    packets += batch.n;
    for (let i = 0; i < batch.n; i++) bytes += batch.captured[i];
    plan.run(batch, out);
    add(batch.n);
  }
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ packets, bytes, tcp, udp, dport_sum: dportSum, dns, qname_bytes: qnameBytes, seconds }));
