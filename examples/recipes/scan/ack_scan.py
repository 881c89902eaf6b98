#!/usr/bin/env python3
# Is a firewall before a port? A lone ACK is answered by a reset where nothing filters it.
from scapy.all import *
conf.verb = 0

def verdict(port):
    p = sr1(IP(dst="10.77.0.2") / TCP(sport=40003, dport=port, flags="A"), timeout=1)
    if p is None:
        return "stateful firewall present (filtered)"
    if p.haslayer(TCP) and p.getlayer(TCP).flags == 0x4:
        return "no firewall (unfiltered)"
    return "refused: " + p.sprintf("%ICMP.type% %ICMP.code%")

results = {port: verdict(port) for port in [22, 23, 25, 80]}
for port, what in results.items():
    print(port, "->", what)
