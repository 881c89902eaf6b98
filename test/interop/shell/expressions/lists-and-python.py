# Lists
l = PacketList([IP(src="192.0.2.1", dst="192.0.2.2", id=i)/TCP(sport=1000 + i, dport=80) for i in range(4)] + [IP(src="192.0.2.2", dst="192.0.2.1", ttl=5)/UDP(sport=53, dport=9)/"q"])
l
len(l), bool(l), bool(PacketList([]))
l[0]
l[-1]
l[1:3]
l[::2]
l[TCP]
l[UDP][0].ttl
l + l[:1]
l.filter(lambda p: UDP in p)
l.filter(lambda p: p.ttl == 5)[0].sport
l.summary()
l.nsummary()
l.show()
l.summary(lambda p: p.sprintf("%IP.src% %IP.ttl%"))
l.nsummary(lfilter=lambda p: TCP in p)
l.summary(prn=lambda p: p.summary(), lfilter=lambda p: UDP in p)
[p.sport for p in l]
sorted([p.sport for p in l], reverse=True)
sorted(l, key=lambda p: -p.sport)[0].sport
sum(len(p) for p in l)
l.getlayer(TCP)
l.getlayer(UDP)[0]
l.sessions().keys()
sorted(PacketList([Ether()/p for p in l]).sessions().keys())[0]
PacketList([Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/p for p in l]).sessions(lambda p: "all")
l.make_table(lambda p: (p.src, p.sport, p.ttl))
l.make_lined_table(lambda p: (p.src, p.sport, p.ttl))
l.make_tex_table(lambda p: (p.src, p.sport, p.ttl))
l.replace(IP.src, "198.51.100.1")[0].src
l.replace((IP.src, "192.0.2.1", "198.51.100.7"))[0].src
PacketList([IP(id=1)/ICMP(id=1), IP(id=2)/ICMP(type=0, id=1)]).sr()
l.listname
len(l.res)
UDP in l[4], [UDP in p for p in l]
m = PacketList(); m.append(IP()); m
PacketList(l[:2], name="mine")
[IP(id=1)] + [IP(id=2)]
s = SndRcvList([QueryAnswer(IP(src="192.0.2.1", dst="192.0.2.9")/ICMP(), IP(src="192.0.2.9", dst="192.0.2.1", ttl=60)/ICMP(type=0))])
s
s.summary()
s[0]
s[0][1].ttl, s[0].answer.ttl, s[0].query.dst
for a, b in s: print(a.dst, b.ttl)
s.summary(lambda s, r: r.sprintf("%IP.src% is alive"))
s.nsummary()
s.filter(lambda s, r: r.ttl > 50)
s.filter(lambda s, r: r.ttl > 70)
[r[IP].src for s, r in s]
s.make_table(lambda s, r: (s.dst, r.ttl, r.sprintf("%ICMP.type%")))
l[9]
l[0].nothere
fragment(IP(src="192.0.2.1", dst="192.0.2.2", id=5)/ICMP()/("x" * 3000))
[(f.len, f.frag, str(f.flags)) for f in [IP(bytes(x)) for x in fragment(IP(src="192.0.2.1", dst="192.0.2.2", id=5)/ICMP()/("x" * 3000))]]
[f.load[:4] for f in fragment(IP(src="192.0.2.1", dst="192.0.2.2")/UDP()/("y" * 50), fragsize=24)]
l.hexdump(lfilter=lambda p: UDP in p) if False else None
# Files
import os
path = "/tmp/packetwright-expressions-%d.pcap" % os.getpid()
wrpcap(path, l)
rdpcap(path).listname.endswith(".pcap")
len(rdpcap(path)), len(rdpcap(path, 2))
r = rdpcap(path); r[0]
r[-1][UDP].load if Raw in r[-1] else None
bytes(r[1]) == bytes(l[1])
[p.summary() for p in r]
wrpcap(path, IP(src="192.0.2.1", dst="192.0.2.3")/UDP(), append=True); len(rdpcap(path))
sniff(offline=path, count=2)
len(sniff(offline=path, lfilter=lambda p: TCP in p))
sniff(offline=path, prn=lambda p: p.summary(), count=1)
sniff(offline=path, lfilter=lambda p: UDP in p)
for p in PcapReader(path): print(p.summary())
with PcapReader(path) as f: print(len([x for x in f]))
w = PcapWriter(path); w.write(IP(src="192.0.2.1", dst="192.0.2.2")); w.close(); rdpcap(path)[0].dst
os.path.getsize(path), os.remove(path)
# Python around packets
p = IP(src="192.0.2.1", dst="192.0.2.2", ttl=64)/TCP(sport=1, dport=80, flags="S")/"abc"
f"{p.src}:{p.sport} -> {p.dst}:{p.dport}"
f"{p[IP].ttl:>5}|{p.ttl!r}|{p.flags!s}|{len(p)=}"
"%s:%d -> %s:%d" % (p.src, p.sport, p.dst, p.dport)
"{} {ttl}".format(p.dst, ttl=p.ttl)
"%s" % p
"%r" % IP(ttl=1)
print(p[TCP].dport, p.src, sep="|")
print(IP(src="192.0.2.1", dst="192.0.2.2"))
{x.dport: x.summary() for x in TCP(dport=[80, 443], sport=1)}
by = {}
for x in [IP(src="192.0.2.1", id=1), IP(src="192.0.2.2", id=2), IP(src="192.0.2.1", id=3)]:
    by.setdefault(x.src, []).append(x.id)
