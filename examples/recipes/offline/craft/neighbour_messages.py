#!/usr/bin/env python3
# Neighbour discovery: the question goes to a group, the answer to the asker.
from scapy.all import *

me, target = "fe80::ff:fe00:1", "fe80::ff:fe00:2"
my_mac, its_mac = "02:00:00:00:00:01", "02:00:00:00:00:02"

nsma = in6_getnsma(inet_pton(socket.AF_INET6, target))
group = inet_ntop(socket.AF_INET6, nsma)
ns = Ether(src=my_mac, dst=in6_getnsmac(nsma))/IPv6(src=me, dst=group)/ICMPv6ND_NS(tgt=target)/ICMPv6NDOptSrcLLAddr(lladdr=my_mac)
na = Ether(src=its_mac, dst=my_mac)/IPv6(src=target, dst=me)/ICMPv6ND_NA(tgt=target, R=0, S=1, O=1)/ICMPv6NDOptDstLLAddr(lladdr=its_mac)
for p in (ns, na):
    p = Ether(raw(p))
    print(p.summary())
    print(repr(p.lastlayer()))
print(ns.dst, group, na[ICMPv6ND_NA].S)
print(Ether(raw(na))[ICMPv6NDOptDstLLAddr].lladdr == its_mac)
print(ICMPv6ND_NA in na, ICMPv6NDOptSrcLLAddr in na, na.getlayer(3).name)
