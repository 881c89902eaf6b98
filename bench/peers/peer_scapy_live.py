"""scapy's round trips, for information.

  peer_scapy_live.py ADDRESS COUNT     sr1(IP()/ICMP()) one after another
"""
import json
import logging
import sys
import time

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from scapy.all import ICMP, IP, conf, sr1  # noqa: E402

conf.verb = 0
address, count = sys.argv[1], int(sys.argv[2])
answered = 0
start = time.perf_counter()
for i in range(count):
    if sr1(IP(dst=address) / ICMP(seq=i), timeout=2) is not None:
        answered += 1
print(json.dumps(dict(packets=answered, seconds=time.perf_counter() - start)))
