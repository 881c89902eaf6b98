#!/usr/bin/env python3
# Puts two captures together, in the order of time.
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

def capture(name, host, times):
    out = []
    for n, t in enumerate(times):
        p = LINK/IP(src=host, dst="192.0.2.99", id=n)/ICMP(seq=n)
        p.time = t
        out.append(p)
    wrpcap(name, out)

capture("a.pcap", "192.0.2.1", [1000.5, 1001.25, 1003])
capture("b.pcap", "192.0.2.2", [1000.75, 1002, 999.125])

merged = rdpcap("a.pcap") + rdpcap("b.pcap")
merged = sorted(merged, key=lambda p: p.time)
wrpcap("merged.pcap", merged)

packets = rdpcap("merged.pcap")
start = packets[0].time
last = start
for p in packets:
    print("%8.3f  +%.3f  %s" % (p.time - start, p.time - last, p.summary()))
    last = p.time
print("duration %.3f s" % float(packets[-1].time - packets[0].time))
