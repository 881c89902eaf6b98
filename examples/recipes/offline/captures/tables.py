#!/usr/bin/env python3
# Tables out of a capture: who sends what to which port.
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

packets = PacketList([LINK/IP(src="192.0.2.%d" % s, dst="198.51.100.1", ttl=60 + s)/TCP(sport=1000 + s, dport=d, flags=f)
                      for s in (1, 2, 3) for d, f in ((22, "S"), (80, "SA"), (443, "R")) if (s, d) != (2, 80)])
packets.make_table(lambda p: (p[IP].src, p[TCP].dport, p.sprintf("%TCP.flags%")))
packets.make_lined_table(lambda p: (p[IP].src, p.sprintf("%TCP.dport%"), p[IP].ttl))
packets.nsummary(prn=lambda p: p.sprintf("%IP.src% -> %TCP.dport%"), lfilter=lambda p: p[TCP].flags.S)
print(sorted({p[IP].src for p in packets}))
print([len(list(x)) for x in (packets[:2], packets[-1:], packets[::3])])
