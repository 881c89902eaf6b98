#!/usr/bin/env python3
# Listens in the background while other work is done.
import time
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

wrpcap("bg.pcap", [LINK/IP(src="192.0.2.%d" % i, dst="192.0.2.200")/ICMP(seq=i) for i in range(1, 6)])
names = []
t = AsyncSniffer(offline="bg.pcap", prn=lambda x: names.append(x[IP].src), store=True, count=4)
t.start()
print("working")
t.join(timeout=5)
time.sleep(0.01)
print(t.running, len(t.results), names)
for p in t.results:
    print(p[ICMP].seq, end=" ")
print()
