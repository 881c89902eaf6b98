#!/usr/bin/env python3
# What does the time server say of itself?
from scapy.all import *

reply = sr1(IP(dst="10.77.0.2") / UDP(sport=40012, dport=123) / NTP(version=4, mode=3), timeout=2, verbose=0)
ntp = reply[NTP]
print(reply[IP].src, "answers", "yes" if reply[UDP].sport == 123 else "no")
print("stratum", ntp.stratum, "mode", ntp.mode, "leap", ntp.leap)
offset = abs(ntp.sent - 2208988800 - time.time())
print("our clocks agree" if offset < 5 else "our clocks differ by %.1f s" % offset)
