#!/usr/bin/env python3
# Waits for the first connection of a browser, and answers nothing: it only looks.
import threading
from scapy.all import *

def browse():
    os.system("python3 -c 'import socket; s = socket.create_connection((\"10.77.0.2\", 80)); s.close()'")

browser = threading.Thread(target=browse)
packets = sniff(filter="tcp and dst port 80", stop_filter=lambda p: p[TCP].flags == "A",
                started_callback=browser.start, timeout=5)
browser.join()
first = packets[0]
print(first[IP].src, first[IP].dst, first[TCP].dport, first.sprintf("%TCP.flags%"))
print([str(p[TCP].flags) for p in packets[:2]], dict(first[TCP].options)["MSS"])
