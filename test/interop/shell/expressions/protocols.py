# DNS
DNS(rd=1, qd=DNSQR(qname="www.example.org"))
DNS(rd=1, qd=DNSQR(qname="www.example.org", qtype="MX"))
DNS(qd=DNSQR(qname="www.example.org")).qd.qname
DNS(qd=DNSQR(qname=b"www.example.org.")).qd.qname
DNSQR()
DNSQR(qname="example.org", qtype="AAAA").qtype
bytes(DNSQR(qname="a.bc"))
bytes(DNS(id=1, rd=1, qd=DNSQR(qname="a.bc")))
d = DNS(bytes(DNS(id=1, qr=1, qd=DNSQR(qname="a.bc"), an=DNSRR(rrname="a.bc", ttl=9, rdata="192.0.2.1")/DNSRR(rrname="a.bc", ttl=9, rdata="192.0.2.2"))))
d
d.ancount, d.qdcount, d.qr
d.an.rdata
d.an[0].rdata, d.an[1].rdata
d.an[1].rrname
d.an[DNSRR].rdata
d.an.payload.rdata
d[DNSRR].rdata
d[DNSRR:2].rdata
d[DNSQR].qname
d.haslayer(DNSRR), DNSRR in d, d.haslayer(DNSQR)
[d.an[i].rdata for i in range(d.ancount)]
d.an[i].rdata
d.ns, d.ar
d.qd.qtype, d.qd.qclass
d.qd.qname.decode()
d.qd.qname.decode().rstrip(".")
d.qd.qname == b"a.bc."
str(d.qd.qname)
d.rcode, d.opcode, d.aa, d.tc, d.ra
DNS(rcode="name-error").rcode
DNS(opcode="STATUS").opcode
DNSRR(rrname="x.y", type="A", ttl=30, rdata="192.0.2.3")
DNSRR(rrname="x.y", type="CNAME", rdata="z.y")
DNSRR(rrname="x.y", type="TXT", rdata="hello")
DNSRR(type="AAAA", rdata="2001:db8::1").rdata
bytes(DNSRR(rrname="x.y", type="TXT", rdata="hello"))
bytes(DNSRR(rrname="x.y", type="TXT", rdata=["one", "two"]))
bytes(DNSRR(rrname="x.y", type="AAAA", rdata="2001:db8::1"))
bytes(DNSRR(rrname="x.y", type="NS", rdata="ns.y"))
bytes(DNSRRMX(rrname="x.y", preference=10, exchange="mail.y"))
bytes(DNSRRSOA(rrname="x.y", mname="ns.y", rname="root.y", serial=5))
bytes(DNSRRSRV(rrname="_sip._udp.y", priority=1, weight=2, port=5060, target="s.y"))
DNS(bytes(DNS(an=DNSRRMX(rrname="x.y", preference=10, exchange="mail.y")))).an.exchange
DNS(bytes(DNS(an=DNSRR(rrname="x.y", type="TXT", rdata=["one", "two"])))).an.rdata
DNS(bytes(DNS(an=DNSRR(rrname="x.y", type="CNAME", rdata="z.y")))).an.rdata
DNS(bytes(DNS(qd=DNSQR(qname="x.y"), an=DNSRR(rrname="x.y", type="PTR", rdata="p.y"), ns=DNSRR(rrname="y", type="NS", rdata="ns.y"), ar=DNSRR(rrname="ns.y", rdata="192.0.2.5"))))
DNS(qd=None)
bytes(DNS(id=0, qd=None))
DNS(qr=1, qd=DNSQR(qname="h.z"), an=DNSRR(rrname="h.z", rdata="192.0.2.66"))
len(DNS(qd=DNSQR(qname="h.z")))
IP(bytes(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=53, dport=1025)/DNS(id=3, qr=1, qd=DNSQR(qname="h.z"), an=DNSRR(rrname="h.z", rdata="192.0.2.66"))))
DNSRROPT()
DNS(ar=DNSRROPT(rclass=4096))
DNS(qd=DNSQR(qname="a.example")/DNSQR(qname="b.example")).qd[1].qname
q = DNS(qd=DNSQR(qname="a.example")); q.qd.qname = "other.example"; q
q.qd[0].qname
# DHCP, BOOTP
DHCP(options=[("message-type", "request"), ("requested_addr", "192.0.2.9"), ("hostname", "pc"), "end"])
bytes(DHCP(options=[("message-type", "request"), ("requested_addr", "192.0.2.9"), ("hostname", "pc"), "end"]))
h = DHCP(bytes(DHCP(options=[("message-type", "offer"), ("server_id", "192.0.2.1"), ("lease_time", 3600), ("router", "192.0.2.1"), ("name_server", "192.0.2.2", "192.0.2.3"), ("subnet_mask", "255.255.255.0"), "end"])))
h
h.options
h.options[0][1]
dict(o for o in h.options if isinstance(o, tuple))["server_id"]
[o[1] for o in h.options if o[0] == "router"][0]
[o for o in h.options if isinstance(o, tuple) and o[0] == "lease_time"][0][1] + 1
DHCP(options=[("message-type", 1), ("param_req_list", [1, 3, 6]), ("end")]).options
BOOTP(op=2, xid=0x1234, yiaddr="192.0.2.9", siaddr="192.0.2.1", chaddr=b"\x02\x00\x00\x00\x00\x01")
len(BOOTP()), len(BOOTP()/DHCP(options=["end"]))
BOOTP(flags="B").flags
BOOTP().xid, BOOTP().op, BOOTP(op="BOOTREPLY").op
k = UDP(sport=68, dport=67)/BOOTP(chaddr=mac2str("02:00:00:00:00:01"), xid=5)/DHCP(options=[("message-type", "discover"), "end"])
UDP(bytes(k))[DHCP].options
UDP(bytes(k))[BOOTP].chaddr[:6]
UDP(bytes(k))[BOOTP].xid
k.summary()
k
# Options of TCP and IP
TCP(options=[("MSS", 1460), ("NOP", None), ("WScale", 7), ("SAckOK", ""), ("Timestamp", (10, 0))])
bytes(TCP(options=[("MSS", 1460), ("NOP", None), ("WScale", 7), ("SAckOK", b""), ("Timestamp", (10, 0))]))
o = TCP(bytes(TCP(options=[("MSS", 1460), ("NOP", None), ("WScale", 7), ("SAckOK", b""), ("Timestamp", (10, 0))])))
o.options
o.dataofs, len(o)
dict(o.options)["MSS"]
[v for n, v in o.options if n == "Timestamp"][0][0]
o.options[0] == ("MSS", 1460)
o.options = [("MSS", 536)]; o
bytes(TCP(options=[(254, b"ab")]))
TCP(bytes(TCP(options=[(254, b"ab")]))).options
bytes(TCP(options=[("SAck", (1, 2))]))
TCP(options=[]).options
len(TCP(options=[("EOL", None)]))
IP(options=[IPOption_NOP()])
bytes(IP(src="192.0.2.1", dst="192.0.2.2", options=[IPOption_RR(routers=["192.0.2.3"])]))
IP(bytes(IP(src="192.0.2.1", dst="192.0.2.2", options=[IPOption_Router_Alert()]))).options
IP(options=IPOption(b"\x86\x28\x00\x00")).options
len(IP(options=[IPOption_LSRR(routers=["192.0.2.3", "192.0.2.4"])]))
bytes(IPOption_Timestamp())
IPOption_RR(routers=["192.0.2.3"])
# ARP
ARP()
ARP(op="who-has", pdst="192.0.2.9").op
ARP(op="is-at").op, ARP(op=2).op
a = ARP(); a.op = "is-at"; a.op
a.psrc = "192.0.2.3"; a.hwdst = "02:00:00:00:00:05"; a
ARP(hwtype="Ethernet (10Mb)").hwtype, ARP().ptype, ARP().hwlen, ARP().plen
bytes(ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2"))
ARP(bytes(ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2")))
ARP(op=1, pdst="192.0.2.0/30")
ARP(op=2, psrc="192.0.2.1", hwsrc="02:00:00:00:00:01").sprintf("%ARP.op% %ARP.psrc% %ARP.hwsrc%")
ARP(op=2, hwsrc="02:00:00:00:00:02", psrc="192.0.2.2", pdst="192.0.2.1").answers(ARP(op=1, psrc="192.0.2.1", pdst="192.0.2.2"))
# ICMP
ICMP(type="echo-request", id=1, seq=2)/"data"
bytes(ICMP(type=8, id=1, seq=2)/"data")
ICMP(type=3, code="port-unreachable")
ICMP(type="dest-unreach", code=1).code
ICMP(type="time-exceeded")
ICMP(type=11).type
ICMP(type=5, code=1, gw="192.0.2.1")
ICMP(type=13, ts_ori=1)
ICMP(type="timestamp-request")
ICMP(type=3, code=4, nexthopmtu=1400)
ICMP(bytes(ICMP(type=8, id=7, seq=9)/"abc"))
e = IP(bytes(IP(src="192.0.2.9", dst="192.0.2.1")/ICMP(type=3, code=3)/IP(src="192.0.2.1", dst="192.0.2.9")/UDP(sport=1111, dport=9999)/"zz"))
e
e.layers()
IPerror in e, UDP in e, e[UDPerror].sport
e[IPerror].dst
e[ICMP].code
(IP(src="192.0.2.9", dst="192.0.2.1")/ICMP(type=11)/IPerror(src="192.0.2.1", dst="192.0.2.9")/TCPerror(sport=5)).summary()
ICMP(type=0, id=5).answers(ICMP(type=8, id=5))
(IP(src="192.0.2.2", dst="192.0.2.1")/ICMP(type=0, id=5, seq=1)).answers(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP(id=5, seq=1))
(IP(src="192.0.2.2", dst="192.0.2.1")/TCP(sport=80, dport=4000, flags="SA", ack=1)).answers(IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=4000, dport=80))
# IPv6
IPv6(src="2001:db8::1", dst="2001:db8::2")
IPv6(src="2001:db8::1", dst="2001:db8::2", hlim=3, fl=5, tc=1)
bytes(IPv6(src="2001:db8::1", dst="2001:db8::2")/UDP(sport=1, dport=2)/"x")
IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoRequest(id=1, seq=2, data="abc")
bytes(IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoRequest(id=1, seq=2, data=b"abc"))
IPv6(bytes(IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoReply(data=b"abc")))
IPv6(src="2001:db8::1", dst="2001:db8::2")/IPv6ExtHdrFragment(id=9, offset=2, m=1)/"abcdefgh"
IPv6(src="2001:db8::1", dst="2001:db8::2")/IPv6ExtHdrRouting(addresses=["2001:db8::5"])/TCP()
bytes(IPv6(src="2001:db8::1", dst="2001:db8::2")/IPv6ExtHdrRouting(addresses=["2001:db8::5"]))
IPv6(src="2001:db8::1", dst="2001:db8::2")/IPv6ExtHdrHopByHop()/ICMPv6EchoRequest()
len(IPv6(src="2001:db8::1", dst="2001:db8::2")/IPv6ExtHdrDestOpt()/UDP())
IPv6(src="2001:db8::1", dst="2001:db8::2").nh, (IPv6()/UDP()).nh
IPv6(dst="2001:db8::/126", src="2001:db8::9")
IPv6(src="2001:DB8:0::1", dst="2001:db8::2").src
ICMPv6ND_NS(tgt="2001:db8::5")
ICMPv6ND_NS(tgt="2001:db8::5")/ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01")
bytes(ICMPv6ND_NS(tgt="2001:db8::5")/ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01"))
n = IPv6(bytes(IPv6(src="fe80::1", dst="ff02::1:ff00:5")/ICMPv6ND_NS(tgt="2001:db8::5")/ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01")))
n
n[ICMPv6NDOptSrcLLAddr].lladdr
ICMPv6ND_NS in n, ICMPv6NDOptSrcLLAddr in n, n.tgt
IPv6(src="fe80::1", dst="fe80::2")/ICMPv6ND_NA(tgt="2001:db8::5", R=0, S=1)/ICMPv6NDOptDstLLAddr(lladdr="02:00:00:00:00:01")
IPv6(src="fe80::1", dst="ff02::1")/ICMPv6ND_RA(routerlifetime=1800)/ICMPv6NDOptPrefixInfo(prefix="2001:db8:1::", prefixlen=64)/ICMPv6NDOptMTU(mtu=1280)
bytes(IPv6(src="fe80::1", dst="ff02::1")/ICMPv6ND_RA(routerlifetime=1800)/ICMPv6NDOptPrefixInfo(prefix="2001:db8:1::", prefixlen=64)/ICMPv6NDOptMTU(mtu=1280))
IPv6(src="fe80::1", dst="ff02::2")/ICMPv6ND_RS()
IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6DestUnreach(code=4)
IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6PacketTooBig(mtu=1280)
# Link
Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")/Dot1Q(vlan=10, prio=3)/IP(src="192.0.2.1", dst="192.0.2.2")
bytes(Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")/Dot1Q(vlan=10, prio=3)/b"x")
Ether()/Dot1Q(vlan=1)/Dot1Q(vlan=2)/IP()
(Ether()/Dot1Q(vlan=1)/Dot1Q(vlan=2)/IP())[Dot1Q:2].vlan
Ether(bytes(Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")/Dot1Q(vlan=10)/IP(src="192.0.2.1", dst="192.0.2.2")/UDP()))
Dot1AD(vlan=5)/Dot1Q(vlan=6)
Ether()/LLC()/SNAP()/IP()
Dot3()/LLC(dsap=0x42, ssap=0x42, ctrl=3)/STP()
Ether()/PPPoE(sessionid=1)/PPP()/IP()
CookedLinux()
Loopback()/IP()
# Tunnels and applications
IP(src="192.0.2.1", dst="192.0.2.2")/GRE()/IP(src="198.51.100.1", dst="198.51.100.2")/ICMP()
bytes(GRE(proto=0x800))
GRE(key_present=1, key=5)
bytes(GRE(key_present=1, key=5, proto=0x800))
UDP()/VXLAN(vni=42)/Ether()/IP()
bytes(VXLAN(vni=42))
VXLAN(vni=42).vni
load_contrib("mpls")
Ether()/MPLS(label=100, ttl=5)/IP()
bytes(MPLS(label=100, s=1, ttl=5))
SNMP(community="public", PDU=SNMPget(varbindlist=[SNMPvarbind(oid=ASN1_OID("1.3.6.1.2.1.1.1.0"))]))
bytes(SNMP(community="public", PDU=SNMPget(id=1, varbindlist=[SNMPvarbind(oid=ASN1_OID("1.3.6.1.2.1.1.1.0"))])))
NTP(version=4)
NTP().mode, NTP(mode="server").mode
len(NTP())
UDP()/TFTP()/TFTP_RRQ(filename="boot.bin")
bytes(TFTP()/TFTP_RRQ(filename="boot.bin", mode="octet"))
bytes(TFTP()/TFTP_DATA(block=1)/"abc")
bytes(TFTP()/TFTP_ACK(block=3))
TFTP(bytes(TFTP()/TFTP_ERROR(errorcode=1, errormsg="no")))
UDP()/RIP(cmd="resp")/RIPEntry(addr="192.0.2.0", mask="255.255.255.0", metric=1)
bytes(RIP(cmd=2)/RIPEntry(addr="192.0.2.0", mask="255.255.255.0", metric=1)/RIPEntry(addr="198.51.100.0", metric=2))
IP()/UDP()/HSRP()
IP()/SCTP(sport=1, dport=2)/SCTPChunkInit()
IP()/AH()/TCP()
IP()/ESP(spi=1, seq=2)
UDP()/RTP(sequence=1, timestamp=2)
Ether()/EAPOL()
Radius(code="Access-Request", id=1)
VRRP(vrid=1, priority=100)
UDP()/ISAKMP()
UDP()/L2TP()
# Protocols of one's own
class Own(Packet):
    name = "Own protocol"
    fields_desc = [ByteField("kind", 1), ShortField("size", 0), IntField("seq", 7), IPField("addr", "192.0.2.1")]
Own()
Own(kind=2)/"x"
Own().name
bytes(Own(kind=2, size=3))
Own(b"\x05\x00\x01\x00\x00\x00\x02\xc0\x00\x02\x09rest")
Own().show()
Own(kind=9).summary()
bind_layers(UDP, Own, dport=7777)
UDP(bytes(UDP(sport=1, dport=7777)/Own(kind=3)))[Own].kind
UDP()/Own()
class Own2(Packet):
    name = "Second"
    fields_desc = [BitField("a", 1, 4), BitField("b", 2, 12), ByteEnumField("op", 1, {1: "ask", 2: "tell"}), XShortField("x", 0xbeef), FieldLenField("n", None, length_of="data"), StrLenField("data", "", length_from=lambda pkt: pkt.n), MACField("hw", "02:00:00:00:00:01")]
Own2()
Own2(op="tell", data="abc")
bytes(Own2(op="tell", data="abc"))
Own2(bytes(Own2(op="tell", data="abc")))
Own2(op="tell").op
Own2(op="tell").show()
isinstance(Own2(), Own2), isinstance(Own2(), Packet), Own2 in Own()/Own2()
class Own3(Packet):
    fields_desc = [FlagsField("flags", 0, 8, ["A", "B", "C", "D", "E", "F", "G", "H"]), LEShortField("le", 258), SignedIntField("neg", -1), StrFixedLenField("fixed", b"abcd", 4), ConditionalField(ByteField("more", 9), lambda pkt: pkt.flags & 1), LongField("big", 5), IP6Field("six", "2001:db8::1"), X3BytesField("three", 3)]
Own3()
Own3(flags="AB")
bytes(Own3(flags="A"))
bytes(Own3())
Own3(bytes(Own3(flags="A", more=77))).more
Own3(bytes(Own3(flags="A", more=77)))
Own3().name
class Own4(Packet):
    name = "Lists"
    fields_desc = [FieldLenField("count", None, count_of="items"), FieldListField("items", [], ShortField("", 0), count_from=lambda p: p.count)]
bytes(Own4(items=[1, 2, 3]))
Own4(bytes(Own4(items=[1, 2, 3]))).items
class Item(Packet):
    fields_desc = [ByteField("a", 1), ByteField("b", 2)]
    def extract_padding(self, s):
        return "", s
class Own5(Packet):
    fields_desc = [FieldLenField("count", None, fmt="B", count_of="items"), PacketListField("items", [], Item, count_from=lambda p: p.count)]
bytes(Own5(items=[Item(), Item(a=5)]))
Own5(bytes(Own5(items=[Item(), Item(a=5)])))
Own5(bytes(Own5(items=[Item(), Item(a=5)]))).items[1].a
# A number that length_from reads is what it was given, unless it is a FieldLenField
class Kept(Packet):
    fields_desc = [ByteField("a", 1), StrLenField("s", b"xx", length_from=lambda p: p.a), ByteField("z", 9)]
raw(Kept()), Kept().a, raw(Kept(a=3, s=b"abcd", z=1))
kept = Kept(b"\x01a\x05rest")
kept.s = b"uuu"
raw(kept), kept.a, kept.z
dnstypes[1], dnsqtypes[255], icmptypes[8], dnstypes[15], 28 in dnstypes
(IP()/TCP()).overloaded_fields, (Ether()/IP()/TCP()).overloaded_fields, (IP()/UDP()).overloaded_fields
[len(p) for p in sniff(offline=fragment(IP(src="127.0.0.1", dst="127.0.0.1", id=7)/UDP()/("x" * 3000)) + [IP()/ICMP()], session=IPSession)]
from scapy.layers.http import HTTPRequest, HTTP
web = IP(raw(IP()/TCP(dport=80)/HTTP()/HTTPRequest(Host="a.b")))
web.haslayer(HTTPRequest), web[HTTPRequest].Host, web[HTTPRequest].Path, web[HTTPRequest].Method, web.haslayer(HTTP), HTTP in web
