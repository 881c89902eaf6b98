#!/usr/bin/env python3
# A ping over IPv6.
from scapy.all import *

r = sr1(IPv6(dst="fd00:77::2") / ICMPv6EchoRequest(id=0x77, seq=3, data=b"hello"), timeout=2, verbose=0)
if r:
    print(r.src, "->", r.dst, "hlim", r.hlim)
    print(r[ICMPv6EchoReply].id, r[ICMPv6EchoReply].seq, r[ICMPv6EchoReply].data)
else:
    print("no reply")
