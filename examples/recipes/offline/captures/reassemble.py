#!/usr/bin/env python3
# Fragments of a datagram are put together, by hand and by scapy.
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

whole = IP(src="192.0.2.1", dst="192.0.2.2", id=77)/UDP(sport=1000, dport=2000)/Raw(b"".join(b"%04d " % i for i in range(60)))
frags = fragment(whole, fragsize=120)
wrpcap("frags.pcap", [LINK/f for f in reversed(frags)])

packets = rdpcap("frags.pcap")
for p in packets:
    print(p[IP].id, p[IP].flags, p[IP].frag * 8, len(p[IP].payload))

def reassemble(plist):
    data = {}
    for p in plist:
        data[p[IP].frag * 8] = bytes(p[IP].payload)
    buf = b""
    for offset in sorted(data):
        assert offset == len(buf), "a hole"
        buf += data[offset]
    return buf

payload = reassemble(packets)
udp = UDP(payload)
print(udp.sport, udp.dport, udp.len, udp.load[:14], udp.load[-5:])

joined = defragment([p[IP] for p in packets])
print(len(joined), len(joined[0]), joined[0].flags, joined[0].frag)
print(bytes(joined[0][UDP]) == payload)
