#!/usr/bin/env python3
# Warns when an address suddenly has another MAC.
from scapy.all import ARP, Ether, sniff, wrpcap

def reply(mac, ip):
    return Ether(src=mac, dst="02:00:00:00:00:99")/ARP(op=2, hwsrc=mac, psrc=ip, hwdst="02:00:00:00:00:99", pdst="192.0.2.99")

wrpcap("arp.pcap", [reply("02:00:00:00:00:01", "192.0.2.1"), reply("02:00:00:00:00:02", "192.0.2.2"),
                    reply("02:00:00:00:00:01", "192.0.2.1"), reply("02:de:ad:be:ef:00", "192.0.2.1")])

class Detector:
    def __init__(self):
        self.table = {}
        self.alarms = 0

    def __call__(self, packet):
        if not packet.haslayer(ARP) or packet[ARP].op != 2:
            return None
        ip, mac = packet[ARP].psrc, packet[ARP].hwsrc
        known = self.table.setdefault(ip, mac)
        if known != mac:
            self.alarms += 1
            return "ALERT: %s was at %s, and now says it is at %s" % (ip, known.upper(), mac.upper())

detector = Detector()
sniff(offline="arp.pcap", prn=detector, store=False)
for ip, mac in detector.table.items():
    print(ip, "is-at", mac)
print(detector.alarms)
