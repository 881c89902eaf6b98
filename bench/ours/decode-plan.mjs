// The decode task through a plan: node decode-plan.mjs FILE [PASSES]
import { columns, openCapture } from '../../dist/index.js';

const [file, passes = '1'] = process.argv.slice(2);
const start = performance.now();
let packets = 0, bytes = 0, tcp = 0, udp = 0, dportSum = 0, dns = 0, qnameBytes = 0;

const plan = columns(['tcp.dstport', 'udp.srcport', 'udp.dstport', 'dns.id', 'dns.qry.name.len']);
const out = plan.output();
const [tcpTo, udpFrom, udpTo, dnsId, nameLength] = plan.fields.map((field) => out.column(field));

/** Adds up what the plan found; -1 stands where a packet has no such field. */
function add(n) {
  for (let i = 0; i < n; i++) {
    if (tcpTo[i] >= 0) {
      tcp++;
      dportSum += tcpTo[i];
    } else if (udpTo[i] >= 0) {
      udp++;
      dportSum += udpTo[i];
      if ((udpFrom[i] !== 53 && udpTo[i] !== 53) || dnsId[i] < 0) continue;
      dns++;
      if (nameLength[i] > 0) qnameBytes += nameLength[i];
    }
  }
}

for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file);
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
