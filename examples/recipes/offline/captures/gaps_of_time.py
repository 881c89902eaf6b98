#!/usr/bin/env python3
# How regular is a stream? Gaps between packets, and what is lost of it.
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

sent = []
for seq in [1, 2, 3, 5, 6, 9]:
    p = LINK/IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=4000, dport=5004)/RTP(sequence=seq, timestamp=seq * 160, sourcesync=7, payload_type=0)/(b"\xff" * 160)
    p.time = 5.0 + seq * 0.02 + (0.004 if seq == 3 else 0)
    sent.append(p)
wrpcap("rtp.pcap", sent)

last = None
lost, gaps = 0, []
for p in rdpcap("rtp.pcap"):
    p = p.copy()
    rtp = RTP(p[UDP].load) if RTP not in p else p[RTP]
    if last is not None:
        lost += rtp.sequence - last[0] - 1
        gaps.append(float(p.time - last[1]) * 1000)
    last = (rtp.sequence, p.time)
print("gaps:", ["%.1f" % g for g in gaps])
print("lost:", lost, "mean gap: %.2f ms" % (sum(gaps) / len(gaps)))
print("rtp:", rtp.version, rtp.payload_type, hex(rtp.sourcesync), len(rtp.payload))
