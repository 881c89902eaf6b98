#!/usr/bin/env python3
# The four messages of DHCP, each built from the one before.
from scapy.all import *

mac = "02:00:00:00:00:01"
hw = mac2str(mac)

def from_client(options, **more):
    return (Ether(src=mac, dst="ff:ff:ff:ff:ff:ff")/IP(src="0.0.0.0", dst="255.255.255.255", id=1)/UDP(sport=68, dport=67)
            /BOOTP(chaddr=hw, xid=0xABCD, flags=0x8000, **more)/DHCP(options=options))

discover = from_client([("message-type", "discover"), ("hostname", "toaster"), ("param_req_list", [1, 3, 6]), "end"])
offer = (Ether(src="02:00:00:00:00:02", dst=mac)/IP(src="192.0.2.1", dst="255.255.255.255", id=2)/UDP(sport=67, dport=68)
         /BOOTP(op=2, yiaddr="192.0.2.50", siaddr="192.0.2.1", chaddr=hw, xid=discover[BOOTP].xid)
         /DHCP(options=[("message-type", "offer"), ("subnet_mask", "255.255.255.0"), ("router", "192.0.2.1"), ("lease_time", 3600), ("server_id", "192.0.2.1"), "end"]))
request = from_client([("message-type", "request"), ("requested_addr", offer[BOOTP].yiaddr), ("server_id", offer[IP].src), "end"])

def option(packet, name):
    for opt in packet[DHCP].options:
        if isinstance(opt, tuple) and opt[0] == name:
            return opt[1] if len(opt) == 2 else opt[1:]

for packet in (discover, offer, request):
    again = Ether(raw(packet))
    print(again.summary())
    print("  type", option(again, "message-type"), "xid", hex(again[BOOTP].xid), "for", again[BOOTP].yiaddr)
print(option(Ether(raw(offer)), "lease_time"), option(Ether(raw(offer)), "router"), option(Ether(raw(request)), "requested_addr"))
print(Ether(raw(discover))[DHCP].options)
