#!/usr/bin/env python3
# A machine that answers pings, tried without a network.
from scapy.all import *

class PingMachine(AnsweringMachine):
    function_name = "pingd"
    filter = "icmp"

    def parse_options(self, network="192.0.2.0/24"):
        self.net = Net(network)

    def is_request(self, req):
        return req.haslayer(ICMP) and req[ICMP].type == 8 and req[IP].dst in self.net

    def make_reply(self, req):
        return IP(src=req[IP].dst, dst=req[IP].src)/ICMP(type=0, id=req[ICMP].id, seq=req[ICMP].seq)/req[ICMP].payload

machine = PingMachine(network="192.0.2.0/28")
for dst in ("192.0.2.3", "192.0.2.77"):
    req = IP(src="198.51.100.1", dst=dst)/ICMP(id=7, seq=3)/b"data"
    if machine.is_request(req):
        reply = machine.make_reply(req)
        print(reply.summary(), reply[ICMP].seq, reply.load, reply.answers(req))
    else:
        print(dst, "is not ours")
