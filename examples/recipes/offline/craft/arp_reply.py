#!/usr/bin/env python3
# The answer to an ARP request, made out of the request.
from scapy.all import *

MY_MAC = "02:00:00:00:00:aa"
request = Ether(dst="ff:ff:ff:ff:ff:ff", src="02:00:00:00:00:01")/ARP(op="who-has", hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2")

def answer(req):
    arp = req[ARP]
    return Ether(src=MY_MAC, dst=req.src)/ARP(op="is-at", hwsrc=MY_MAC, psrc=arp.pdst, hwdst=arp.hwsrc, pdst=arp.psrc)

if request[ARP].op == 1:
    reply = answer(request)
    print(request.summary())
    print(reply.summary())
    print(reply.sprintf("%ARP.op% %ARP.psrc% %ARP.hwsrc%"), reply[ARP].op == 2)
    print(reply.answers(request), request.answers(reply))
    hexdump(reply)
gratuitous = Ether(dst=ETHER_BROADCAST, src=MY_MAC)/ARP(op=2, psrc="192.0.2.2", pdst="192.0.2.2", hwsrc=MY_MAC, hwdst="ff:ff:ff:ff:ff:ff")
print(repr(gratuitous))
