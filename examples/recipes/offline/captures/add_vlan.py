#!/usr/bin/env python3
# Puts a VLAN tag into every frame.
import sys
from scapy.all import *

vid = int(sys.argv[1]) if len(sys.argv) > 1 else 42

def tagged(pkt, vlan):
    eth = pkt.copy()
    payload = eth.payload
    eth.remove_payload()
    kind = eth.type
    eth.type = 0x8100
    return eth/Dot1Q(vlan=vlan, type=kind)/payload

src = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
wrpcap("plain.pcap", [src/IP(src="192.0.2.1", dst="192.0.2.2", id=1)/ICMP(id=1), src/IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoRequest(id=2)])
for p in PcapReader("plain.pcap"):
    t = tagged(p, vid)
    print(t.summary())
    print(bytes(t)[:18].hex())
    again = Ether(raw(t))
    assert again[Dot1Q].vlan == vid and again[Dot1Q].type == p.type
