// From a packet's time stamp to its reader, COUNT times: node live-late.mjs IFACE COUNT [immediate]
import { linuxHost } from 'packetwright';
import { spread } from './spread.mjs';

const [iface, count, immediate] = process.argv.slice(2);
const host = linuxHost();
const link = await host.open(iface, { immediate: immediate !== undefined });
await link.ready;
const micros = [];
await new Promise((resolve) => {
  const stop = link.listen(({ n, sec, nsec }) => {
    // The same clock as the stamps.
    const now = host.clock.now();
    for (let i = 0; i < n; i++) micros.push((now - sec[i] * 1e3 - nsec[i] / 1e6) * 1e3);
    if (micros.length < +count) return;
    stop();
    resolve();
  });
  console.error('ready');
});
const { dropped } = link.stats();
await link.close();
await host.close();
console.log(JSON.stringify({ packets: micros.length, dropped, ...spread(micros) }));
