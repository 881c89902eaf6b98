/** The code of "Foundational Packetry", typed as it stands on its slides. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../support/live-links.ts';
import { askPython } from '../../support/python.ts';
import { describeIf } from '../../support/require.ts';
import { type Seed, seed } from '../../support/shell/seeds.ts';
import { requireServed } from '../../support/shell/served.ts';

const LOOK_AT_A_CAPTURE = `send() / sendp()
sr() / srp()
a = rdpcap("~/pkts/dhcp.pcap")
a.summary()
a[3].show()
wrpcap("/pkts/dhcp.pcap", packets)`;

const PICTURES = `a.psdump("~/pkts/dhcp.eps", layer_shift=1)
a.pdfdump("~/pkts/dhcp.pdf", layer_shift=1)`;

const PING = `ip = IP(dst="8.8.8.8")  
ip.show()
ping = ICMP()  
ping.show()  
packet = ip/ping  
packet.show()
fling = sr1(packet)  
fling.show() or fling.summary()`;

const ARP = `e = Ether()  
e.dst="ff:ff:ff:ff:ff:ff"  
e.type=0x806  
a = ARP()  
a.hwtype=0x1  
a.op="who-has"  
a.hwsrc="00:0c:29:be:e4:6d"  
a.hwdst="00:00:00:00:00:00"  
a.pdst="172.16.206.2"  
packet = e/a  
  
ans,unans = srp(packet, iface="eth0")  
for snd,rcv in ans:  
    macaddy = rcv.sprintf(r"%Ether.src%")  
  
print "MAC address for: " + a.pdst + "is " + macaddy`;

const DNS = `i = IP(dst="8.8.8.8")  
u = UDP()  
d = DNS(rd=1,qd=DNSQR(qname="www.brucon.org"))  
  
packet = i/u/d  
  
x = sr1(packet)  
x.display()`;

const DISCOVER = `hw = '2b:42:31:5c:2a:73'
Conf.checkIPaddr = False
conf.checkIPaddr = False  
hw="00:0c:29:be:e4:6d"
e = Ether(dst="ff:ff:ff:ff:ff:ff")  
i = IP(src="0.0.0.0",dst="255.255.255.255")  
u = UDP(sport=68,dport=67)  
b = BOOTP(chaddr=hw,xid=31337)  
d = DHCP(options=[("message-type","discover"),"end"])
packet = e/i/u/b/d
srp(packet, iface="eth0", timeout=3)
# Why is there no reply to this packet ?`;

const REQUEST = `hw="00:0c:29:be:e4:6d"
e = Ether(dst="ff:ff:ff:ff:ff:ff")
i = IP(src="0.0.0.0",dst="255.255.255.255")
u = UDP(sport=68,dport=67)
b = BOOTP(chaddr=hw,xid=31337)
d = DHCP(options=[("message-type","request"),IPField("requested_addr","172.16.206.138"),"end"])
packet = e/i/u/b/d`;

const SEND_REQUEST = `srp(packet, iface="eth0")
# Use wireshark or pkt.display() in scapy to get your answer!
Conf.checkIPAddr = True`;

const HTTP = String.raw`i = IP(dst="www.brucon.org")
t = TCP(sport=2203, dport=80, flags='S')
syn_packet = i/t

syn_ack = sr1(syn_packet)

i = IP(dst="www.brucon.org")
t = TCP(dport=80, sport=syn_ack[TCP].dport, \ seq=syn_ack[TCP].ack,
ack=syn_ack[TCP].seq + 1, flags='A')
request = i/t/"GET / HTTP/1.1\r\nHost: www.brucon.org\r\n\r\n"
reply = sr1(request)

reply.display()`;

/** The capture that the author looked at is not among his slides: the exchange of his summary. */
const CAPTURE = `
from scapy.all import *
import os
def message(kind, source, target, ports):
    return (Ether(src=source, dst=target)/IP(src="0.0.0.0", dst="255.255.255.255")/UDP(sport=ports[0], dport=ports[1])/
            BOOTP(op=1 if ports[0] == 68 else 2, chaddr=bytes.fromhex("000c29bee46d"), xid=31337, yiaddr="192.0.2.12")/
            DHCP(options=[("message-type", kind), ("lease_time", 600), "end"]))
client, server, everybody = "00:0c:29:be:e4:6d", "00:50:56:f7:0a:ec", "ff:ff:ff:ff:ff:ff"
os.makedirs(given)
wrpcap(given + "/dhcp.pcap", [message("discover", client, everybody, (68, 67)), message("offer", server, client, (67, 68)),
                              message("request", client, everybody, (68, 67)), message("ack", server, client, (67, 68))])
answer = 0`;

