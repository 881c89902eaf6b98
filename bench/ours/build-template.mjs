// Builds Ethernet/IP/TCP + 64 octets by a stamp into a send buffer: node build-template.mjs COUNT
import { Ether, FrameBuffer, IP, packet, stamp, TCP } from 'packetwright';
import { digestOf, digestStart, SAMPLE } from '../lib/build-truth.mjs';

const count = +process.argv[2];
const start = performance.now();
const pattern = packet(
  Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
  IP({ src: '10.0.0.1', dst: '10.0.0.0' }),
  TCP({ dport: 80, flags: 'S', window: 8192 }),
  new Uint8Array(64),
);
const probe = stamp(pattern, [
  [IP, 'dst'],
  [TCP, 'sport'],
  [TCP, 'seq'],
]);
const frames = new FrameBuffer(1 << 20, 1024);
let bytes = 0;
let digest = digestStart;
for (let i = 0; i < count; i++) {
  if (frames.n === 1024) frames.clear(); // here a sender would hand the buffer to the kernel
  probe.add(frames, 0x0a000000 + (i & 0xffff), 1024 + (i & 0x3fff), i);
  bytes += probe.size;
  if (i % SAMPLE === 0) digest = digestOf(digest, frames.data, frames.offset[frames.n - 1], frames.used);
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ packets: count, bytes, digest, seconds }));
