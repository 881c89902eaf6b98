/**
 * Every function of the shell in one line, and how it is called. lsc(), help(), completion and docs/from-scapy.md read this table.
 */
export interface About {
  readonly usage: string;
  readonly about: string;
  /** An example that can be typed into `pkw --lab`. */
  readonly example?: string;
  /** The same in a TypeScript program. */
  readonly typescript?: string;
  /** Of what sends: 3 begins with IP, 2 with the link header. */
  readonly layer?: 2 | 3;
}

const sending = 'iface=None, timeout=2, retry=0, inter=0, multi=False, filter=None, verbose=None';

export const ABOUT: Readonly<Record<string, About>> = {
  // Sending
  send: {
    usage: 'send(p, count=1, inter=0, loop=0, iface=None, return_packets=False)',
    about: 'send packets that begin with IP or IPv6: routes, addresses and link header are found',
    example: 'send(IP(dst="192.0.2.1")/ICMP())',
    typescript: 'await send(packet(…))',
    layer: 3,
  },
  sendp: {
    usage: 'sendp(p, count=1, inter=0, loop=0, iface=None)',
    about: 'send packets that begin with the link header',
    example: 'sendp(Ether()/IP(dst="192.0.2.1")/ICMP())',
    typescript: 'await sendp(packet(…))',
    layer: 2,
  },
  sendpfast: {
    usage: 'sendpfast(p, pps=None, loop=0)',
    about: 'sendp as fast as possible, or so many packets a second',
    typescript: 'await sendp(packets, { rate })',
    layer: 2,
  },
  sr: {
    usage: `sr(p, ${sending})`,
    about: 'send, and wait for answers: (answered, unanswered)',
    example: 'ans, unans = sr(IP(dst="192.0.2.1")/ICMP())',
    typescript: 'const { answered, unanswered } = await sr(packet(…))',
    layer: 3,
  },
  sr1: {
    usage: `sr1(p, ${sending})`,
    about: 'send, and wait for the first answer; None says in one line why there is none',
    example: 'r = sr1(IP(dst="192.0.2.1")/ICMP())',
    typescript: 'const answer = await sr1(packet(…))',
    layer: 3,
  },
  srp: {
    usage: `srp(p, ${sending})`,
    about: 'sr for packets that begin with the link header',
    example: 'srp(Ether(dst="ff:ff:ff:ff:ff:ff")/ARP(pdst="192.0.2.1"))',
    typescript: 'await srp(packet(…))',
    layer: 2,
  },
  srp1: {
    usage: `srp1(p, ${sending})`,
    about: 'sr1 for packets that begin with the link header',
    example: 'srp1(Ether(dst="ff:ff:ff:ff:ff:ff")/ARP(pdst="192.0.2.1"))',
    typescript: 'await srp1(packet(…))',
    layer: 2,
  },
  srloop: {
    usage: 'srloop(p, count=None, inter=1, prn=None, prnfail=None)',
    about: 'send and receive again and again, and print each answer',
    example: 'srloop(IP(dst="192.0.2.1")/ICMP(), count=2, inter=0.1)',
    typescript: 'for await (const result of srloop(packet(…))) …',
    layer: 3,
  },
  srploop: {
    usage: 'srploop(p, count=None, inter=1, prn=None, prnfail=None)',
    about: 'srloop for packets that begin with the link header',
    typescript: 'for await (const result of srploop(packet(…))) …',
    layer: 2,
  },
  explain: {
    usage: 'explain(ans_or_unans)',
    about: 'why packets got no answer, each reason with the packet that shows it',
    example: 'explain(sr(IP(dst="192.0.2.99")/ICMP(), timeout=1))',
    typescript: 'await explain(result)',
  },
  // Listening
  sniff: {
    usage: 'sniff(count=0, filter=None, lfilter=None, prn=None, store=True, timeout=None, stop_filter=None, iface=None, offline=None)',
    about: 'listen, and give the packets',
    example: 'sniff(count=1, timeout=3)',
    typescript: 'await sniff({ count: 10 }).all()',
  },
  AsyncSniffer: {
    usage: 'AsyncSniffer(…as sniff…)',
    about: 'listen beside other work: start(), stop(), join(), results',
    typescript: 'const sniffer = sniff(); … await sniffer.stop()',
  },
  tshark: {
    usage: 'tshark(…as sniff…)',
    about: 'listen, and print a line for each packet',
    typescript: 'for await (const p of sniff()) console.log(p.summary())',
  },
  bridge_and_sniff: {
    usage: 'bridge_and_sniff(if1, if2, xfrm12=None, xfrm21=None, count=0, timeout=None, prn=None)',
    about: 'forward between two interfaces, change what passes, and give it',
    typescript: 'await bridge(…)',
  },
  // Files
  rdpcap: {
    usage: 'rdpcap(filename, count=-1)',
    about: 'read a capture file: pcap, pcapng, snoop, ERF, compressed or not',
    typescript: 'await rdpcap(path)',
  },
  wrpcap: {
    usage: 'wrpcap(filename, packets, append=False, nano=False, gz=False)',
    about: 'write packets to a capture file',
    typescript: 'await wrpcap(path, packets)',
  },
  wrpcapng: { usage: 'wrpcapng(filename, packets)', about: 'write packets as pcapng', typescript: "await wrpcap('f.pcapng', packets)" },
  PcapReader: {
    usage: 'PcapReader(filename)',
    about: 'read a capture packet by packet',
    typescript: 'for await (const p of (await openCapture(path)).packets()) …',
  },
  PcapWriter: {
    usage: 'PcapWriter(filename, append=False, sync=False)',
    about: 'write packets one after the other',
    typescript: 'openPcapWriter(path)',
  },
  // Looking
  ls: {
    usage: 'ls(layer_or_word_or_packet)',
    about: 'list layers, or the fields of a layer or packet',
    example: 'ls(TCP)',
    typescript: 'ls(TCP)',
  },
  lsc: { usage: 'lsc()', about: 'list the functions of the shell', example: 'lsc()' },
  explore: { usage: 'explore(group=None)', about: 'list layers by the protocol that they belong to', example: 'explore("dns")' },
  rfc: { usage: 'rfc(layer)', about: 'draw a header as RFCs do', example: 'rfc(UDP)' },
  help: { usage: 'help(what)', about: 'what a function, a layer or a field is', example: 'help(sr1)' },
  hexdump: {
    usage: 'hexdump(p, dump=False)',
    about: 'octets in hexadecimal and as text',
    example: 'hexdump(IP()/TCP())',
    typescript: 'hexdump(p)',
  },
  linehexdump: {
    usage: 'linehexdump(p, dump=False)',
    about: 'the same on one line',
    example: 'linehexdump(IP())',
    typescript: 'linehexdump(p)',
  },
  hexstr: { usage: 'hexstr(p)', about: 'the same as text', example: 'hexstr(b"abc")', typescript: 'hexstr(p)' },
  chexdump: { usage: 'chexdump(p, dump=False)', about: 'octets as C writes them', example: 'chexdump(b"abc")', typescript: 'chexdump(p)' },
  hexdiff: {
    usage: 'hexdiff(a, b)',
    about: 'two packets side by side, and where they differ',
    example: 'hexdiff(IP(ttl=1), IP(ttl=2))',
    typescript: 'hexdiff(a, b)',
  },
  import_hexcap: { usage: 'import_hexcap(text)', about: 'octets of a hexdump', typescript: 'readHexdump(text)' },
  // Values
  raw: { usage: 'raw(p)', about: 'the octets of a packet, as bytes(p)', example: 'raw(IP())', typescript: 'p.bytes' },
  fuzz: {
    usage: 'fuzz(p)',
    about: 'random values that fit, for all fields that were not given',
    example: 'fuzz(IP()/UDP())',
    typescript: 'fuzz(p)',
  },
  Net: {
    usage: 'Net("192.0.2.0/24")',
    about: 'a set of addresses',
    example: 'list(Net("192.0.2.0/30"))',
    typescript: "net('192.0.2.0/24')",
  },
  RandShort: {
    usage: 'RandShort()',
    about: 'another number of 16 bits for each packet; int(RandShort()) is one that stays',
    example: 'int(RandShort())',
    typescript: 'RandShort()',
  },
  RandNum: {
    usage: 'RandNum(min, max)',
    about: 'another number for each packet; int(RandNum(…)) is one that stays',
    example: 'int(RandNum(1025, 65535))',
    typescript: 'RandNum(min, max)',
  },
  RandIP: { usage: 'RandIP("192.0.2.0/24")', about: 'another address for each packet', typescript: "RandIP('192.0.2.0/24')" },
  RandMAC: { usage: 'RandMAC("02:*")', about: 'another hardware address for each packet', typescript: "RandMAC('02:*')" },
  RandString: { usage: 'RandString(size)', about: 'another text for each packet', typescript: 'RandString(size)' },
  checksum: {
    usage: 'checksum(octets)',
    about: "the Internet's checksum (RFC 1071)",
    example: 'checksum(b"abcd")',
    typescript: 'internetChecksum(octets)',
  },
  in4_chksum: {
    usage: 'in4_chksum(proto, ip, octets)',
    about: 'the checksum of what an IP packet carries, with its pseudo-header',
    typescript: 'fillChecksums(p)',
  },
  in6_chksum: {
    usage: 'in6_chksum(nh, ip6, octets)',
    about: 'the same over IPv6',
    typescript: 'fillChecksums(p)',
  },
  // Names and addresses
  in6_getnsma: {
    usage: 'in6_getnsma(octets)',
    about: 'the group that a neighbour solicitation for an IPv6 address goes to',
    example: 'inet_ntop(socket.AF_INET6, in6_getnsma(inet_pton(socket.AF_INET6, "2001:db8::1")))',
  },
  in6_getnsmac: {
    usage: 'in6_getnsmac(octets)',
    about: 'the hardware address of such a group',
    example: 'in6_getnsmac(in6_getnsma(inet_pton(socket.AF_INET6, "2001:db8::1")))',
  },
  getmacbyip: {
    usage: 'getmacbyip(ip)',
    about: 'the hardware address of a neighbour, by ARP',
    example: 'getmacbyip("192.0.2.1")',
    typescript: 'await host.neighbour(iface, ip)',
  },
  get_if_addr: { usage: 'get_if_addr(iface)', about: 'the IPv4 address of an interface', typescript: 'await host.interfaces()' },
  get_if_hwaddr: { usage: 'get_if_hwaddr(iface)', about: 'the hardware address of an interface', typescript: 'await host.interfaces()' },
  get_if_list: {
    usage: 'get_if_list()',
    about: 'the names of the interfaces',
    example: 'get_if_list()',
    typescript: 'await host.interfaces()',
  },
  // Finding out
  arping: {
    usage: 'arping(net, timeout=2)',
    about: 'ask a network by ARP who is there',
    example: 'arping("192.0.2.0/29")',
    typescript: 'arping(…)',
    layer: 2,
  },
  traceroute: { usage: 'traceroute(targets, dport=80, maxttl=30, timeout=2)', about: 'the routers on the way, by TCP SYNs', layer: 3 },
  ping: { usage: 'ping(address, count=4)', about: 'ping a host', typescript: 'ping(address)', layer: 3 },
  fragment: {
    usage: 'fragment(p, fragsize=1480)',
    about: 'a datagram in pieces',
    example: 'fragment(IP(dst="192.0.2.1")/ICMP()/("x"*3000))',
  },
  defragment: { usage: 'defragment(packets)', about: 'pieces put together' },
  // Layers
  bind_layers: {
    usage: 'bind_layers(lower, upper, field=value)',
    about: 'say which layer follows which',
    typescript: 'protocols.with(bind(lower, { field }, upper))',
  },
  split_layers: { usage: 'split_layers(lower, upper)', about: 'forget that a layer follows another' },
  load_layer: { usage: 'load_layer("http")', about: 'find further layers: http, tls …', example: 'load_layer("http")' },
  load_contrib: { usage: 'load_contrib("ospf")', about: 'find further layers of all kinds' },
  // Other programs, figures
  wireshark: { usage: 'wireshark(packets)', about: 'look at packets in Wireshark, where it is installed' },
  tcpdump: { usage: 'tcpdump(packets, args=None)', about: 'packets as tcpdump prints them' },
  tdecode: { usage: 'tdecode(packets)', about: 'packets as tshark prints them' },
  // Sessions
  save_session: { usage: 'save_session(filename)', about: 'keep the variables for another day' },
  export_session: {
    usage: 'export_session("s.md")',
    about: 'write what was typed and printed as Markdown, HTML (.html) or a program (.ts)',
  },
  load_session: { usage: 'load_session(filename)', about: 'take the variables of another day' },
};
