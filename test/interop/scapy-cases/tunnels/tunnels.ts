/** GRE, ERSPAN, MPLS, PPP, PPPoE, L2TP and LLC. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { Dot1Q, Dot3, Ether } from '../../../../src/protocols/link/ethernet.ts';
import { LLC, SNAP } from '../../../../src/protocols/link/llc.ts';
import {
  PPP_CHAP,
  PPP_CHAP_ChallengeResponse,
  PPP_PAP_Request,
  PPP_PAP_Response,
} from '../../../../src/protocols/link/ppp/authentication.ts';
import {
  PPP_LCP_Code_Reject,
  PPP_LCP_Configure,
  PPP_LCP_Discard_Request,
  PPP_LCP_Echo,
  PPP_LCP_Protocol_Reject,
  PPP_LCP_Terminate,
} from '../../../../src/protocols/link/ppp/lcp.ts';
import { PPP_ECP, PPP_IPCP } from '../../../../src/protocols/link/ppp/ncp.ts';
import { HDLC, PPP, PPPCompressed } from '../../../../src/protocols/link/ppp/ppp.ts';
import { PPPoE, PPPoED, PPPoED_Tags } from '../../../../src/protocols/link/pppoe.ts';
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../../src/protocols/network/ipv6/ipv6.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import { ERSPAN_II, ERSPAN_III, ERSPAN_PlatformSpecific } from '../../../../src/protocols/tunnel/erspan.ts';
import { GRE, GRE_PPTP } from '../../../../src/protocols/tunnel/gre.ts';
import { L2TP } from '../../../../src/protocols/tunnel/l2tp.ts';
import { EoMCW, MPLS } from '../../../../src/protocols/tunnel/mpls.ts';
import type { ScapyCase } from '../case.ts';

const ends = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
const E = 'Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")';
const D = 'Dot3(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")';
const I = 'IP(src="192.0.2.1",dst="192.0.2.2")';
const ip = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const x = fromHex('78');

export const tunnelCases: readonly ScapyCase[] = [
  // GRE
  [`GRE()/${I}`, () => [GRE(), ip()]],
  ['GRE()/IPv6(src="::1",dst="::2")', () => [GRE(), IPv6({ src: '::1', dst: '::2' })]],
  [`${I}/GRE(chksum_present=1)/${I}`, () => [ip(), GRE({ chksum_present: true }), ip()]],
  [`GRE(chksum_present=1,chksum=7)/${I}`, () => [GRE({ chksum: 7 }), ip()]],
  [`GRE(key_present=1,key=5)/${I}`, () => [GRE({ key: 5 }), ip()]],
  [`GRE(seqnum_present=1,sequence_number=5)/${I}`, () => [GRE({ sequence_number: 5 }), ip()]],
  [
    `GRE(chksum_present=1,key_present=1,seqnum_present=1,key=1,sequence_number=2,flags=3,recursion_control=2)/${I}`,
    () => [GRE({ chksum_present: true, key: 1, sequence_number: 2, flags: 3, recursion_control: 2 }), ip()],
  ],
  [
    `GRE(chksum_present=1,routing_present=1,proto=0x800)/GRErouting(address_family=0x800,SRE_offset=4,routing_info=b"\\x01\\x02\\x03\\x04")/GRErouting()/${I}`,
    () => [GRE({ chksum_present: true, routing: [{ address_family: 'IP', SRE_offset: 4, routing_info: fromHex('01020304') }] }), ip()],
    { layers: 'the entry that ends the list is none of its items' },
  ],
  [`GRE()/${E}/b"x"`, () => [GRE(), Ether({ ...ends }), x]],
  ['GRE_PPTP(call_id=3)', () => [GRE_PPTP({ call_id: 3, proto: 0x880b })]],
  [
    'GRE_PPTP(call_id=3,seqnum_present=1,sequence_number=1,acknum_present=1,ack_number=2)/HDLC()/PPP(proto=0xc021)/PPP_LCP_Terminate()',
    () => [GRE_PPTP({ call_id: 3, sequence_number: 1, ack_number: 2, proto: 0x880b }), HDLC(), PPP(), PPP_LCP_Terminate()],
  ],
  // ERSPAN
  [
    `GRE(seqnum_present=1,sequence_number=1)/ERSPAN_II(ver=1,vlan=5,cos=2,en=3,t=1,session_id=9,reserved=3,index=7)/${E}/b"x"`,
    () => [
      GRE({ sequence_number: 1 }),
      ERSPAN_II({ vlan: 5, cos: 2, en: 3, t: true, session_id: 9, reserved: 3, index: 7 }),
      Ether({ ...ends }),
      x,
    ],
  ],
  [
    `GRE()/ERSPAN_III(vlan=5,cos=2,bso=1,session_id=9,timestamp=7,sgt_other=8,p=1,hw=3,d=1,gra=2)/${E}/b"x"`,
    () => [
      GRE(),
      ERSPAN_III({ vlan: 5, cos: 2, bso: 1, session_id: 9, timestamp: 7, sgt_other: 8, p: true, hw: 3, d: true, gra: 2 }),
      Ether({ ...ends }),
      x,
    ],
  ],
  [
    `ERSPAN_III(o=1)/ERSPAN_PlatformSpecific(platf_id=3,info1=9,info2=8)/${E}/b"x"`,
    () => [ERSPAN_III(), ERSPAN_PlatformSpecific({ platf_id: 3, info1: 9, info2: 8 }), Ether({ ...ends }), x],
  ],
  // MPLS
  [`MPLS()/${I}`, () => [MPLS(), ip()]],
  [`${E}/MPLS(label=16,cos=3,ttl=9)/${I}`, () => [Ether(ends), MPLS({ label: 16, cos: 3, ttl: 9 }), ip()]],
  [`MPLS(s=0,label=1048575)/MPLS(label=17,ttl=255)/${I}`, () => [MPLS({ label: 1_048_575 }), MPLS({ label: 17, ttl: 255 }), ip()]],
  [`MPLS(label=16)/EoMCW(seq=3)/${E}/b"x"`, () => [MPLS({ label: 16 }), EoMCW({ seq: 3 }), Ether({ ...ends }), x]],
  ['MPLS()/IPv6(src="::1",dst="::2")', () => [MPLS(), IPv6({ src: '::1', dst: '::2' })]],
  [`${I}/MPLS()/${I}`, () => [ip(), MPLS(), ip()]],
  [`GRE()/MPLS()/${I}`, () => [GRE(), MPLS(), ip()]],
  [`${I}/UDP(sport=50000)/MPLS()/${I}`, () => [ip(), UDP({ sport: 50_000 }), MPLS(), ip()]],
  // PPP
  [`PPP()/${I}`, () => [PPPCompressed(), ip()]],
  [`HDLC()/PPP()/${I}`, () => [HDLC(), PPPCompressed(), ip()]],
  ['PPP(proto=0xc021)/PPP_LCP_Terminate(id=2,data=b"x")', () => [PPP(), PPP_LCP_Terminate({ id: 2, data: x })]],
  [
    'PPP(proto=0xc021)/PPP_LCP_Configure(id=1,options=[PPP_LCP_MRU_Option(max_recv_unit=1492),PPP_LCP_ACCM_Option(accm=5),PPP_LCP_Auth_Protocol_Option(auth_protocol=0xc223,algorithm=129),PPP_LCP_Auth_Protocol_Option(),PPP_LCP_Magic_Number_Option(magic_number=7),PPP_LCP_Option(type=7),PPP_LCP_Callback_Option(operation=1,message="12")])',
    () => [
      PPP(),
      PPP_LCP_Configure({
        id: 1,
        options: [
          ['Maximum-Receive-Unit', 1492],
          ['Async-Control-Character-Map', 5],
          ['Authentication-protocol', { auth_protocol: 0xc223, algorithm: 129 }],
          ['Authentication-protocol', {}],
          ['Magic-number', 7],
          'Protocol-Field-Compression',
          ['Callback', { operation: 1, message: fromHex('3132') }],
        ],
      }),
    ],
  ],
  ['PPP(proto=0xc021)/PPP_LCP_Echo(id=1,magic_number=5,data=b"x")', () => [PPP(), PPP_LCP_Echo({ id: 1, magic_number: 5, data: x })]],
  ['PPP(proto=0xc021)/PPP_LCP_Discard_Request(magic_number=5)', () => [PPP(), PPP_LCP_Discard_Request({ magic_number: 5 })]],
  [
    'PPP(proto=0xc021)/PPP_LCP_Code_Reject(rejected_packet=PPP_LCP_Terminate(id=2))',
    () => [PPP(), PPP_LCP_Code_Reject({ rejected_packet: fromHex('05020004') })],
    { layers: 'what was rejected may be cut, and stays octets' },
  ],
  [
    'PPP(proto=0xc021)/PPP_LCP_Protocol_Reject(rejected_protocol=0x8057,rejected_information=Raw(b"x"))',
    () => [PPP(), PPP_LCP_Protocol_Reject({ rejected_protocol: 0x8057, rejected_information: x })],
  ],
  [
    'PPP(proto=0x8021)/PPP_IPCP(id=3,options=[PPP_IPCP_Option_IPAddress(data="192.0.2.1"),PPP_IPCP_Option_DNS1(data="192.0.2.2"),PPP_IPCP_Option_NBNS2(data="192.0.2.3")])',
    () => [
      PPP(),
      PPP_IPCP({
        id: 3,
        options: [
          ['IP-Address', '192.0.2.1'],
          ['Primary-DNS-Address', '192.0.2.2'],
          ['Secondary-NBNS-Address', '192.0.2.3'],
        ],
      }),
    ],
  ],
  ['PPP(proto=0x8053)/PPP_ECP(id=3,code=2)', () => [PPP(), PPP_ECP({ id: 3, code: 2 })]],
  [
    'PPP(proto=0xc023)/PPP_PAP_Request(id=1,username="ab",password="c")',
    () => [PPP(), PPP_PAP_Request({ id: 1, username: 'ab', password: 'c' })],
  ],
  ['PPP(proto=0xc023)/PPP_PAP_Response(id=1,code=3,message="no")', () => [PPP(), PPP_PAP_Response({ id: 1, code: 3, message: 'no' })]],
  [
    'PPP(proto=0xc223)/PPP_CHAP_ChallengeResponse(id=1,code=2,value=b"xx",optional_name="me")',
    () => [PPP(), PPP_CHAP_ChallengeResponse({ id: 1, code: 2, value: fromHex('7878'), optional_name: 'me' })],
  ],
  ['PPP(proto=0xc223)/PPP_CHAP(id=1,code=3,data="ok")', () => [PPP(), PPP_CHAP({ id: 1, code: 3, data: 'ok' })]],
  // PPPoE
  [
    `${E}/PPPoE(sessionid=7)/PPP(proto=0xc021)/PPP_LCP_Echo(magic_number=1)`,
    () => [Ether(ends), PPPoE({ sessionid: 7 }), PPP(), PPP_LCP_Echo({ magic_number: 1 })],
  ],
  [`PPPoE(sessionid=7)/PPP()/${I}`, () => [PPPoE({ sessionid: 7 }), PPPCompressed(), ip()]],
  [
    `PPPoE(sessionid=7,len=3)/PPP()/${I}`,
    () => [PPPoE({ sessionid: 7, len: 3 }), PPPCompressed(), ip()],
    { layers: 'the length that is given ends the frame before IP' },
  ],
  [`${E}/PPPoED()`, () => [Ether(ends), PPPoED()]],
  ['PPPoED(code=0x65,sessionid=3)', () => [PPPoED({ code: 'PADS', sessionid: 3 })]],
  [
    'PPPoED()/PPPoED_Tags(tag_list=[PPPoETag(tag_type=0x101,tag_value=b""),PPPoETag(tag_type=0x103,tag_value=b"xyz")])',
    () => [
      PPPoED(),
      PPPoED_Tags({
        tag_list: [
          ['Service-Name', ''],
          ['Host-Uniq', fromHex('78797a')],
        ],
      }),
    ],
  ],
  [
    'PPPoED(code=7)/PPPoED_Tags(tag_list=[PPPoETag(tag_type=0x102,tag_value=b"ac"),PPPoETag(tag_type=0x999,tag_value=b"x"),PPPoETag(tag_type=0,tag_value=b"")])',
    () => [PPPoED({ code: 7 }), PPPoED_Tags({ tag_list: [['AC-Name', 'ac'], [0x999, x], 'End-Of-List'] })],
  ],
  [
    'PPPoED(code=0xa7,sessionid=9)/PPPoED_Tags(tag_list=[PPPoETag(tag_type=0x203,tag_value=b"bye")])',
    () => [PPPoED({ code: 'PADT', sessionid: 9 }), PPPoED_Tags({ tag_list: [['Generic-Error', 'bye']] })],
  ],
  // L2TP
  [`L2TP()/PPP()/${I}`, () => [L2TP(), PPPCompressed(), ip()]],
  [`L2TP(tunnel_id=1,session_id=2)/HDLC()/PPP()/${I}`, () => [L2TP({ tunnel_id: 1, session_id: 2 }), HDLC(), PPPCompressed(), ip()]],
  [`L2TP(hdr="length",tunnel_id=1)/PPP()/${I}`, () => [L2TP({ hdr: 'length', tunnel_id: 1 }), PPPCompressed(), ip()]],
  [`L2TP(hdr="sequence",ns=3,nr=4)/PPP()/${I}`, () => [L2TP({ ns: 3, nr: 4 }), PPPCompressed(), ip()]],
  [
    `L2TP(hdr="length+sequence",len=9,ns=3,nr=4)/PPP()/${I}`,
    () => [L2TP({ len: 9, ns: 3, nr: 4 }), PPPCompressed(), ip()],
    { layers: 'the length that is given ends the message before PPP' },
  ],
  [
    'L2TP(hdr="control+length+sequence",tunnel_id=5,ns=1,nr=2)',
    () => [L2TP({ hdr: 'control+length+sequence', tunnel_id: 5, ns: 1, nr: 2 })],
  ],
  [`L2TP(hdr="priority",session_id=65535)/PPP()/${I}`, () => [L2TP({ hdr: 'priority', session_id: 65_535 }), PPPCompressed(), ip()]],
  [`${I}/UDP(sport=1701)/L2TP()/PPP()/${I}`, () => [ip(), UDP({ sport: 1701 }), L2TP(), PPPCompressed(), ip()]],
  // LLC
  ['LLC(ctrl=3)', () => [LLC({ dsap: 0, ctrl: 3 })]],
  ['LLC(dsap=0x42,ssap=0x42,ctrl=3)/b"x"', () => [LLC({ dsap: 'STP' }), x]],
  [`LLC()/SNAP()/${I}`, () => [LLC(), SNAP(), ip()]],
  [`${D}/LLC()/SNAP()/${I}`, () => [Dot3(ends), LLC(), SNAP(), ip()]],
  [
    `${D}/LLC()/SNAP()/ARP(hwsrc="02:00:00:00:00:01",psrc="192.0.2.1")`,
    () => [Dot3(ends), LLC(), SNAP({ code: 0x806 }), fromHex('0001080006040001020000000001c00002010000000000000' + '0000000')],
  ],
  [
    `${E}/Dot1Q(type=5)/LLC(dsap=1,ssap=2,ctrl=3)/b"xx"`,
    () => [Ether(ends), Dot1Q({ type: 5 }), LLC({ dsap: 1, ssap: 2 }), fromHex('7878')],
  ],
  [`${D}/LLC(dsap=0xe0,ssap=0xe1,ctrl=3)/b"xx"`, () => [Dot3(ends), LLC({ dsap: 'IPX', ssap: 0xe1 }), fromHex('7878')]],
  ['SNAP(OUI=0xc,code=0x2000)/b"x"', () => [SNAP({ OUI: 0xc, code: 0x2000 }), x]],
];
