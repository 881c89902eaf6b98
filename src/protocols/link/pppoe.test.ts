import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { Ether } from './ethernet.ts';
import { PPP } from './ppp/ppp.ts';
import { PPPoE, PPPoED, PPPoED_Tags } from './pppoe.ts';

const ends = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
const macs = '020000000002020000000001';
const ip = '45000014000100004000f6e5c0000201c0000202';

layerSuite('PPPoE', [
  {
    what: 'a discovery, and padding',
    origin: 'suricata-verify, tests/pppoe/input.pcap, packet 1: without the addresses, and less padding',
    first: Ether,
    chain: 'Ether/PPPoED/PPPoED_Tags/Padding',
    octets: `${macs}88631109 0000000c 01010000 01030004 00001761 0000`.replaceAll(' ', ''),
    read: {
      PPPoED: { code: 9, sessionid: 0, len: 12 },
      PPPoED_Tags: {
        tag_list: [
          ['Service-Name', ''],
          ['Host-Uniq', '00001761'],
        ],
      },
    },
  },
  {
    what: 'a session',
    origin: 'RFC 2516 §6; scapy 2.5 would compress the number of IP',
    first: Ether,
    chain: 'Ether/PPPoE/PPP/IP',
    octets: `${macs}8864110000050016 0021${ip}`.replaceAll(' ', ''),
    read: { PPPoE: { sessionid: 5, len: 22 } },
    build: () => [Ether(ends), PPPoE({ sessionid: 5 }), PPP(), IP({ src: '192.0.2.1', dst: '192.0.2.2' })],
  },
  {
    what: 'what the line is',
    origin: 'RFC 2516 appendix A, TR-101 appendix A; RFC 5578 §4: by hand',
    first: PPPoED,
    chain: 'PPPoED/PPPoED_Tags',
    octets: '110700000029 0105000f 00000de9 0103616263 810400000400 01060004 00010002 0107000a 000064320005000a0014'.replaceAll(' ', ''),
    read: {
      PPPoED_Tags: {
        tag_list: [
          [
            'Vendor-Specific',
            {
              vendor_id: 3561,
              data: [
                ['circuit-id', 'abc'],
                ['actual-rate-up', 1024],
              ],
            },
          ],
          ['Credits', { fcn: 1, bcn: 2 }],
          ['Metrics', { rlq: 100, resource: 50, latency: 5, current_rate: 10, max_rate: 20 }],
        ],
      },
    },
    build: () => [
      PPPoED({ code: 'PADO' }),
      PPPoED_Tags({
        tag_list: [
          [
            'Vendor-Specific',
            {
              vendor_id: 3561,
              data: [
                ['circuit-id', 'abc'],
                ['actual-rate-up', 1024],
              ],
            },
          ],
          ['Credits', { fcn: 1, bcn: 2 }],
          ['Metrics', fromHex('000064320005000a0014')],
        ],
      }),
    ],
  },
]);
