#!/usr/bin/env python3
# The addresses of a name.
from scapy.all import *

def query(name, qtype="A", server="10.77.0.2"):
    packet = IP(dst=server) / UDP(sport=40010, dport=53) / DNS(id=7, rd=1, qd=DNSQR(qname=name, qtype=qtype))
    return sr1(packet, timeout=2, verbose=0)

for name in ["server.example", "alias.example", "nobody.example"]:
    answer = query(name)
    dns = answer[DNS]
    print(name, "rcode", dns.rcode, "answers", dns.ancount)
    for i in range(dns.ancount):
        rr = dns.an[i]
        print("  ", rr.rrname.decode(), rr.type, rr.rdata if isinstance(rr.rdata, str) else rr.rdata.decode(), rr.ttl)
