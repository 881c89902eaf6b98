/** Link, network and transport layers. */
import { parseIpv6 } from '../../../src/bytes/address.ts';
import { fromHex } from '../../../src/bytes/hex.ts';
import { CookedLinux, CookedLinuxV2 } from '../../../src/protocols/link/cooked.ts';
import { Dot1AD, Dot1Q, Dot3, Ether } from '../../../src/protocols/link/ethernet.ts';
import { Loopback } from '../../../src/protocols/link/loopback.ts';
import { ARP } from '../../../src/protocols/network/arp.ts';
import { ICMP } from '../../../src/protocols/network/icmp/icmp.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../../src/protocols/network/icmpv6/echo.ts';
import {
  ICMPv6DestUnreach,
  ICMPv6PacketTooBig,
  ICMPv6ParamProblem,
  ICMPv6TimeExceeded,
} from '../../../src/protocols/network/icmpv6/errors.ts';
import { ICMPv6Unknown } from '../../../src/protocols/network/icmpv6/icmpv6.ts';
import {
  ICMPv6MLDMultAddrRec,
  ICMPv6MLDone,
  ICMPv6MLQuery,
  ICMPv6MLQuery2,
  ICMPv6MLReport,
  ICMPv6MLReport2,
  ICMPv6MRD_Advertisement,
} from '../../../src/protocols/network/icmpv6/multicast-listener.ts';
import {
  ICMPv6ND_INDSol,
  ICMPv6ND_NA,
  ICMPv6ND_NS,
  ICMPv6ND_RA,
  ICMPv6ND_Redirect,
  ICMPv6ND_RS,
} from '../../../src/protocols/network/icmpv6/neighbour-discovery.ts';
import { ICMPv6HAADReply, ICMPv6MPSol, ICMPv6NIQuery } from '../../../src/protocols/network/icmpv6/node-messages.ts';
import { AH, ESP } from '../../../src/protocols/network/ipsec.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import {
  IPv6ExtHdrDestOpt,
  IPv6ExtHdrFragment,
  IPv6ExtHdrHopByHop,
  MIP6MH_Generic,
} from '../../../src/protocols/network/ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRouting, IPv6ExtHdrSegmentRouting } from '../../../src/protocols/network/ipv6/ipv6-routing.ts';
import { IPv6 } from '../../../src/protocols/network/ipv6/ipv6.ts';
import { ICMPerror, IPerror, IPerror6, TCPerror, UDPerror } from '../../../src/protocols/network/quoted.ts';
import { TCP } from '../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from './case.ts';

const m1 = '02:00:00:00:00:01',
  m2 = '02:00:00:00:00:02';
const a = '192.0.2.1',
  b = '192.0.2.2';
const A = '2001:db8::1',
  B = '2001:db8::2',
  C = '2001:db8::3';
const e = `Ether(src="${m1}",dst="${m2}")`;
const i = `IP(src="${a}",dst="${b}")`;
const i6 = `IPv6(src="${A}",dst="${B}")`;
const E = () => Ether({ src: m1, dst: m2 });
const I = () => IP({ src: a, dst: b });
const I6 = () => IPv6({ src: A, dst: B });
const HEAD = "scapy's line has the class where it has no mysummary; ours has the title's line";

