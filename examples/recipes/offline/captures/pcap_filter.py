#!/usr/bin/env python3
"""Keeps the packets of a capture that have an address or a port."""
import argparse
import logging
import os
import sys

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from scapy.all import *

LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")

def make_sample(name):
    wrpcap(name, [LINK/IP(src="10.0.0.%d" % i, dst="10.0.0.100")/TCP(sport=1000 + i, dport=p) for i in range(1, 4) for p in (80, 443)])

def main(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("infile")
    parser.add_argument("-o", "--output", default="kept.pcap", help="where the kept packets go")
    parser.add_argument("--host", action="append", default=[])
    parser.add_argument("-p", "--port", type=int)
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args(argv)
    if not os.path.isfile(args.infile):
        print('"{}" does not exist'.format(args.infile), file=sys.stderr)
        sys.exit(-1)
    kept = PcapWriter(args.output, append=False, sync=True)
    n = 0
    for pkt in PcapReader(args.infile):
        if args.host and not (pkt[IP].src in args.host or pkt[IP].dst in args.host):
            continue
        if args.port is not None and args.port not in (pkt[TCP].sport, pkt[TCP].dport):
            continue
        if args.verbose:
            print(pkt.sprintf("%IP.src%:%r,TCP.sport% > %IP.dst%:%TCP.dport%"))
        kept.write(pkt)
        n += 1
    kept.close()
    print("%d packets in %s" % (n, args.output))

if __name__ == "__main__":
    make_sample("sample.pcap")
    main(["sample.pcap", "--host", "10.0.0.1", "--host", "10.0.0.3", "-p", "443", "-v"])
    main(["sample.pcap", "--output", "all.pcap"])
