import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { EIGRP } from './eigrp.ts';

const origin = 'scapy 2.5.0 (contrib eigrp)';

layerSuite(
  'EIGRP',
  [
    {
      what: 'a Hello',
      origin,
      first: EIGRP,
      chain: 'EIGRP',
      octets: '0205ee6c000000000000000000000000000000640001000c010001000000000f000400080c000102',
      read: {
        EIGRP: {
          ver: 2,
          opcode: 5,
          asn: 100,
          tlvlist: [
            ['Param', { k1: 1, k3: 1, holdtime: 15 }],
            ['SwVer', { ios: 0x0c00, eigrp: 0x0102 }],
          ],
        },
      },
      build: () => [
        EIGRP({
          tlvlist: [
            ['Param', {}],
            ['SwVer', {}],
          ],
        }),
      ],
      summary: 'EIGRP (AS=100 Opcode=Hello Flags=)',
    },
    {
      what: 'an update with routes',
      origin,
      first: EIGRP,
      chain: 'EIGRP',
      octets:
        '02014172000000010000000100000000000000640102001cc0a800010001f400000001000005dc00ff00000018c0a801' +
        '0103002ec0a80000c0a800010000000000000000000000000000030000000000000001000005dc00ff000000080a',
      read: {
        EIGRP: {
          flags: 'init',
          tlvlist: [
            ['IntRoute', { nexthop: '192.168.0.1', prefixlen: 24, dst: '192.168.1.0' }],
            ['ExtRoute', { extprotocolid: 3, prefixlen: 8, dst: '10.0.0.0' }],
          ],
        },
      },
      build: () => [
        EIGRP({
          opcode: 'Update',
          flags: 'init',
          seq: 1,
          tlvlist: [
            ['IntRoute', { nexthop: '192.168.0.1' }],
            ['ExtRoute', { prefixlen: 8, dst: '10.0.0.0' }],
          ],
        }),
      ],
    },
    {
      what: 'routes to IPv6 networks, and a router at the edge',
      origin,
      first: EIGRP,
      chain: 'EIGRP',
      octets:
        '0201f4d4000000000000000000000000000000010402002afe8000000000000000000000000000010001f4000003e8000005dc01ff0000002020010db8' +
        '000403004000000000000000000000000000000000c0a8000100000000000000000000000000000300000000000003e8000005dc01000100003020010db80001' +
        '0000060006000d',
      read: {
        EIGRP: {
          asn: 1,
          tlvlist: [
            ['v6IntRoute', { dst: '2001:db8::' }],
            ['v6ExtRoute', { dst: '2001:db8:1::' }],
            ['Stub', 'connected+summary+receive-only'],
          ],
        },
      },
    },
    {
      what: 'what authenticates, and a sequence',
      origin,
      first: EIGRP,
      chain: 'EIGRP',
      octets:
        '0205115600000000000000000000000000000064000200280002001000000001000000000000000000000000303132333435363738396162636465660003000904c0a800010005000800000002',
      read: {
        EIGRP: {
          tlvlist: [
            ['AuthData', { keysize: 16, keyid: 1 }],
            ['Seq', [{ addrlen: 4, ipaddr: '192.168.0.1' }]],
            ['Nms', 2],
          ],
        },
      },
      build: () => [
        EIGRP({
          tlvlist: [
            ['AuthData', { authdata: '0123456789abcdef' }],
            ['Seq', [{ ipaddr: '192.168.0.1' }]],
            ['Nms', 2],
          ],
        }),
      ],
    },
  ],
  { mutations: 400 },
);