by
from collections import Counter, defaultdict
Counter(x.proto for x in [IP(proto=6), IP(proto=17), IP(proto=6)]).most_common(1)
dd = defaultdict(list); dd[p.src].append(p.dport); dict(dd)
max(IP(ttl=(1, 9)), key=lambda x: x.ttl).ttl
list(map(lambda x: x.ttl, IP(ttl=(1, 3))))
list(filter(lambda x: x.ttl > 1, IP(ttl=(1, 3))))
[a.ttl for a, b in zip(IP(ttl=(1, 3)), IP(ttl=(4, 6)))]
[(i, x.ttl) for i, x in enumerate(IP(ttl=(7, 8)))]
any(x.ttl == 2 for x in IP(ttl=(1, 3))), all(x.ttl for x in IP(ttl=(0, 3)))
hex(p[IP].ttl), bin(p.ttl), chr(p.ttl), p.ttl // 3, p.ttl % 5, -p.ttl
p.load.decode(), p.load.upper(), p.load[0], p.load[::-1], p[Raw].load.find(b"c")
p.load.decode("utf8", errors="ignore").split("b")
def flags_of(x):
    if TCP in x:
        return str(x[TCP].flags)
    return "-"
flags_of(p), flags_of(UDP())
try:
    IP()[TCP]
except IndexError as e:
    print("no", e)
try:
    IP().nothere
except AttributeError as e:
    print("AttributeError", e)
