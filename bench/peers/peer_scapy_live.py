"""scapy's round trips, for information.

  peer_scapy_live.py ADDRESS COUNT     sr1(IP()/ICMP()) one after another
  peer_scapy_live.py many HOSTS EACH   all in one sr, to HOSTS addresses of 10.78.0.0/16
"""
import json
import logging
import sys
import time

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from scapy.all import ICMP, IP, conf, sr, sr1  # noqa: E402

conf.verb = 0
# Its own 64 kB hold the answers of 150 probes; what comes on top is lost.
conf.bufsize = 1 << 24
if sys.argv[1] == "many":
    hosts, each = int(sys.argv[2]), int(sys.argv[3])
    start = time.perf_counter()
    packets = [IP(dst="10.78.%d.%d" % (i >> 8, i & 255)) / ICMP(id=1000, seq=n) for n in range(each) for i in range(1, hosts + 1)]
    answered, _ = sr(packets, timeout=2)
    print(json.dumps(dict(packets=len(answered), seconds=time.perf_counter() - start)))
    sys.exit()
address, count = sys.argv[1], int(sys.argv[2])
micros = []
start = time.perf_counter()
for i in range(count):
    sent = time.perf_counter()
    if sr1(IP(dst=address) / ICMP(seq=i), timeout=2) is not None:
        micros.append((time.perf_counter() - sent) * 1e6)
seconds = time.perf_counter() - start
micros.sort()
at = lambda part: micros[int(len(micros) * part)] if micros else 0  # noqa: E731
print(json.dumps(dict(packets=len(micros), seconds=seconds, median_us=at(0.5), p99_us=at(0.99))))
