/** The functions of "Fun with Raw Packets", typed as they stand there: a DNS query, and HTTP with its bug and without. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';
import { type Seed, seed } from '../../support/shell/seeds.ts';
import { requireServed } from '../../support/shell/served.ts';

const DNS_QUERY = `from scapy.all import *

def dns_query(hostname, dnsserver='8.8.8.8'):
    # rd: recursion desired
    dns = IP(dst=dnsserver) / UDP() / DNS(rd=1, qd=DNSQR(qname=hostname))
    answer = sr1(dns)
    print(answer.summary())
    ip = answer[DNS].an.rdata
    return ip

`;

/** @param sport what the document first had, or its cure */
const http = (sport: string): string => `from scapy.all import *

# do NOT copy and paste, there is a bug
def http(payload, ip, dport=80):
    sport = ${sport}
    seq = RandInt()
    # ip_pkt = IP(dst=ip, id=0)
    syn = IP(dst=ip) / TCP(dport=dport, sport=sport, flags='S', seq=seq)
    synack = sr1(syn)
    print(synack.summary())

    seq = synack[TCP].ack
    ack = synack[TCP].seq + 1

    request = IP(dst=ip) / TCP(dport=dport, sport=sport, flags='A', seq=seq, ack=ack) / Raw(ensure_bytes(payload))
    ans, unans = sr(request)
    ans.summary()
    return ans

`;

/** What the document's capture shows that was sent. */
const CALL = String.raw`r = http("GET / HTTP/1.1\r\nHost: google.com\r\n\r\n", ip)`;
const ASKED = ["In [1]: ip = dns_query('google.com')", 'In [2]: ip'];

describeIf(requireServed(), 'seed 000', () => {
  let s: Seed;
  beforeAll(async () => {
    s = await seed();
  });
  afterAll(() => s?.stop());

  it('the DNS query', async () => {
    const { ours, theirs, notes } = await s.typed([DNS_QUERY, ...ASKED]);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/IP \/ UDP \/ DNS Ans "10\.77\.0\.2" *\n'10\.77\.0\.2'$/);
    expect(notes).toBe('');
  });

  it('the bug: the server resets what comes from another port, and the shell says so before it goes', async () => {
    const { ours, theirs, shown } = await s.typed([http('RandNum(1025, 65535)'), CALL]);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/ > 10\.77\.0\.2:http A \/ Raw ==> .*:http > .* R/);
    // Behind the first answer, and before the second emission begins.
    expect(shown).toMatch(/ SA\b.*\n[^\n]*sport[^\n]*int\(RandNum\(1025, ?65535\)\)[^\n]*\nBegin emission:/);
  });

  it("the cure: with the kernel's resets kept away, the server acknowledges the request", async () => {
    const rule = ['OUTPUT', '-p', 'tcp', '--tcp-flags', 'RST', 'RST', '-s', '10.77.0.1', '-j', 'DROP'];
    run('ip', 'netns', 'exec', s.net.a, 'iptables', '-A', ...rule);
    const { ours, theirs, notes } = await s.typed([http('int(RandNum(1025, 65535))'), CALL]);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/ > 10\.77\.0\.2:http A \/ Raw ==> .*:http > 10\.77\.0\.1:# A/);
    expect(notes).toBe('');
  });
});
