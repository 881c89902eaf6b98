#!/usr/bin/env python3
# Who is there on this network? Ask all by ARP.
from scapy.all import ARP, Ether, srp

def scan(network):
    request = Ether(dst="ff:ff:ff:ff:ff:ff") / ARP(pdst=network)
    answered, _ = srp(request, timeout=1, verbose=False)
    return [{"ip": received.psrc, "mac": received.hwsrc} for sent, received in answered]

hosts = scan("10.77.0.0/29")
print("IP\t\tMAC")
print("-" * 40)
for host in sorted(hosts, key=lambda h: h["ip"]):
    print(host["ip"] + "\t" + host["mac"])
print("%d hosts are up" % len(hosts))
