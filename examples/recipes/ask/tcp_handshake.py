#!/usr/bin/env python3
# The three-way handshake, and the end of the connection, by hand.
from scapy.all import *

target, port = "10.77.0.2", 80
sport = 40015
ip = IP(dst=target)
SYN = ip / TCP(sport=sport, dport=port, flags="S", seq=1000)
SYNACK = sr1(SYN, timeout=2, verbose=0)
print("SYN-ACK" if SYNACK[TCP].flags == "SA" else "?", SYNACK.ack, SYNACK[TCP].options[0])
my_ack = SYNACK.seq + 1
ACK = ip / TCP(sport=sport, dport=port, flags="A", seq=1001, ack=my_ack)
send(ACK, verbose=0)
RST = ip / TCP(sport=sport, dport=port, flags="R", seq=1001)
send(RST, verbose=0)
print(ACK.summary())
print(RST.summary())
