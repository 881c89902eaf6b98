#!/usr/bin/env python3
# What was asked of name servers, and what they said.
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

ask = LINK/IP(src="192.0.2.10", dst="192.0.2.53")/UDP(sport=4053, dport=53)
say = LINK/IP(src="192.0.2.53", dst="192.0.2.10")/UDP(sport=53, dport=4053)
wrpcap("dns.pcap", [
    ask/DNS(id=1, rd=1, qd=DNSQR(qname="www.example.org")),
    say/DNS(id=1, qr=1, rd=1, ra=1, qd=DNSQR(qname="www.example.org"),
            an=DNSRR(rrname="www.example.org", type="CNAME", rdata="web.example.org", ttl=60)/DNSRR(rrname="web.example.org", rdata="192.0.2.80", ttl=300)),
    ask/DNS(id=2, rd=1, qd=DNSQR(qname="nobody.example.org", qtype="AAAA")),
    say/DNS(id=2, qr=1, rcode="name-error", qd=DNSQR(qname="nobody.example.org", qtype="AAAA")),
])

def dns_sniff(pkt):
    if not pkt.haslayer(DNS):
        return
    dns = pkt.getlayer(DNS)
    name = dns.qd.qname.decode("utf-8")
    if dns.qr == 0:
        print("%s asks %s for %s" % (pkt[IP].src, pkt[IP].dst, name))
        return
    if dns.rcode != 0:
        print("   ", name, dns.sprintf("%DNS.rcode%"))
    for i in range(dns.ancount):
        rr = dns.an[i]
        data = rr.rdata
        if isinstance(data, bytes):
            data = data.decode()
        print("    %s %s %s (%d s)" % (rr.rrname.decode(), rr.sprintf("%type%"), data, rr.ttl))

sniff(offline="dns.pcap", prn=dns_sniff, store=0)
