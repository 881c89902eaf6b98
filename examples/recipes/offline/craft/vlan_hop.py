#!/usr/bin/env python3
# VLAN hopping: two tags, of which the first switch takes the outer one away.
from scapy.all import *

native, target_vlan = 1, 20
packet = Ether(dst="ff:ff:ff:ff:ff:ff", src="02:00:00:00:00:01")/Dot1Q(vlan=native)/Dot1Q(vlan=target_vlan)/IP(src="10.0.1.5", dst="10.0.20.7")/ICMP()
packet.show2()
print([(p.vlan, p.prio) for p in (packet[Dot1Q:1], packet[Dot1Q:2])])
print(packet.summary())

# What is left behind the switch.
behind = packet.copy()
behind[Ether].payload = packet[Dot1Q].payload
print(Ether(raw(behind)).summary())
print(hexstr(raw(behind)[12:18]))
