#!/usr/bin/env python3
# Values that are drawn for each packet, and tests that they are what they should be.
import ipaddress
import re
from scapy.all import *

src = RandIP("192.0.2.0/24")
for _ in range(5):
    p = IP(raw(IP(src=src, dst="198.51.100.1")/TCP(sport=RandShort(), dport=RandChoice(80, 443), seq=RandInt())))
    assert ipaddress.ip_address(p.src) in ipaddress.ip_network("192.0.2.0/24"), p.src
    assert p.dport in (80, 443)
mac = str(RandMAC("02:00:*:*:*:01"))
print(bool(re.match(r"^02:00:([0-9a-f]{2}:){3}01$", mac)))
text = RandString(size=12)
print(len(bytes(text)), len(RandString(5)), all(chr(c).isalnum() for c in bytes(text)))
print(all(10 <= int(RandNum(10, 20)) <= 20 for _ in range(50)))
count = IncrementalValue(start=5, step=2, restart=9)
print([int(IP(raw(IP(src="192.0.2.1", dst="192.0.2.2", id=count))).id) for _ in range(4)])
