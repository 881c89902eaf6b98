#!/usr/bin/env python3
# Which fields a layer has, and what they are without a value.
from scapy.all import *

for f in ICMP.fields_desc[:3]:
    print(f.name, f.default)
for layer in (Ether, ARP, Dot1Q, UDP):
    print(layer.__name__, [f.name for f in layer.fields_desc])
