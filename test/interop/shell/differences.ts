/** Where the shell stays different from scapy 2.5: each line that prints something else, and why. */
export const differences: readonly { readonly entry: string; readonly why: string }[] = [
  { entry: 'IP()/[TCP(), UDP()]', why: 'a list behind / gives a packet for each of its items; scapy refuses it' },
  { entry: 'p[TCP].fields', why: 'our TCP has an empty list of options as its default, and lists defaults that are lists' },
  { entry: 'TCP().default_fields', why: "the default of TCP's options is a list, not b''" },
  {
    entry: 'p.payload = ICMP(); p',
    why: 'a payload that is assigned is a packet, and the field that names it follows; scapy keeps the number of the payload before',
  },
  {
    entry: 'p.payload = b"raw"; p',
    why: 'a payload that is assigned is a packet, and the field that names it follows; scapy keeps the number of the payload before',
  },
  { entry: 'c[UDP].load = b"x"; c', why: 'lengths that were right stay right when what they measure changes; scapy sends the old ones' },
  {
    entry: '(UDP()/BOOTP()/DHCP(options=[("message-type", "discover"), "end"])).summary()',
    why: 'the kind of a DHCP message is told, also where its option was given by name',
  },
  { entry: 'p.sprintf("%5s,IP.ttl%|%-5s,IP.ttl%|%05d,IP.ttl%")', why: 'the same refusal as ValueError, with the place in the format' },
  { entry: 'p.sprintf("%(,IP.ttl%"), "%s" % p.sprintf("%IP.proto%")', why: 'the same refusal as ValueError, with the place in the format' },
  {
    entry: 'eval(IP(src="192.0.2.1", dst="192.0.2.2", ttl=4).command()) == IP(src="192.0.2.1", dst="192.0.2.2", ttl=4)',
    why: 'there is no eval(): its error says what to write',
  },
  { entry: '[x.dst for x in IP(dst="192.0.2.1-3")]', why: 'ranges of addresses are sets here, as in scapy before 2.5' },
  { entry: '[x.dst for x in IP(dst="192.0.2-3.1")]', why: 'ranges of addresses are sets here, as in scapy before 2.5' },
  { entry: '[x.ttl for x in IP(ttl=(10, 1))]', why: 'a range without a value is an error; scapy sends nothing without a word' },
  { entry: 'type(fuzz(TCP()).sport).__name__', why: 'repr() shows which fields are random' },
  { entry: 'fuzz(UDP())', why: 'repr() shows which fields are random' },
  { entry: 'fuzz(ICMP())', why: 'repr() shows which fields are random' },
  {
    entry: 'bytes(DNSRRMX(rrname="x.y", preference=10, exchange="mail.y"))',
    why: 'scapy 2.5 gives a DNSRRMX the type 6, which is SOA (RFC 1035 §3.2.2)',
  },
  {
    entry: 'DNS(bytes(DNS(an=DNSRRMX(rrname="x.y", preference=10, exchange="mail.y")))).an.exchange',
    why: 'scapy 2.5 gives a DNSRRMX the type 6, and reads it as SOA',
  },
  { entry: 'DNSRROPT()', why: 'DNSRROPT() makes a DNSRR of type OPT' },
  { entry: 'DNS(ar=DNSRROPT(rclass=4096))', why: 'DNSRROPT() makes a DNSRR of type OPT' },
  { entry: 'k.summary()', why: 'the kind of a DHCP message is told, also where its option was given by name' },
  {
    entry: 'o.options = [("MSS", 536)]; o',
    why: 'lengths that were right stay right when what they measure changes; scapy sends the old ones',
  },
  { entry: 'TCP(bytes(TCP(options=[(254, b"ab")]))).options', why: 'option 254 has a name (RFC 4727)' },
  {
    entry: 'IP(options=[IPOption_NOP()])',
    why: "scapy's packets of IP options (IPOption_RR …) are not here yet: options are given as IP(options=[('RR', …)])",
  },
  {
    entry: 'bytes(IP(src="192.0.2.1", dst="192.0.2.2", options=[IPOption_RR(routers=["192.0.2.3"])]))',
    why: "scapy's packets of IP options (IPOption_RR …) are not here yet: options are given as IP(options=[('RR', …)])",
  },
  {
    entry: 'IP(bytes(IP(src="192.0.2.1", dst="192.0.2.2", options=[IPOption_Router_Alert()]))).options',
    why: "scapy's packets of IP options (IPOption_RR …) are not here yet: options are given as IP(options=[('RR', …)])",
  },
  {
    entry: 'IP(options=IPOption(b"\\x86\\x28\\x00\\x00")).options',
    why: "scapy's packets of IP options (IPOption_RR …) are not here yet: options are given as IP(options=[('RR', …)])",
  },
  {
    entry: 'len(IP(options=[IPOption_LSRR(routers=["192.0.2.3", "192.0.2.4"])]))',
    why: "scapy's packets of IP options (IPOption_RR …) are not here yet: options are given as IP(options=[('RR', …)])",
  },
  {
    entry: 'bytes(IPOption_Timestamp())',
    why: "scapy's packets of IP options (IPOption_RR …) are not here yet: options are given as IP(options=[('RR', …)])",
  },
  {
    entry: 'IPOption_RR(routers=["192.0.2.3"])',
    why: "scapy's packets of IP options (IPOption_RR …) are not here yet: options are given as IP(options=[('RR', …)])",
  },
  { entry: 'Ether()/PPPoE(sessionid=1)/PPP()/IP()', why: "PPP's protocols have IANA's names" },
  { entry: 'UDP()/VXLAN(vni=42)/Ether()/IP()', why: 'NextProtocol is in the octets, but not shown where nobody gave it' },
  {
    entry: 'SNMP(community="public", PDU=SNMPget(varbindlist=[SNMPvarbind(oid=ASN1_OID("1.3.6.1.2.1.1.1.0"))]))',
    why: "scapy's packets of SNMP's PDUs are not here yet: SNMP(message={…}) has them",
  },
  {
    entry: 'bytes(SNMP(community="public", PDU=SNMPget(id=1, varbindlist=[SNMPvarbind(oid=ASN1_OID("1.3.6.1.2.1.1.1.0"))])))',
    why: "scapy's packets of SNMP's PDUs are not here yet: SNMP(message={…}) has them",
  },
  { entry: 'IP()/AH()/TCP()', why: 'AH names what follows it; scapy leaves 0 there, and nobody could read the packet' },
  { entry: 'IP()/5', why: 'TypeError, as Python has it; scapy fails inside' },
];