while p.ttl > 62: p.ttl -= 1
p.ttl
p.ttl += 2; p.ttl
p.load += b"d"; p
import struct
struct.unpack("!HH", bytes(p[TCP])[:4])
struct.pack("!I", p[TCP].seq + 1)
import socket
socket.inet_aton(p.dst), socket.inet_ntoa(bytes(p)[16:20])
import binascii
binascii.hexlify(bytes(UDP(sport=1, dport=2)))
x, y = IP(ttl=1), IP(ttl=2); x.ttl + y.ttl
[*IP(ttl=(1, 2))][1].ttl
(lambda q: q[TCP].dport)(p)
p.dport if p.haslayer(TCP) else None
not p.haslayer(UDP)
p and 1, bool(IP()), IP() and True
str(p.payload)[:3]
type(p.src), type(p.ttl), type(p.load)
p.src.split("."), p.src.startswith("192"), p.dst.replace("2", "x")
ls(UDP) if False else None
RandShort() if False else 0
conf.verb
conf.verb = 0; conf.verb
IPPROTO_TCP if False else 6
ETH_P_IP, ETH_P_ARP
# Errors
IP()[UDP]
IP()/TCP(foo=1)
IP(dts="192.0.2.1")
TCP().nothere
IP().ttl.x
Foo()
IP(ttl="many")
bytes(IP(ttl=300))
bytes(IP(dst="192.0.2.1", ttl=-1))
bytes(TCP(dport=70000))
IP()/5
5/IP()
IP() + 1
IP()[7]
IP()[TCP:2]
ARP(op="nothing")
bytes(ICMP(type="nope"))
TCP(flags="SZ")
Ether(dst="nonsense at all")
del IP().nothere
IP().remove_layer()
IP(1, 2, 3)
IP(5)
int(IP())
undefined_name
[1, 2][5]
{}["x"]
1/0
"a" + 1
rdpcap("/nowhere/at/all.pcap")
len(5)
next(iter([]))
IP.nothere
DNS().an.rdata
p[DNS].qd
raise ValueError("own")
# Seeds: the same script gives the same packets, and scapy's own numbers where whole ones are drawn.
random.seed(5); [int(RandShort()) for i in range(3)], int(RandNum(1, 9)), int(RandByte()), random.randint(0, 99)
random.seed("x"); str(RandIP()), str(RandMAC()), [p.sport for p in TCP(sport=RandShort(), dport=[1, 2, 3])]
random.seed(7); one = bytes(fuzz(IP(dst="192.0.2.1")/TCP())); random.seed(7); one == bytes(fuzz(IP(dst="192.0.2.1")/TCP()))
random.seed(7); one = corrupt_bytes(b"abcdefgh", n=3); random.seed(7); one == corrupt_bytes(b"abcdefgh", n=3)
random.seed(7); one = [int(RandInt()) for i in range(2)]; random.seed(8); one == [int(RandInt()) for i in range(2)]
RandEnum(1, 5), RandEnumKeys({"a": 1}), RandPool((RandByte(), 3), RandShort()), RandSingShort(), RandEnumShort()
r = RandEnum(1, 5); sorted(int(r) for i in range(5))
str(RandEnumKeys({"only": 1}))
# Sets in a line.
(IP(src="192.0.2.9", dst="192.0.2.0/30")/TCP(dport=(1, 20))).summary()
(IP(src="192.0.2.9", dst="192.0.2.1")/TCP(dport=[80, 443, (1, 3)])).summary()
(IP(src="192.0.2.9", dst="192.0.2.1")/UDP(sport=RandShort(), dport=53)).summary()
(IP(src="192.0.2.0/31", dst="192.0.2.1")/UDP()).summary()
(IP(src="192.0.2.9", dst=["192.0.2.1", "192.0.2.2"])/ICMP()).summary()
(IP(src="192.0.2.9", dst=RandIP())/TCP(flags=["S", "A"])).summary()
(IPv6(src="2001:db8::1", dst="2001:db8::/126")/TCP(dport=[80, 443])).summary()
ARP(psrc="192.0.2.9", pdst="192.0.2.0/24").summary()
PacketList([IP(src="192.0.2.9", dst="192.0.2.0/30")/TCP(dport=[80, 443])]).summary()
DNS(qd=None).summary()
# A template among the packets that are gone through.
len(sniff(offline=[IP(dst="192.0.2.1", ttl=(1, 4))])), len(sniff(offline=IP(dst="192.0.2.0/30")/UDP(dport=[1, 2])))
[p.ttl for p in sniff(offline=[IP(dst="192.0.2.1", ttl=(1, 4))], lfilter=lambda p: p.ttl > 2)]
# Addresses and sums outside of packets.
inet_aton("192.0.2.1"), inet_pton(socket.AF_INET6, "2001:db8::1"), inet_ntop(socket.AF_INET, b"\xc0\x00\x02\x01"), inet_ntoa(b"\xc0\x00\x02\x01")
valid_ip("192.0.2.1"), valid_ip("192.0.2.300"), valid_ip6("::1"), valid_ip6("x"), valid_mac("02:00:00:00:00:01"), valid_mac("2"), valid_net("192.0.2.0/24"), valid_net("a/b")
lhex(255), lhex("a"), lhex((1, 2)), binrepr(5)
fletcher16_checkbytes(b"abcdef\x00\x00gh", 6), fletcher16_checkbytes(b"\x01\x02\x00\x00", 2)
in4_chksum(17, IP(src="192.0.2.1", dst="192.0.2.2"), b"abcd"), in6_chksum(58, IPv6(src="2001:db8::1", dst="2001:db8::2"), b"abcde")
MTU, WINDOWS, LINUX, DARWIN
inet_aton("x")
NoTheme(), BlackAndWhite()
[f.name for f in IP.fields_desc], [f.name for f in TCP().fields_desc], TCP.__name__
conf.padding, conf.use_pcap, conf.debug_match, conf.warning_threshold, conf.ipv6_enabled, conf.session, conf.stealth, conf.except_filter
IP in conf.layers, len(conf.layers) > 100
"{:.3e}".format(1234.5), "%.0e" % 25.0, "%.2e" % 1.235, "%.3e" % 1235.5, "{:.1e}".format(0.25)
