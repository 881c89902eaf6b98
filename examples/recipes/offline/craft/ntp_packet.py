#!/usr/bin/env python3
# A question to a time server, and an answer read.
import struct
from scapy.all import *

ask = IP(src="192.0.2.1", dst="192.0.2.123")/UDP(dport=123)/NTP(version=4, mode=3)
print(ask[UDP].sport, ask[UDP].dport)
print(raw(ask[NTP])[0], len(ask[NTP]), ask[UDP].sport)

seconds = 2208988800 + 1700000000
octets = bytes([0x24, 2, 6, 0xec]) + struct.pack("!II4s", 0x100, 0x200, b"\xc0\x00\x02\x05") + struct.pack("!IIIIIIII", seconds, 0, seconds, 0, seconds, 0x80000000, seconds, 0xC0000000)
ntp = NTP(octets)
print(ntp.leap, ntp.version, ntp.mode, ntp.stratum, ntp.poll)
print(ntp.sent > ntp.recv)
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(int(ntp.sent) - 2208988800)))
