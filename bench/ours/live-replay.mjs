// Sends a capture as fast as it goes: node live-replay.mjs IFACE FILE [preload]
// As it is read, or from memory, which has all of it before the clock starts (tcpreplay's --preload-pcap).
import { framesOf, linuxHost, openCapture } from 'packetwright';

const [iface, file, preload] = process.argv.slice(2);
const host = linuxHost();
const link = await host.open(iface, { sendOnly: true });
await link.ready;

/** A batch's index is used again for the next one; its octets, when they come from a file, are not. */
function kept(batch) {
  const { data, n, offset, length } = framesOf(batch);
  return { data, n, offset: offset.slice(0, n), length: length.slice(0, n) };
}

let loaded;
if (preload) {
  loaded = [];
  for await (const batch of (await openCapture(file, { sync: true })).batches()) loaded.push(kept(batch));
}

const start = performance.now();
let packets = 0;
if (loaded) {
  for (const frames of loaded) packets += (await link.send(frames)).sent;
} else {
  const source = await openCapture(file, { sync: true });
  for await (const batch of source.batches()) packets += (await link.send(framesOf(batch))).sent;
  await source.close();
}
const seconds = (performance.now() - start) / 1000;
await host.close();
console.log(JSON.stringify({ packets, seconds }));
