// ICMP echo through sr1, one at a time: node live-ping.mjs ADDRESS COUNT
import { ICMP, IP, linuxHost, packet, sr1 } from '../../dist/index.js';

const [address, count] = process.argv.slice(2);
const host = linuxHost();
let packets = 0;
const start = performance.now();
for (let i = 0; i < +count; i++) {
  const answer = await sr1(packet(IP({ dst: address }), ICMP({ seq: i & 0xffff })), { host, timeoutMs: 2000 });
  if (answer) packets++;
}
const seconds = (performance.now() - start) / 1000;
await host.close();
console.log(JSON.stringify({ packets, seconds }));
