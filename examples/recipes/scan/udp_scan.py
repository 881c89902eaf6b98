#!/usr/bin/env python3
# UDP ports: an ICMP message says that one is closed, silence that it is open or filtered.
from scapy.all import *

def udp_scan(dst, port, timeout=1):
    resp = sr1(IP(dst=dst) / UDP(sport=40001, dport=port), timeout=timeout, verbose=0)
    if resp is None:
        return "Open|Filtered"
    elif resp.haslayer(UDP):
        return "Open"
    elif resp.haslayer(ICMP):
        if int(resp.getlayer(ICMP).type) == 3 and int(resp.getlayer(ICMP).code) == 3:
            return "Closed"
        elif int(resp[ICMP].type) == 3 and int(resp[ICMP].code) in [1, 2, 9, 10, 13]:
            return "Filtered"
    return "?"

for port in (53, 69, 7, 12345):
    print("Port %d: %s" % (port, udp_scan("10.77.0.2", port)))
