/** Usual mistakes in lessons: each gets the word that helps, and the step stays open. */
import { describe, expect, it } from 'vitest';
import { LESSONS } from '../../src/shell/lessons/lessons.ts';
import { runCli } from '../support/run-cli.ts';

/** Lesson, step from 1, what is typed, and the name of the mistake; where its words depend on what was sent, a part of them. */
const MISTAKES: readonly (readonly [lesson: string, step: number, typed: string | readonly string[], mistake: string, words?: string])[] = [
  ['arp', 1, 'a = ARP(psrc="192.0.2.80")', 'psrc instead of pdst'],
  ['arp', 1, 'a = ARP(op="is-at", pdst="192.0.2.80")', 'an answer instead of a question'],
  ['arp', 1, 'a = ARP(pdst="192.0.2.8")', 'another address', 'a asks for 192.0.2.8.'],
  ['arp', 1, 'ARP(pdst="192.0.2.80")', 'no name'],
  ['arp', 3, 'q = a/Ether(dst="ff:ff:ff:ff:ff:ff")', 'the wrong way round'],
  ['arp', 3, 'q = Ether(dst="02:00:c0:00:02:50")/a', 'not to all', 'q goes to 02:00:c0:00:02:50.'],
  ['arp', 4, 'ans, unans = srp(Ether(dst="02:00:00:00:00:01")/a, timeout=1)', 'not to all', 'went to 02:00:00:00:00:01 alone'],
  ['arp', 4, 'sendp(Ether(dst="ff:ff:ff:ff:ff:ff")/ARP(op=2, pdst="192.0.2.80"))', 'an answer instead of a question'],
  ['arp', 4, 'sendp(q)', 'no answer awaited'],
  ['arp', 5, 'mac = ans[0][0].hwsrc', 'own address'],
  ['arp', 5, 'mac = ans[0][0].dst', 'the unknown address'],
  ['arp', 7, 'sr1(IP(dst="192.0.2.99")/ICMP(), timeout=1)', 'nobody there'],
  ['arp', 8, 'srp(Ether(dst="ff:ff:ff:ff:ff:ff")/ARP(pdst="192.0.2.80/30"), timeout=1)', 'too few', 'for 4 of the eight'],
  ['dns', 1, 'd = DNSQR(qname="www.example.org")', 'a question without a message'],
  ['dns', 1, 'd = DNS(rd=1, qd=DNSQR(qname="example.org"))', 'another name', 'd asks for example.org.'],
  ['dns', 3, 'r = sr1(IP(dst="192.0.2.80")/UDP(dport=53)/d, timeout=1)', 'another server'],
  ['dns', 3, 'r = sr1(IP(dst="192.0.2.1")/UDP(dport=35)/d, timeout=1)', 'another port'],
  ['dns', 3, 'sr1(IP(dst="192.0.2.1")/UDP(dport=53)/d, timeout=1)', 'not kept'],
  ['dns', 4, 'address = r.src', "the server's address"],
  ['dns', 4, 'address = r[DNS].an.rrname', 'the name'],
  [
    'dns',
    6,
    'r = sr1(IP(dst="192.0.2.1")/UDP()/DNS(rd=1, qd=DNSQR(qname="192.0.2.80.in-addr.arpa", qtype="PTR")), timeout=1)',
    'not turned round',
  ],
  [
    'dns',
    6,
    'r = sr1(IP(dst="192.0.2.1")/UDP()/DNS(rd=1, qd=DNSQR(qname="80.2.0.192.in-addr.arpa")), timeout=1)',
    'another question',
    'Ask for PTR',
  ],
  ['dhcp', 1, 'head = Ether(dst="ff:ff:ff:ff:ff:ff")/IP(src="0.0.0.0", dst="255.255.255.255")/UDP(sport=67, dport=68)', 'ports exchanged'],
  ['dhcp', 1, 'head = Ether(dst="ff:ff:ff:ff:ff:ff")/IP(dst="255.255.255.255")/UDP(sport=68, dport=67)', 'own address'],
  [
    'dhcp',
    3,
    'ans, unans = srp(head/BOOTP(chaddr="00:0c:29:be:e4:6d", xid=1)/DHCP(options=[("message-type","discover"),"end"]), timeout=1)',
    'another chaddr',
    'the client is 00:0c:29:be:e4:6d',
  ],
  ['dhcp', 3, 'hw = "02:00:c0:00:02:0a"; srp(head/BOOTP(chaddr=hw, xid=1)/DHCP(options=["end"]), timeout=1)', 'another message type'],
  ['dhcp', 4, 'mine = ans[0][1].siaddr', 'no address'],
  [
    'dhcp',
    5,
    'srp(head/BOOTP(chaddr=hw, xid=31337)/DHCP(options=[("message-type","request"),("requested_addr",mine),("server_id","192.0.2.2"),"end"]), timeout=1)',
    'another server',
  ],
  [
    'dhcp',
    5,
    'srp(head/BOOTP(chaddr=hw, xid=31337)/DHCP(options=[("message-type","request"),("server_id","192.0.2.1"),"end"]), timeout=1)',
    'no address',
  ],
  ['handshake', 1, 'syn = IP(dst="192.0.2.80")/TCP(sport=80, dport=4444, flags="S", seq=1000)', 'ports exchanged'],
  ['handshake', 1, 'syn = IP(dst="192.0.2.80")/TCP(dport=80, flags="S", seq=1000)', 'another source port'],
  [
    'handshake',
    1,
    'syn = IP(dst="192.0.2.80")/TCP(sport=4444, dport=80, flags="A", seq=1000)',
    'no SYN',
    'The flags of syn are A. A connection begins',
  ],
  [
    'handshake',
    1,
    'syn = IP(dst="192.0.2.8")/TCP(sport=4444, dport=80, flags="S", seq=1000)',
    'another machine',
    'syn goes to 192.0.2.8. The web',
  ],
  ['handshake', 1, 'syn = IP(dst="192.0.2.80")/TCP(sport=4444, dport=81, flags="S", seq=1000)', 'another port', 'syn goes to port 81. The'],
  ['handshake', 1, 'syn = TCP(sport=4444, dport=80, flags="S", seq=1000)', 'no IP'],
  ['handshake', 2, 'sr1(syn)', 'not kept'],
  ['handshake', 4, 'sa = sr1(syn)', 'no guard'],
  [
    'handshake',
    5,
    'send(IP(dst="192.0.2.80")/TCP(sport=4444, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq))',
    'ack without the SYN',
  ],
  [
    'handshake',
    5,
    'send(IP(dst="192.0.2.80")/TCP(dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1))',
    'another source port',
    'left from port 20',
  ],
  ['handshake', 5, 'send(IP(dst="192.0.2.80")/TCP(sport=4444, dport=80, flags="A", seq=1000, ack=sa[TCP].seq+1))', 'another seq'],
  ['handshake', 5, 'send(IP(dst="192.0.2.80")/TCP(sport=4444, dport=80, flags="P", seq=sa[TCP].ack, ack=sa[TCP].seq+1))', 'no flag A'],
  ['http', 1, 'sa = sr1(IP(dst="192.0.2.80")/TCP(sport=4444, dport=80, flags="S", seq=1000))', 'no guard'],
  [
    'http',
    1,
    ['g = guard({protocol: "tcp", localPort: 4444})', 'sa = sr1(IP(dst="192.0.2.80")/TCP(sport=4444, dport=8080, flags="S", seq=1000))'],
    'a closed port',
  ],
  [
    'http',
    2,
    'head = IP(dst="192.0.2.80")/TCP(sport=4444, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq); send(head)',
    'ack without the SYN',
  ],
  [
    'http',
    2,
    'head = IP(dst="192.0.2.80")/TCP(sport=4445, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1); send(head)',
    'another source port',
    'left from port 4445',
  ],
  ['http', 3, 'request = "GET / HTTP/1.1\\r\\nHost: www.example.org\\r\\n"', 'no empty line'],
  ['http', 3, 'request = "GET / HTTP/1.1\\r\\n\\r\\n"', 'no Host'],
  ['http', 4, 'ans, unans = sr(head/"GET /\\r\\n\\r\\n", multi=True, timeout=1)', 'bad request'],
  ['http', 4, 'ans, unans = sr(head/"GET / HTTP/1.1\\r\\nHost: a\\r\\n", multi=True, timeout=1)', 'half a request'],
  ['traceroute', 1, 'r = sr1(IP(dst="203.0.113.80")/ICMP(), timeout=1)', 'another ttl', 'had ttl 64.'],
  ['traceroute', 1, 'r = sr1(IP(dst="198.51.100.7", ttl=1)/ICMP(), timeout=1)', 'another address'],
  ['traceroute', 2, 'first = r.dst', 'own address'],
  ['traceroute', 3, 'r = sr1(IP(dst="203.0.113.80", ttl=3)/ICMP(), timeout=1)', 'another ttl', 'should be 2'],
  ['traceroute', 4, 'ans, unans = sr(IP(dst="203.0.113.80", ttl=(1,3))/ICMP(), timeout=1)', 'not far enough'],
  ['traceroute', 6, 'sr1(IP(dst="203.0.113.80", ttl=2)/UDP(dport=33434), timeout=1)', 'too short'],
  ['fragments', 1, 'big = IP(dst="203.0.113.80", id=7)/ICMP(id=1, seq=1)/("x"*100)', 'another length', 'big has 128 octets'],
  ['fragments', 2, 'r = sr1(IP(dst="203.0.113.80")/ICMP()/("x"*1000), timeout=1)', 'no DF'],
  ['fragments', 2, 'r = sr1(IP(dst="203.0.113.80", flags="DF")/ICMP()/("x"*100), timeout=1)', 'it fits'],
  ['fragments', 4, 'pieces = fragment(big, fragsize=800)', 'too large'],
  ['fragments', 5, 'pieces[0].show()', 'the first'],
  ['fragments', 6, 'send(pieces[:2])', 'some missing', 'offsets 0, 50 left'],
  ['fragments', 7, 'send(fragment(IP(dst="203.0.113.80", id=8)/ICMP(id=1, seq=2)/("x"*1000), fragsize=400))', 'all of them'],
];

