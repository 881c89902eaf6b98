#!/usr/bin/env python3
# The requests of browsers in a capture: method, host, path, and whether there is a password.
import base64
import re
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

load_layer("http")
client = LINK/IP(src="192.0.2.10", dst="192.0.2.80")
wrpcap("http.pcap", [
    client/TCP(sport=4000, dport=80, flags="PA", seq=1)/Raw(b"GET /index.html?q=1 HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: curl/8\r\n\r\n"),
    client/TCP(sport=4001, dport=80, flags="PA", seq=1)/Raw(b"POST /login HTTP/1.1\r\nHost: shop.example.org\r\nAuthorization: Basic YWxpY2U6c2VjcmV0\r\nContent-Length: 9\r\n\r\nuser=anna"),
    client/TCP(sport=4002, dport=80, flags="A"),
])

for p in rdpcap("http.pcap"):
    if not p.haslayer(HTTPRequest):
        continue
    req = p[HTTPRequest]
    url = req.Host.decode() + req.Path.decode()
    print("%s %s://%s %s" % (p[IP].src, "http", url, req.Method.decode()))
    if req.Authorization:
        kind, value = req.Authorization.split(b" ", 1)
        print("   ", kind.decode(), base64.b64decode(value).decode())
    if p.haslayer(Raw) and req.Method == b"POST":
        print("   ", p[Raw].load.decode(errors="ignore"))

for p in rdpcap("http.pcap"):
    found = re.search(rb"Host: ([^\r\n]+)", bytes(p[TCP].payload))
    if found:
        print("host:", found.group(1).decode())
