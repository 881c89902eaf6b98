#!/usr/bin/env python3
# Listens until a certain packet comes.
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

wrpcap("until.pcap", [LINK/IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=1000, dport=80, flags=f, seq=s) for s, f in enumerate(["S", "A", "PA", "FA", "A", "R"])])

def closing(p):
    return bool(p[TCP].flags & 0x01)

seen = sniff(offline="until.pcap", stop_filter=closing)
print(len(seen), seen[-1].sprintf("%TCP.flags% %TCP.seq%"))
some = sniff(offline="until.pcap", count=2, lfilter=lambda p: p[TCP].flags.A and not p[TCP].flags.P)
some.summary()
pushes = sniff(offline=["until.pcap", "until.pcap"], lfilter=lambda p: "P" in p[TCP].flags)
print(pushes, [int(p.seq) for p in pushes])
plist = sniff(offline=rdpcap("until.pcap"), prn=lambda p: p.sprintf("%IP.src%:%TCP.sport% %TCP.flags%"), store=0)
print(len(plist))
