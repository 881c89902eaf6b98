#!/usr/bin/env python3
# The name of an address.
from scapy.all import *

def reverse(ip):
    name = ".".join(reversed(ip.split("."))) + ".in-addr.arpa"
    ans = sr1(IP(dst="10.77.0.2")/UDP(sport=RandShort(), dport=53)/DNS(rd=1, qd=DNSQR(qname=name, qtype="PTR")), verbose=0, timeout=2)
    if ans and ans.haslayer(DNSRR):
        return ans[DNSRR].rdata.decode()
    return None

for ip in ["10.77.0.2", "10.77.0.9"]:
    print(ip, "is", reverse(ip))
