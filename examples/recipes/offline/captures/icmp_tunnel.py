#!/usr/bin/env python3
# A picture that was sent in the data of pings.
import hashlib
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
step = 64
pings = []
for i in range(0, len(picture), step):
    data = picture[i:i + step]
    pings.append(LINK/IP(src="192.0.2.1", dst="192.0.2.2")/ICMP(type=8, id=0x55, seq=i // step)/data)
    pings.append(LINK/IP(src="192.0.2.2", dst="192.0.2.1")/ICMP(type=0, id=0x55, seq=i // step)/data)
wrpcap("icmp.pcap", pings)

data = b""
last = -1
for packet in rdpcap("icmp.pcap"):
    if packet.haslayer(ICMP) and packet[ICMP].type == 8:
        if packet[ICMP].seq != last + 1:
            print("lost one before", packet[ICMP].seq)
        last = packet[ICMP].seq
        data += packet[Raw].load
with open("out.png", "wb") as f:
    f.write(data)
print(len(data), data[:4], hashlib.md5(data).hexdigest() == hashlib.md5(picture).hexdigest())
