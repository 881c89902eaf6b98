// As with npm's raw-socket and cap: frames by hand, out through a link, and what comes back from it. The network is in memory;
// linuxHost() has the same functions.
import { Ether, ICMP, IP, packet, packFrames } from 'packetwright';
import { lab } from 'packetwright/lab';

const network = lab({ hosts: { me: { address: '192.0.2.10/24' }, other: { address: '192.0.2.20/24' } }, time: 'virtual' });
const me = network.host('me');
const link = await me.open('eth0', { filter: 'icmp', direction: 'in' });
await link.ready;

// What a kernel does for a raw socket: who has the address?
const mac = await me.neighbour('eth0', '192.0.2.20');
if (mac === undefined) throw new Error('nobody answers');
const echo = packet(Ether({ src: me.mac, dst: mac }), IP({ src: me.address, dst: '192.0.2.20' }), ICMP({ id: 7, seq: 1 }), 'hello');
await link.send(packFrames([echo.bytes]));

for await (const reply of link.packets()) {
  const icmp = reply.get(ICMP);
  if (icmp?.type !== 0) continue;
  console.log(`${reply.get(IP)?.src} answers ${icmp.seq}: ${reply.length} octets`);
  break;
}
await network.close();
