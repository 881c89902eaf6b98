#!/usr/bin/env python3
# A capture without the addresses of people: each gets another, always the same one.
import hashlib
import ipaddress
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

KEY = b"secret of the house"
OURS = ipaddress.ip_network("192.0.2.0/24")

def hidden(address):
    ip = ipaddress.ip_address(address)
    if ip not in OURS:
        return address
    digest = hashlib.sha256(KEY + ip.packed).digest()
    return str(ipaddress.IPv4Address(int(ipaddress.ip_address("10.0.0.0")) + int.from_bytes(digest[:2], "big")))

wrpcap("people.pcap", [LINK/IP(src="192.0.2.4", dst="198.51.100.1")/UDP(sport=1, dport=2)/"mail of anna",
                       LINK/IP(src="198.51.100.1", dst="192.0.2.4")/UDP(sport=2, dport=1)/"her answer",
                       LINK/IP(src="192.0.2.5", dst="192.0.2.4")/ICMP()])
out = []
for p in rdpcap("people.pcap"):
    q = p.copy()
    q[IP].src, q[IP].dst = hidden(p[IP].src), hidden(p[IP].dst)
    q.src = q.dst = "00:00:00:00:00:00"
    if Raw in q:
        q[Raw].load = b"\x00" * len(q[Raw].load)
    for layer in (IP, UDP, ICMP):
        if layer in q:
            del q[layer].chksum
    out.append(q.__class__(bytes(q)))
wrpcap("nobody.pcap", out)
for p in rdpcap("nobody.pcap"):
    print(p[IP].src, p[IP].dst, bytes(p[IP].payload)[8:])
print(out[0][IP].src == out[1][IP].dst)
