// live: 192.0.2.2 www.example.test
// A DNS query as one packet, and its answer: node dns-query.ts SERVER NAME
import { DNS, DNSQR, IP, packet, sr1, UDP } from 'packetwright';

const [server, name] = process.argv.slice(2);
if (server === undefined || name === undefined) throw new Error('usage: dns-query.ts SERVER NAME');

// The destination port comes from what stands above UDP; addresses, lengths and checksums are filled in.
const query = packet(IP({ dst: server }), UDP({ sport: 40_053 }), DNS({ rd: 1, qd: [DNSQR({ qname: name })] }));
const answer = await sr1(query);
if (answer === undefined) throw new Error(`${server} does not answer`);
console.log(answer.summary());
for (const { rrname, rdata } of answer.get(DNS)?.an ?? []) console.log(`${rrname} is ${String(rdata)}`);
// prints:
// IP / UDP / DNS Ans "192.0.2.2"
// www.example.test. is 192.0.2.2
