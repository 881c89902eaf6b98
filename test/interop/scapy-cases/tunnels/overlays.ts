/** VXLAN, Geneve, NSH, GTP version 1 and WireGuard. */
import { GRE } from '../../../../src/protocols/tunnel/gre.ts';
import { ERSPAN_I } from '../../../../src/protocols/tunnel/erspan.ts';
import { fromHex } from '../../../../src/bytes/hex.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import { GENEVE } from '../../../../src/protocols/tunnel/geneve.ts';
import {
  GTPPDUSessionContainer,
  GTP_PDCP_PDU_ExtensionHeader,
  GTP_UDPPort_ExtensionHeader,
} from '../../../../src/protocols/tunnel/gtp/extensions.ts';
import { GTPElements, GTPHeader, GTP_U_Header } from '../../../../src/protocols/tunnel/gtp/gtp.ts';
import { NSH } from '../../../../src/protocols/tunnel/nsh.ts';
import { VXLAN } from '../../../../src/protocols/tunnel/vxlan.ts';
import { WireGuardCookie, WireGuardData, WireGuardInitiation, WireGuardResponse } from '../../../../src/protocols/tunnel/wireguard.ts';
import type { ScapyCase } from '../case.ts';
import { E, I, I6, ether, ip, ip6 } from '../ends.ts';

