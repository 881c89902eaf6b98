// live: eth0
// From DHCPDISCOVER to a lease, packet by packet, and the address given back: node dhcp-by-hand.ts INTERFACE
// It sets nothing on this machine: dhcp() and `pkw dhcp --apply` do.
import { BOOTP, DHCP, Ether, IP, linuxHost, packet, sendp, srp1, UDP } from 'packetwright';

const [iface] = process.argv.slice(2);
if (iface === undefined) throw new Error('usage: dhcp-by-hand.ts INTERFACE');
await using host = linuxHost();
const mac = (await host.interfaces()).find(({ name }) => name === iface)?.mac;
if (mac === undefined) throw new Error(`${iface} has no hardware address`);

const to = { iface, host, timeoutMs: 5000 };
const bootp = { chaddr: mac, xid: 0x2a2a2a2a, flags: 'B' };
/** Who has no address yet sends from 0.0.0.0 to everybody (RFC 2131 §4.1). */
const toAll = [
  Ether({ src: mac, dst: 'ff:ff:ff:ff:ff:ff' }),
  IP({ src: '0.0.0.0', dst: '255.255.255.255' }),
  UDP({ sport: 68, dport: 67 }),
] as const;

const offer = await srp1(packet(...toAll, BOOTP(bootp), DHCP({ options: [['message-type', 'discover'], 'end'] })), to);
const offered = offer?.get(BOOTP);
if (offer === undefined || offered === undefined) throw new Error('no server offers an address');
console.log(`${offered.siaddr} offers ${offered.yiaddr}`);

const options = [['message-type', 'request'], ['requested_addr', offered.yiaddr], ['server_id', offered.siaddr], 'end'] as const;
const acked = await srp1(packet(...toAll, BOOTP(bootp), DHCP({ options })), to);
const lease = acked?.get(DHCP)?.options.find((option) => Array.isArray(option) && option[0] === 'lease_time');
console.log(`${acked?.get(BOOTP)?.yiaddr} is ours for ${Array.isArray(lease) ? lease[1] : '?'} s`);

const release = [['message-type', 'release'], ['server_id', offered.siaddr], 'end'] as const;
await sendp(packet(...toAll, BOOTP({ ...bootp, ciaddr: offered.yiaddr, flags: 0 }), DHCP({ options: release })), { iface, host });
// prints:
// 192.0.2.2 offers 192.0.2.105
// 192.0.2.105 is ours for 120 s
