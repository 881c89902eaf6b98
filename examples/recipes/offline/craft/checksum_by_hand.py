#!/usr/bin/env python3
# Checksums computed by hand, and compared with those of scapy.
import struct
from scapy.all import *

packet = IP(raw(IP(src="192.0.2.1", dst="192.0.2.2", id=1)/UDP(sport=7, dport=9)/b"odd"))

def ones_complement(data):
    if len(data) % 2:
        data += b"\0"
    s = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while s >> 16:
        s = (s & 0xFFFF) + (s >> 16)
    return ~s & 0xFFFF

header = bytearray(raw(packet)[:packet.ihl * 4])
header[10:12] = b"\0\0"
print(hex(ones_complement(bytes(header))), hex(packet.chksum), checksum(bytes(header)) == packet.chksum)

udp = packet[UDP].copy()
udp.chksum = 0
print(hex(in4_chksum(socket.IPPROTO_UDP, packet, raw(udp))), hex(packet[UDP].chksum))

six = IPv6(raw(IPv6(src="2001:db8::1", dst="2001:db8::2")/ICMPv6EchoRequest(id=1, data=b"x")))
echo = raw(six[ICMPv6EchoRequest])
print(hex(in6_chksum(58, six, echo[:2] + b"\0\0" + echo[4:])), hex(six[ICMPv6EchoRequest].cksum))

wrong = packet.copy()
wrong.chksum ^= 0xFFFF
fixed = wrong.copy()
del fixed.chksum
print(wrong.chksum != packet.chksum, IP(raw(fixed)).chksum == packet.chksum)
