#!/usr/bin/env python3
# Machines that answer ARP, DNS and pings: what each would say.
from scapy.all import *

MAC = "02:00:00:00:00:99"
asked = Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.9")
arp = ARP_am(IP_addr="192.0.2.8/30", ARP_addr=MAC)
for pdst in ("192.0.2.9", "192.0.2.200"):
    asked[ARP].pdst = pdst
    print(pdst, arp.is_request(asked))
asked[ARP].pdst = "192.0.2.9"
reply = arp.make_reply(asked)
print(reply.sprintf("%ARP.op% %ARP.psrc% %ARP.hwsrc% to %Ether.dst%"), reply.answers(asked))

dns = DNS_am(joker="192.0.2.7")
query = IP(src="192.0.2.1", dst="192.0.2.53")/UDP(sport=4000, dport=53)/DNS(id=5, rd=1, qd=DNSQR(qname="www.example"))
answer = dns.make_reply(query)
print(dns.is_request(query), answer[DNS].id, answer[DNS].an.rrname, answer[DNS].an.rdata, answer[UDP].dport)

class Parrot(ICMPEcho_am):
    def make_reply(self, req):
        return IP(src=req[IP].dst, dst=req[IP].src)/ICMP(type=0, id=req[ICMP].id, seq=req[ICMP].seq)/bytes(req[ICMP].payload).upper()

ping = IP(src="192.0.2.1", dst="192.0.2.2")/ICMP(id=3, seq=4)/b"polly"
parrot = Parrot()
print(parrot.is_request(ping), parrot.make_reply(ping).load)
Parrot.print_reply = AnsweringMachine.print_reply
parrot.print_reply(ping, parrot.make_reply(ping))