export const networkCases: readonly ScapyCase[] = [
  // Link
  { scapy: e, ours: () => [E()], otherSummary: 'scapy has no name for 0x9000' },
  { scapy: `${e}/b"xyz"`, ours: () => [E(), 'xyz'], otherSummary: 'scapy has no name for 0x9000' },
  { scapy: `${e}/${i}`, ours: () => [E(), I()] },
  { scapy: `${e}/Dot1Q(vlan=7,prio=3)/${i}`, ours: () => [E(), Dot1Q({ vlan: 7, prio: 3 }), I()] },
  { scapy: `${e}/Dot1AD(vlan=3)/Dot1Q(vlan=4,id=1)/${i6}`, ours: () => [E(), Dot1AD({ vlan: 3 }), Dot1Q({ vlan: 4, dei: 1 }), I6()] },
  {
    scapy: `Dot3(src="${m1}",dst="${m2}")/b"\\xaa\\xaa\\x03"`,
    ours: () => [Dot3({ src: m1, dst: m2 }), fromHex('aaaa03')],
    otherSummary: 'LLC is not ours yet',
  },
  {
    scapy: `CookedLinux(pkttype=4,lladdrtype=1,lladdrlen=6,src=b"\\x02\\0\\0\\0\\0\\1\\0\\0")/${i}/UDP()`,
    ours: () => [CookedLinux({ pkttype: 'sent-by-us', lladdrtype: 1, lladdrlen: 6, src: fromHex('0200000000010000') }), I(), UDP()],
  },
  {
    scapy: `CookedLinuxV2(ifindex=3,lladdrlen=6,src=b"\\x02\\0\\0\\0\\0\\1\\0\\0")/${i6}/UDP()`,
    ours: () => [CookedLinuxV2({ ifindex: 3, lladdrlen: 6, src: fromHex('0200000000010000') }), I6(), UDP()],
  },
  { scapy: `Loopback()/${i}/UDP()`, ours: () => [Loopback(), I(), UDP()] },
  {
    scapy: `Loopback(type=28)/${i6}/UDP()`,
    ours: () => [Loopback(), I6(), UDP()],
    otherSummary: "scapy knows only this machine's AF_INET6",
  },
  // ARP
  { scapy: `ARP(hwsrc="${m1}",psrc="${a}",pdst="${b}")`, ours: () => [ARP({ hwsrc: m1, psrc: a, pdst: b })] },
  {
    scapy: `${e}/ARP(op="is-at",hwsrc="${m1}",psrc="${a}",hwdst="${m2}",pdst="${b}")`,
    ours: () => [E(), ARP({ op: 'is-at', hwsrc: m1, psrc: a, hwdst: m2, pdst: b })],
  },
  {
    scapy: `ARP(ptype=0x86dd,plen=16,hwsrc="${m1}",psrc="${A}",hwdst="${m2}",pdst="${B}")`,
    ours: () => [ARP({ ptype: 0x86dd, plen: 16, hwsrc: m1, psrc: A, hwdst: m2, pdst: B })],
  },
  { scapy: `ARP(op=3,hwsrc="${m1}",psrc="${a}",pdst="${b}")`, ours: () => [ARP({ op: 3, hwsrc: m1, psrc: a, pdst: b })] },
  // IPv4
  {
    scapy: `IP(src="${a}",dst="${b}",ttl=3,tos=0x10,id=0x1234,flags="DF")/b"hi"`,
    ours: () => [IP({ src: a, dst: b, ttl: 3, tos: 0x10, id: 0x1234, flags: 'DF' }), 'hi'],
  },
  {
    scapy: `IP(src="${a}",dst="${b}",flags="MF",frag=185,proto=17)/b"later fragment"`,
    ours: () => [IP({ src: a, dst: b, flags: 'MF', frag: 185, proto: 17 }), 'later fragment'],
  },
  {
    scapy: `IP(src="${a}",dst="${b}",options=[IPOption_Router_Alert()])/UDP()`,
    ours: () => [IP({ src: a, dst: b, options: [['RouterAlert', 0]] }), UDP()],
  },
  {
    scapy: `IP(src="${a}",dst="${b}",options=[IPOption_NOP(),IPOption_RR(length=7,routers=["192.0.2.9"])])/UDP()`,
    ours: () => [IP({ src: a, dst: b, options: ['NOP', ['RR', { routers: ['192.0.2.9'] }]] }), UDP()],
  },
  {
    scapy: `${i}/IP(src="198.51.100.1",dst="198.51.100.2")/UDP()`,
    ours: () => [I(), IP({ src: '198.51.100.1', dst: '198.51.100.2' }), UDP()],
  },
  { scapy: `${i}/${i6}/UDP()`, ours: () => [I(), I6(), UDP()] },
  { scapy: `${i6}/${i}/UDP()`, ours: () => [I6(), I(), UDP()] },
  {
    scapy: `IP(src="${a}",dst="${b}",len=0,chksum=0x1234,ihl=5)/UDP(chksum=1)`,
    ours: () => [IP({ src: a, dst: b, len: 0, chksum: 0x1234, ihl: 5 }), UDP({ chksum: 1 })],
  },
  {
    scapy: `${i}/AH(nh=17,payloadlen=4,spi=7,seq=1,icv=b"0123456789ab")/UDP(chksum=0)`,
    ours: () => [I(), AH({ nh: 17, spi: 7, seq: 1, icv: '0123456789ab' }), UDP({ chksum: 0 })],
    otherSummary: 'scapy leaves what AH protects alone; we read it',
  },
  { scapy: `${i}/ESP(spi=7,seq=2,data=b"secret")`, ours: () => [I(), ESP({ spi: 7, seq: 2, data: 'secret' })] },
  // UDP, TCP
  { scapy: `${i}/UDP()`, ours: () => [I(), UDP()] },
  { scapy: `${i}/UDP(sport=1234,dport=4321)/b"odd"`, ours: () => [I(), UDP({ sport: 1234, dport: 4321 }), 'odd'] },
  { scapy: `${i6}/UDP(sport=1234,dport=4321)/b"odd"`, ours: () => [I6(), UDP({ sport: 1234, dport: 4321 }), 'odd'] },
  {
    scapy: `${i}/UDP(sport=1234,dport=4321,len=9,chksum=0)/b"odd"`,
    ours: () => [I(), UDP({ sport: 1234, dport: 4321, len: 9, chksum: 0 }), 'odd'],
  },
  { scapy: `${i}/TCP()`, ours: () => [I(), TCP()] },
  { scapy: `${i6}/TCP(dport=443,flags="SEC",window=1)`, ours: () => [I6(), TCP({ dport: 443, flags: 'SEC', window: 1 })] },
  {
    scapy: `${i}/TCP(sport=1024,dport=80,seq=0xfffffff0,ack=7,flags="PA",reserved=5,urgptr=3)/b"GET /"`,
    ours: () => [I(), TCP({ sport: 1024, dport: 80, seq: 0xfffffff0, ack: 7, flags: 'PA', reserved: 5, urgptr: 3 }), 'GET /'],
    otherSummary: 'HTTP is not in scapy by default, and flags are ours',
  },
  {
    scapy: `${i}/TCP(options=[("MSS",1460),("SAckOK",b""),("Timestamp",(1,2)),("NOP",None),("WScale",7)])`,
    ours: () => [I(), TCP({ options: [['MSS', 1460], 'SAckOK', ['Timestamp', [1, 2]], 'NOP', ['WScale', 7]] })],
  },
  {
    scapy: `${i}/TCP(flags="A",options=[("NOP",None),("NOP",None),("SAck",(1,2,3,4))])`,
    ours: () => [I(), TCP({ flags: 'A', options: ['NOP', 'NOP', ['SAck', [1, 2, 3, 4]]] })],
  },
  {
    scapy: `${i}/TCP(options=[(99,b"abc"),("EOL",None)])`,
    ours: () => [I(), TCP({ options: [[99, new TextEncoder().encode('abc')], 'EOL'] })],
  },
  { scapy: `${i}/TCP(dataofs=15,chksum=1,flags=0x1ff)`, ours: () => [I(), TCP({ dataofs: 15, chksum: 1, flags: 0x1ff })] },
  // ICMP
  { scapy: `${i}/ICMP()`, ours: () => [I(), ICMP()] },
  { scapy: `${i}/ICMP(id=0x1234,seq=7)/b"ping"`, ours: () => [I(), ICMP({ id: 0x1234, seq: 7 }), 'ping'] },
  { scapy: `${i}/ICMP(type="echo-reply",id=1,seq=2)`, ours: () => [I(), ICMP({ type: 'echo-reply', id: 1, seq: 2 })] },
  {
    scapy: `${i}/ICMP(type=3,code=4,nexthopmtu=1400)/IPerror(src="${b}",dst="${a}")/UDPerror(sport=1,dport=2)`,
    ours: () => [I(), ICMP({ type: 3, code: 4, nexthopmtu: 1400 }), IPerror({ src: b, dst: a }), UDPerror({ sport: 1, dport: 2 })],
  },
  {
    scapy: `${i}/ICMP(type=11)/IPerror(src="${b}",dst="${a}",ttl=1)/TCPerror(sport=1,dport=2,seq=3)`,
    ours: () => [I(), ICMP({ type: 11 }), IPerror({ src: b, dst: a, ttl: 1 }), TCPerror({ sport: 1, dport: 2, seq: 3 })],
  },
  {
    scapy: `${i}/ICMP(type=3,code=1)/IPerror(src="${b}",dst="${a}")/ICMPerror(id=5,seq=6)`,
    ours: () => [I(), ICMP({ type: 3, code: 1 }), IPerror({ src: b, dst: a }), ICMPerror({ id: 5, seq: 6 })],
  },
  {
    scapy: `${i}/ICMP(type=5,code=1,gw="192.0.2.9")/IPerror(src="${b}",dst="${a}",proto=50)/b"12345678"`,
    ours: () => [I(), ICMP({ type: 5, code: 1, gw: '192.0.2.9' }), IPerror({ src: b, dst: a, proto: 50 }), '12345678'],
    otherSummary: 'scapy reads ESP in quotes',
  },
  { scapy: `${i}/ICMP(type=12,ptr=20)`, ours: () => [I(), ICMP({ type: 12, ptr: 20 })] },
  {
    scapy: `${i}/ICMP(type=13,id=1,seq=2,ts_ori=3,ts_rx=4,ts_tx=5)`,
    ours: () => [I(), ICMP({ type: 13, id: 1, seq: 2, ts_ori: 3, ts_rx: 4, ts_tx: 5 })],
  },
  {
    scapy: `${i}/ICMP(type=18,id=1,seq=2,addr_mask="255.255.255.0")`,
    ours: () => [I(), ICMP({ type: 18, id: 1, seq: 2, addr_mask: '255.255.255.0' })],
  },
  { scapy: `${i}/ICMP(type=10)`, ours: () => [I(), ICMP({ type: 10 })] },
  { scapy: `${i}/ICMP(type=15,id=9)`, ours: () => [I(), ICMP({ type: 15, id: 9 })] },
  { scapy: `${i}/ICMP(type=99,code=9)`, ours: () => [I(), ICMP({ type: 99, code: 9 })] },
  // IPv6 and its extension headers
  { scapy: i6, ours: () => [I6()] },
  {
    scapy: `IPv6(src="${A}",dst="${B}",tc=0xb8,fl=0x12345,hlim=1)/b"x"`,
    ours: () => [IPv6({ src: A, dst: B, tc: 0xb8, fl: 0x12345, hlim: 1 }), 'x'],
  },
  {
    scapy: `${i6}/IPv6ExtHdrHopByHop(options=[RouterAlert(value=0)])/UDP()`,
    ours: () => [I6(), IPv6ExtHdrHopByHop({ options: [['RouterAlert', 0]] }), UDP()],
  },
  {
    scapy: `${i6}/IPv6ExtHdrHopByHop(options=[Jumbo(jumboplen=70000)])/UDP()`,
    ours: () => [I6(), IPv6ExtHdrHopByHop({ options: [['Jumbo', 70_000]] }), UDP()],
  },
  { scapy: `${i6}/IPv6ExtHdrDestOpt()/UDP()`, ours: () => [I6(), IPv6ExtHdrDestOpt(), UDP()] },
  {
    scapy: `${i6}/IPv6ExtHdrDestOpt(options=[HAO(hoa="${C}")])/UDP()`,
    ours: () => [
      I6(),
      IPv6ExtHdrDestOpt({
        options: [
          ['PadN', new Uint8Array(2)],
          ['HAO', C],
        ],
      }),
      UDP(),
    ],
  },
  {
    scapy: `${i6}/IPv6ExtHdrRouting(addresses=["${C}","2001:db8::4"])/UDP()`,
    ours: () => [I6(), IPv6ExtHdrRouting({ addresses: [C, '2001:db8::4'] }), UDP()],
  },
  {
    scapy: `${i6}/IPv6ExtHdrRouting(type=2,addresses=["${C}"])/TCP()`,
    ours: () => [I6(), IPv6ExtHdrRouting({ type: 2, addresses: [C] }), TCP()],
  },
  {
    scapy: `${i6}/IPv6ExtHdrRouting(segleft=0,addresses=["${C}"])/TCP()`,
    ours: () => [I6(), IPv6ExtHdrRouting({ segleft: 0, addresses: [C] }), TCP()],
  },
  {
    scapy: `${i6}/IPv6ExtHdrSegmentRouting(addresses=["${C}","${B}"],segleft=1,lastentry=1,tag=9)/UDP()`,
    ours: () => [I6(), IPv6ExtHdrSegmentRouting({ addresses: [C, B], tag: 9 }), UDP()],
  },
  { scapy: `${i6}/IPv6ExtHdrFragment(offset=0,m=1,id=7)/UDP()`, ours: () => [I6(), IPv6ExtHdrFragment({ offset: 0, m: 1, id: 7 }), UDP()] },
  {
    scapy: `${i6}/IPv6ExtHdrFragment(offset=185,m=0,id=7,nh=17)/b"rest"`,
    ours: () => [I6(), IPv6ExtHdrFragment({ offset: 185, id: 7, nh: 17 }), 'rest'],
    otherSummary: 'scapy takes what follows for a UDP header',
  },
  {
    scapy: `${i6}/MIP6MH_Generic(mhtype=0)`,
    ours: () => [I6(), MIP6MH_Generic({ mhtype: 0 })],
    otherSummary: 'scapy has a class for each message',
  },
  // ICMPv6
  { scapy: `${i6}/ICMPv6EchoRequest(id=1,seq=2,data=b"abc")`, ours: () => [I6(), ICMPv6EchoRequest({ id: 1, seq: 2, data: 'abc' })] },
  { scapy: `${i6}/ICMPv6EchoReply(id=1,seq=2)`, ours: () => [I6(), ICMPv6EchoReply({ id: 1, seq: 2 })] },
  {
    scapy: `${i6}/ICMPv6DestUnreach(code=4)/IPerror6(src="${B}",dst="${A}")/UDPerror(sport=1,dport=2)`,
    ours: () => [I6(), ICMPv6DestUnreach({ code: 'Port unreachable' }), IPerror6({ src: B, dst: A }), UDPerror({ sport: 1, dport: 2 })],
  },
  {
    scapy: `${i6}/ICMPv6PacketTooBig(mtu=1400)/IPerror6(src="${B}",dst="${A}")/TCPerror()`,
    ours: () => [I6(), ICMPv6PacketTooBig({ mtu: 1400 }), IPerror6({ src: B, dst: A }), TCPerror()],
  },
  { scapy: `${i6}/ICMPv6TimeExceeded()`, ours: () => [I6(), ICMPv6TimeExceeded()] },
  { scapy: `${i6}/ICMPv6ParamProblem(code=1,ptr=40)`, ours: () => [I6(), ICMPv6ParamProblem({ code: 1, ptr: 40 })] },
  {
    scapy: `${i6}/ICMPv6ND_RS()/ICMPv6NDOptSrcLLAddr(lladdr="${m1}")`,
    ours: () => [I6(), ICMPv6ND_RS({ options: [['SrcLLAddr', m1]] })],
    otherSummary: HEAD,
  },
  {
    scapy: `${i6}/ICMPv6ND_RA(chlim=64,M=1,O=1)/ICMPv6NDOptMTU(mtu=1500)/ICMPv6NDOptPrefixInfo(prefix="2001:db8::")/ICMPv6NDOptRDNSS(res=0,dns=["${C}"])/ICMPv6NDOptDNSSL(res=0,searchlist=["example.org"])`,
    ours: () => [
      I6(),
      ICMPv6ND_RA({
        chlim: 64,
        M: 1,
        O: 1,
        options: [
          ['MTU', { mtu: 1500 }],
          ['PrefixInfo', { prefix: '2001:db8::' }],
          ['RDNSS', { dns: [C] }],
          ['DNSSL', { searchlist: ['example.org'] }],
        ],
      }),
    ],
    otherSummary: HEAD,
  },
  {
    scapy: `${i6}/ICMPv6ND_RA()/ICMPv6NDOptRouteInfo(plen=48,prefix="2001:db8:9::")`,
    ours: () => [I6(), ICMPv6ND_RA({ options: [['RouteInfo', { plen: 48, prefix: parseIpv6('2001:db8:9::') }]] })],
    otherSummary: HEAD,
  },
  {
    scapy: `${i6}/ICMPv6ND_NS(tgt="${C}")/ICMPv6NDOptSrcLLAddr(lladdr="${m1}")`,
    ours: () => [I6(), ICMPv6ND_NS({ tgt: C, options: [['SrcLLAddr', m1]] })],
    otherSummary: HEAD,
  },
  { scapy: `${i6}/ICMPv6ND_NS(tgt="${C}")`, ours: () => [I6(), ICMPv6ND_NS({ tgt: C })] },
  {
    scapy: `${i6}/ICMPv6ND_NA(tgt="${C}",R=0,S=1)/ICMPv6NDOptDstLLAddr(lladdr="${m2}")`,
    ours: () => [I6(), ICMPv6ND_NA({ tgt: C, R: 0, S: 1, options: [['DstLLAddr', m2]] })],
    otherSummary: HEAD,
  },
  { scapy: `${i6}/ICMPv6ND_Redirect(tgt="${C}",dst="${A}")`, ours: () => [I6(), ICMPv6ND_Redirect({ tgt: C, dst: A })] },
  { scapy: `${i6}/ICMPv6ND_INDSol()`, ours: () => [I6(), ICMPv6ND_INDSol()] },
  { scapy: `${i6}/ICMPv6MLQuery(mladdr="ff02::9")`, ours: () => [I6(), ICMPv6MLQuery({ mladdr: 'ff02::9' })] },
  { scapy: `${i6}/ICMPv6MLReport(mladdr="ff02::9")`, ours: () => [I6(), ICMPv6MLReport({ mladdr: 'ff02::9' })] },
  { scapy: `${i6}/ICMPv6MLDone(mladdr="ff02::9")`, ours: () => [I6(), ICMPv6MLDone({ mladdr: 'ff02::9' })] },
  { scapy: `${i6}/ICMPv6MLQuery2(sources=["${C}"])`, ours: () => [I6(), ICMPv6MLQuery2({ sources: [C] })] },
  {
    scapy: `IPv6(src="${A}",dst="${B}",hlim=1)/IPv6ExtHdrHopByHop(options=[RouterAlert(value=0)])/ICMPv6MLReport2(records=[ICMPv6MLDMultAddrRec(dst="ff02::9",sources=["${C}"])])`,
    ours: () => [
      I6(),
      IPv6ExtHdrHopByHop({ options: [['RouterAlert', 0]] }),
      ICMPv6MLReport2({ records: [ICMPv6MLDMultAddrRec({ dst: 'ff02::9', sources: [C] })] }),
    ],
  },
  { scapy: `IPv6(src="${A}",dst="${B}",hlim=1)/ICMPv6MRD_Advertisement()`, ours: () => [I6(), ICMPv6MRD_Advertisement()] },
  {
    scapy: `${i6}/ICMPv6NIQueryNOOP(nonce=b"12345678",data=b"",code=1)`,
    ours: () => [I6(), ICMPv6NIQuery({ nonce: '12345678', code: 1, data: fromHex('000000') })],
    otherSummary: 'scapy has a class for each query type',
  },
  { scapy: `${i6}/ICMPv6HAADReply(id=3,addresses=["${C}"])`, ours: () => [I6(), ICMPv6HAADReply({ id: 3, addresses: [C] })] },
  { scapy: `${i6}/ICMPv6MPSol(id=3)`, ours: () => [I6(), ICMPv6MPSol({ id: 3 })] },
  {
    scapy: `${i6}/ICMPv6Unknown(type=200,code=1,msgbody=b"body")`,
    ours: () => [I6(), ICMPv6Unknown({ type: 200, code: 1, msgbody: 'body' })],
    otherSummary: 'scapy does not find its fallback class when it reads',
  },
];
