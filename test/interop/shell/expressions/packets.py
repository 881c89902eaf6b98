# Building and stacking
IP()
IP(dst="192.0.2.7")
a = IP(ttl=10)
a
a.src
a.dst = "198.51.100.3"
a
del a.ttl
a
a.ttl
IP()/TCP()
Ether()/IP()/TCP()
IP()/TCP()/"GET / HTTP/1.0\r\n\r\n"
Ether()/IP()/IP()/UDP()
IP(proto=253)/TCP()
IP()/b"\x01\x02"
"abc"/Raw("def")
b"abc"/IP()
IP()/Raw()
Raw(b"x")/Raw(b"y")
a/b"payload"
IP(dst="203.0.113.5", ttl=3)/UDP(sport=1, dport=2)/Raw(load="hello")
p = IP(dst="192.0.2.1")/TCP(dport=80, flags="S")
p
p/"more"
p
[IP(), UDP()/"x"]
(IP(), TCP())
{"a": IP(ttl=1)}
IP()/[TCP(), UDP()]
IP(dst="192.0.2.1")/TCP(sport=1024, dport="http", flags="FA", seq=100, ack=200, window=512)
Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff", type="ARP")
Ether(type="IPv4")
UDP(sport="domain", dport="ntp")
TCP(sport="ftp_data")
IP(proto="udp")
IP(proto="icmp").proto
IP(tos=16, id=1, flags="DF", frag=0)
IP(flags="MF+DF")
IP(flags=["MF", "DF"])
IP(flags=6)
IP(flags="evil").flags
IP(version=6, ihl=5)
IP(ihl=15, len=4000, chksum=0xdead)
IP(chksum=None)
UDP(chksum=0)/"x"
IP(IP(ttl=7))
IP(bytes(IP(ttl=7)))
IP(bytes(IP(ttl=7)/UDP(sport=4, dport=5)/"data"))
Ether(bytes(Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")/ARP(op=2, hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", hwdst="02:00:00:00:00:02", pdst="192.0.2.2")))
_
# Fields by name
p.dport
p.ttl
p.seq
p[TCP].flags
p[IP].dst
p.sport = 4444
p.sport
p[TCP].dport = 8080
p
p.ttl = 3; p
p.getfieldval("ttl")
p.setfieldval("ttl", 9); p.ttl
getattr(p, "dst")
setattr(p, "dst", "192.0.2.55"); p.dst
hasattr(p, "dport"), hasattr(p, "nothere")
del p[TCP].dport; p
p.dport
p.fields
p[TCP].fields
p.default_fields
TCP().default_fields
UDP().fields
p.name, p.payload.name
p[TCP].name
p.__class__.__name__
type(p).__name__
type(p) == IP, type(p) is IP
isinstance(p, IP), isinstance(p, TCP), isinstance(p, Packet)
isinstance(p, (TCP, IP))
issubclass(IP, Packet)
IP == IP, IP == TCP
IP in [TCP, IP]
IP.__name__
IP._name, TCP._name, ICMP._name
[x.__name__ for x in [IP, TCP, DNS]]
[f.name for f in UDP.fields_desc]
[f.name for f in IP.fields_desc]
len(TCP.fields_desc)
# Payloads
p.payload
p.payload.payload
p.payload.payload.payload
bool(p.payload), bool(p.payload.payload)
len(p.payload.payload)
p.lastlayer()
p.firstlayer()
p[TCP].underlayer
p.underlayer
p[TCP].underlayer is p
p.remove_payload(); p
p.add_payload(UDP()); p
p.add_payload("zz"); p
p.payload = ICMP(); p
p.payload = b"raw"; p
q = IP()/UDP()/"abc"
q[UDP].payload = Raw(b"other"); q
q[UDP].remove_payload(); q
q[Raw] if Raw in q else "none"
q.payload.add_payload(b"1"); q.payload.add_payload(b"2"); q
q.load
q[Raw].load
bytes(q.payload)
type(q.payload.payload.load).__name__
IP()/Padding("ab")
bytes(UDP(sport=1, dport=2)/Padding("ab"))
Raw("abc").load + b"d"
# Layers
p = Ether()/IP()/TCP()/DNS()
p.layers()
p.haslayer(TCP), p.haslayer(UDP), p.haslayer("IP"), p.haslayer("nope")
TCP in p, UDP in p
"TCP" in p
p.getlayer(2)
p.getlayer(9)
p.getlayer(TCP).name
p.getlayer(UDP)
p.getlayer("IP").name
r = IP(ttl=1)/IP(ttl=2)/IP(ttl=3)/UDP()
r[IP].ttl, r[IP:2].ttl, r[IP:3].ttl
r[IP:2]
r.getlayer(IP, 2).ttl
r.getlayer(IP, nb=3).ttl
r.getlayer(IP, ttl=3)
r.getlayer(IP, ttl=77)
r[1]
r[3]
r["UDP"]
r[IP:2].ttl = 99; r
[x.ttl for x in r.iterpayloads() if IP in x and x.name == "IP"]
[l.__name__ for l in r.layers()]
r.layers()[-1]
IP in r[UDP]
del r[UDP]; r
p[TCP][DNS].qd
# copy, ==, len, bytes
a = IP(dst="192.0.2.1")/TCP()/"x"
b = a.copy()
a == b, a is b, a != b
b.ttl = 5; a == b
a.ttl, b.ttl
b[TCP].dport = 81; a.dport
IP() == IP(), IP(ttl=1) == IP(ttl=2)
IP() == TCP()
IP() == 5
len(a), len(IP()), len(IP()/TCP()), len(UDP()/"abc")
bytes(IP(src="192.0.2.1", dst="192.0.2.2"))
raw(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1, dport=2)/"ab")
bytes(TCP(sport=1, dport=2, flags="S"))
bytes(IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=1, dport=2, flags="S"))
bytes(Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/b"hi")
raw(Raw("é"))
bytes(IP(src="192.0.2.1", dst="192.0.2.2"))[12:16]
bytes(UDP())[:4].hex()
IP(src="192.0.2.1", dst="192.0.2.2").build() == bytes(IP(src="192.0.2.1", dst="192.0.2.2"))
bytes_hex(UDP(sport=1, dport=2))
hex_bytes("4500")
IP(bytes(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1,dport=2)/"ab")).chksum
IP(bytes(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1,dport=2)/"ab")).payload.chksum
c = IP(bytes(IP(src="192.0.2.1", dst="192.0.2.2", ttl=9)/UDP(sport=1,dport=2)/"ab"))
c.len, c[UDP].len, c.ihl
del c.chksum; del c[UDP].chksum; c.ttl = 8; bytes(c)
c.chksum
c.len
c.load
c[UDP].load = b"x"; c
checksum(b"\x45\x00\x00\x14")
checksum(bytes(IP(src="192.0.2.1", dst="192.0.2.2")))
mac2str("02:00:00:00:00:01"), str2mac(b"\x02\x00\x00\x00\x00\x01")
ltoa(3221225985), atol("192.0.2.1")
strxor(b"ab", b"\x01\x02")
str(IP(src="192.0.2.1", dst="192.0.2.2")/TCP())
# Dumps
hexdump(b"0123456789abcdefXYZ")
hexdump(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1, dport=2)/"ab")
hexdump(b"abc", dump=True)
linehexdump(b"abc")
linehexdump(b"abc", onlyhex=1)
linehexdump(b"abc", onlyasc=1)
hexstr(b"abc")
chexdump(b"ab\x00")
chexdump(b"ab\x00", dump=True)
hexdump("text")
hexdiff(b"0123456789abcdef", b"0123456789Abcdef")
sane(b"a\x00b")
# show, summary
IP(src="192.0.2.1", dst="192.0.2.2").show()
(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1025, dport=1024)/"abc").show()
(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1025, dport=1024)/"abc").show2()
(Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.2")/TCP(options=[("MSS", 1460)])).show()
(IP(src="192.0.2.1", dst="192.0.2.2")/TCP(options=[("MSS", 1460), ("NOP", None)])).show2()
UDP().show(dump=True)
(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP()).show2()
(Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2")).show()
DNS(qd=DNSQR(qname="example.org")).show()
DNS(bytes(DNS(id=7, qd=DNSQR(qname="example.org"), an=DNSRR(rrname="example.org", ttl=60, rdata="192.0.2.1")))).show()
(IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=1, dport=80)).summary()
(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1, dport=2)/"abc").summary()
(Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/ARP(op=1, psrc="192.0.2.1", pdst="192.0.2.2")).summary()
(Ether()/ARP(op="is-at", hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2")).summary()
(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP()).summary()
(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP(type=0)/"xx").summary()
(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP(type=3, code=3)/IPerror(src="192.0.2.2", dst="192.0.2.1")/UDPerror()).summary()
(IPv6(src="2001:db8::1", dst="2001:db8::2")/TCP()).summary()
(IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoRequest()).summary()
(Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/Dot1Q(vlan=5)/IP(src="192.0.2.1", dst="192.0.2.2")).summary()
(IP(src="192.0.2.1", dst="192.0.2.2")/UDP()/DNS(rd=1, qd=DNSQR(qname="www.example.org"))).summary()
(IP(src="192.0.2.1", dst="192.0.2.2")/UDP()/DNS(bytes(DNS(qr=1, an=DNSRR(rrname="a.example", rdata="192.0.2.9"))))).summary()
(IP(src="192.0.2.1", dst="192.0.2.2", frag=2)/TCP()).summary()
Raw("x").summary()
(UDP()/BOOTP()/DHCP(options=[("message-type", "discover"), "end"])).summary()
IP(src="192.0.2.1", dst="192.0.2.2").mysummary()
TCP(sport=1, dport=2).mysummary()
# sprintf
p = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.2", ttl=64)/TCP(sport=1024, dport=80, flags="SA")
p.sprintf("%IP.src% > %IP.dst%")
p.sprintf("%src% %dst%")
p.sprintf("%Ether.src%")
p.sprintf("%TCP.flags%"), p.sprintf("%r,TCP.flags%"), p.sprintf("%TCP.dport%"), p.sprintf("%r,TCP.dport%")
p.sprintf("%5s,IP.ttl%|%-5s,IP.ttl%|%05d,IP.ttl%")
p.sprintf("%#05xr,IP.id%")
p.sprintf("{IP:ip %IP.ttl%}{UDP:udp}{TCP:tcp %TCP.sport%}")
p.sprintf("{!UDP:no udp}{!TCP:no tcp}")
p.sprintf("{IP:{TCP:both}{UDP:never}}")
p.sprintf("100%% %UDP.sport% %nothing%")
p.sprintf("%(,IP.ttl%"), "%s" % p.sprintf("%IP.proto%")
p.sprintf("%.time%")[2] == ":"
p.sprintf("%IP.flags% %IP.frag% %IP.len%")
p[TCP].sprintf("%TCP.sport% %IP.src%")
IP(src="192.0.2.1", dst="192.0.2.2").sprintf("%-15s,IP.src%:%IP.ttl%")
# command
IP(src="192.0.2.1", dst="192.0.2.2").command()
(IP(dst="192.0.2.2")/TCP(dport=[80, 443], flags="S")/"x").command()
DNS(qd=DNSQR(qname="a.example")).command()
TCP(options=[("MSS", 1460), ("NOP", None)]).command()
Ether().command()
(IP(dst="192.0.2.0/30", ttl=(1, 3))/UDP()).command()
eval(IP(src="192.0.2.1", dst="192.0.2.2", ttl=4).command()) == IP(src="192.0.2.1", dst="192.0.2.2", ttl=4)
# Sets, ranges, order
[x.dst for x in IP(dst="192.0.2.0/30")]
[x.dst for x in IP(dst=["192.0.2.1", "192.0.2.9"])]
[(x.dst, x.dport) for x in IP(dst=["192.0.2.1", "192.0.2.2"])/TCP(dport=[80, (90, 92)])]
[(x.ttl, x[IP].id) for x in IP(ttl=[1, 2], id=(5, 7))]
[(x[IP].ttl, x[UDP].sport, x[UDP].dport) for x in IP(ttl=(1, 2))/UDP(sport=[10, 20], dport=(1, 2))]
len(list(IP(dst="192.0.2.0/29")/TCP(dport=(1, 10))))
IP(dst="192.0.2.0/30").dst
IP(ttl=[1, 2, (3, 9)])
IP(ttl=[1, 2, (3, 9)]).ttl
TCP(dport=(1, 3))
[x.dport for x in TCP(dport=(1, 3))]
[x.dst for x in IP(dst="192.0.2.1-3")]
[x.dst for x in IP(dst="192.0.2-3.1")]
[x.sprintf("%IP.dst%:%TCP.dport%") for x in IP(dst=Net("192.0.2.8/31"))/TCP(dport=[22, 23])]
for x in IP(ttl=(1, 2))/ICMP(): print(x.ttl, x.summary()[-18:])
list(IP(ttl=(4, 5)))
next(iter(IP(ttl=(4, 5)))).ttl
[p for p in IP(ttl=3)]
[x.pdst for x in ARP(pdst="192.0.2.0/30")]
[x.ttl for x in IP(ttl=(10, 1))]
Net("192.0.2.0/30")
list(Net("192.0.2.0/31")), list(Net("192.0.2.1"))
[str(x) for x in Net("192.0.2.250/29")]
"192.0.2.3" in Net("192.0.2.0/30"), "192.0.2.4" in Net("192.0.2.0/30")
Net("192.0.2.0/24") == Net("192.0.2.0/24"), Net("192.0.2.0/30") == Net("192.0.2.0/31")
len(list(Net("10.0.0.0/22")))
Net("192.0.2.4/30").choice() in ["192.0.2.%d" % i for i in range(4, 8)]
# Random values
isinstance(int(RandShort()), int), 0 <= int(RandShort()) <= 65535
1025 <= int(RandNum(1025, 65535)) <= 65535
int(RandNum(7, 7)) + 1
RandByte() < 256
RandShort() + 0 >= 0
len(str(RandMAC())), str(RandMAC("02:00:*"))[:6]
str(RandIP("192.0.2.0/30"))[:8]
len(RandString(5)), len(bytes(RandString(7)))
IP(id=RandShort())
IP(src=RandIP(), dst=RandIP("192.0.2.0/24"))
TCP(sport=RandNum(1, 10), seq=RandInt())
IP(dst=RandIP("192.0.2.0/30"))
x = TCP(sport=RandShort()); len({bytes(x)[:2] for i in range(20)}) > 1
isinstance(x.sport, RandShort)
y = TCP(sport=int(RandShort())); y.sport == y.sport
len(bytes(IP(id=RandShort(), src=RandIP(), dst="192.0.2.1")))
str(RandEnumKeys({"a": 1})) == "a"
RandChoice("a", "b")._fix() in ["a", "b"]
type(RandShort()).__name__
len(fuzz(UDP())/"x")
fuzz(IP(dst="192.0.2.1")).dst
fuzz(IP()/UDP(dport=9)).dport
type(fuzz(TCP()).sport).__name__
fuzz(TCP(dport=80)).dport
fuzz(UDP())
fuzz(ICMP())
# FlagValue
t = TCP(flags="SA")
t.flags
t.flags.S, t.flags.A, t.flags.F
t.flags & 2, t.flags & "S"
t.flags == "SA", t.flags == 18, t.flags == "AS", t.flags == "S"
t.flags |= "F"; t.flags
t.flags -= "S"; t.flags
t.flags.S = True; t
t.flags.A = 0; str(t.flags)
int(t.flags), bool(t.flags), bool(TCP(flags=0).flags)
"%s" % t.flags, f"{t.flags}", repr(t.flags)
t.flags ^ 1
if t.flags & 0x02: print("syn")
t.flags = "PA"; t.flags.value
TCP(flags="S").flags | "A"
TCP(flags="").flags
TCP(flags=0x1ff).flags
TCP(flags="SEC").flags, str(TCP(flags=0x12).flags)
str(IP(flags="DF").flags), IP(flags=2).flags.DF
TCP(flags="SA").sprintf("%TCP.flags%")
[k for k in "FSRPAU" if getattr(TCP(flags="SA").flags, k)]
TCP(flags="U").flags in ["U", "S"]
"S" in TCP(flags="SA").flags
