#!/usr/bin/env python3
# Octets of packets, in all the ways to look at them.
from scapy.all import *

p = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.2", id=1)/UDP(sport=1, dport=2)/b"Hello, octets!\x00\xff"
hexdump(p)
linehexdump(p[UDP])
print(hexstr(raw(p[Raw])))
chexdump(p[UDP])
text = hexdump(p, dump=True)
print(len(text.splitlines()), text.splitlines()[-1])
q = p.copy()
q[IP].dst = "192.0.2.9"
q[Raw].load = b"Hello, otters!\x00\xff"
hexdiff(p, q)
again = Ether(import_hexcap(text))
print(again == Ether(raw(p)), raw(p).hex()[:12], bytes_hex(raw(p)[:2]), hex_bytes("4500"))
