#!/usr/bin/env python3
# Which DHCP server is there, and what does it offer?
from scapy.all import *

conf.checkIPaddr = False
fam, hw = get_if_raw_hwaddr(conf.iface)
dhcp_discover = (
    Ether(dst="ff:ff:ff:ff:ff:ff")
    / IP(src="0.0.0.0", dst="255.255.255.255")
    / UDP(sport=68, dport=67)
    / BOOTP(chaddr=hw, xid=0x1234)
    / DHCP(options=[("message-type", "discover"), "end"])
)
ans, unans = srp(dhcp_discover, multi=False, timeout=3, verbose=0)
for snd, rcv in ans:
    print(rcv[Ether].src, rcv[IP].src)
    options = {o[0]: o[1] for o in rcv[DHCP].options if isinstance(o, tuple)}
    for name in ["message-type", "server_id", "lease_time", "subnet_mask", "router", "name_server"]:
        print(name, "=", options.get(name))
    print("xid", hex(rcv[BOOTP].xid), "offers an address of the pool:", rcv[BOOTP].yiaddr.startswith("10.77.0.1"))
