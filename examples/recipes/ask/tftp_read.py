#!/usr/bin/env python3
# A small file by TFTP: each block is acknowledged.
from scapy.all import *

request = IP(dst="10.77.0.2") / UDP(sport=40014, dport=69) / TFTP() / TFTP_RRQ(filename="hello.txt", mode="octet")
data = sr1(request, timeout=2, verbose=0)
port = data[UDP].sport
if TFTP_DATA not in data:
    data = IP(raw(data)[:28]) / TFTP(raw(data)[28:])
print("block", data[TFTP_DATA].block, "bytes", len(data[TFTP_DATA].payload))
print(bytes(data[TFTP_DATA].payload).decode(), end="")
send(IP(dst="10.77.0.2") / UDP(sport=40014, dport=port) / TFTP() / TFTP_ACK(block=1), verbose=0)
