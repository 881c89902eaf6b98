/**
 * A program that asks the library for the real things, in the network namespace that it is started in, and prints as JSON what
 * became of each: `ok`, the capability that the error names, or the error's code.
 */
import { PacketwrightError } from '../../../src/bytes/errors.ts';
import { guard } from '../../../src/exchange/guard.ts';
import { sr1 } from '../../../src/exchange/send-receive.ts';
import { linuxHost } from '../../../src/host/linux/linux-host.ts';
import { ICMP } from '../../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../src/protocols/protocols.ts';

const host = linuxHost();
const { admin } = host;
if (admin?.firewall === undefined || admin.guard === undefined) throw new Error('this host cannot be changed');
const { links, firewall } = admin;

const things: Record<string, () => Promise<unknown>> = {
  link: async () => (await host.open('lo')).close(),
  exchange: () => sr1(packet(IP({ dst: '127.0.0.1' }), ICMP()), { host, timeoutMs: 50 }),
  address: async () => (await links.addAddress('lo', '127.9.9.9/8')).undo(),
  firewall: async () => (await firewall.add({ direction: 'in', action: 'count' })).undo(),
  guard: async () => (await guard({ protocol: 'tcp', localPort: 4444 }, { host })).undo(),
  tun: async () => (await links.openTun('pkwt%d')).close(),
  namespace: () => linuxHost({ netns: '/proc/self/ns/net' }).interfaces(),
};

const results: Record<string, string> = {};
for (const [name, f] of Object.entries(things)) {
  try {
    await f();
    results[name] = 'ok';
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    results[name] = String(error.details['capability'] ?? error.code);
  }
}
await host.close();
console.log(JSON.stringify(results));
