import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { ICMP } from '../../network/icmp/icmp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { UDP } from '../../transport/udp.ts';
import { GTP_PDCP_PDU_ExtensionHeader, GTP_UDPPort_ExtensionHeader, GTPPDUSessionContainer } from './extensions.ts';
import { GTP_U_Header, GTPElements, GTPHeader, GTPv2 } from './gtp.ts';

const origin = 'scapy 2.5';
const below = (port: number) => [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: port, dport: port })];
const inside = () => [IP({ src: '198.51.100.1', dst: '198.51.100.2' }), ICMP({ id: 1, seq: 1 })];
const INSIDE = '4500001c0001000040012676c6336401c63364020800f7fd00010001';

layerSuite(
  'GTP',
  [
    {
      what: 'a packet in a tunnel',
      origin,
      first: IP,
      chain: 'IP/UDP/GTP_U_Header/IP/ICMP',
      octets: `45000040000100004011f6a8c0000201c000020208680868002c399630ff001c00000011${INSIDE}`,
      read: { GTP_U_Header: { version: 1, PT: 1, gtp_type: 255, length: 28, teid: 0x11 } },
      build: () => [...below(2152), GTP_U_Header({ teid: 0x11 }), ...inside()],
      summary: 'IP / UDP / GTP_U_Header / IP / ICMP 198.51.100.1 > 198.51.100.2 echo-request 0',
    },
    {
      what: 'a packet of a flow of 5G',
      origin,
      first: IP,
      chain: 'IP/UDP/GTP_U_Header/GTPPDUSessionContainer/IP/ICMP',
      octets: `45000048000100004011f6a0c0000201c00002020868086800342af934ff0024000000110000008501000900${INSIDE}`,
      read: {
        GTP_U_Header: { E: true, length: 36, next_ex: 0x85 },
        GTPPDUSessionContainer: { ExtHdrLen: 1, type: 0, QFI: 9, NextExtHdr: 0 },
      },
      build: () => [
        ...below(2152),
        GTP_U_Header({ teid: 0x11, E: true, next_ex: 'pdu_session_container' }),
        GTPPDUSessionContainer({ QFI: 9 }),
        ...inside(),
      ],
    },
    {
      what: 'extension headers say which they are to what is in front of them',
      origin: `${origin}: GTP_U_Header(gtp_type=255,E=1,S=1,seq=99,teid=17)/GTP_PDCP_PDU_ExtensionHeader(pdcp_pdu=5,next_ex=0x85)/GTPPDUSessionContainer(type=1,QFI=5)/IP()/ICMP()`,
      first: GTP_U_Header,
      chain: 'GTP_U_Header/GTP_PDCP_PDU_ExtensionHeader/GTPPDUSessionContainer/IP/ICMP',
      octets: `36ff002800000011006300c00100058501100500${INSIDE}`,
      read: {
        GTP_U_Header: { next_ex: 0xc0 },
        GTP_PDCP_PDU_ExtensionHeader: { pdcp_pdu: 5, next_ex: 0x85 },
        GTPPDUSessionContainer: { type: 1, QFI: 5, NextExtHdr: 0 },
      },
      build: () => [
        GTP_U_Header({ E: true, S: true, seq: 99, teid: 0x11 }),
        GTP_PDCP_PDU_ExtensionHeader({ pdcp_pdu: 5 }),
        GTPPDUSessionContainer({ type: 1, QFI: 5 }),
        ...inside(),
      ],
    },
    {
      what: 'the port of an error, on the control plane',
      origin: `${origin}: GTPHeader(gtp_type=1,E=1)/GTP_UDPPort_ExtensionHeader(udp_port=5)`,
      first: GTPHeader,
      chain: 'GTPHeader/GTP_UDPPort_ExtensionHeader',
      octets: '34010008000000000000004001000500',
      read: { GTPHeader: { next_ex: 0x40 } },
      build: () => [GTPHeader({ E: true }), GTP_UDPPort_ExtensionHeader({ udp_port: 5 })],
    },
    {
      what: 'a number of an extension header without its flag',
      origin: '3GPP TS 29.281 §5.1: it counts only with flag E',
      first: GTP_U_Header,
      chain: 'GTP_U_Header/Raw',
      octets: '32ff0008000000110063008501100500',
      read: { GTP_U_Header: { E: false, S: true, no_ex: 0x85 }, Raw: { load: '01100500' } },
    },
    {
      what: 'an answer to an echo',
      origin,
      first: IP,
      chain: 'IP/UDP/GTP_U_Header/GTPElements',
      octets: '4500002a000100004011f6bec0000201c00002020868086800162ade3202000600000000000500000e03',
      read: { GTP_U_Header: { S: true, gtp_type: 2, seq: 5, npdu: 0 }, GTPElements: { IE_list: [['Recovery', 3]] } },
      build: () => [
        ...below(2152),
        GTP_U_Header({ S: true, gtp_type: 'echo_response', seq: 5 }),
        GTPElements({ IE_list: [['Recovery', 3]] }),
      ],
    },
    {
      what: 'a message of the control plane',
      origin,
      first: IP,
      chain: 'IP/UDP/GTPHeader/GTPElements',
      octets: '4500002c000100004011f6bcc0000201c0000202084b084b001810fa32140008000000010009000013ff1405',
      read: {
        GTPHeader: { gtp_type: 20, length: 8, teid: 1, seq: 9 },
        GTPElements: {
          IE_list: [
            ['TeardownInd', 0xff],
            ['NSAPI', 5],
          ],
        },
      },
      build: () => [
        ...below(2123),
        GTPHeader({ teid: 1, S: true, seq: 9, gtp_type: 'delete_pdp_context_request' }),
        GTPElements({
          IE_list: [
            ['TeardownInd', 0xff],
            ['NSAPI', 5],
          ],
        }),
      ],
    },
    {
      what: 'a message of version 2',
      origin,
      first: IP,
      chain: 'IP/UDP/GTPv2',
      octets: '4500002d000100004011f6bbc0000201c0000202084b084b0019b09a4824000d00000055000123004900010005',
      summary: 'IP / UDP / GTPv2 delete_session_req',
      read: { GTPv2: { version: 2, P: false, T: true, gtp_type: 36, length: 13, teid: 0x55, seq: 0x123, IE_list: [['EBI', 5]] } },
      build: () => [...below(2123), GTPv2({ gtp_type: 'delete_session_req', teid: 0x55, seq: 0x123, IE_list: [['EBI', 5]] })],
    },
  ],
  { mutations: 300 },
);
