#!/usr/bin/env python3
# Who has an IPv6 address? A neighbour solicitation, built by hand.
from scapy.all import *

target = "fd00:77::2"
nsma = in6_getnsma(inet_pton(socket.AF_INET6, target))
dst = inet_ntop(socket.AF_INET6, nsma)
mac = in6_getnsmac(nsma)
print(dst, mac)
p = Ether(dst=mac) / IPv6(src="fd00:77::1", dst=dst) / ICMPv6ND_NS(tgt=target) / ICMPv6NDOptSrcLLAddr(lladdr=get_if_hwaddr(conf.iface))
answer = srp1(p, timeout=2, verbose=0)
print(answer.summary())
print(answer[ICMPv6ND_NA].tgt, answer[ICMPv6ND_NA].S, answer[ICMPv6NDOptDstLLAddr].lladdr)
