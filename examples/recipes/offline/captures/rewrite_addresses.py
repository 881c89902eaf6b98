#!/usr/bin/env python3
# Rewrites the addresses of a capture, and has the checksums computed anew.
from scapy.all import *

wrpcap("before.pcap", [
    Ether(src="00:11:22:33:44:55", dst="00:11:22:33:44:66")/IP(src="10.0.0.1", dst="10.0.0.2", id=7)/TCP(sport=1025, dport=80, flags="S"),
    Ether(src="00:11:22:33:44:66", dst="00:11:22:33:44:55")/IP(src="10.0.0.2", dst="10.0.0.1", id=8)/TCP(sport=80, dport=1025, flags="SA", ack=1),
    Ether(src="00:11:22:33:44:55", dst="00:11:22:33:44:66")/IP(src="10.0.0.1", dst="10.0.0.2", id=9)/UDP(sport=53, dport=53)/Raw(b"hello"),
])

new_ip = {"10.0.0.1": "192.0.2.1", "10.0.0.2": "198.51.100.2"}
new_mac = {"00:11:22:33:44:55": "02:00:00:00:00:01", "00:11:22:33:44:66": "02:00:00:00:00:02"}

packets = rdpcap("before.pcap")
for p in packets:
    p[Ether].src = new_mac.get(p[Ether].src, p[Ether].src)
    p[Ether].dst = new_mac.get(p[Ether].dst, p[Ether].dst)
    if p.haslayer(IP):
        p[IP].src = new_ip[p[IP].src]
        p[IP].dst = new_ip[p[IP].dst]
        del p[IP].chksum
        if p.haslayer(TCP):
            del p[TCP].chksum
        elif p.haslayer(UDP):
            del p[UDP].len
            del p[UDP].chksum
wrpcap("after.pcap", packets)

for old, new in zip(rdpcap("before.pcap"), rdpcap("after.pcap")):
    print(old.summary(), "->", new.summary())
    print("   %#06x -> %#06x" % (old[IP].chksum, new[IP].chksum))
