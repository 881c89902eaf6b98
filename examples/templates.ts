// One template stands for many packets: sets give every combination, random values are drawn anew for each.
import { fuzz, hosts, ICMP, IP, net, packet, RandShort, range, TCP } from 'packetwright';

const probes = packet(IP({ dst: net('192.0.2.0/30'), ttl: range(1, 3) }), TCP({ dport: [80, 443], sport: RandShort() }));
console.log(probes.count); // 4 × 3 × 2, counted without making one

let n = 0;
for (const p of probes.seeded(7)) {
  // Each is a concrete packet, made when it is asked for.
  if (n++ < 3) console.log(p.get(IP).dst, p.get(IP).ttl, p.get(TCP).dport, p.get(TCP).sport);
}
console.log(n);

// The same seed gives the same packets.
const ports = (seed: number): string => [...probes.seeded(seed)].map((p) => p.get(TCP).sport).join();
const once = ports(7);
console.log(ports(7) === once, ports(8) === once);

console.log(packet(IP({ dst: hosts('192.0.2.1-3,9') }), ICMP()).count);

// What is not given becomes random, what is computed stays right.
for (const p of fuzz(packet(IP({ dst: '192.0.2.1' }), TCP({ dport: 80 })), { seed: 1 }).repeat(3)) console.log(p.summary());
