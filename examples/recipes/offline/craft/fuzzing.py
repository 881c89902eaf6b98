#!/usr/bin/env python3
# Random packets for a server under test: what was given stays, the rest is drawn anew each time.
import random
from scapy.all import *

template = IP(src="192.0.2.1", dst="192.0.2.2")/fuzz(UDP(dport=53)/DNS(qr=0))
seen = set()
for i in range(20):
    octets = raw(template)
    p = IP(octets)
    assert p.src == "192.0.2.1" and p[UDP].dport == 53, "what was given stays"
    seen.add(p[DNS].id)
print("different ids:", len(seen) > 10)

mutated = corrupt_bytes(raw(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP()), n=3)
original = raw(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP())
print(sum(a != b for a, b in zip(mutated, original)) <= 3, len(mutated) == len(original))
random.seed(42)
print([random.randint(1, 6) for _ in range(5)], random.choice("abc"))
frozen = int(RandShort())
print(0 <= frozen < 65536)
