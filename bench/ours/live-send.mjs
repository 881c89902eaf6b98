// Sends one 60-octet UDP frame COUNT times: node live-send.mjs IFACE COUNT MAC
import { Ether, IP, linuxHost, packet, UDP } from '../../dist/index.js';

const [iface, argument, mac] = process.argv.slice(2);
const count = +argument;
const AT_ONCE = 1024;
const frame = packet(
  Ether({ src: '02:00:00:00:00:01', dst: mac }),
  IP({ src: '10.77.0.1', dst: '10.77.0.3' }),
  UDP({ sport: 1024, dport: 9 }),
  new Uint8Array(18),
).bytes;

/** `n` frames, all of them the same octets. */
const frames = (n) => ({ data: frame, n, offset: new Uint32Array(n), length: new Uint32Array(n).fill(frame.length) });

const host = linuxHost();
const link = await host.open(iface);
await link.ready;
const many = frames(AT_ONCE);
const start = performance.now();
let sent = 0;
while (sent + AT_ONCE <= count) sent += (await link.send(many)).sent;
if (sent < count) sent += (await link.send(frames(count - sent))).sent;
const seconds = (performance.now() - start) / 1000;
await host.close();
console.log(JSON.stringify({ packets: sent, seconds }));
