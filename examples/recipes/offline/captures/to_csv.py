#!/usr/bin/env python3
# A capture as a table for a spreadsheet.
import csv
from datetime import datetime, timezone
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

pkts = [
    LINK/IP(src="192.0.2.1", dst="192.0.2.2", ttl=61)/TCP(sport=1025, dport=443, flags="S"),
    LINK/IP(src="192.0.2.2", dst="192.0.2.1")/TCP(sport=443, dport=1025, flags="SA"),
    LINK/IP(src="192.0.2.1", dst="192.0.2.53")/UDP(sport=2000, dport=53)/DNS(qd=DNSQR(qname="a.example, b")),
    LINK/IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoRequest(),
]
for i, p in enumerate(pkts):
    p.time = 1700000000 + i * 0.5
wrpcap("in.pcap", pkts)

with open("out.csv", "w", newline="") as f:
    writer = csv.writer(f)
    writer.writerow(["No.", "Time", "Source", "Destination", "Protocol", "Length", "Info"])
    for i, pkt in enumerate(rdpcap("in.pcap"), 1):
        net = pkt[IP] if IP in pkt else pkt[IPv6]
        when = datetime.fromtimestamp(float(pkt.time), tz=timezone.utc).strftime("%H:%M:%S.%f")
        layer = pkt.lastlayer().name
        info = pkt.sprintf("{TCP:%TCP.flags%}{DNSQR:%DNSQR.qname%}")
        writer.writerow([i, when, net.src, net.dst, layer, len(pkt), info])

print(open("out.csv").read(), end="")
with open("out.csv") as f:
    for row in csv.DictReader(f):
        print(row["Source"], row["Info"])
