import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { PPP_CHAP_ChallengeResponse, PPP_PAP_Request, PPP_PAP_Response } from './authentication.ts';
import { PPP_LCP_Echo, PPP_LCP_Protocol_Reject, PPP_LCP_Terminate } from './lcp.ts';
import { PPP_IPCP } from './ncp.ts';
import { HDLC, PPP, PPPCompressed } from './ppp.ts';

const ip = '45000014000100004000f6e5c0000201c0000202';
const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });

layerSuite('PPP', [
  {
    what: 'HDLC framing',
    origin: 'scapy 2.5: HDLC()/PPP(proto=0xc021)/PPP_LCP_Terminate(id=2,data="x")',
    first: PPP,
    chain: 'HDLC/PPP/PPP_LCP_Terminate',
    octets: 'ff03c0210502000578',
    read: { PPP: { proto: 0xc021 }, PPP_LCP_Terminate: { code: 5, id: 2, len: 5, data: '78' } },
    build: () => [HDLC(), PPP({ proto: 'LCP' }), PPP_LCP_Terminate({ id: 2, data: fromHex('78') })],
    summary: 'HDLC / PPP / LCP Terminate-Request',
  },
  {
    what: 'a protocol number of one octet',
    origin: 'scapy 2.5: PPP()/IP()',
    first: PPP,
    chain: 'PPPCompressed/IP',
    octets: `21${ip}`,
    read: { PPPCompressed: { proto: 0x21 } },
    build: () => [PPPCompressed({ proto: 0x21 }), I()],
  },
  {
    what: 'a protocol number of two octets',
    origin: 'RFC 1661 §2',
    first: PPP,
    chain: 'PPP/IP',
    octets: `0021${ip}`,
    build: () => [PPP(), I()],
  },
  {
    what: 'a link without its framing',
    origin: 'RFC 1661 §6.6: address and control field compressed',
    first: HDLC,
    chain: 'PPP/IP',
    octets: `0021${ip}`,
  },
  {
    what: 'options of the link, and an octet behind its length',
    origin: 'RFC 1661 §5.1, §6; RFC 1994 §3; RFC 1990 §5.1.3; RFC 2153 §3: by hand',
    first: PPP,
    chain: 'PPP/PPP_LCP_Configure/Raw',
    octets:
      'c02101050038 010405d4 0206000a0000 0305c22305 0408c02500000064 050612345678 0702 0802 0d0306 1309030200000000 01 000700005e0101 00'.replaceAll(
        ' ',
        '',
      ),
    read: {
      PPP_LCP_Configure: {
        options: [
          ['Maximum-Receive-Unit', 1492],
          ['Async-Control-Character-Map', 0xa0000],
          ['Authentication-protocol', { auth_protocol: 0xc223, algorithm: 5 }],
          ['Quality-protocol', { quality_protocol: 0xc025, data: 100 }],
          ['Magic-number', 0x12345678],
          ['Protocol-Field-Compression'],
          ['Address-and-Control-Field-Compression'],
          ['Callback', { operation: 6, message: '' }],
          ['Multilink-Endpoint-Discriminator', { class: 3, address: '02:00:00:00:00:01' }],
          ['Vendor-Specific', { oui: 0x5e, kind: 1, data: '01' }],
        ],
      },
    },
  },
  {
    what: 'an echo',
    origin: 'scapy 2.5: PPP_LCP_Echo(id=7,magic_number=1,data="ab")',
    first: PPP,
    chain: 'PPP/PPP_LCP_Echo',
    octets: 'c0210907000a000000016162',
    read: { PPP_LCP_Echo: { magic_number: 1, data: '6162' } },
    build: () => [PPP({ proto: 0xc021 }), PPP_LCP_Echo({ id: 7, magic_number: 1, data: fromHex('6162') })],
  },
  {
    what: 'a protocol that is not known',
    origin: 'scapy 2.5: PPP_LCP_Protocol_Reject(id=1,rejected_protocol=0x80fd,rejected_information=Raw(…))',
    first: PPP,
    chain: 'PPP/PPP_LCP_Protocol_Reject',
    octets: 'c0210801000a80fd01020304',
    read: { PPP_LCP_Protocol_Reject: { rejected_protocol: 0x80fd, rejected_information: '01020304' } },
    build: () => [
      PPP({ proto: 0xc021 }),
      PPP_LCP_Protocol_Reject({ id: 1, rejected_protocol: 'CCP', rejected_information: fromHex('01020304') }),
    ],
  },
  {
    what: 'addresses',
    origin: 'RFC 1332 §3: an address, and Van Jacobson compression; RFC 1877 §1.1',
    first: PPP,
    chain: 'PPP/PPP_IPCP',
    octets: '80210101001603060a0000010206002d0f01810600000000',
    read: {
      PPP_IPCP: {
        options: [
          ['IP-Address', '10.0.0.1'],
          ['IP-Compression-Protocol', { protocol: 0x2d, data: { max_slot_id: 15, comp_slot_id: 1 } }],
          ['Primary-DNS-Address', '0.0.0.0'],
        ],
      },
    },
    build: () => [
      PPP(),
      PPP_IPCP({
        id: 1,
        options: [
          ['IP-Address', '10.0.0.1'],
          ['IP-Compression-Protocol', { data: { max_slot_id: 15, comp_slot_id: 1 } }],
          ['Primary-DNS-Address', '0.0.0.0'],
        ],
      }),
    ],
  },
  {
    what: 'a password',
    origin: 'scapy 2.5: PPP_PAP_Request(id=1,username="ab",password="cde")',
    first: PPP,
    chain: 'PPP/PPP_PAP_Request',
    octets: 'c0230101000b02616203636465',
    build: () => [PPP({ proto: 'PAP' }), PPP_PAP_Request({ id: 1, username: 'ab', password: 'cde' })],
    summary: "PPP / PAP-Request username='ab' password='cde'",
  },
  {
    what: 'a password that was right',
    origin: 'scapy 2.5: PPP_PAP_Response(id=1,message="ok")',
    first: PPP,
    chain: 'PPP/PPP_PAP_Response',
    octets: 'c02302010007026f6b',
    build: () => [PPP({ proto: 'PAP' }), PPP_PAP_Response({ id: 1, message: 'ok' })],
  },
  {
    what: 'a challenge',
    origin: 'scapy 2.5: PPP_CHAP_ChallengeResponse(id=1,value=b"\\1\\2\\3\\4",optional_name="me")',
    first: PPP,
    chain: 'PPP/PPP_CHAP_ChallengeResponse',
    octets: 'c2230101000b04010203046d65',
    build: () => [PPP({ proto: 'CHAP' }), PPP_CHAP_ChallengeResponse({ id: 1, value: fromHex('01020304'), optional_name: 'me' })],
  },
]);
