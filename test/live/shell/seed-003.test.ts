/** The programs of "Day 21: Trying to TCP", typed as they stand there. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';
import { type Seed, seed } from '../../support/shell/seeds.ts';
import { requireServed } from '../../support/shell/served.ts';

/** The document leaves it out. */
const BEFORE = 'source_port = 2000';

const FIRST = `dest = "google.com"
source_port += 1 # We need to set a different source port every time
ip_header = IP(dst=dest)
ans = sr1(ip_header / TCP(dport=80, flags="S", seq=random.randint(0, 1000))) # Send SYN, receive SYN-ACK
reply = ip_header / TCP(dport=80, seq=ans.ack, ack = ans.seq + 1, flags="A") # ACK
send(reply) # Send ACK`;

const FAKE = `# Set port & MAC address
FAKE_IP = "10.0.4.4" # Use something that nobody else is going to have
MAC_ADDR = "60:67:20:eb:7b:bc" # My actual MAC address`;

const BROADCAST = `# Broadcast our fake IP address
srp(Ether(dst="ff:ff:ff:ff:ff:ff")/ARP(psrc=FAKE_IP, hwsrc=MAC_ADDR))`;

const SECOND = String.raw`source_port += 1
ip_header = IP(dst=dest, src=FAKE_IP) # Set the source port to 
ans = sr1(ip_header / TCP(dport=80, sport=source_port,  flags="S", seq=random.randint(0, 1000))) # SYN
# ans is the SYN-ACK
reply = ip_header / TCP(dport=80, sport=source_port, seq=ans.ack, ack = ans.seq + 1, flags="A") # ACK
send(reply) # Send ACK
pkt = ip_header / TCP(dport=80, sport=source_port, seq=reply.seq, flags="AP") / "GET / HTTP/1.1\r\n\r\n" # Send our real packet
send(pkt)`;

/** What the document's Wireshark showed. */
const LOOK = 'ans.summary()\nreply.summary()';

describeIf(requireServed(), 'seed 003', () => {
  let s: Seed;
  beforeAll(async () => {
    s = await seed();
    // As the document's router does by its ARP, Linux' tables do not: the made-up address is known to the server's host.
    run('ip', '-n', s.net.b, 'neigh', 'replace', '10.77.0.44', 'lladdr', '02:00:00:00:00:0a', 'dev', 'vb', 'nud', 'permanent');
  });
  afterAll(() => s?.stop());

  it("the first: both leave the connection to the kernel's reset", async () => {
    const { ours, theirs, notes, shown } = await s.typed([BEFORE, FIRST, LOOK]);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/Sent 1 packets\.[\s\S]*Net\("google\.com\/32"\):http A'$/);
    // Behind the answer, and before the segment that the server will not know.
    expect(notes).toBe(
      'your own kernel has reset this connection, for it has no socket on port 20: before the SYN, guard({protocol: "tcp", localPort: 20}) holds that back\n',
    );
    expect(shown).toMatch(/\nReceived .*\nyour own kernel .*\n\.\nSent 1 packets/);
  });

  it('the second: a made-up address, which the kernel leaves alone', async () => {
    const told = await s.typed([FAKE, BROADCAST], /Finished sending/);
    expect(told.ours).toBe(told.theirs);
    const { ours, theirs, notes } = await s.typed([SECOND, LOOK, 'pkt.seq = 1', 'pkt']);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/10\.77\.0\.2:http > 10\.77\.0\.44:# SA/);
    expect(ours.match(/Sent 1 packets\./g)).toHaveLength(2);
    expect(notes).toBe('');
  });

  it('the remedy of the note: the connection stands', async () => {
    const { notes } = await s.ours(['g = guard({protocol: "tcp", localPort: 20})', FIRST]);
    expect(notes).toBe('');
    const there = (): string => run('ip', 'netns', 'exec', s.net.b, 'ss', '-Htn', 'state', 'established', 'sport = :80');
    expect(there()).toMatch(/10\.77\.0\.2:80 +10\.77\.0\.1:20\b/);
    await s.ours(['await g.undo()']);
  });
});
