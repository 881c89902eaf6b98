#!/usr/bin/env python3
# What goes wrong, and how a script goes on.
import logging
from scapy.all import *
from scapy.error import Scapy_Exception

logging.getLogger("scapy").setLevel(logging.CRITICAL)

with open("bad.pcap", "wb") as f:
    f.write(b"this is no capture at all")

def attempt(what, action):
    try:
        print(what, action())
    except Scapy_Exception as e:
        print(what, "Scapy_Exception")
    except (IndexError, AttributeError, ValueError, OSError) as e:
        print(what, type(e).__name__)
    finally:
        print("--")

attempt("no capture:", lambda: rdpcap("bad.pcap"))
attempt("no file:", lambda: rdpcap("absent.pcap"))
attempt("no layer:", lambda: IP()[TCP].dport)
attempt("no field:", lambda: UDP().flags)
attempt("none there:", lambda: IP().getlayer(TCP))

def check(p):
    if TCP not in p:
        raise Scapy_Exception("no TCP in %s" % p.summary())
    return p[TCP].dport

for p in (IP(src="192.0.2.1", dst="192.0.2.2")/TCP(dport=25), IP(src="192.0.2.1", dst="192.0.2.2")/ICMP()):
    try:
        print(check(p))
    except Scapy_Exception as e:
        print("error:", e)
