/**
 * scapy's answering machines: classes that a script inherits from, so they are written in the notation that scripts have. A session runs this
 * text when it first meets one of the names.
 */
export const MACHINE_NAMES: readonly string[] = ['AnsweringMachine', 'ARP_am', 'DNS_am', 'ICMPEcho_am', 'farpd', 'dns_spoof', 'icmpechod'];

export const MACHINES = `
class AnsweringMachine:
    """Answers packets that it hears: is_request() says which ones, make_reply() how."""
    function_name = ""
    filter = None
    sniff_options = {"store": 0}
    send_options = {"verbose": 0}
    send_function = staticmethod(send)

    def __init__(self, **kargs):
        self.verbose = kargs.pop("verbose", True)
        self.optam = {}
        self.optsend = dict(self.send_options)
        self.optsniff = dict(self.sniff_options)
        if self.filter:
            self.optsniff["filter"] = self.filter
        self.optsniff["prn"] = self.reply
        self.__take(kargs)

    def __take(self, kargs):
        for name, value in kargs.items():
            if name in ("iface", "inter", "loop"):
                self.optsend[name] = value
            if name in ("iface", "filter", "count", "timeout", "lfilter", "prn", "stop_filter", "store", "offline", "promisc", "started_callback"):
                self.optsniff[name] = value
            elif name not in ("inter", "loop"):
                self.optam[name] = value
        self.parse_options(**self.optam)

    def parse_options(self, **kargs):
        if kargs:
            raise TypeError("%s() got an unexpected keyword argument '%s'" % (type(self).__name__, list(kargs)[0]))

    def is_request(self, req):
        return 1

    def make_reply(self, req):
        return req

    def send_reply(self, reply, send_function=None):
        (send_function or self.send_function)(reply, **self.optsend)

    def print_reply(self, req, reply):
        if isinstance(reply, (list, PacketList)):
            print("%s ==> %s" % (req.summary(), [p.summary() for p in reply]))
        else:
            print("%s ==> %s" % (req.summary(), reply.summary()))

    def reply(self, pkt, send_function=None, address=None):
        if not self.is_request(pkt):
            return
        made = self.make_reply(pkt)
        if not made:
            return
        self.send_reply(made, send_function)
        if self.verbose:
            self.print_reply(pkt, made)

    def sniff(self):
        sniff(**self.optsniff)

    def sniff_bg(self):
        self.sniffer = AsyncSniffer(**self.optsniff)
        self.sniffer.start()

    def run(self, *args, **kargs):
        self.verbose = kargs.pop("verbose", self.verbose)
        self.__take(kargs)
        try:
            self.sniff()
        except KeyboardInterrupt:
            print("Interrupted by user")

    def bg(self, *args, **kargs):
        kargs.setdefault("verbose", False)
        self.verbose = kargs.pop("verbose")
        self.__take(kargs)
        self.sniff_bg()
        return self.sniffer

    def __call__(self, *args, **kargs):
        return self.run(*args, **kargs)


class ARP_am(AnsweringMachine):
    """Says that addresses are at a hardware address of ours."""
    function_name = "farpd"
    filter = "arp"
    send_function = staticmethod(sendp)

    def parse_options(self, IP_addr=None, ARP_addr=None, from_ip=None):
        self.IP_addr = Net(IP_addr) if isinstance(IP_addr, str) else IP_addr
        self.from_ip = Net(from_ip) if isinstance(from_ip, str) else from_ip
        self.ARP_addr = ARP_addr

    def is_request(self, req):
        if not req.haslayer(ARP) or req[ARP].op != 1:
            return False
        return (self.IP_addr is None or req[ARP].pdst in self.IP_addr) and (self.from_ip is None or req[ARP].psrc in self.from_ip)

    def make_reply(self, req):
        asked = req[ARP]
        mac = self.ARP_addr or get_if_hwaddr(self.optsend.get("iface", conf.iface))
        return Ether(dst=req[Ether].src, src=mac)/ARP(op="is-at", hwsrc=mac, psrc=asked.pdst, hwdst=asked.hwsrc, pdst=asked.psrc)


class DNS_am(AnsweringMachine):
    """Answers questions for addresses with an address of its own."""
    function_name = "dns_spoof"
    filter = "udp port 53"

    def parse_options(self, joker=None, match=None, joker6=None, from_ip=None):
        self.match = {(name if name.endswith(".") else name + ".").lower(): address for name, address in (match or {}).items()}
        self.joker, self.joker6 = joker, joker6
        self.from_ip = Net(from_ip) if isinstance(from_ip, str) else from_ip

    def is_request(self, req):
        if not req.haslayer(DNS) or req[DNS].qr != 0 or req[DNS].qd is None:
            return False
        return req[DNS].qd.qtype in (1, 28) and (self.from_ip is None or req[IP].src in self.from_ip)

    def make_reply(self, req):
        asked = req[DNS].qd
        six = asked.qtype == 28
        address = self.match.get(asked.qname.decode().lower(), self.joker6 if six else self.joker)
        if address is None and not six:
            address = get_if_addr(self.optsend.get("iface", conf.iface))
        if address is None:
            return None
        ip = IPv6(src=req[IPv6].dst, dst=req[IPv6].src) if req.haslayer(IPv6) else IP(src=req[IP].dst, dst=req[IP].src)
        return ip/UDP(sport=req[UDP].dport, dport=req[UDP].sport)/DNS(
            id=req[DNS].id, qr=1, qd=asked, an=DNSRR(rrname=asked.qname, type=asked.qtype, ttl=10, rdata=address))


class ICMPEcho_am(AnsweringMachine):
    """Answers pings."""
    function_name = "icmpechod"

    def is_request(self, req):
        return bool(req.haslayer(ICMP)) and req[ICMP].type == 8

    def make_reply(self, req):
        return IP(src=req[IP].dst, dst=req[IP].src)/ICMP(type="echo-reply", id=req[ICMP].id, seq=req[ICMP].seq)/req[ICMP].payload

    def print_reply(self, req, reply):
        print("Replying %s to %s" % (reply[IP].dst, req[IP].dst))


def farpd(**kargs):
    ARP_am(**kargs)()


def dns_spoof(**kargs):
    DNS_am(**kargs)()


def icmpechod(**kargs):
    ICMPEcho_am(**kargs)()
`;
