#!/usr/bin/env python3
# Packets as JSON, layer by layer.
import json
from scapy.all import *

def to_dict(pkt):
    result = {}
    layer = pkt
    while not isinstance(layer, NoPayload):
        fields = {}
        for name, value in layer.fields.items():
            if isinstance(value, bytes):
                value = value.hex()
            elif not isinstance(value, (int, str, type(None))):
                value = str(value)
            fields[name] = value
        result[layer.name] = fields
        layer = layer.payload
    return result

wrpcap("j.pcap", [Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.2", id=5)/UDP(sport=7, dport=9)/b"\x00\xffhi",
                  Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2")])
for pkt in rdpcap("j.pcap"):
    text = json.dumps(to_dict(pkt), indent=1, sort_keys=True)
    print(text)
    assert json.loads(text)["Ethernet"]["src"] == pkt.src
