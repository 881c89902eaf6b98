// An open capture, on which nothing arrives, and an alarm a second: node live-idle.mjs IFACE SECONDS [immediate]
import { linuxHost } from 'packetwright';

const [iface, seconds, immediate] = process.argv.slice(2);
const host = linuxHost();
const link = await host.open(iface, { immediate: immediate !== undefined });
await link.ready;
let packets = 0;
let alarms = 0;

const startup = process.cpuUsage();
const start = performance.now();
const alarm = setInterval(() => {
  if (++alarms < +seconds) return;
  clearInterval(alarm);
  link.close();
}, 1000);
for await (const { n } of link.batches()) packets += n;
const { user, system } = process.cpuUsage(startup);
const took = (performance.now() - start) / 1000;
await host.close();
console.log(JSON.stringify({ packets, alarms, seconds: took, cpu_percent: (user + system) / 1e4 / took }));
