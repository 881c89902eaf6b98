#!/usr/bin/env python3
# Which hosts answer a ping, and what may they be by their TTL?
from scapy.all import *

conf.verb = 0

def guess(ttl):
    if ttl <= 64:
        return "Linux or a Mac"
    elif ttl <= 128:
        return "Windows"
    return "a router"

ans, unans = sr(IP(dst=["10.77.0.%d" % i for i in range(2, 6)]) / ICMP(), timeout=1)
alive = {}
for query, answer in ans:
    alive[answer[IP].src] = answer.ttl

for ip in ["10.77.0.%d" % i for i in range(2, 6)]:
    if ip in alive:
        print(f"{ip:<12} up    ttl={alive[ip]:3d}  {guess(alive[ip])}")
    else:
        print(f"{ip:<12} down")
