#!/usr/bin/env python3
# Finds who scans ports: many SYNs to different ports, few connections.
from collections import defaultdict
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

LIMIT = 5
pkts = [LINK/IP(src="203.0.113.5", dst="192.0.2.1")/TCP(sport=40000, dport=p, flags="S") for p in range(20, 30)]
pkts += [LINK/IP(src="192.0.2.7", dst="192.0.2.1")/TCP(sport=4000 + i, dport=80, flags="S") for i in range(10)]
pkts += [LINK/IP(src="203.0.113.9", dst="192.0.2.1")/TCP(sport=50000, dport=p, flags="FPU") for p in range(1, 8)]
wrpcap("scan.pcap", pkts)

ports = defaultdict(set)
kinds = {}
with PcapReader("scan.pcap") as reader:
    for p in reader:
        if TCP not in p:
            continue
        flags = p[TCP].flags
        if flags & 0x12 == 0x02:
            kind = "SYN"
        elif flags == "FPU":
            kind = "XMAS"
        elif flags == 0:
            kind = "NULL"
        else:
            continue
        ports[p[IP].src].add(p[TCP].dport)
        kinds.setdefault(p[IP].src, kind)

for host, found in sorted(ports.items()):
    if len(found) > LIMIT:
        print("%s: %s scan of %d ports: %s" % (host, kinds[host], len(found), ", ".join(map(str, sorted(found)))))
    else:
        print(host, "is fine")
