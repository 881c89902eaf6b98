#!/usr/bin/env python3
# One file for each connection of a capture.
import os
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

def make():
    for port in (1111, 2222):
        c = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=port, dport=80)
        s = Ether(src="02:00:00:00:00:02", dst="02:00:00:00:00:01")/IP(src="192.0.2.2", dst="192.0.2.1")/TCP(sport=80, dport=port)
        c[TCP].flags = "S"
        s[TCP].flags = "SA"
        yield c
        yield s
    yield LINK/IP(src="192.0.2.1", dst="192.0.2.3")/UDP(sport=53, dport=53)
    yield LINK/IP(src="192.0.2.1", dst="192.0.2.3")/ICMP()

wrpcap("all.pcap", list(make()))
packets = rdpcap("all.pcap")
print(packets)

sessions = packets.sessions()
for key in sorted(sessions):
    print(key, len(sessions[key]))

def both_ways(p):
    if TCP in p:
        ends = sorted([(p[IP].src, p[TCP].sport), (p[IP].dst, p[TCP].dport)])
        return "TCP %s:%d-%s:%d" % (ends[0] + ends[1])
    return "Other"

for key, plist in sorted(packets.sessions(both_ways).items()):
    name = key.replace(" ", "_").replace(":", ".") + ".pcap"
    wrpcap(name, plist)
    print(name, os.path.getsize(name), len(rdpcap(name)))
