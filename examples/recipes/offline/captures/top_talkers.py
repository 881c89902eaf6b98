#!/usr/bin/env python3
# Who sends most? Packets and bytes by address.
from collections import Counter
from scapy.all import *

packets = []
for n in range(1, 4):
    packets += [Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.%d" % n, dst="198.51.100.7")/UDP(sport=5000 + n, dport=53)/("x" * 20 * n)] * n
packets.append(Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.9"))
wrpcap("talk.pcap", packets)

count, size = Counter(), Counter()
for pkt in rdpcap("talk.pcap"):
    if IP not in pkt:
        continue
    count[pkt[IP].src] += 1
    size[pkt[IP].src] += len(pkt)

for address, n in count.most_common():
    print(f"{address:15} {n:4d} packets {size[address]:6d} bytes")
print("total:", sum(size.values()))
