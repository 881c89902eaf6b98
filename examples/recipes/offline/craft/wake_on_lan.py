#!/usr/bin/env python3
# The magic packet that wakes a computer.
import binascii
import re
import sys
from scapy.all import *

def magic(mac):
    if not re.fullmatch(r"([0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}", mac):
        raise ValueError("not a MAC address: " + mac)
    octets = binascii.unhexlify(re.sub("[:-]", "", mac))
    return b"\xff" * 6 + octets * 16

mac = sys.argv[1] if len(sys.argv) > 1 else "02-00-00-00-be-ef"
p = Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/IP(src="192.0.2.1", dst="255.255.255.255")/UDP(sport=9, dport=9)/Raw(load=magic(mac))
print(p.summary(), len(p[Raw].load))
linehexdump(p[Raw].load[:18])
old = Ether(src="02:00:00:00:00:01", dst=mac.replace("-", ":"), type=0x0842)/magic(mac)
print(old.type, len(old))
try:
    magic("02:00")
except ValueError as e:
    print("refused:", e)
