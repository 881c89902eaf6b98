#!/usr/bin/env python3
# Which TCP ports answer a SYN, which refuse it, and which say nothing?
import sys
from scapy.all import *

target = sys.argv[1] if len(sys.argv) > 1 else "10.77.0.2"
ports = [22, 23, 25, 53, 80, 443]

ans, unans = sr(IP(dst=target) / TCP(sport=40000, dport=ports, flags="S"), timeout=1, verbose=0)

state = {}
for snd, rcv in ans:
    if rcv.haslayer(TCP):
        if rcv[TCP].flags == "SA":
            state[snd.dport] = "open"
        elif rcv[TCP].flags & 0x04:
            state[snd.dport] = "closed"
    elif rcv.haslayer(ICMP):
        state[snd.dport] = "filtered (ICMP type %d code %d)" % (rcv[ICMP].type, rcv[ICMP].code)
for snd in unans:
    state[snd[TCP].dport] = "filtered"

for port in sorted(state):
    print("{:>5}/tcp {}".format(port, state[port]))
opened = [p for p, s in state.items() if s == "open"]
print("open:", sorted(opened))