describeIf(requireServed(), 'seed 002', () => {
  let s: Seed, pictures: string;
  beforeAll(async () => {
    s = await seed();
    pictures = join(s.net.folder, 'pkts');
    askPython(CAPTURE, pictures);
  });
  afterAll(() => s?.stop());

  it('the first slide: what there is, and a capture', async () => {
    const lists = await s.typed(['lsc()']);
    const used = ['ls', 'rdpcap', 'send', 'sendp', 'sr', 'sr1', 'srp', 'wireshark', 'wrpcap'];
    for (const list of [lists.ours, lists.theirs]) expect(list.match(/^\w+/gm)).toEqual(expect.arrayContaining(used));
    // The kinds of fields have our words, and so has what stands there without options.
    const fields = await s.typed(['ls(TCP)']);
    const [ours, theirs] = [fields.ours, fields.theirs].map((text) =>
      text.replace(/ : .*= /g, ' ').replace(/\((?:'\[\]'|"b''")\)$/, 'none'),
    );
    expect(ours).toBe(theirs);
    // An error ends what is typed at once.
    const capture = await s.typed(LOOK_AT_A_CAPTURE.split('\n'));
    expect(capture.ours).toBe(capture.theirs);
    expect(capture.ours).toMatch(/options *= \[message-type=ack lease_time=600 end\]/);
  });

  it('the pictures of the capture', async () => {
    // scapy needs LaTeX for them.
    const { ours } = await s.ours([PICTURES]);
    expect(ours).toBe('');
    expect(readFileSync(join(pictures, 'dhcp.eps'), 'latin1')).toMatch(/^%!PS-Adobe-3\.0/);
    expect(readFileSync(join(pictures, 'dhcp.pdf'), 'latin1')).toMatch(/^%PDF-1/);
    const { shown } = await s.ours(['wireshark(a)']);
    expect(shown).toMatch(/^Wireshark cannot be shown here; the packets are in .*\n( +\d .*DHCP (Discover|Offer|Request|Ack)\n){4}$/);
  });

  it('a ping', async () => {
    const { ours, theirs, notes } = await s.typed([PING]);
    expect(ours).toBe(theirs);
    expect(notes).toBe('');
  });

  it('who has an address', async () => {
    const { ours, theirs, notes } = await s.typed([ARP]);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/MAC address for: 10\.77\.0\.2is 02:/);
    expect(notes).toBe("'print x' is Python 2's: it is read as print(x)\n");
  });

  it('a name', async () => {
    const { ours, theirs, notes } = await s.typed([DNS]);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/rdata *= 10\.77\.0\.2/);
    expect(notes).toBe('');
  });

  it('an address is looked for', async () => {
    const { ours, theirs, notes } = await s.typed([DISCOVER]);
    expect(ours).toBe(theirs);
    expect(notes).toBe('');
  });

  it('an address is asked for', async () => {
    const { ours, theirs, notes } = await s.typed([REQUEST]);
    expect(ours).toBe(theirs);
    expect(notes).toBe(
      `IPField("requested_addr", '10.77.0.1') is a field of a layer, and left out of the options: write ("requested_addr", '10.77.0.1')\n`,
    );
    const sent = await s.typed([SEND_REQUEST]);
    expect(sent.ours).toBe(sent.theirs);
    expect(sent.ours).toContain('<Results: TCP:0 UDP:1 ICMP:0 Other:0>');
    expect(sent.notes).toBe('');
  });

  it('a page', async () => {
    const rule = '-A OUTPUT -p tcp -d 10.77.0.2 -s 10.77.0.1 --dport 80 --tcp-flags RST RST -j DROP';
    run('ip', 'netns', 'exec', s.net.a, 'iptables', ...rule.split(' '));
    const { ours, theirs, notes } = await s.typed([HTTP]);
    expect(ours).toBe(theirs);
    expect(ours).toMatch(/flags *= A\n/);
    expect(notes).toBe('a backslash in the middle of a line is left out\n');
  });
});
