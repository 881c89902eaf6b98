#!/usr/bin/env python3
# What is in a capture: how much of each protocol, sizes, and how long it took.
from collections import Counter
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

tcp = LINK/IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=5, dport=80)
udp = LINK/IP(src="192.0.2.1", dst="192.0.2.3")/UDP(sport=5, dport=123)
mixed = [tcp/("a" * i) for i in (0, 10, 1000)] + [udp/"b", LINK/ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2"), LINK/IP(src="192.0.2.1", dst="192.0.2.2")/ICMP()]
for i, p in enumerate(mixed):
    p.time = 10 + i * i / 4
wrpcap("mixed.pcap", mixed)

pcap = rdpcap("mixed.pcap")
print(repr(pcap))
layers = Counter()
for p in pcap:
    counter = 0
    while True:
        layer = p.getlayer(counter)
        if layer is None:
            break
        layers[layer.name] += 1
        counter += 1
for name, n in sorted(layers.items(), key=lambda kv: (-kv[1], kv[0])):
    print("%-10s %3d %5.1f%%" % (name, n, 100.0 * n / len(pcap)))

sizes = [len(p) for p in pcap]
print("smallest %d, largest %d, mean %.2f" % (min(sizes), max(sizes), sum(sizes) / len(sizes)))
print("seconds:", float(pcap[-1].time - pcap[0].time))
print(pcap[TCP], len(pcap[UDP]), len(pcap.filter(lambda p: p.haslayer(ICMP))))
pcap[1:3].nsummary()
