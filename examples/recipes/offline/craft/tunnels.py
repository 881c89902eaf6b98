#!/usr/bin/env python3
# The same packet in tunnels: IP in IP, GRE, VXLAN, IPv6 in IPv4.
from scapy.all import *

inner = IP(src="10.0.0.1", dst="10.0.0.2")/ICMP()
outer = IP(src="192.0.2.1", dst="192.0.2.2")
tunnels = {
    "ipip": outer/inner,
    "gre": outer/GRE(key_present=1, key=7)/inner,
    "vxlan": outer/UDP(sport=4444, dport=4789)/VXLAN(vni=100, flags="Instance")/Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/inner,
    "sit": outer/IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoRequest(),
}
for name, packet in tunnels.items():
    back = IP(raw(packet))
    print("%-6s %3d octets, proto %2d: %s" % (name, len(back), back.proto, back.summary()))
print(IP(raw(tunnels["gre"]))[GRE].key, IP(raw(tunnels["vxlan"]))[VXLAN].vni)
print(tunnels["ipip"][IP:2].dst, tunnels["ipip"].getlayer(IP, 2).src, tunnels["vxlan"][ICMP].underlayer.dst)
