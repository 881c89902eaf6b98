#!/usr/bin/env python3
# What an ICMP error tells of the packet that caused it.
from scapy.all import *

def unreachable(original, code, router="192.0.2.254"):
    return IP(src=router, dst=original[IP].src)/ICMP(type="dest-unreach", code=code)/raw(original)[:28]

probe = IP(src="192.0.2.1", dst="198.51.100.9", id=5)/UDP(sport=1025, dport=33434)/b"payload"
error = IP(raw(unreachable(probe, "port-unreachable")))
print(error.summary())
print(error[ICMP].type, error[ICMP].code, error.sprintf("%ICMP.type% %ICMP.code%"))
if error.haslayer(IPerror) and error.haslayer(UDPerror):
    print("for", error[IPerror].dst, error[UDPerror].dport, "from port", error[UDPerror].sport)
print(error.answers(probe))
expired = IP(raw(IP(src="192.0.2.254", dst="192.0.2.1")/ICMP(type=11, code=0)/IP(raw(probe)[:28])))
print(expired[ICMP].sprintf("%ICMP.type%"), expired[IPerror].id, expired.lastlayer().name)
big = IP(src="192.0.2.254", dst="192.0.2.1")/ICMP(type=3, code=4, nexthopmtu=1400)/raw(probe)[:28]
print(IP(raw(big))[ICMP].nexthopmtu, hexstr(raw(big)[20:28], onlyhex=1))
