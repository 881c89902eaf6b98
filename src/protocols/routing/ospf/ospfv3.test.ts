import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { OSPFv3_Hdr } from './ospf.ts';
import { OSPFv3_DBDesc, OSPFv3_Hello, OSPFv3_LSAck, OSPFv3_LSReq, OSPFv3_LSUpd } from './ospfv3.ts';

const origin = 'scapy 2.5.0 (contrib ospf)';
const below = () => [IPv6({ src: 'fe80::1', dst: 'ff02::5', hlim: 64 }), OSPFv3_Hdr({ src: '192.0.2.1', area: '0.0.0.1' })];
const ip6 = (length: string) => `600000000${length}5940fe800000000000000000000000000001ff020000000000000000000000000005`;

layerSuite(
  'OSPFv3',
  [
    {
      what: 'a Hello',
      origin,
      first: IPv6,
      chain: 'IPv6/OSPFv3_Hdr/OSPFv3_Hello',
      octets: `${ip6('028')}03010028c000020100000001b77a00000000000501000013000a0028c000020100000000c0000202`,
      read: { OSPFv3_Hello: { intid: 5, options: 'V6+E+R', hellointerval: 10, router: '192.0.2.1', neighbors: ['192.0.2.2'] } },
      build: () => [...below(), OSPFv3_Hello({ intid: 5, options: 'V6+E+R', router: '192.0.2.1', neighbors: ['192.0.2.2'] })],
    },
    {
      what: 'a Database Description',
      origin,
      first: IPv6,
      chain: 'IPv6/OSPFv3_Hdr/OSPFv3_DBDesc',
      octets: `${ip6('030')}03020030c000020100000001825500000000001305dc0005000000050001200100000000010101018000000112340030`,
      build: () => [...below(), OSPFv3_DBDesc({ options: 'V6+E+R', dbdescr: 'MS+I', ddseq: 5, lsaheaders: [{ chksum: 0x1234, len: 48 }] })],
    },
    {
      what: 'a Link State Request',
      origin,
      first: IPv6,
      chain: 'IPv6/OSPFv3_Hdr/OSPFv3_LSReq',
      octets: `${ip6('01c')}0303001cc00002010000000118da0000000020010101010101010101`,
      build: () => [...below(), OSPFv3_LSReq({ requests: [{}] })],
    },
    {
      what: 'a Link State Update with advertisements of seven types',
      origin,
      first: IPv6,
      chain: 'IPv6/OSPFv3_Hdr/OSPFv3_LSUpd',
      octets: `${ip6('13c')}0304013cc000020100000001facf00000000000700012001000000000101010180000001d04c0028010000000100000a000000000000000002020202000120020000000001010101800000012606002000000000010101010202020200012003000000000101010180000001714e00240000000a4000000020010db80000004200012004000000000101010180000001f13b00200000000000000001020202020001400500000000010101018000000176170038030000144000000020010db80000004220010db8000000000000000000000001000000070001000800000000010101018000000192b1003801000000fe800000000000000000000000000001000000014000000a20010db800000042000120090000000001010101800000017641002c0001000000000000000000004000000320010db800000042`,
      read: {
        OSPFv3_LSUpd: {
          lsacount: 7,
          lsalist: [
            { type: 0x2001, body: { flags: 'B', linklist: [{ type: 1, metric: 10, neighbor: '2.2.2.2' }] } },
            { type: 0x2002, body: { routerlist: ['1.1.1.1', '2.2.2.2'] } },
            { type: 0x2003, body: { prefixlen: 64, prefix: '2001:db8:0:42::' } },
            { type: 0x2004, body: { router: '2.2.2.2' } },
            { type: 0x4005, body: { flags: 'T+F', fwaddr: '2001:db8::1', tag: 7 } },
            { type: 8, body: { lladdr: 'fe80::1', prefixes: 1 } },
            { type: 0x2009, body: { prefixlist: [{ metric: 3 }] } },
          ],
        },
      },
      build: () => [
        ...below(),
        OSPFv3_LSUpd({
          lsalist: [
            { type: 'router', body: { flags: 'B', linklist: [{}] } },
            { type: 'network', body: { routerlist: ['1.1.1.1', '2.2.2.2'] } },
            { type: 'interAreaPrefix', body: {} },
            { type: 'interAreaRouter', body: {} },
            { type: 'asExternal', body: { fwaddr: '2001:db8::1', tag: 7 } },
            { type: 'link', body: { lladdr: 'fe80::1', prefixlist: [{}] } },
            { type: 'intraAreaPrefix', body: { prefixlist: [{ metric: 3 }] } },
          ],
        }),
      ],
    },
    {
      what: 'a Link State Acknowledgement',
      origin,
      first: IPv6,
      chain: 'IPv6/OSPFv3_Hdr/OSPFv3_LSAck',
      octets: `${ip6('024')}03050024c0000201000000019aa300000001200100000000010101018000000100000024`,
      build: () => [...below(), OSPFv3_LSAck({ lsaheaders: [{}] })],
    },
  ],
  { mutations: 400 },
);
