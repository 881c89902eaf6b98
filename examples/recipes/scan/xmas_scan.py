#!/usr/bin/env python3
# FIN, PSH and URG at once: closed ports reset, open ones are silent.
from scapy.all import *

ans, unans = sr(IP(dst="10.77.0.2")/TCP(sport=40004, dport=[22, 80, 443], flags="FPU"), timeout=1, verbose=False)
for s, r in ans:
    print(s.sprintf("%TCP.dport% sent with %TCP.flags%"), "->", r.sprintf("%TCP.flags%"))
for s in unans:
    print(s[TCP].dport, "is open or filtered")
print(len(ans), len(unans))
