#!/usr/bin/env python3
# Records of many kinds in one answer, and read again.
from scapy.all import *

answer = DNS(id=9, qr=1, aa=1, qd=DNSQR(qname="example.org", qtype="ALL"), an=(
    DNSRR(rrname="example.org", type="A", ttl=60, rdata="192.0.2.80")
    /DNSRR(rrname="example.org", type="AAAA", ttl=60, rdata="2001:db8::80")
    /DNSRR(rrname="80.2.0.192.in-addr.arpa", type="PTR", ttl=60, rdata="www.example.org")
    /DNSRR(rrname="example.org", type="TXT", ttl=60, rdata=["v=spf1", "-all"])
    /DNSRR(rrname="www.example.org", type="CNAME", ttl=60, rdata="example.org")
    /DNSRRSRV(rrname="_sip._tcp.example.org", ttl=60, priority=5, weight=6, port=5060, target="sip.example.org")
    /DNSRR(rrname="example.org", type="NS", ttl=60, rdata="ns.example.org")))
packet = IP(src="192.0.2.53", dst="192.0.2.1")/UDP(sport=53, dport=4053)/answer
dns = IP(raw(packet))[DNS]
print(dns.ancount, dns.qd.qname, dns.aa)
for i in range(dns.ancount):
    rr = dns.an[i]
    if rr.type == 33:
        print("SRV", rr.priority, rr.weight, rr.port, rr.target)
    else:
        print(rr.sprintf("%type%"), rr.rrname, rr.rdata)

# An answer of a mail server, octet by octet.
mx = bytes.fromhex("00018180000100010000000007657861 6d706c65036f72670000 0f0001c00c000f00010000003c0009000a046d61696cc00c".replace(" ", ""))
rr = DNS(mx).an
print(rr.rrname, rr.type, rr.preference, rr.exchange)
