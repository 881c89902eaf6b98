#!/usr/bin/env python3
# Names for protocols and ports.
from scapy.all import *

print(IP_PROTOS.tcp, IP_PROTOS.udp, IP_PROTOS[1])
print(TCP_SERVICES.http, TCP_SERVICES[22], UDP_SERVICES.domain)
print(hex(ETH_P_ALL), hex(ETH_P_IP), hex(ETH_P_ARP), hex(ETH_P_IPV6))
print(socket.getservbyname("https"), socket.getservbyport(25), socket.IPPROTO_TCP)
for p in (IP(src="192.0.2.1", dst="192.0.2.2")/TCP(dport="https"), IP(src="192.0.2.1", dst="192.0.2.2", proto="igmp")):
    print(p.sprintf("%IP.proto%"), p.proto)
print((IP(src="192.0.2.1", dst="192.0.2.2")/TCP(dport="https")).dport)
print(ETHER_ANY, ETHER_BROADCAST, str2mac(b"\x02\x00\x00\x00\x00\x01"), mac2str("02:00:00:00:00:0f"))
print(ltoa(0xC0000201), atol("192.0.2.1"), itom(24))
