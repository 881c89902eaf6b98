// As with scapy: a SYN to each port of a set, and a table of what came back. The network is in memory, so nothing leaves this machine.
import { IP, oneOf, packet, TCP } from 'packetwright';
import { lab, sr } from 'packetwright/lab';

const network = lab({
  hosts: { me: { address: '192.0.2.10/24' }, server: { address: '192.0.2.80/24', services: { tcp: [22, 443] } } },
  time: 'virtual',
});
const probe = packet(IP({ dst: '192.0.2.80' }), TCP({ sport: 40_000, dport: oneOf([22, 80, 443]), flags: 'S' }));
const { answered, unanswered } = await sr(probe, { host: network.host('me'), timeoutMs: 500 });
for (const [sent, received] of answered) {
  const flags = received.get(TCP)?.flags;
  console.log(sent.get(TCP).dport, flags?.has('SA') ? 'open' : 'closed', flags?.text);
}
console.log(unanswered.length, 'without an answer');
await network.close();
