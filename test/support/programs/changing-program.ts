/**
 * A program that changes the kernel's tables of a network namespace until it is killed:
 *
 *   node changing-program.js NETNS change TO makes changes and takes some back, for ever; prints `changing` when it has begun
 *   node changing-program.js NETNS start     only uses the host once
 *   node changing-program.js NETNS leave TO  makes changes and ends without a word
 *   node changing-program.js NETNS move TO   moves the interface va to the namespace TO, prints `moved`, and waits
 */
import type { Undo } from '../../../src/host/host.ts';
import { linuxHost } from '../../../src/host/linux/linux-host.ts';

const [netns = '', mode, to = ''] = process.argv.slice(2);
const host = linuxHost({ netns });
const { admin } = host;
if (admin === undefined) throw new Error('this host cannot be changed');
const { links, routes, neighbours, firewall, guard } = admin;

let number = 0;
const changes: (() => Promise<Undo>)[] = [
  () => routes.add({ destination: `198.18.${number++ % 256}.0/24`, gateway: '10.77.0.2' }),
  () => routes.add({ destination: `2001:db8:${(number++ % 65536).toString(16)}::/48`, iface: 'va' }),
  () => routes.delete({ destination: '203.0.113.0/24' }),
  () => neighbours.add({ iface: 'va', address: `10.77.0.${100 + (number++ % 100)}`, mac: '02:00:00:00:00:77' }),
  () => neighbours.delete({ iface: 'va', address: '10.77.0.2' }),
  () => links.create(`v${number}`, { kind: 'veth', peer: `w${number++}` }),
  () => links.create(`b${number++}`, { kind: 'bridge' }),
  () => links.create(`t${number++}`, { kind: 'tun' }),
  () => links.addAddress('va', `10.78.${number++ % 256}.1/24`),
  () => links.deleteAddress('va', '10.77.0.1/24'),
  () => links.deleteAddress('va', '2001:db8:77::1/64'),
  () => links.set('va', { mtu: 1400 }),
  () => links.set('va', { mac: '02:00:00:00:00:99' }),
  () => links.set('va', { up: false }),
  () => links.set('va', { name: `renamed${number++}` }),
  () => links.moveTo('va', to),
  ...(firewall === undefined || guard === undefined
    ? []
    : [
        () => firewall.add({ direction: 'in', action: 'drop', protocol: 'tcp', destinationPort: 10_000 + (number++ % 1000) }),
        () => guard.call(admin, { protocol: 'tcp', localPort: 20_000 + (number++ % 1000) }),
      ]),
];

async function change(): Promise<void> {
  const made: Undo[] = [];
  for (let i = 0; i < 6; i++) {
    const one = changes[Math.floor(Math.random() * changes.length)] as () => Promise<Undo>;
    try {
      made.push(await one());
    } catch {
      // An earlier change has taken away what this one wanted.
    }
  }
  for (const undo of made.reverse()) await undo.undo();
}

await host.interfaces();
if (mode === 'change') {
  await change();
  console.log('changing');
  for (;;) {
    await change();
    await new Promise((resolve) => setImmediate(resolve));
  }
} else if (mode === 'move') {
  await links.moveTo('va', to);
  console.log('moved');
  setInterval(() => undefined, 1 << 30);
} else if (mode === 'leave') for (const one of changes) await one().catch(() => undefined);
