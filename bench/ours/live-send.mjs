// Sends one 60-octet UDP frame COUNT times: node live-send.mjs IFACE COUNT MAC
import { linuxHost } from 'packetwright';
import { framesTo } from './live-frame.mjs';

const [iface, argument, mac] = process.argv.slice(2);
const count = +argument;
const AT_ONCE = 1024;

const host = linuxHost();
const link = await host.open(iface, { sendOnly: true });
await link.ready;
const many = framesTo(mac, AT_ONCE);
const rest = framesTo(mac, count % AT_ONCE);
const start = performance.now();
let sent = 0;
while (sent + AT_ONCE <= count) sent += (await link.send(many)).sent;
if (rest.n > 0) sent += (await link.send(rest)).sent;
const seconds = (performance.now() - start) / 1000;
await host.close();
console.log(JSON.stringify({ packets: sent, seconds }));
