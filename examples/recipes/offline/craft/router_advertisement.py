#!/usr/bin/env python3
# A router advertisement with its options, and what a host would read from it.
from scapy.all import *

mac = "02:00:00:00:00:01"
ra = (Ether(src=mac, dst="33:33:00:00:00:01")
      /IPv6(src="fe80::1", dst="ff02::1")
      /ICMPv6ND_RA(routerlifetime=1800, M=0, O=1)
      /ICMPv6NDOptSrcLLAddr(lladdr=mac)
      /ICMPv6NDOptMTU(mtu=1400)
      /ICMPv6NDOptPrefixInfo(prefix="2001:db8:5::", prefixlen=64, validlifetime=7200, preferredlifetime=3600)
      /ICMPv6NDOptRDNSS(lifetime=600, dns=["2001:db8:5::53"]))
print(ra.summary())
frame = Ether(raw(ra))
info = frame[ICMPv6NDOptPrefixInfo]
print(info.prefix, info.prefixlen, info.validlifetime, info.L, info.A)
print(frame[ICMPv6NDOptMTU].mtu, frame[ICMPv6NDOptSrcLLAddr].lladdr, frame[ICMPv6NDOptRDNSS].dns)
print(frame[ICMPv6ND_RA].routerlifetime, hex(frame[ICMPv6ND_RA].cksum))
print(frame.haslayer(ICMPv6NDOptDstLLAddr))
hexdump(frame[ICMPv6ND_RA])
