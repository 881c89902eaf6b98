#!/usr/bin/env python3
# A protocol of our own over UDP: fields, names of values, and what it carries.
from scapy.all import *

class Disney(Packet):
    name = "DisneyPacket "
    fields_desc = [
        ShortField("mickey", 5),
        XByteField("minnie", 3),
        ByteEnumField("donald", 1, {1: "happy", 2: "cool", 3: "angry"}),
        BitField("huey", 1, 3),
        BitField("dewey", 2, 5),
        IPField("castle", "192.0.2.1"),
    ]

class Note(Packet):
    name = "Note"
    fields_desc = [FieldLenField("len", None, length_of="text", fmt="B"), StrLenField("text", "", length_from=lambda pkt: pkt.len)]

bind_layers(UDP, Disney, dport=12345)
bind_layers(Disney, Note, donald=2)

p = IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1)/Disney(mickey=258, donald="cool")/Note(text="hello")
print(p.summary())
print(raw(p[Disney]).hex(), p[UDP].dport)
q = IP(raw(p))
q[Disney].show()
print(q[Disney].huey, q[Disney].dewey, q.sprintf("%Disney.donald%"), q[Note].len, q[Note].text)
