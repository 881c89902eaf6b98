/** Link, network and transport layers. */
import { parseIpv6 } from '../../../../src/bytes/address.ts';
import { fromHex } from '../../../../src/bytes/hex.ts';
import { CookedLinux, CookedLinuxV2 } from '../../../../src/protocols/link/cooked.ts';
import { Dot1AD, Dot1Q, Dot3, Ether } from '../../../../src/protocols/link/ethernet.ts';
import { Loopback } from '../../../../src/protocols/link/loopback.ts';
import { ARP } from '../../../../src/protocols/network/arp.ts';
import { ICMP } from '../../../../src/protocols/network/icmp/icmp.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../../../src/protocols/network/icmpv6/echo.ts';
import {
  ICMPv6DestUnreach,
  ICMPv6PacketTooBig,
  ICMPv6ParamProblem,
  ICMPv6TimeExceeded,
} from '../../../../src/protocols/network/icmpv6/errors.ts';
import { ICMPv6Unknown } from '../../../../src/protocols/network/icmpv6/icmpv6.ts';
import {
  ICMPv6MLDMultAddrRec,
  ICMPv6MLDone,
  ICMPv6MLQuery,
  ICMPv6MLQuery2,
  ICMPv6MLReport,
  ICMPv6MLReport2,
  ICMPv6MRD_Advertisement,
} from '../../../../src/protocols/network/icmpv6/multicast-listener.ts';
import {
  ICMPv6ND_INDSol,
  ICMPv6ND_NA,
  ICMPv6ND_NS,
  ICMPv6ND_RA,
  ICMPv6ND_Redirect,
  ICMPv6ND_RS,
} from '../../../../src/protocols/network/icmpv6/neighbour-discovery.ts';
import { ICMPv6HAADReply, ICMPv6MPSol, ICMPv6NIQuery } from '../../../../src/protocols/network/icmpv6/node-messages.ts';
import { AH, ESP } from '../../../../src/protocols/network/ipsec.ts';
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import {
  IPv6ExtHdrDestOpt,
  IPv6ExtHdrFragment,
  IPv6ExtHdrHopByHop,
  MIP6MH_Generic,
} from '../../../../src/protocols/network/ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRouting, IPv6ExtHdrSegmentRouting } from '../../../../src/protocols/network/ipv6/ipv6-routing.ts';
import { IPv6 } from '../../../../src/protocols/network/ipv6/ipv6.ts';
import { ICMPerror, IPerror, IPerror6, TCPerror, UDPerror } from '../../../../src/protocols/network/quoted.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';

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
  [e, () => [E()], { summary: 'scapy has no name for 0x9000' }],
  [`${e}/b"xyz"`, () => [E(), 'xyz'], { summary: 'scapy has no name for 0x9000' }],
  [`${e}/${i}`, () => [E(), I()]],
  [`${e}/Dot1Q(vlan=7,prio=3)/${i}`, () => [E(), Dot1Q({ vlan: 7, prio: 3 }), I()]],
  [`${e}/Dot1AD(vlan=3)/Dot1Q(vlan=4,id=1)/${i6}`, () => [E(), Dot1AD({ vlan: 3 }), Dot1Q({ vlan: 4, dei: 1 }), I6()]],
  [
    `Dot3(src="${m1}",dst="${m2}")/b"\\xaa\\xaa\\x03"`,
    () => [Dot3({ src: m1, dst: m2 }), fromHex('aaaa03')],
    { summary: 'LLC is not ours yet', layers: 'scapy has octets; read, they are LLC' },
  ],
  [
    `CookedLinux(pkttype=4,lladdrtype=1,lladdrlen=6,src=b"\\x02\\0\\0\\0\\0\\1\\0\\0")/${i}/UDP()`,
    () => [CookedLinux({ pkttype: 'sent-by-us', lladdrtype: 1, lladdrlen: 6, src: fromHex('0200000000010000') }), I(), UDP()],
  ],
  [
    `CookedLinuxV2(ifindex=3,lladdrlen=6,src=b"\\x02\\0\\0\\0\\0\\1\\0\\0")/${i6}/UDP()`,
    () => [CookedLinuxV2({ ifindex: 3, lladdrlen: 6, src: fromHex('0200000000010000') }), I6(), UDP()],
  ],
  [`Loopback()/${i}/UDP()`, () => [Loopback(), I(), UDP()]],
  [`Loopback(type=28)/${i6}/UDP()`, () => [Loopback(), I6(), UDP()], { summary: "scapy knows only this machine's AF_INET6" }],
  // ARP
  [`ARP(hwsrc="${m1}",psrc="${a}",pdst="${b}")`, () => [ARP({ hwsrc: m1, psrc: a, pdst: b })]],
  [
    `${e}/ARP(op="is-at",hwsrc="${m1}",psrc="${a}",hwdst="${m2}",pdst="${b}")`,
    () => [E(), ARP({ op: 'is-at', hwsrc: m1, psrc: a, hwdst: m2, pdst: b })],
  ],
  [
    `ARP(ptype=0x86dd,plen=16,hwsrc="${m1}",psrc="${A}",hwdst="${m2}",pdst="${B}")`,
    () => [ARP({ ptype: 0x86dd, plen: 16, hwsrc: m1, psrc: A, hwdst: m2, pdst: B })],
  ],
  [`ARP(op=3,hwsrc="${m1}",psrc="${a}",pdst="${b}")`, () => [ARP({ op: 3, hwsrc: m1, psrc: a, pdst: b })]],
  // IPv4
  [
    `IP(src="${a}",dst="${b}",ttl=3,tos=0x10,id=0x1234,flags="DF")/b"hi"`,
    () => [IP({ src: a, dst: b, ttl: 3, tos: 0x10, id: 0x1234, flags: 'DF' }), 'hi'],
  ],
  [
    `IP(src="${a}",dst="${b}",flags="MF",frag=185,proto=17)/b"later fragment"`,
    () => [IP({ src: a, dst: b, flags: 'MF', frag: 185, proto: 17 }), 'later fragment'],
  ],
  [
    `IP(src="${a}",dst="${b}",options=[IPOption_Router_Alert()])/UDP()`,
    () => [IP({ src: a, dst: b, options: [['RouterAlert', 0]] }), UDP()],
  ],
  [
    `IP(src="${a}",dst="${b}",options=[IPOption_NOP(),IPOption_RR(length=7,routers=["192.0.2.9"])])/UDP()`,
    () => [IP({ src: a, dst: b, options: ['NOP', ['RR', { routers: ['192.0.2.9'] }]] }), UDP()],
  ],
  [`${i}/IP(src="198.51.100.1",dst="198.51.100.2")/UDP()`, () => [I(), IP({ src: '198.51.100.1', dst: '198.51.100.2' }), UDP()]],
  [`${i}/${i6}/UDP()`, () => [I(), I6(), UDP()]],
  [`${i6}/${i}/UDP()`, () => [I6(), I(), UDP()]],
  [
    `IP(src="${a}",dst="${b}",len=0,chksum=0x1234,ihl=5)/UDP(chksum=1)`,
    () => [IP({ src: a, dst: b, len: 0, chksum: 0x1234, ihl: 5 }), UDP({ chksum: 1 })],
  ],
  [
    `${i}/AH(nh=17,payloadlen=4,spi=7,seq=1,icv=b"0123456789ab")/UDP(chksum=0)`,
    () => [I(), AH({ nh: 17, spi: 7, seq: 1, icv: '0123456789ab' }), UDP({ chksum: 0 })],
    { summary: 'scapy leaves what AH protects alone; we read it' },
  ],
  [`${i}/ESP(spi=7,seq=2,data=b"secret")`, () => [I(), ESP({ spi: 7, seq: 2, data: 'secret' })]],
  // UDP, TCP
  [`${i}/UDP()`, () => [I(), UDP()]],
  [`${i}/UDP(sport=1234,dport=4321)/b"odd"`, () => [I(), UDP({ sport: 1234, dport: 4321 }), 'odd']],
  [`${i6}/UDP(sport=1234,dport=4321)/b"odd"`, () => [I6(), UDP({ sport: 1234, dport: 4321 }), 'odd']],
  [`${i}/UDP(sport=1234,dport=4321,len=9,chksum=0)/b"odd"`, () => [I(), UDP({ sport: 1234, dport: 4321, len: 9, chksum: 0 }), 'odd']],
  [`${i}/TCP()`, () => [I(), TCP()]],
  [`${i6}/TCP(dport=443,flags="SEC",window=1)`, () => [I6(), TCP({ dport: 443, flags: 'SEC', window: 1 })]],
  [
    `${i}/TCP(sport=1024,dport=80,seq=0xfffffff0,ack=7,flags="PA",reserved=5,urgptr=3)/b"GET /"`,
    () => [I(), TCP({ sport: 1024, dport: 80, seq: 0xfffffff0, ack: 7, flags: 'PA', reserved: 5, urgptr: 3 }), 'GET /'],
    { summary: 'HTTP is not in scapy by default, and flags are ours' },
  ],
  [
    `${i}/TCP(options=[("MSS",1460),("SAckOK",b""),("Timestamp",(1,2)),("NOP",None),("WScale",7)])`,
    () => [I(), TCP({ options: [['MSS', 1460], 'SAckOK', ['Timestamp', [1, 2]], 'NOP', ['WScale', 7]] })],
  ],
  [
    `${i}/TCP(flags="A",options=[("NOP",None),("NOP",None),("SAck",(1,2,3,4))])`,
    () => [I(), TCP({ flags: 'A', options: ['NOP', 'NOP', ['SAck', [1, 2, 3, 4]]] })],
  ],
  [`${i}/TCP(options=[(99,b"abc"),("EOL",None)])`, () => [I(), TCP({ options: [[99, new TextEncoder().encode('abc')], 'EOL'] })]],
  [`${i}/TCP(dataofs=15,chksum=1,flags=0x1ff)`, () => [I(), TCP({ dataofs: 15, chksum: 1, flags: 0x1ff })]],
  // ICMP
  [`${i}/ICMP()`, () => [I(), ICMP()]],
  [`${i}/ICMP(id=0x1234,seq=7)/b"ping"`, () => [I(), ICMP({ id: 0x1234, seq: 7 }), 'ping']],
  [`${i}/ICMP(type="echo-reply",id=1,seq=2)`, () => [I(), ICMP({ type: 'echo-reply', id: 1, seq: 2 })]],
  [
    `${i}/ICMP(type=3,code=4,nexthopmtu=1400)/IPerror(src="${b}",dst="${a}")/UDPerror(sport=1,dport=2)`,
    () => [I(), ICMP({ type: 3, code: 4, nexthopmtu: 1400 }), IPerror({ src: b, dst: a }), UDPerror({ sport: 1, dport: 2 })],
  ],
  [
    `${i}/ICMP(type=11)/IPerror(src="${b}",dst="${a}",ttl=1)/TCPerror(sport=1,dport=2,seq=3)`,
    () => [I(), ICMP({ type: 11 }), IPerror({ src: b, dst: a, ttl: 1 }), TCPerror({ sport: 1, dport: 2, seq: 3 })],
  ],
  [
    `${i}/ICMP(type=3,code=1)/IPerror(src="${b}",dst="${a}")/ICMPerror(id=5,seq=6)`,
    () => [I(), ICMP({ type: 3, code: 1 }), IPerror({ src: b, dst: a }), ICMPerror({ id: 5, seq: 6 })],
  ],
  [
    `${i}/ICMP(type=5,code=1,gw="192.0.2.9")/IPerror(src="${b}",dst="${a}",proto=50)/b"12345678"`,
    () => [I(), ICMP({ type: 5, code: 1, gw: '192.0.2.9' }), IPerror({ src: b, dst: a, proto: 50 }), '12345678'],
    { summary: 'scapy reads ESP in quotes' },
  ],
  [`${i}/ICMP(type=12,ptr=20)`, () => [I(), ICMP({ type: 12, ptr: 20 })]],
  [`${i}/ICMP(type=13,id=1,seq=2,ts_ori=3,ts_rx=4,ts_tx=5)`, () => [I(), ICMP({ type: 13, id: 1, seq: 2, ts_ori: 3, ts_rx: 4, ts_tx: 5 })]],
  [`${i}/ICMP(type=18,id=1,seq=2,addr_mask="255.255.255.0")`, () => [I(), ICMP({ type: 18, id: 1, seq: 2, addr_mask: '255.255.255.0' })]],
  [`${i}/ICMP(type=10)`, () => [I(), ICMP({ type: 10 })]],
  [`${i}/ICMP(type=15,id=9)`, () => [I(), ICMP({ type: 15, id: 9 })]],
  [`${i}/ICMP(type=99,code=9)`, () => [I(), ICMP({ type: 99, code: 9 })]],
  // IPv6 and its extension headers
  [i6, () => [I6()]],
  [`IPv6(src="${A}",dst="${B}",tc=0xb8,fl=0x12345,hlim=1)/b"x"`, () => [IPv6({ src: A, dst: B, tc: 0xb8, fl: 0x12345, hlim: 1 }), 'x']],
  [
    `${i6}/IPv6ExtHdrHopByHop(options=[RouterAlert(value=0)])/UDP()`,
    () => [I6(), IPv6ExtHdrHopByHop({ options: [['RouterAlert', 0]] }), UDP()],
  ],
  [
    `${i6}/IPv6ExtHdrHopByHop(options=[Jumbo(jumboplen=70000)])/UDP()`,
    () => [I6(), IPv6ExtHdrHopByHop({ options: [['Jumbo', 70_000]] }), UDP()],
  ],
  [`${i6}/IPv6ExtHdrDestOpt()/UDP()`, () => [I6(), IPv6ExtHdrDestOpt(), UDP()]],
  [
    `${i6}/IPv6ExtHdrDestOpt(options=[HAO(hoa="${C}")])/UDP()`,
    () => [
      I6(),
      IPv6ExtHdrDestOpt({
        options: [
          ['PadN', new Uint8Array(2)],
          ['HAO', C],
        ],
      }),
      UDP(),
    ],
  ],
  [
    `${i6}/IPv6ExtHdrRouting(addresses=["${C}","2001:db8::4"])/UDP()`,
    () => [I6(), IPv6ExtHdrRouting({ addresses: [C, '2001:db8::4'] }), UDP()],
  ],
  [`${i6}/IPv6ExtHdrRouting(type=2,addresses=["${C}"])/TCP()`, () => [I6(), IPv6ExtHdrRouting({ type: 2, addresses: [C] }), TCP()]],
  [`${i6}/IPv6ExtHdrRouting(segleft=0,addresses=["${C}"])/TCP()`, () => [I6(), IPv6ExtHdrRouting({ segleft: 0, addresses: [C] }), TCP()]],
  [
    `${i6}/IPv6ExtHdrSegmentRouting(addresses=["${C}","${B}"],segleft=1,lastentry=1,tag=9)/UDP()`,
    () => [I6(), IPv6ExtHdrSegmentRouting({ addresses: [C, B], tag: 9 }), UDP()],
  ],
  [`${i6}/IPv6ExtHdrFragment(offset=0,m=1,id=7)/UDP()`, () => [I6(), IPv6ExtHdrFragment({ offset: 0, m: 1, id: 7 }), UDP()]],
  [
    `${i6}/IPv6ExtHdrFragment(offset=185,m=0,id=7,nh=17)/b"rest"`,
    () => [I6(), IPv6ExtHdrFragment({ offset: 185, id: 7, nh: 17 }), 'rest'],
    { summary: 'scapy takes what follows for a UDP header' },
  ],
  [
    `${i6}/MIP6MH_Generic(mhtype=0)`,
    () => [I6(), MIP6MH_Generic({ mhtype: 0 })],
    { summary: 'scapy has a class for each message', layers: 'so have we: what is made with the general one is read as its own' },
  ],
  // ICMPv6
  [`${i6}/ICMPv6EchoRequest(id=1,seq=2,data=b"abc")`, () => [I6(), ICMPv6EchoRequest({ id: 1, seq: 2, data: 'abc' })]],
  [`${i6}/ICMPv6EchoReply(id=1,seq=2)`, () => [I6(), ICMPv6EchoReply({ id: 1, seq: 2 })]],
  [
    `${i6}/ICMPv6DestUnreach(code=4)/IPerror6(src="${B}",dst="${A}")/UDPerror(sport=1,dport=2)`,
    () => [I6(), ICMPv6DestUnreach({ code: 'Port unreachable' }), IPerror6({ src: B, dst: A }), UDPerror({ sport: 1, dport: 2 })],
  ],
  [
    `${i6}/ICMPv6PacketTooBig(mtu=1400)/IPerror6(src="${B}",dst="${A}")/TCPerror()`,
    () => [I6(), ICMPv6PacketTooBig({ mtu: 1400 }), IPerror6({ src: B, dst: A }), TCPerror()],
  ],
  [`${i6}/ICMPv6TimeExceeded()`, () => [I6(), ICMPv6TimeExceeded()]],
  [`${i6}/ICMPv6ParamProblem(code=1,ptr=40)`, () => [I6(), ICMPv6ParamProblem({ code: 1, ptr: 40 })]],
  [
    `${i6}/ICMPv6ND_RS()/ICMPv6NDOptSrcLLAddr(lladdr="${m1}")`,
    () => [I6(), ICMPv6ND_RS({ options: [['SrcLLAddr', m1]] })],
    { summary: HEAD },
  ],
  [
    `${i6}/ICMPv6ND_RA(chlim=64,M=1,O=1)/ICMPv6NDOptMTU(mtu=1500)/ICMPv6NDOptPrefixInfo(prefix="2001:db8::")/ICMPv6NDOptRDNSS(res=0,dns=["${C}"])/ICMPv6NDOptDNSSL(res=0,searchlist=["example.org"])`,
    () => [
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
    { summary: HEAD },
  ],
  [
    `${i6}/ICMPv6ND_RA()/ICMPv6NDOptRouteInfo(plen=48,prefix="2001:db8:9::")`,
    () => [I6(), ICMPv6ND_RA({ options: [['RouteInfo', { plen: 48, prefix: parseIpv6('2001:db8:9::') }]] })],
    { summary: HEAD },
  ],
  [
    `${i6}/ICMPv6ND_NS(tgt="${C}")/ICMPv6NDOptSrcLLAddr(lladdr="${m1}")`,
    () => [I6(), ICMPv6ND_NS({ tgt: C, options: [['SrcLLAddr', m1]] })],
    { summary: HEAD },
  ],
  [`${i6}/ICMPv6ND_NS(tgt="${C}")`, () => [I6(), ICMPv6ND_NS({ tgt: C })]],
  [
    `${i6}/ICMPv6ND_NA(tgt="${C}",R=0,S=1)/ICMPv6NDOptDstLLAddr(lladdr="${m2}")`,
    () => [I6(), ICMPv6ND_NA({ tgt: C, R: 0, S: 1, options: [['DstLLAddr', m2]] })],
    { summary: HEAD },
  ],
  [`${i6}/ICMPv6ND_Redirect(tgt="${C}",dst="${A}")`, () => [I6(), ICMPv6ND_Redirect({ tgt: C, dst: A })]],
  [`${i6}/ICMPv6ND_INDSol()`, () => [I6(), ICMPv6ND_INDSol()]],
  [`${i6}/ICMPv6MLQuery(mladdr="ff02::9")`, () => [I6(), ICMPv6MLQuery({ mladdr: 'ff02::9' })]],
  [`${i6}/ICMPv6MLReport(mladdr="ff02::9")`, () => [I6(), ICMPv6MLReport({ mladdr: 'ff02::9' })]],
  [`${i6}/ICMPv6MLDone(mladdr="ff02::9")`, () => [I6(), ICMPv6MLDone({ mladdr: 'ff02::9' })]],
  [`${i6}/ICMPv6MLQuery2(sources=["${C}"])`, () => [I6(), ICMPv6MLQuery2({ sources: [C] })]],
  [
    `IPv6(src="${A}",dst="${B}",hlim=1)/IPv6ExtHdrHopByHop(options=[RouterAlert(value=0)])/ICMPv6MLReport2(records=[ICMPv6MLDMultAddrRec(dst="ff02::9",sources=["${C}"])])`,
    () => [
      I6(),
      IPv6ExtHdrHopByHop({ options: [['RouterAlert', 0]] }),
      ICMPv6MLReport2({ records: [ICMPv6MLDMultAddrRec({ dst: 'ff02::9', sources: [C] })] }),
    ],
  ],
  [`IPv6(src="${A}",dst="${B}",hlim=1)/ICMPv6MRD_Advertisement()`, () => [I6(), ICMPv6MRD_Advertisement()]],
  [
    `${i6}/ICMPv6NIQueryNOOP(nonce=b"12345678",data=b"",code=1)`,
    () => [I6(), ICMPv6NIQuery({ nonce: '12345678', code: 1, data: fromHex('000000') })],
    { summary: 'scapy has a class for each query type' },
  ],
  [`${i6}/ICMPv6HAADReply(id=3,addresses=["${C}"])`, () => [I6(), ICMPv6HAADReply({ id: 3, addresses: [C] })]],
  [`${i6}/ICMPv6MPSol(id=3)`, () => [I6(), ICMPv6MPSol({ id: 3 })]],
  [
    `${i6}/ICMPv6Unknown(type=200,code=1,msgbody=b"body")`,
    () => [I6(), ICMPv6Unknown({ type: 200, code: 1, msgbody: 'body' })],
    { summary: 'scapy does not find its fallback class when it reads' },
  ],
];
