// What plain JavaScript allows in building: one array, the fields that change patched, both checksums made anew, and a
// copy for each packet. Not a peer, but a floor to compare with.
//
//   node probe-build.mjs COUNT
import { digestOf, digestStart, SAMPLE } from '../lib/build-truth.mjs';

const count = +process.argv[2];
const start = performance.now();
let bytes = 0;
let digest = digestStart;
const b = new Uint8Array(118);
b.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 104, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 0]);
b.set([0, 0, 0, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 2, 0x20, 0, 0, 0, 0, 0], 34);
const checksum = (from, to, seed) => {
  let s = seed;
  for (let i = from; i < to; i += 2) s += (b[i] << 8) | b[i + 1];
  while (s > 0xffff) s = (s & 0xffff) + (s >>> 16);
  return ~s & 0xffff;
};
for (let i = 0; i < count; i++) {
  b[32] = i >> 8;
  b[33] = i;
  b[24] = b[25] = 0;
  let c = checksum(14, 34, 0);
  b[24] = c >> 8;
  b[25] = c;
  const sport = 1024 + (i & 0x3fff);
  b[34] = sport >> 8;
  b[35] = sport;
  b[38] = i >>> 24;
  b[39] = i >>> 16;
  b[40] = i >>> 8;
  b[41] = i;
  b[50] = b[51] = 0;
  c = checksum(26, 118, 6 + 84);
  b[50] = c >> 8;
  b[51] = c;
  const packet = b.slice();
  bytes += packet.length;
  if (i % SAMPLE === 0) digest = digestOf(digest, packet);
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ packets: count, bytes, digest, seconds }));
