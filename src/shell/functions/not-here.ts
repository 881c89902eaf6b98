/** Names of scapy that are not here: whoever uses one is told what to use instead. */
import { FIELDS_INSTEAD } from '../packets/own/own-fields.ts';
import { MACHINE_NAMES } from './answering-machines.ts';
import { type Behaviour, CALL, GET, REPR, TYPE_NAME } from '../python/behaviour.ts';
import { notImplemented, PyError } from '../python/errors.ts';

const PIPES = 'use packetStream(…).pipeTo(…), in TypeScript (docs/exchange.md)';

const ALONE: Readonly<Record<string, string>> = {
  Automaton: 'write a state machine with machine(), in TypeScript (docs/machines.md)',
  ATMT: 'write a state machine with machine(), in TypeScript (docs/machines.md)',
  PipeEngine: 'use packetStream(…).pipeTo(…), in TypeScript (docs/exchange.md)',
  TCP_client: 'use Node.js sockets, or guard() and sr1()',
  StreamSocket: 'use Node.js sockets',
  nmap_fp: 'there is no fingerprinting yet',
  p0f: 'there is no fingerprinting yet',
  prnp0f: 'there is no fingerprinting yet',
  arpcachepoison: 'send(ARP(…)) by hand, in your own network only',
  arp_mitm: 'send(ARP(…)) by hand, in your own network only',
  traceroute_map: 'traceroute(…)[0].graph() draws the ways',
  hexedit: 'change octets with raw(p) and the layer: IP(octets)',
  UTscapy: 'use a test runner of your own',
  TLSSession: 'load_layer("tls") reads what is not encrypted',
  TCPSession: 'use streamMessages(…), in TypeScript (docs/messages.md), or read each segment: p[TCP].payload',
  OID: 'give the text of one OID; for several, write a list of packets',
  fragment6: 'fragment(p) is for IPv4; of IPv6, add IPv6ExtHdrFragment() by hand',
  overlap_frag: 'change fragment(p) by hand: parts[1].frag -= 1',
  fragleak: 'send fragment(p), and look at Padding in the answers',
  fragleak2: 'send fragment(p), and look at Padding in the answers',
  etherleak: 'srp() short frames, and ans.nzpadding()',
  arpleak: 'srp() an ARP with a wrong plen, and look at the answer',
  neighsol: 'srp1(IPv6(…)/ICMPv6ND_NS(tgt=…)), or getmacbyip6(ip)',
  report_ports: 'sr(IP(dst=…)/TCP(dport=[…])), and ans.make_table(…)',
  is_promisc: 'srp() an ARP to ff:ff:ff:ff:ff:fe, and look who answers',
  promiscping: 'srp() an ARP to ff:ff:ff:ff:ff:fe, and look who answers',
  dns_resolve: 'sr1(IP(dst=SERVER)/UDP()/DNS(qd=DNSQR(qname=…))), or pkw dns',
  dyndns_add: 'sr1() a DNS update made by hand',
  dyndns_del: 'sr1() a DNS update made by hand',
  dhcp_request: 'srp1(Ether()/IP()/UDP()/BOOTP()/DHCP(…)), or pkw dhcp',
  ...Object.fromEntries(MACHINE_NAMES.map((name) => [name, 'a session makes it when a line names it: name it in a line of its own'])),
  DHCP_am: 'startAnswering(dhcpServer(…)), in TypeScript (docs/answering-machines.md)',
  HTTP_Client: 'use fetch()',
  http_request: 'use fetch()',
  wrerf: 'wrpcap() writes pcap and pcapng',
  bind_top_down: 'use bind_layers()',
  bind_bottom_up: 'use bind_layers()',
  bridge_and_sniff: 'use bridge(), in TypeScript (docs/exchange.md)',
  DelayedEval: 'use a lambda, or IncrementalValue()',
  read_routes: 'print(conf.route)',
};

const MACHINES = 'in TypeScript (docs/answering-machines.md)';
const JSON_FILES = 'save_session(file) keeps all names; of packets, wrpcap(file, packets)';
const FILL = 'IPField, IP6Field or MACField, and give the value';
const TEXT16 = 'StrField with value.encode("utf-16-le")';

