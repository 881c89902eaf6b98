// Craft a packet, look at it, take it apart again.
import { dissect, Ether, hexdump, ICMP, IP, packet, TCP } from 'packetwright';

// What is absent is computed: the version and lengths, the checksums, the number of the next protocol.
const syn = packet(
  Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
  IP({ src: '192.0.2.1', dst: '192.0.2.2', ttl: 9 }),
  TCP({ sport: 40_000, dport: 'http', flags: 'S', options: [['MSS', 1460], 'SAckOK'] }),
);
console.log(syn.summary());
console.log(hexdump(syn.bytes));
console.log(syn.get(TCP).chksum.toString(16), syn.get(IP).len); // numbers: the type knows that they are there

// Any octets can be dissected. Damage is told, not thrown; here the last 3 octets are missing.
const seen = dissect(syn.bytes.subarray(0, -3), Ether);
console.log(seen.get(IP)?.src, seen.get(TCP)?.flags.has('S'), seen.has(ICMP));
for (const issue of seen.issues) console.log(issue.text);

// Every bit belongs to a field.
console.log(syn.at(36)); // TCP's destination port

// The code that makes the same packet.
console.log(syn.command());
