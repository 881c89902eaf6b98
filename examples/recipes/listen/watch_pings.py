#!/usr/bin/env python3
# Listens in the background while pings go out, and tells what came and went.
import subprocess
import time
from scapy.all import *

seen = []
sniffer = AsyncSniffer(iface=conf.iface, filter="icmp", prn=lambda p: seen.append(p.sprintf("%IP.src% > %IP.dst% %ICMP.type% %ICMP.seq%")))
sniffer.start()
time.sleep(0.5)
subprocess.call(["ping", "-c", "2", "-i", "0.2", "10.77.0.2"], stdout=subprocess.DEVNULL)
time.sleep(0.3)
packets = sniffer.stop()
print(len(packets), "packets")
for line in seen:
    print(line)