/** Names that share an answer. */
const GROUPS: readonly (readonly [names: string, instead: string])[] = [
  [
    `Source AutoSource ThreadGenSource SniffSource RdpcapSource PeriodicSource CLIFeeder CLIHighFeeder FDSourceSink Sink InjectSink Inject3Sink
    WrpcapSink WiresharkSink TermSink RawConsoleSink ConsoleSink QueueSink Drain UpDrain DownDrain TransformDrain UDPDrain TriggerDrain
    TriggeredMessage TriggeredValve TriggeredQueueingValve TriggeredSwitch Pipe ObjectPipe TCPConnectPipe TCPListenPipe UDPClientPipe
    UDPServerPipe`,
    PIPES,
  ],
  ['BOOTP_am bootpd dhcpd', `startAnswering(dhcpServer(…)), ${MACHINES}`],
  ['dnsd', `startAnswering(dnsMachine(…)), ${MACHINES}`],
  ['DHCPv6_am dhcp6d mDNS_am mdnsd LLMNR_am llmnrd NBNS_am nbnsd Radius_am LdapPing_am WiFi_am airpwn', `answeringMachine(…), ${MACHINES}`],
  ['Automaton_metaclass', 'write a state machine with machine(), in TypeScript (docs/machines.md)'],
  ['SimpleSocket SSLStreamSocket SuperSocket TLSClientAutomaton TLSServerAutomaton HTTP_Server', 'use Node.js sockets, in TypeScript'],
  ['SMBClient KerberosClient LDAP_Client DCERPC_Client', 'packets of the protocol are read; there is no client'],
  ['TFTP_read TFTP_WRQ_server TFTP_RRQ_server TFTP_write', 'tftpGet(), tftpPut() and tftpMachine(), in TypeScript, or pkw tftp'],
  ['ForwardMachine', 'use bridge(), in TypeScript (docs/exchange.md)'],
  ['NetflowSession', 'packets are read with the templates that came before in their own packet only'],
  ['StringBuffer DefaultSession', 'leave it out: packets come one by one'],
  ['export_object import_object save_object load_object', JSON_FILES],
  ['update_session', 'load_session(file) adds its names to those that are there'],
  ['restart interact', 'leave the prompt with Ctrl-D, and begin again'],
  ['load_module load_extcap', 'load_layer(name) and load_contrib(name) load layers'],
  ['list_contrib', 'explore() lists the layers'],
  ['traceroute6', 'sr(IPv6(dst=…, hlim=(1, 30))/TCP(dport=80)), and ans.make_table(…)'],
  ['make_table make_lined_table make_tex_table', 'lists have it: ans.make_table(lambda q, a: (column, row, cell))'],
  ['do_graph', 'lists have it: packets.conversations(), traceroute(…)[0].graph()'],
  ['nmap_sig nmap_sig2txt nmap_kdb p0f_impersonate pkt2uptime', 'there is no fingerprinting yet'],
  ['dhcp_discover dhcp_inform dhcp_release', 'srp1(Ether()/IP()/UDP()/BOOTP()/DHCP(…)), or pkw dhcp'],
  ['igmp_join igmp_leave igmp_query', 'send(IP(dst=GROUP, ttl=1)/IGMP(type=0x16, gaddr=GROUP))'],
  ['nbns_resolve dclocator dnssd', 'sr1(IP(dst=…)/UDP()/…), with the question made by hand'],
  ['SecurityAssociation WEP', 'ESP and Dot11WEP are read; what is encrypted stays as it is'],
  ['AS_resolver AS_resolver_cymru AS_resolver_multi AS_resolver_radb AS_resolver_riswhois whois', 'the command whois asks for AS numbers'],
  ['ERFEthernetReader ERFEthernetWriter', 'rderf(file) reads such files; wrpcap() writes pcap and pcapng'],
  ['RawPcapWriter', 'use PcapWriter(file), which takes octets too'],
  ['TunTapInterface', 'make the interface with ip tuntap, and give its name as iface='],
  ['split_top_down split_bottom_up', 'use split_layers()'],
  [
    'ASN1_Packet ASN1F_SEQUENCE ASN1F_INTEGER ASN1F_STRING ASN1F_OID BERcodec_INTEGER',
    'write a layer of your own in TypeScript, with ber() (docs/protocols.md)',
  ],
  ['CBORF_INTEGER', 'there is no field of CBOR; read the octets by hand'],
  ['RandEnumLong', 'use RandLong(): nobody sees all 64-bit numbers'],
  ['RandASN1Object RandField VolatileValue', 'use RandChoice(…), or a lambda that draws'],
  ['GeneralizedTime ZuluTime IntAutoTime', 'use AutoTime(), or time.strftime(…)'],
  ['BTLE BTLE_ADV BTLE_DATA ZigbeeNWK', 'a class of Packet with fields_desc = […] makes a layer of your own'],
  ['ASN1_OID ASN1_INTEGER ASN1_STRING ASN1_NULL', "write the value itself: '1.3.6.1', 5, b'text'"],
  ['SNMPget SNMPset SNMPnext SNMPbulk SNMPresponse', 'SNMP(message={…}); ls(SNMP) shows its fields'],
  [
    'IPOption IPOption_RR IPOption_LSRR IPOption_SSRR IPOption_NOP IPOption_EOL IPOption_Timestamp IPOption_Router_Alert',
    "IP(options=[('RR', …)])",
  ],
  ['dev_from_index get_windows_if_list', 'conf.ifaces shows interfaces with their numbers'],
  ['EDecimal', 'use a float'],
  ['Dot11Elt', 'elements are a list: Dot11Beacon(…) shows it, and help(Dot11Beacon) tells their form'],
  ['PPI_Hdr', 'use PPI()'],
  ['icmpcodes DHCPOptions DHCPRevOptions TCPOptions', 'ls(LAYER, verbose=True) lists the names of its fields'],
  ['in6_getifaddr read_routes6', 'print(conf.ifaces), print(conf.route6)'],
  ['IPID_count', 'make a set: len({p.id for p in packets})'],
];

