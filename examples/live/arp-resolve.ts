// live: eth0 192.0.2.2
// Who has an address on this link? node arp-resolve.ts INTERFACE ADDRESS
import { ARP, Ether, packet, srp1 } from 'packetwright';

const [iface, address] = process.argv.slice(2);
if (iface === undefined || address === undefined) throw new Error('usage: arp-resolve.ts INTERFACE ADDRESS');

const answer = await srp1(packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: address })), { iface, timeoutMs: 1000 });
console.log(answer === undefined ? `nobody has ${address}` : `${address} is at ${answer.get(ARP)?.hwsrc}`);
// prints:
// 192.0.2.2 is at 02:00:00:00:00:02
