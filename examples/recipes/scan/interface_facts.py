#!/usr/bin/env python3
# What this machine has: interfaces, addresses, the way to a host.
from scapy.all import *

iface = conf.iface
print(iface, get_if_addr(iface), get_if_hwaddr(iface))
family, octets = get_if_raw_hwaddr(iface)
print(family, octets == mac2str(get_if_hwaddr(iface)), len(octets))
print(sorted(get_if_list()))
print(conf.route.route("10.77.0.2"))
print(IP(dst="10.77.0.2").src, Ether().src == get_if_hwaddr(iface))
print(getmacbyip("10.77.0.2") == srp1(Ether(dst=ETHER_BROADCAST)/ARP(pdst="10.77.0.2"), timeout=2, verbose=0).hwsrc)
