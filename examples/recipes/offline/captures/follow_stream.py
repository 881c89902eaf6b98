#!/usr/bin/env python3
# What was said in a TCP connection: segments in order, without those that came twice.
from scapy.all import *

c2s = IP(src="192.0.2.1", dst="192.0.2.2")/TCP(sport=1234, dport=7, flags="PA")
s2c = IP(src="192.0.2.2", dst="192.0.2.1")/TCP(sport=7, dport=1234, flags="PA")
text = b"The quick brown fox jumps over the lazy dog"
packets = []
seq = 100
for i in range(0, len(text), 9):
    p = c2s.copy()
    p[TCP].seq = seq
    packets.append(p/text[i:i + 9])
    seq += len(text[i:i + 9])
packets[1], packets[3] = packets[3], packets[1]
packets.insert(3, packets[0])
answer = s2c/Raw(b"ok\n")
answer[TCP].ack = seq
packets.append(answer)
wrpcap("stream.pcap", packets)

class Stream:
    def __init__(self, first):
        self.next_seq = first
        self.waiting = {}
        self.data = b""

    def add(self, tcp):
        if tcp.seq < self.next_seq:
            print("again:", tcp.seq)
            return
        self.waiting[tcp.seq] = bytes(tcp.payload)
        while self.next_seq in self.waiting:
            piece = self.waiting.pop(self.next_seq)
            self.data += piece
            self.next_seq += len(piece)

stream = Stream(100)
for p in rdpcap("stream.pcap"):
    if p[TCP].dport == 7:
        stream.add(p[TCP])
    else:
        print("server:", p[TCP].load)
print(stream.data.decode())
with open("stream.txt", "wb") as f:
    f.write(stream.data)
print(open("stream.txt").read() == text.decode(), len(stream.waiting))
