#!/usr/bin/env python3
# The way to a host, hop by hop, with UDP packets of growing TTL.
from scapy.all import *

hostname = "10.77.0.2"
for i in range(1, 28):
    pkt = IP(dst=hostname, ttl=i) / UDP(sport=40002, dport=33434)
    reply = sr1(pkt, verbose=0, timeout=2)
    if reply is None:
        # No answer: go on with the next.
        print(i, "*")
    elif reply.type == 3:
        print("Done!", reply.src)
        break
    else:
        print("%d hops away: " % i, reply.src)
