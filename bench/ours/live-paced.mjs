// Sends one frame COUNT times at RATE frames a second: node live-paced.mjs IFACE COUNT MAC RATE
import { linuxHost } from 'packetwright';
import { framesTo } from './live-frame.mjs';

const [iface, count, mac, rate] = process.argv.slice(2);
const host = linuxHost();
const link = await host.open(iface, { sendOnly: true });
await link.ready;
const report = await link.send(framesTo(mac, +count), { rate: +rate });
await host.close();
console.log(JSON.stringify({ packets: report.sent, seconds: report.seconds, reported_pps: report.rate }));
