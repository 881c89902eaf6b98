#!/usr/bin/env python3
# A page of a web server, with no TCP of the kernel's: its resets are kept away meanwhile.
import os
from scapy.all import *

conf.verb = 0
target, sport = "10.77.0.2", 40016
rule = "OUTPUT -p tcp --tcp-flags RST RST -d %s --sport %d -j DROP" % (target, sport)
os.system("iptables -A " + rule)
try:
    get = b"GET / HTTP/1.1\r\nHost: server.example\r\nConnection: close\r\n\r\n"
    ip = IP(dst=target)
    synack = sr1(ip / TCP(sport=sport, dport=80, flags="S", seq=42), timeout=2)
    ans, unans = sr(
        ip / TCP(sport=sport, dport=80, flags="PA", seq=synack.ack, ack=synack.seq + 1) / get,
        multi=True,
        timeout=1,
    )
    body = b""
    seen = set()
    for snd, rcv in ans:
        if Raw in rcv and rcv[TCP].seq not in seen:
            seen.add(rcv[TCP].seq)
            body += rcv[Raw].load
    head, _, page = body.partition(b"\r\n\r\n")
    print(head.split(b"\r\n")[0].decode())
    print(page.decode().strip())
    send(ip / TCP(sport=sport, dport=80, flags="R", seq=synack.ack + len(get)))
finally:
    os.system("iptables -D " + rule)
