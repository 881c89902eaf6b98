"""A host that answers each echo request in the manner that its destination stands for: damaged replies, and ICMP errors of every kind.

    python3 odd-replies.py DEVICE...

It prints the names of all manners as JSON when it listens. The first manner of IPv4 is that of 10.90.0.1, the next one of 10.90.0.2, and so on; those of
IPv6 are fd00:90::1 and so on. It is one of those that answer to broadcast and multicast, too. Octets are made by hand, after RFC 792 and RFC 4443.
"""

import heapq
import json
import socket
import struct
import sys
import time


def checksum(data):
    """RFC 1071."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Message:
    """One ICMP message; its checksum is computed, and `damage` added to it. `source` sends it, else the destination of the request;
    `late` are seconds."""

    def __init__(self, octets, damage=0, source=None, ttl=64, late=0):
        self.octets, self.damage, self.source, self.ttl, self.late = octets, damage, source, ttl, late


def flipped(octets, *places):
    changed = bytearray(octets)
    for place in places:
        changed[place] ^= 0xFF
    return bytes(changed)


def replies(kind):
    """What a reply may be; `kind` is its type."""

    def manner(make):
        return lambda icmp, ip: make(bytes([kind]) + icmp[1:])

    return {
        "twice": manner(lambda r: [Message(r)] * 2),
        "three times": manner(lambda r: [Message(r)] * 3),
        "cut by 10": manner(lambda r: [Message(r[:-10])]),
        "cut to 4": manner(lambda r: [Message(r[:12])]),
        "cut to nothing": manner(lambda r: [Message(r[:8])]),
        "longer": manner(lambda r: [Message(r + b"\1\2\3\4")]),
        "an octet changed": manner(lambda r: [Message(flipped(r, 28))]),
        "two octets changed": manner(lambda r: [Message(flipped(r, 24, 40))]),
        "the last octet changed": manner(lambda r: [Message(flipped(r, len(r) - 1))]),
        "changed, then good": manner(lambda r: [Message(flipped(r, 30)), Message(r)]),
        "ttl 1": manner(lambda r: [Message(r, ttl=1)]),
        "another identifier, then good": manner(lambda r: [Message(flipped(r, 4)), Message(r)]),
        "from another": manner(lambda r: [Message(r, source=("10.77.0.2", "fd00:79::2")[kind == 129])]),
        "the same from two": manner(lambda r: [Message(r), Message(r, source=("10.77.0.2", "fd00:79::2")[kind == 129])]),
        "silence": manner(lambda r: []),
        "every second one": manner(lambda r: [Message(r)] if r[7] % 2 == 0 else []),
        "late": manner(lambda r: [Message(r, late=0.45)]),
        "a bad checksum": manner(lambda r: [Message(r, damage=1)]),
    }


def error(kind, code, word=0, quoted=128, source=None):
    """`word` is the second word of its header."""
    return lambda icmp, ip: [Message(struct.pack("!BBHI", kind, code, 0, word) + ip[:quoted], source=source)]


def both(one, other):
    return lambda icmp, ip: one(icmp, ip) + other(icmp, ip)


MANNERS = {
    4: {
        **replies(0),
        **{f"unreachable {code}": error(3, code, 1400 if code == 4 else 0) for code in range(17)},
        "fragmentation needed, without an MTU": error(3, 4),
        "source quench": error(4, 0),
        **{f"redirect {code}": error(5, code, 0x0A4D0063) for code in range(5)},
        **{f"time exceeded {code}": error(11, code) for code in range(3)},
        "parameter problem 0": error(12, 0, 0x14000000),
        "parameter problem 1": error(12, 1, 0x05000000),
        "an error of a router": error(11, 0, source="10.77.0.99"),
        "an error that quotes eight octets": error(3, 1, quoted=28),
        "source quench, then the reply": both(error(4, 0), replies(0)["ttl 1"]),
        "redirect, then the reply": both(error(5, 1, 0x0A4D0063), replies(0)["ttl 1"]),
    },
    6: {
        **replies(129),
        **{f"unreachable {code}": error(1, code) for code in range(8)},
        "too big": error(2, 0, 1280),
        "too big for 1300": error(2, 0, 1300),
        **{f"time exceeded {code}": error(3, code) for code in range(3)},
        **{f"parameter problem {code}": error(4, code, 40) for code in range(4)},
        "an error of a router": error(3, 0, source="fd00:79::99"),
        "an error that quotes eight octets": error(1, 3, quoted=48),
    },
}
# Where all hosts of the link answer, this one does as itself.
GROUPS = {"10.77.0.255": "10.77.0.50", "224.0.0.1": "10.77.0.50", "ff02::1": "fe80::50"}
MAC = bytes.fromhex("020000000050")
ADDRESSES = {4: "10.90.0.", 6: "fd00:90::"}


def manner_of(family, destination):
    """None where the address is not ours."""
    start = ADDRESSES[family]
    text = socket.inet_ntop(socket.AF_INET if family == 4 else socket.AF_INET6, destination)
    if text in GROUPS:
        return lambda icmp, ip: [Message(bytes([{4: 0, 6: 129}[family]]) + icmp[1:], source=GROUPS[text])]
    if not text.startswith(start):
        return None
    number = int(text[len(start) :], 10 if family == 4 else 16)
    manners = list(MANNERS[family].values())
    return manners[number - 1] if number <= len(manners) else None


def around(family, asked, message):
    """The IP packet that carries the message back."""
    if family == 4:
        source = socket.inet_aton(message.source) if message.source else asked[16:20]
        total = (checksum(message.octets[:2] + b"\0\0" + message.octets[4:]) + message.damage) & 0xFFFF
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(message.octets), 0, 0, message.ttl, 1, 0) + source + asked[12:16]
        head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    else:
        source = socket.inet_pton(socket.AF_INET6, message.source) if message.source else asked[24:40]
        pseudo = source + asked[8:24] + struct.pack("!II", len(message.octets), 58)
        total = (checksum(pseudo + message.octets[:2] + b"\0\0" + message.octets[4:]) + message.damage) & 0xFFFF
        head = struct.pack("!IHBB", 0x60000000, len(message.octets), 58, message.ttl) + source + asked[8:24]
    return head + message.octets[:2] + struct.pack("!H", total) + message.octets[4:]


def answer(frame):
    """All frames that answer this one."""
    family = {b"\x08\x00": 4, b"\x86\xdd": 6}.get(frame[12:14])
    if family is None:
        return
    ip = frame[14:]
    at = (ip[0] & 15) * 4 if family == 4 else 40
    length = struct.unpack("!H", ip[2:4] if family == 4 else ip[4:6])[0] + (0 if family == 4 else 40)
    ip = ip[:length]
    if (ip[9], ip[at]) != (1, 8) if family == 4 else (ip[6], ip[at]) != (58, 128):
        return
    manner = manner_of(family, ip[16:20] if family == 4 else ip[24:40])
    for message in manner(ip[at:], ip) if manner else ():
        yield frame[6:12] + MAC + frame[12:14] + around(family, ip, message), message.late


def main():
    listening = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
    names = {family: list(manners) for family, manners in MANNERS.items()}
    print(json.dumps(names), flush=True)
    waiting = []
    while True:
        listening.settimeout(max(0.001, waiting[0][0] - time.monotonic()) if waiting else None)
        try:
            frame, (device, _, kind, *_) = listening.recvfrom(65536)
        except TimeoutError:
            _, made, device = heapq.heappop(waiting)
            listening.sendto(made, (device, 0))
            continue
        if device in sys.argv[1:] and kind != socket.PACKET_OUTGOING:
            for made, late in answer(frame):
                if late > 0:
                    heapq.heappush(waiting, (time.monotonic() + late, made, device))
                else:
                    listening.sendto(made, (device, 0))


main()
