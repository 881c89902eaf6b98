#!/usr/bin/env python3
# A table of results: hosts across, ports down.
from scapy.all import *

ans, unans = sr(IP(dst=["10.77.0.2", "10.77.0.3"]) / TCP(sport=40005, dport=[22, 53, 80]), timeout=1, verbose=0)
ans.make_table(lambda s, r: (s.dst, s.dport, r.sprintf("{TCP:%TCP.flags%}{ICMP:%ICMP.type%}")))
print(len(unans), "did not answer")
open_ports = ans.filter(lambda s, r: TCP in r and r[TCP].flags & 2)
for s, r in sorted(open_ports, key=lambda x: (x[0].dst, x[0].dport)):
    print("%s:%d is open" % (s.dst, s.dport))
