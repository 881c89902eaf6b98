// Change a packet that was captured: what was right stays right, what was wrong stays as it was.
import { auto, dissect, Dot1Q, Ether, fromHex, IP, packet, Raw, UDP } from 'packetwright';

const captured = packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 5000, dport: 6000 }), 'hello').bytes;

const p = dissect(captured, Ether);
p.set(IP, { dst: '198.51.100.7' }).set(Raw, { load: 'hello, world' });
// Two lengths and two checksums follow. The memory that it came from is untouched.
console.log(p.get(IP)?.len, p.get(UDP)?.len, p.get(IP)?.chksum.toString(16), p.get(UDP)?.chksum.toString(16));
console.log(dissect(captured, Ether).get(IP)?.dst);

// A checksum that was wrong when it came is evidence: it is kept, until it is given back to be computed.
const damaged = captured.slice();
damaged[40] = 0xff; // the first octet of UDP's checksum
const q = dissect(damaged, Ether);
q.set(IP, { dst: '198.51.100.7' });
console.log('kept', q.get(UDP)?.chksum.toString(16));
q.set(UDP, { chksum: auto });
console.log('computed', q.get(UDP)?.chksum.toString(16));

// Layers come and go in a new packet; the chain of one that exists does not change.
const tagged = p.with(Dot1Q({ vlan: 7 }), { after: Ether });
console.log(tagged.summary());
console.log(tagged.without(Dot1Q).length === p.length);

// What is given is sent as it is, even when it is wrong.
const odd = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2', len: 9, chksum: 0 }), fromHex('00ff'));
console.log(odd.get(IP).len, odd.length);
