#!/usr/bin/env python3
# Passwords that go over the network in the clear: FTP, and forms.
from urllib.parse import unquote_plus
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

def seg(load, dport=21, sport=3000):
    return LINK/IP(src="192.0.2.10", dst="192.0.2.21")/TCP(sport=sport, dport=dport, flags="PA")/Raw(load)

wrpcap("ftp.pcap", [
    seg("USER anonymous\r\n"), seg("PASS guest@example.org\r\n"),
    seg("USER bob\r\n", sport=3001), seg("PASS hunter2\r\n", sport=3001),
    seg("POST /login HTTP/1.0\r\n\r\nusername=carol&password=a%20b%2Bc", dport=80),
    seg("LIST\r\n"),
])

users = {}

def ftp(pkt):
    text = pkt[Raw].load.decode("utf-8", "ignore").strip()
    key = (pkt[IP].src, pkt[TCP].sport)
    if text.startswith("USER "):
        users[key] = text.split(" ", 1)[1]
    elif text.startswith("PASS "):
        return "[ftp] %s user=%s password=%s" % (pkt[IP].dst, users.get(key, "?"), text[5:])
    elif "password=" in text.lower():
        fields = dict(f.split("=", 1) for f in text.split("\r\n\r\n")[1].split("&"))
        return "[http] " + ", ".join(k + "=" + unquote_plus(v) for k, v in fields.items())

packets = sniff(offline="ftp.pcap", lfilter=lambda p: p.haslayer(TCP) and p.haslayer(Raw), prn=ftp)
print("%d packets, %d users" % (len(packets), len(users)))
