// Builds Ethernet/IP/TCP + 64 octets from new objects each time: node build-objects.mjs COUNT
import { Ether, IP, packet, TCP } from 'packetwright';
import { digestOf, digestStart, SAMPLE } from '../lib/build-truth.mjs';

const count = +process.argv[2];
const payload = new Uint8Array(64);
const start = performance.now();
let bytes = 0;
let digest = digestStart;

function build(i) {
  return packet(
    Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
    IP({ src: '10.0.0.1', dst: 0x0a000000 + (i & 0xffff) }), // a number, as libtins gets it
    TCP({ sport: 1024 + (i & 0x3fff), dport: 80, seq: i, flags: 'S', window: 8192 }),
    payload,
  ).bytes;
}

for (let i = 0; i < count; i++) {
  const octets = build(i);
  bytes += octets.length;
  if (i % SAMPLE === 0) digest = digestOf(digest, octets);
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ packets: count, bytes, digest, seconds }));
