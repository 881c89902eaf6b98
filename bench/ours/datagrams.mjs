// Counts UDP datagrams, put together of their fragments, and their payload: node datagrams.mjs FILE [PASSES]
import { defragment, dissectAt, openCapture, UDP } from 'packetwright';

const UDP_HEADER = 8;
const [file, passes = '1'] = process.argv.slice(2);
const start = performance.now();
let datagrams = 0;
let octets = 0;
for (let pass = 0; pass < +passes; pass++) {
  const source = defragment(await openCapture(file, { sync: true }));
  for await (const batch of source.batches()) {
    for (let i = 0; i < batch.n; i++) {
      const datagram = dissectAt(batch, i).get(UDP);
      if (datagram === undefined) continue;
      datagrams++;
      octets += datagram.len - UDP_HEADER;
    }
  }
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ datagrams, octets, seconds }));
