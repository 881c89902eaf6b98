#!/usr/bin/env python3
# Headers packed with struct, and read by scapy.
import socket
import struct
from scapy.all import IP, TCP, Ether, raw

def ip_header(src, dst, length, proto=socket.IPPROTO_TCP):
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + length, 54321, 0, 255, proto, 0, socket.inet_aton(src), socket.inet_aton(dst))

def tcp_header(sport, dport, seq, flags):
    return struct.pack("!HHLLBBHHH", sport, dport, seq, 0, 5 << 4, flags, socket.htons(5840), 0, 0)

tcp = tcp_header(1234, 80, 454, 0x02)
p = IP(ip_header("192.0.2.1", "192.0.2.2", len(tcp)) + tcp)
print(p[TCP].flags, p[TCP].window, p.id, p.proto)
p.show()
del p.chksum
del p[TCP].chksum
built = raw(p)
print(struct.unpack("!H", built[10:12])[0] == IP(built).chksum, binary := bin(built[0]))
version, tos, total, ident = struct.unpack_from("!BBHH", built)
print(version >> 4, (version & 15) * 4, total, ident)
print(":".join("%02x" % b for b in bytes(Ether(dst="02:00:00:00:00:ff", src="02:00:00:00:00:01"))[:6]))
