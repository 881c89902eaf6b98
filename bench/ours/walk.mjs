// Counts the records of a capture and their octets: node walk.mjs FILE [PASSES]
import { openCapture } from 'packetwright';

const [file, passes = '1'] = process.argv.slice(2);
const start = performance.now();
let packets = 0;
let bytes = 0;
for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file, { sync: true });
  for await (const { n, captured } of source.batches()) {
    packets += n;
    for (let i = 0; i < n; i++) bytes += captured[i];
  }
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ packets, bytes, seconds }));
