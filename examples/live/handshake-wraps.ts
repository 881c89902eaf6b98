// live: 192.0.2.2
// A handshake whose numbers wrap: after 4294967295 comes 0 (RFC 9293 §3.4). node handshake-wraps.ts ADDRESS
import { guard, IP, packet, send, sr1, TCP } from 'packetwright';

const [address] = process.argv.slice(2);
if (address === undefined) throw new Error('usage: handshake-wraps.ts ADDRESS');
const sport = 40_081;
const ip = IP({ dst: address });

await using _guarded = await guard({ protocol: 'tcp', localPort: sport });
const synAck = (await sr1(packet(ip, TCP({ sport, dport: 80, flags: 'S', seq: 0xffff_ffff }))))?.get(TCP);
if (synAck === undefined || synAck.flags.has('R')) console.log(synAck === undefined ? 'no answer' : 'port 80 is closed');
else {
  console.log(`SYN 4294967295, its SYN-ACK acknowledges ${synAck.ack}`);
  const [seq, ack] = [synAck.ack, synAck.seq + 1];
  await send(packet(ip, TCP({ sport, dport: 80, flags: 'A', seq, ack })));
  // One octet that the server does not take for a request yet: it acknowledges it.
  const acked = (await sr1(packet(ip, TCP({ sport, dport: 80, flags: 'PA', seq, ack }), 'G')))?.get(TCP);
  console.log(`one octet at 0, acknowledged with ${acked?.ack}`);
  await send(packet(ip, TCP({ sport, dport: 80, flags: 'R', seq: seq + 1 })));
}
// prints:
// SYN 4294967295, its SYN-ACK acknowledges 0
// one octet at 0, acknowledged with 1
