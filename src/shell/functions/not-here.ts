/** Names of scapy that are not here: whoever uses one is told what to use instead. */
import { type Behaviour, CALL, GET, REPR, TYPE_NAME } from '../python/behaviour.ts';
import { notImplemented, PyError } from '../python/errors.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  Automaton: 'write a state machine with machine(), in TypeScript (docs/machines.md)',
  ATMT: 'write a state machine with machine(), in TypeScript (docs/machines.md)',
  PipeEngine: 'use packetStream() and pipeTo(), in TypeScript (docs/exchange.md)',
  TCP_client: 'use Node.js sockets, or guard() and sr1()',
  StreamSocket: 'use Node.js sockets',
  L3RawSocket: 'leave it out: sockets are chosen by themselves',
  L3PacketSocket: 'leave it out: sockets are chosen by themselves',
  L2Socket: 'leave it out: sockets are chosen by themselves',
  L2ListenSocket: 'use sniff()',
  nmap_fp: 'there is no fingerprinting yet',
  p0f: 'there is no fingerprinting yet',
  prnp0f: 'there is no fingerprinting yet',
  arpcachepoison: 'send(ARP(…)) by hand, in your own network only',
  arp_mitm: 'send(ARP(…)) by hand, in your own network only',
  traceroute_map: 'traceroute(…)[0].graph() draws the ways',
  hexedit: 'change octets with raw(p) and the layer: IP(octets)',
  UTscapy: 'use a test runner of your own',
  TLSSession: 'load_layer("tls") reads what is not encrypted',
  TCPSession: 'packets are not put together into streams yet',
  IPSession: 'use defragment(packets)',
  OID: 'give the text of one OID; for several, write a list of packets',
  fragment6: 'fragment(p) is for IPv4; of IPv6, add IPv6ExtHdrFragment() by hand',
  overlap_frag: 'change fragment(p) by hand: parts[1].frag -= 1',
  fragleak: 'send fragment(p), and look at Padding in the answers',
  fragleak2: 'send fragment(p), and look at Padding in the answers',
  etherleak: 'srp() short frames, and ans.nzpadding()',
  arpleak: 'srp() an ARP with a wrong plen, and look at the answer',
  IPID_count: 'make a set: len({p.id for p in packets})',
  neighsol: 'srp1(IPv6(…)/ICMPv6ND_NS(tgt=…)), or getmacbyip6(ip)',
  report_ports: 'sr(IP(dst=…)/TCP(dport=[…])), and ans.make_table(…)',
  is_promisc: 'srp() an ARP to ff:ff:ff:ff:ff:fe, and look who answers',
  promiscping: 'srp() an ARP to ff:ff:ff:ff:ff:fe, and look who answers',
  dns_resolve: 'sr1(IP(dst=SERVER)/UDP()/DNS(qd=DNSQR(qname=…))), or pkw dns',
  dyndns_add: 'sr1() a DNS update made by hand',
  dyndns_del: 'sr1() a DNS update made by hand',
  dhcp_request: 'srp1(Ether()/IP()/UDP()/BOOTP()/DHCP(…)), or pkw dhcp',
  DHCP_am: 'startAnswering(dhcpServer(…)), in TypeScript (docs/answering-machines.md)',
  DNS_am: 'startAnswering(dnsMachine(…)), in TypeScript (docs/answering-machines.md)',
  ARP_am: 'startAnswering(arpMachine(…)), in TypeScript (docs/answering-machines.md)',
  farpd: 'startAnswering(arpMachine(…)), in TypeScript (docs/answering-machines.md)',
  ICMPEcho_am: 'startAnswering(icmpEchoMachine(…)), in TypeScript (docs/answering-machines.md)',
  AnsweringMachine: 'sniff(prn=reply), or answeringMachine(…) in TypeScript (docs/answering-machines.md)',
  HTTP_Client: 'use fetch()',
  http_request: 'use fetch()',
  wrerf: 'wrpcap() writes pcap and pcapng',
  bind_top_down: 'use bind_layers()',
  bind_bottom_up: 'use bind_layers()',
  bridge_and_sniff: 'use bridge(), in TypeScript (docs/exchange.md)',
  DelayedEval: 'use a lambda, or IncrementalValue()',
  read_routes: 'print(conf.route)',
  DarkTheme: "conf.theme = 'none' is without colours",
  BlackAndWhite: "conf.theme = 'none' is without colours",
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
