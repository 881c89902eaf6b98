// Many ICMP echo requests in one sr: node live-probes.mjs veth|lab HOSTS EACH [UNMEASURED]
// HOSTS addresses of 10.78.0.0/16, each of them EACH times; UNMEASURED rounds of the same before.
import { answeringMachine, Ether, ICMP, IP, linuxHost, packet, sr } from 'packetwright';
import { lab } from 'packetwright/lab';

const [where, hosts, each, unmeasured = '0'] = process.argv.slice(2);
const net = where === 'lab' ? lab({ hosts: { a: { address: '10.78.255.1/16' }, b: { address: '10.78.255.2/16' } } }) : undefined;
const host = net?.host('a') ?? linuxHost();
// In the lab one host is everybody, behind one gateway.
net?.host('b').machines.push(
  answeringMachine({
    isRequest: (p) => p.get(ICMP)?.type === 8,
    makeReply: (p) => {
      const { src, dst } = p.get(IP);
      const { id, seq } = p.get(ICMP);
      return packet(Ether({ dst: net.host('a').mac, src: net.host('b').mac }), IP({ src: dst, dst: src }), ICMP({ type: 0, id, seq }));
    },
  }),
);

const address = (i) => `10.78.${i >> 8}.${i & 0xff}`;
function probes(id) {
  const made = [];
  for (let n = 0; n < +each; n++) for (let i = 1; i <= +hosts; i++) made.push(packet(IP({ dst: address(i) }), ICMP({ id, seq: n })));
  return made;
}
const o = { host, timeoutMs: 2000, ...(net && { via: '10.78.255.2' }) };
for (let round = 0; round < +unmeasured; round++) await sr(probes(round + 1), o);

// From before the first is made until all answers are there.
const start = performance.now();
const { answered } = await sr(probes(1000), o);
const seconds = (performance.now() - start) / 1000;
const isRight = answered.every(([p, reply]) => p.get(IP).dst === reply.get(IP).src && p.get(ICMP).seq === reply.get(ICMP).seq);
await (net?.close() ?? host.close());
console.log(
  JSON.stringify({ packets: isRight ? new Set(answered.map(([p]) => p)).size : 0, seconds, us_each: (seconds * 1e6) / (+hosts * +each) }),
);