const plain = (text: string): string => text.replace(/\s+/g, ' ');

describe.each(LESSONS.map((lesson) => [lesson.name, lesson] as const))('mistakes in lesson %s', (name, { steps }) => {
  const cases = MISTAKES.filter(([lesson]) => lesson === name).map(([, ...rest]) => rest);

  it('are more than two', () => expect(cases.length).toBeGreaterThan(2));

  it.each(cases)('step %i: %s', async (step, typed, mistake, words) => {
    const said = steps[step - 1]?.mistakes.find((one) => one.name === mistake)?.say;
    const expected = words ?? (typeof said === 'string' ? said : `no mistake '${mistake}' with fixed words`);
    const lines = [...Array.from({ length: step - 1 }, () => 'skip'), ...[typed].flat()];
    const { status, out } = await runCli(['learn', name, '--all-steps'], { stdin: new TextEncoder().encode(`${lines.join('\n')}\n`) });
    const [, last] = out.split(`\nStep ${step} of `);
    expect(plain(last ?? '')).toContain(plain(expected));
    expect([status, out.includes(`\nStep ${step + 1} of `)]).toEqual([1, false]);
  });
});

describe('a mistake that no lesson knows', () => {
  it('in a packet that the task names is answered too', async () => {
    const typed = ['a = 5', 'a = 6'];
    const { out } = await runCli(['learn', 'arp', '--all-steps'], { stdin: new TextEncoder().encode(`${typed.join('\n')}\n`) });
    expect(plain(out).match(/Not yet\. a has a value now, and the task is still open\./g)).toHaveLength(2);
  });

  it('gets what explain says', async () => {
    const typed = ['skip', 'skip', 'send(IP(dst="192.0.2.1")/UDP(chksum=1)/d)'];
    const { out } = await runCli(['learn', 'dns', '--all-steps'], { stdin: new TextEncoder().encode(`${typed.join('\n')}\n`) });
    expect(plain(out)).toMatch(/Not yet\. UDP\.chksum .* Leave the checksum out/);
  });
});
