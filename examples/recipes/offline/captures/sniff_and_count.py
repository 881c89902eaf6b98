#!/usr/bin/env python3
# Counts who talks to whom while it listens, and tells at the end.
from collections import Counter
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

packet_counts = Counter()

def custom_action(packet):
    key = tuple(sorted([packet[0][1].src, packet[0][1].dst]))
    packet_counts.update([key])
    return f"Packet #{sum(packet_counts.values())}: {packet[0][1].src} ==> {packet[0][1].dst}"

a, b, c = "192.0.2.1", "192.0.2.2", "192.0.2.3"
wrpcap("count.pcap", [LINK/IP(src=x, dst=y)/ICMP() for x, y in [(a, b), (b, a), (a, c), (c, b), (a, b)]])
sniff(offline="count.pcap", filter="ip", prn=custom_action, count=10)
print("\n".join(f"{f'{key[0]} <--> {key[1]}'}: {count}" for key, count in packet_counts.items()))
print(packet_counts.most_common(1))