/** Classes of fields, and those that take their place. */
const FIELDS: readonly (readonly [names: string, instead: string])[] = [
  ['SourceIP6Field SourceMACField DestMACField DestIPField DestIP6Field', FILL],
  ['StrFieldUtf16 StrLenFieldUtf16 StrNullFieldUtf16', TEXT16],
  ['EnumField', 'ByteEnumField, ShortEnumField or IntEnumField'],
  ['CharEnumField ByteEnumKeysField UUIDEnumField StrEnumField StrLenEnumField', 'ByteField or StrFixedLenField, without names'],
  [
    'MultiEnumField BitMultiEnumField ByteMultiEnumField ShortMultiEnumField',
    'ByteEnumField with all names, or ConditionalField for each form',
  ],
  ['BitFieldLenField', 'FieldLenField of whole octets, or BitField'],
  ['BitLenField BitExtendedField LSBExtendedField MSBExtendedField', 'StrLenField, and take the bits out of its octets'],
  ['NBytesField XNBytesField LEThreeBytesField', 'ByteField, ShortField, ThreeBytesField, IntField or LongField'],
  ['LESignedIntField', 'LEIntField, and struct.unpack("<i", …)'],
  ['PadField ReversePadField', 'StrFixedLenField for the padding behind the field'],
  ['FCSField TrailerBytes', 'a field at the end of the layer behind'],
  ['IPPrefixField IP6PrefixField', 'ByteField for the length and IPField for the address'],
  ['OUIField', 'ThreeBytesField'],
  ['ScalingField', 'ShortField, and multiply what it holds'],
  ['UTCTimeField SecondsIntField', 'IntField, and time.ctime(value)'],
  ['XStrFixedLenField', 'StrFixedLenField'],
  ['PacketListLenField', 'PacketListField with length_from'],
  ['ActionField MayEnd Emph Field RawVal', 'the field itself'],
];

const each = (groups: readonly (readonly [names: string, instead: string])[], words: (instead: string) => string): Record<string, string> =>
  Object.fromEntries(groups.flatMap(([names, instead]) => names.split(/\s+/).map((name) => [name, words(instead)])));

/** What to write for a name of scapy's that is not here. */
const INSTEAD: Readonly<Record<string, string>> = {
  ...ALONE,
  ...each(GROUPS, (instead) => instead),
  ...each([...FIELDS, ...Object.entries(FIELDS_INSTEAD)], (instead) => `use ${instead}`),
};

class NotHere implements Behaviour {
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  get [TYPE_NAME](): string {
    return this.#name;
  }
  #refuse(): never {
    throw new PyError(notImplemented, [`${this.#name} is not here: ${INSTEAD[this.#name] ?? 'nothing takes its place yet'}`]);
  }
  [CALL](): never {
    return this.#refuse();
  }
  [GET](): never {
    return this.#refuse();
  }
  [REPR](): string {
    return `<${this.#name}: not here>`;
  }
}

export const notHere = (): Record<string, unknown> => Object.fromEntries(Object.keys(INSTEAD).map((name) => [name, new NotHere(name)]));
