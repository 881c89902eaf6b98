// What the building task makes, written out plainly once, so that every builder can be checked against it.
//
// Packet i: Ethernet 02:00:00:00:00:01 > 02:00:00:00:00:02, IPv4 10.0.0.1 > 10.0.(i >> 8).i with id 1 and TTL 64,
// TCP SYN from port 1024 + (i mod 16,384) to 80, sequence number i, window 8,192, then 64 zero octets: 118 in all.

/** Every SAMPLE-th packet goes into the digest: enough to catch a wrong builder, too little to slow a right one. */
export const SAMPLE = 4096;
export const digestStart = 0x811c9dc5;

/** FNV-1a, 32 bits, carried on over `octets[start, end)`. */
export function digestOf(digest, octets, start = 0, end = octets.length) {
  let h = digest;
  for (let i = start; i < end; i++) h = Math.imul(h ^ octets[i], 0x01000193);
  return h >>> 0;
}

function checksum(octets, seed) {
  let sum = seed;
  for (let i = 0; i < octets.length; i += 2) sum += octets[i] * 256 + octets[i + 1];
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function packetOf(i) {
  const b = new Uint8Array(118);
  const view = new DataView(b.buffer);
  b.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00]);
  b.set([0x45, 0, 0, 104, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, (i >> 8) & 255, i & 255], 14);
  view.setUint16(24, checksum(b.subarray(14, 34), 0));
  view.setUint16(34, 1024 + (i & 0x3fff));
  view.setUint16(36, 80);
  view.setUint32(38, i);
  b.set([0x50, 0x02, 0x20, 0x00], 46);
  view.setUint16(50, checksum(b.subarray(26), 6 + 84)); // the addresses, the segment, then protocol and length
  return b;
}

/** The totals that `count` packets must have. */
export function buildTruth(count) {
  let digest = digestStart;
  for (let i = 0; i < count; i += SAMPLE) digest = digestOf(digest, packetOf(i));
  return { packets: count, bytes: count * 118, digest };
}