export const overlayCases: readonly ScapyCase[] = [
  [
    `${I}/UDP(sport=50000)/VXLAN(flags=0x88,gpflags="D",gpid=7,vni=1)/${E}`,
    () => [ip(), UDP({ sport: 50_000 }), VXLAN({ flags: 'Instance+G', gpflags: 'D', gpid: 7, vni: 1 }), ether()],
  ],
  [`${I}/UDP(sport=50000)/GENEVE(vni=5)/${E}/${I}`, () => [ip(), UDP({ sport: 50_000 }), GENEVE({ vni: 5 }), ether(), ip()]],
  [
    `${I}/UDP(sport=50000)/GENEVE(vni=5,critical=1,options=[GeneveOptions(classid=0x102,type=0x80,data=b"\\x00\\x01\\x00\\x02")])/${E}`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      GENEVE({ critical: true, vni: 5, options: [{ classid: 0x102, type: 0x80, data: fromHex('00010002') }] }),
      ether(),
    ],
  ],
  [`${I}/UDP(sport=50000)/GENEVE(proto=0x800,oam=1)/${I}`, () => [ip(), UDP({ sport: 50_000 }), GENEVE({ oam: true }), ip()]],
  [`NSH()/${E}`, () => [NSH(), ether()]],
  [
    `NSH(mdtype=1,spi=42,si=254,context_header=b"0123456789abcdef",nextproto=1)/${I}`,
    () => [NSH({ spi: 42, si: 254, context_header: '0123456789abcdef' }), ip()],
  ],
  [`${I}/UDP(sport=50000)/VXLAN(flags=8,vni=42)/${E}/${I}`, () => [ip(), UDP({ sport: 50_000 }), VXLAN({ vni: 42 }), ether(), ip()]],
  [`${I}/UDP(sport=50000)/GTP_U_Header(teid=7)/${I}`, () => [ip(), UDP({ sport: 50_000 }), GTP_U_Header({ teid: 7 }), ip()]],
  [
    `${I}/UDP(sport=50000)/GTP_U_Header(teid=7,S=1,seq=5)/${I6}`,
    () => [ip(), UDP({ sport: 50_000 }), GTP_U_Header({ S: true, teid: 7, seq: 5 }), ip6()],
  ],
  [
    `${I}/UDP(sport=50000)/GTP_U_Header(teid=7,gtp_type=255,E=1,next_ex=0x85)/GTPPDUSessionContainer(type=1,QFI=5)/${I}`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      GTP_U_Header({ E: true, teid: 7, next_ex: 0x85 }),
      GTPPDUSessionContainer({ type: 1, QFI: 5 }),
      ip(),
    ],
  ],
  [
    `${I}/UDP(sport=50000)/GTPHeader(gtp_type=1,S=1,seq=9)/GTPEchoRequest()`,
    () => [ip(), UDP({ sport: 50_000 }), GTPHeader({ S: true, seq: 9 })],
  ],
  [
    `${I}/UDP(sport=50000)/GTPHeader(gtp_type=2,S=1,seq=9)/GTPEchoResponse(IE_list=[IE_Recovery(restart_counter=3)])`,
    () => [ip(), UDP({ sport: 50_000 }), GTPHeader({ S: true, gtp_type: 2, seq: 9 }), GTPElements({ IE_list: [['Recovery', 3]] })],
  ],
  [
    `${I}/UDP(sport=50000)/GTPHeader(gtp_type=20,S=1,seq=9,teid=4)/GTPDeletePDPContextRequest(IE_list=[IE_Teardown(),IE_NSAPI(NSAPI=5)])`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      GTPHeader({ S: true, gtp_type: 0x14, teid: 4, seq: 9 }),
      GTPElements({
        IE_list: [
          ['TeardownInd', 255],
          ['NSAPI', 5],
        ],
      }),
    ],
  ],
  [
    `${I}/UDP(sport=50000)/GTPHeader(gtp_type=16,S=1,seq=1)/GTPCreatePDPContextRequest(IE_list=[IE_IMSI(imsi="001010123456789"),IE_TEIDI(TEIDI=1),IE_TEICP(TEICI=2),IE_NSAPI(NSAPI=5)])`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      GTPHeader({ S: true, gtp_type: 0x10, seq: 1 }),
      GTPElements({
        IE_list: [
          ['IMSI', fromHex('00010121436587f9')],
          ['TEIDI', 1],
          ['TEICP', 2],
          ['NSAPI', 5],
        ],
      }),
    ],
  ],
  [
    `NSH(length=4,mdtype=2,nextproto=1,vlch=[NSHTLV(class_=1,type=2),NSHTLV(class_=2,type=3)])/${I}`,
    () => [
      NSH({
        mdtype: 2,
        vlch: [
          { class_: 1, type: 2 },
          { class_: 2, type: 3 },
        ],
      }),
      ip(),
    ],
  ],
  [
    `${I}/UDP(sport=50000,dport=51820)/Wireguard()/WireguardInitiation(sender_index=1,unencrypted_ephemeral=b"e"*32,encrypted_static=b"s"*48,encrypted_timestamp=b"t"*28,mac1=b"m"*16,mac2=b"n"*16)`,
    () => [
      ip(),
      UDP({ sport: 50_000, dport: 51_820 }),
      WireGuardInitiation({
        sender: 1,
        ephemeral: 'e'.repeat(32),
        static: 's'.repeat(48),
        timestamp: 't'.repeat(28),
        mac1: 'm'.repeat(16),
        mac2: 'n'.repeat(16),
      }),
    ],
  ],
  [
    `${I}/UDP(sport=50000,dport=51820)/Wireguard()/WireguardResponse(sender_index=1,receiver_index=2,unencrypted_ephemeral=b"e"*32,encrypted_nothing=b"s"*16,mac1=b"m"*16,mac2=b"n"*16)`,
    () => [
      ip(),
      UDP({ sport: 50_000, dport: 51_820 }),
      WireGuardResponse({
        sender: 1,
        receiver: 2,
        ephemeral: 'e'.repeat(32),
        empty: 's'.repeat(16),
        mac1: 'm'.repeat(16),
        mac2: 'n'.repeat(16),
      }),
    ],
  ],
  [
    `${I}/UDP(sport=50000,dport=51820)/Wireguard()/WireguardCookieReply(receiver_index=2,nonce=b"n"*24,encrypted_cookie=b"c"*32)`,
    () => [ip(), UDP({ sport: 50_000, dport: 51_820 }), WireGuardCookie({ receiver: 2, nonce: 'n'.repeat(24), cookie: 'c'.repeat(32) })],
  ],
  [
    `${I}/UDP(sport=50000,dport=51820)/Wireguard()/WireguardTransport(receiver_index=2,counter=3,encrypted_encapsulated_packet=b"0123456789abcdef")`,
    () => [ip(), UDP({ sport: 50_000, dport: 51_820 }), WireGuardData({ receiver: 2, counter: 3n, packet: '0123456789abcdef' })],
  ],
  [
    `${I}/UDP(sport=50000)/GTP_U_Header(teid=7,gtp_type=255,E=1,next_ex=0x40)/GTP_UDPPort_ExtensionHeader(udp_port=2152)/${I}`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      GTP_U_Header({ E: true, teid: 7, next_ex: 0x40 }),
      GTP_UDPPort_ExtensionHeader({ udp_port: 2152 }),
      ip(),
    ],
  ],
  [
    `${I}/UDP(sport=50000)/GTP_U_Header(teid=7,gtp_type=255,E=1,next_ex=0xc0)/GTP_PDCP_PDU_ExtensionHeader(pdcp_pdu=5)/${I}`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      GTP_U_Header({ E: true, teid: 7, next_ex: 0xc0 }),
      GTP_PDCP_PDU_ExtensionHeader({ pdcp_pdu: 5 }),
      ip(),
    ],
  ],
  [`GRE(proto=0x88be)/ERSPAN_I()/${E}`, () => [GRE({ proto: 0x88be }), ERSPAN_I(), ether()]],
];
