// Every packet of a capture as an object, and its octets counted: node packets.mjs stream|batches FILE [PASSES]
// stream: `for await` over packets(), which stay valid and have their times; batches: dissectAt over batches, which do not.
import { dissectAt, openCapture } from 'packetwright';

const [way, file, passes = '1'] = process.argv.slice(2);
const totals = { packets: 0, bytes: 0 };

async function stream(source) {
  let packets = 0;
  let bytes = 0;
  for await (const packet of source.packets()) {
    packets++;
    bytes += packet.length;
  }
  totals.packets += packets;
  totals.bytes += bytes;
}

async function batches(source) {
  let bytes = 0;
  for await (const batch of source.batches()) {
    for (let i = 0; i < batch.n; i++) bytes += dissectAt(batch, i).length;
    totals.packets += batch.n;
  }
  totals.bytes += bytes;
}

const start = performance.now();
for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file, { sync: true });
  await (way === 'stream' ? stream(source) : batches(source));
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ ...totals, seconds }));
