// Counts TCP connections and the octets of both sides, put together: node streams.mjs FILE [PASSES]
import { followTcp, openCapture } from 'packetwright';

const [file, passes = '1'] = process.argv.slice(2);
const start = performance.now();
let streams = 0;
let octets = 0;
for (let pass = 0; pass < +passes; pass++) {
  const source = await openCapture(file, { sync: true });
  let told = 0;
  await followTcp(source, {
    open: () => void streams++,
    data: (_, _from, piece) => void (told += piece.length),
  });
  octets += told;
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ streams, octets, seconds }));
