#!/usr/bin/env python3
# A line for a syslog server, and what the packet looks like.
from scapy.all import *

def syslog(message, facility=4, severity=2, host="10.77.0.2"):
    priority = facility * 8 + severity
    return IP(dst=host) / UDP(sport=514, dport=514) / Raw(load="<%d>Nov 29 12:00:00 myhost su: %s" % (priority, message))

p = syslog("'su root' failed for lonvick on /dev/pts/8")
send(p, count=2, verbose=0)
hexdump(p)
print(p[Raw].load)
