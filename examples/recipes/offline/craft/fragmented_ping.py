#!/usr/bin/env python3
# A ping in small fragments, and one that is larger than a datagram may be.
from scapy.all import *

ping = IP(src="192.0.2.1", dst="192.0.2.2", id=99)/ICMP(id=1, seq=1)/("X" * 60)
pieces = fragment(ping, fragsize=24)
for piece in pieces:
    print(piece.sprintf("%IP.id% %IP.flags% frag=%IP.frag% len=%IP.len%"), len(raw(piece)))
print(b"".join(raw(p[IP].payload) for p in pieces) == raw(ping[IP].payload))

death = fragment(IP(src="192.0.2.1", dst="192.0.2.2", id=1)/ICMP()/("X" * 60000))
print(len(death), "fragments, the last at", death[-1].frag * 8)
