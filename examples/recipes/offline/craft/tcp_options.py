#!/usr/bin/env python3
# A SYN as a kernel sends it, with options; and what they say.
from scapy.all import *

opts = [("MSS", 1460), ("SAckOK", b""), ("Timestamp", (1000, 0)), ("NOP", None), ("WScale", 7)]
syn = IP(src="192.0.2.1", dst="192.0.2.2", flags="DF", ttl=64)/TCP(sport=40000, dport=80, flags="S", seq=1, window=64240, options=opts)
print(syn[TCP].dataofs, IP(raw(syn))[TCP].dataofs, len(syn))
back = IP(raw(syn))
print(back[TCP].options)
found = dict((o[0], o[1]) for o in back[TCP].options)
print("mss", found["MSS"], "scale", 2 ** found["WScale"], "stamp", found["Timestamp"][0])

def fingerprint(p):
    letters = {"MSS": "M", "NOP": "N", "WScale": "W", "SAckOK": "S", "Timestamp": "T", "EOL": "E"}
    return "%d:%d:%s:%s" % (p[TCP].window, p[IP].ttl, "DF" if p[IP].flags.DF else "-", "".join(letters[o[0]] for o in p[TCP].options))

print(fingerprint(back))
back[TCP].options = [(k, 1300 if k == "MSS" else v) for k, v in back[TCP].options]
del back[TCP].chksum, back[IP].chksum
print(IP(raw(back))[TCP].options[0], hex(IP(raw(back))[TCP].chksum))
