// The decode task through a plan: node decode-plan.mjs FILE [PASSES [DUMMIES]]; with so many protocols more that the file has not
import { columns, openCapture } from 'packetwright';

const [file, passes = '1', dummies] = process.argv.slice(2);
const registry = dummies === undefined ? undefined : (await import('./dummy-layers.mjs')).dummyRegistry(+dummies);
const start = performance.now();
const totals = { packets: 0, bytes: 0, tcp: 0, udp: 0, dport_sum: 0, dns: 0, qname_bytes: 0 };

const fields = ['tcp.dstport', 'udp.srcport', 'udp.dstport', 'dns.id', 'dns.qry.name.len'];
const plan = columns(fields, registry && { registry });
const out = plan.output();

/** Adds up what the plan found in a batch: in locals, for a sum beyond 31 bits in a module's variable is a new object each time. */
function add({ n, captured }) {
  const [tcpTo, udpFrom, udpTo, dnsId, nameLength] = fields.map((field) => out.column(field));
  let bytes = 0,
    tcp = 0,
    udp = 0,
    ports = 0,
    dns = 0,
    names = 0;
  for (let i = 0; i < n; i++) {
    bytes += captured[i];
    if (tcpTo.present[i]) {
      tcp++;
      ports += tcpTo.values[i];
    } else if (udpTo.present[i]) {
      udp++;
      ports += udpTo.values[i];
      if ((udpFrom.values[i] !== 53 && udpTo.values[i] !== 53) || !dnsId.present[i]) continue;
      dns++;
      if (nameLength.present[i]) names += nameLength.values[i];
    }
  }
  totals.packets += n;
  totals.bytes += bytes;
  totals.tcp += tcp;
  totals.udp += udp;
  totals.dport_sum += ports;
  totals.dns += dns;
  totals.qname_bytes += names;
}

for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file, { sync: true });
  for await (const batch of source.batches()) {
    plan.run(batch, out);
    add(batch);
  }
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ ...totals, seconds }));
