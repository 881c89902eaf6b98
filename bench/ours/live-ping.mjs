// ICMP echo through sr1, one at a time: node live-ping.mjs ADDRESS COUNT [UNMEASURED]
import { ICMP, IP, linuxHost, packet, sr1 } from 'packetwright';
import { spread } from './spread.mjs';

const [address, count, unmeasured = '0'] = process.argv.slice(2);
const host = linuxHost();
const ask = (seq) => sr1(packet(IP({ dst: address }), ICMP({ seq })), { host, timeoutMs: 2000 });

for (let i = 0; i < +unmeasured; i++) await ask(i & 0xffff);
const micros = [];
const start = performance.now();
for (let i = 0; i < +count; i++) {
  const sent = performance.now();
  const answer = await ask(i & 0xffff);
  if (answer) micros.push((performance.now() - sent) * 1000);
}
const seconds = (performance.now() - start) / 1000;
await host.close();
console.log(JSON.stringify({ packets: micros.length, seconds, ...spread(micros) }));
