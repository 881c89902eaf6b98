import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { UDP } from '../transport/udp.ts';
import { HDLC, PPP } from '../link/ppp/ppp.ts';
import { L2TP, L2TPControl } from './l2tp.ts';

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const ip = '45000014000100004000f6e5c0000201c0000202';

layerSuite('L2TP', [
  {
    what: 'data',
    origin: 'scapy 2.5: L2TP(hdr="length+sequence",tunnel_id=1,session_id=2,ns=3,nr=4)/HDLC()/PPP()/IP(), the number of IP not compressed',
    first: L2TP,
    chain: 'L2TP/HDLC/PPP/IP',
    octets: `48020024 0001 0002 0003 0004 ff03 0021 ${ip}`.replaceAll(' ', ''),
    read: { L2TP: { hdr: 'sequence+length', version: 2, len: 36, tunnel_id: 1, session_id: 2, ns: 3, nr: 4 } },
    build: () => [L2TP({ hdr: 'length+sequence', tunnel_id: 1, session_id: 2, ns: 3, nr: 4 }), HDLC(), PPP(), I()],
  },
  {
    what: 'data behind an offset',
    origin: 'RFC 2661 §3.1: two octets of padding',
    first: L2TP,
    chain: 'L2TP/PPP/IP',
    octets: `020200010002 0002 abcd 0021 ${ip}`.replaceAll(' ', ''),
    read: { L2TP: { offset: 2, offset_pad: 'abcd' } },
    build: () => [L2TP({ tunnel_id: 1, session_id: 2, hdr: 'offset', offset_pad: fromHex('abcd') }), PPP(), I()],
  },
  {
    what: 'a control message',
    origin: 'RFC 2661 §6.1: start of a tunnel, with what it has to have; by hand',
    first: L2TP,
    chain: 'L2TPControl',
    octets: 'c802002f 0000 0000 0000 0000 8008 0000 0000 0001 8008 0000 0002 0100 800a 0000 0003 00000003 8009 0000 0007 6c6163'.replaceAll(
      ' ',
      '',
    ),
    read: {
      L2TPControl: {
        ns: 0,
        nr: 0,
        avps: [
          { mandatory: true, hidden: false, length: 8, vendor: 0, type: 0, value: 1 },
          { type: 2, value: { version: 1, revision: 0 } },
          { type: 3, value: { async: true, sync: true } },
          { type: 7, value: 'lac' },
        ],
      },
    },
    build: () => [
      L2TPControl({
        ns: 0,
        nr: 0,
        avps: [
          { type: 'message-type', value: 1 },
          { type: 'protocol-version', value: { version: 1 } },
          { type: 'framing-capabilities', value: { async: true, sync: true } },
          { type: 'host-name', value: 'lac' },
        ],
      }),
    ],
  },
  {
    what: 'an acknowledgement',
    origin: 'RFC 2661 §6.14 (zero-length body)',
    first: UDP,
    chain: 'UDP/L2TPControl',
    octets: '06a506a500140000c802000c0001000000010002',
    read: { L2TPControl: { len: 12, avps: [] } },
    build: () => [UDP({ sport: 1701, dport: 1701, chksum: 0 }), L2TPControl({ tunnel_id: 1, ns: 1, nr: 2 })],
  },
]);
