#!/usr/bin/env python3
# Takes the VLAN tags away, for a program that does not know them.
from scapy.all import *

base = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
packets = [
    base/Dot1Q(vlan=10)/IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1, dport=2)/b"one tag",
    base/Dot1Q(vlan=10, prio=3)/Dot1Q(vlan=20)/IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=3, dport=4)/b"two tags",
    base/ARP(psrc="192.0.2.1", pdst="192.0.2.2", hwsrc="02:00:00:00:00:01"),
]
wrpcap("tagged.pcap", packets)

def strip(pkt):
    vlans = []
    while pkt.haslayer(Dot1Q):
        tag = pkt[Dot1Q]
        vlans.append(tag.vlan)
        inner = tag.payload
        pkt[Ether].type = tag.type
        pkt[Ether].remove_payload()
        pkt = pkt/inner
    return vlans, pkt

out = []
for p in rdpcap("tagged.pcap"):
    vlans, bare = strip(p.copy())
    print(vlans, len(p), "->", len(bare), bare.summary())
    out.append(bare)
wrpcap("bare.pcap", out)
for p in rdpcap("bare.pcap"):
    print(repr(p))
