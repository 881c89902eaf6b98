#!/usr/bin/env python3
# One line for many packets: networks, ranges, lists.
from itertools import product
from scapy.all import *

for p in IP(src="192.0.2.1", dst="198.51.100.0/30", ttl=[1, (5, 7)])/ICMP():
    print(p.dst, p.ttl, end="; ")
print()
grid = [(p.dst, p.dport) for p in IP(src="192.0.2.1", dst=["198.51.100.1", "198.51.100.2"])/TCP(dport=[80, 443])]
print(grid == list(product(["198.51.100.1", "198.51.100.2"], [80, 443])), len(grid))
print(list(Net("192.0.2.0/29"))[1:-1], "192.0.2.77" in Net("192.0.2.0/25"))
pkts = [p for p in IP(src="192.0.2.1", dst="198.51.100.1")/UDP(sport=7, dport=(53, 55))]
print(len(pkts), [p[UDP].dport for p in pkts], pkts[0].summary())
a = IP(src="192.0.2.1", dst="198.51.100.1")/TCP()
b = a.copy()
b.ttl = 3
print(a == b, a != b, a.ttl, b.ttl, IP(raw(b)) == IP(raw(b)))
