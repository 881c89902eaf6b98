"""scapy on the tasks, for information: it takes hundreds of times as long, so it gets less to do.

  peer_scapy.py decode FILE COUNT     the first COUNT packets through RawPcapReader and Ether()
  peer_scapy.py build COUNT           bytes(Ether()/IP()/TCP()/Raw()), new objects for each packet
  peer_scapy.py build-reused COUNT    one packet, its fields changed

Seconds are counted from after the import.
"""
import json
import logging
import sys
import time

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from scapy.all import DNS, IP, TCP, UDP, Ether, Raw, RawPcapReader  # noqa: E402

mode, argument = sys.argv[1:3]
total = dict(packets=0, bytes=0, tcp=0, udp=0, other=0, dport_sum=0, dns=0, qname_bytes=0)
digest = 0x811C9DC5


def decode(octets):
    p = Ether(octets)
    total["packets"] += 1
    total["bytes"] += len(octets)
    if TCP in p:
        total["tcp"] += 1
        total["dport_sum"] += p[TCP].dport
    elif UDP in p:
        total["udp"] += 1
        total["dport_sum"] += p[UDP].dport
        if DNS in p:
            total["dns"] += 1
            question = p[DNS].qd
            while question and hasattr(question, "qname"):
                total["qname_bytes"] += len(question.qname) - 1
                question = question.payload
    else:
        total["other"] += 1


def take(i, octets):
    global digest
    total["packets"] += 1
    total["bytes"] += len(octets)
    if i % 4096 == 0:
        for c in octets:
            digest = (digest ^ c) * 0x01000193 & 0xFFFFFFFF


def destination(i):
    return "10.0.%d.%d" % (i >> 8 & 255, i & 255)


def new(i):
    ether = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
    tcp = TCP(sport=1024 + (i & 0x3FFF), dport=80, seq=i, flags="S", window=8192)
    return ether / IP(src="10.0.0.1", dst=destination(i)) / tcp / Raw(bytes(64))


start = time.perf_counter()
if mode == "decode":
    for n, (octets, _) in enumerate(RawPcapReader(argument)):
        if n == int(sys.argv[3]):
            break
        decode(octets)
elif mode == "build":
    for i in range(int(argument)):
        take(i, bytes(new(i)))
else:
    packet = new(0)
    ip, tcp = packet[IP], packet[TCP]
    for i in range(int(argument)):
        ip.dst = destination(i)
        tcp.sport = 1024 + (i & 0x3FFF)
        tcp.seq = i
        take(i, bytes(packet))
total["digest"] = digest
total["seconds"] = time.perf_counter() - start
print(json.dumps(total))
