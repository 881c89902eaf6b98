// live: 192.0.2.2
// Is a packet's class of service still there at the other end? node ping-with-tos.ts ADDRESS
// Expedited Forwarding is DSCP 46, the upper six bits of tos: 46 << 2 is 184, or 0xb8.
import { ICMP, IP, packet, sr } from 'packetwright';

const [address] = process.argv.slice(2);
if (address === undefined) throw new Error('usage: ping-with-tos.ts ADDRESS');

const { answered, unanswered } = await sr(packet(IP({ dst: address, dscp: 'EF' }), ICMP({ id: 7, seq: 1 }), 'hello'));
for (const [sent, received] of answered) {
  const there = sent.get(IP).tos;
  const back = received.get(IP)?.tos ?? 0;
  console.log(`sent with tos 0x${there.toString(16)}, answered with tos 0x${back.toString(16)}`);
}
if (unanswered.length > 0) console.log('no answer');
// prints:
// sent with tos 0xb8, answered with tos 0xb8
