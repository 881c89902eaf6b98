#!/usr/bin/env python3
# Ways to print a packet, and to build text from its fields.
from scapy.all import *

p = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=1025, dport=80, flags="PA", options=[("MSS", 1460)])/"GET / HTTP/1.0\r\n\r\n"
p.show()
p.show2()
print(p.summary())
print(repr(p))
print(p.sprintf("%-15s,IP.src% %IP.ttl% %TCP.flags% {TCP:to %TCP.dport%}{UDP:udp}"))
print(p.layers())
print([layer.__name__ for layer in p.layers()], p.name, p.payload.name, p[TCP].payload.load)
print(p[IP].fields["src"], sorted(p[TCP].fields), p.haslayer("TCP"), p.getlayer("IP").dst)
print(len(p), p.lastlayer().name, p.firstlayer().name, p[IP].version, p[TCP].underlayer.name)
