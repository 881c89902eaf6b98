/** OSPF version 3. */
import { OSPFv3_Hdr } from '../../../../src/protocols/routing/ospf/ospf.ts';
import { OSPFv3_DBDesc, OSPFv3_Hello, OSPFv3_LSAck, OSPFv3_LSReq, OSPFv3_LSUpd } from '../../../../src/protocols/routing/ospf/ospfv3.ts';
import type { ScapyCase } from '../case.ts';
import { I6, ip6 } from '../ends.ts';

export const ospfv3Cases: readonly ScapyCase[] = [
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_Hello(router="192.0.2.1",intid=5,options="E+V6",neighbors=["192.0.2.2"])`,
    () => [
      ip6(),
      OSPFv3_Hdr({ src: '192.0.2.1' }),
      OSPFv3_Hello({ intid: 5, options: 'V6+E', router: '192.0.2.1', neighbors: ['192.0.2.2'] }),
    ],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1",area="0.0.0.1",instance=3)/OSPFv3_DBDesc(mtu=1400,dbdescr="I+M+MS",ddseq=9)`,
    () => [
      ip6(),
      OSPFv3_Hdr({ src: '192.0.2.1', area: '0.0.0.1', instance: 3 }),
      OSPFv3_DBDesc({ mtu: 1400, dbdescr: 'MS+M+I', ddseq: 9 }),
    ],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_LSReq(requests=[OSPFv3_LSReq_Item(type=0x2001,id="0.0.0.1",adrouter="192.0.2.2")])`,
    () => [ip6(), OSPFv3_Hdr({ src: '192.0.2.1' }), OSPFv3_LSReq({ requests: [{ id: '0.0.0.1', adrouter: '192.0.2.2' }] })],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_LSAck(lsaheaders=[OSPFv3_LSA_Hdr(id="0.0.0.1",adrouter="192.0.2.2",chksum=1)])`,
    () => [ip6(), OSPFv3_Hdr({ src: '192.0.2.1' }), OSPFv3_LSAck({ lsaheaders: [{ id: '0.0.0.1', adrouter: '192.0.2.2', chksum: 1 }] })],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_LSUpd(lsalist=[OSPFv3_Router_LSA(id="0.0.0.1",adrouter="192.0.2.1",linklist=[OSPFv3_Link(intid=1,neighintid=2,neighbor="192.0.2.2")])])`,
    () => [
      ip6(),
      OSPFv3_Hdr({ src: '192.0.2.1' }),
      OSPFv3_LSUpd({
        lsalist: [{ id: '0.0.0.1', adrouter: '192.0.2.1', body: { linklist: [{ intid: 1, neighintid: 2, neighbor: '192.0.2.2' }] } }],
      }),
    ],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_LSUpd(lsalist=[OSPFv3_Network_LSA(routerlist=["192.0.2.1","192.0.2.2"]),OSPFv3_Inter_Area_Router_LSA(metric=7,router="192.0.2.9")])`,
    () => [
      ip6(),
      OSPFv3_Hdr({ src: '192.0.2.1' }),
      OSPFv3_LSUpd({
        lsalist: [
          { type: 0x2002, body: { routerlist: ['192.0.2.1', '192.0.2.2'] } },
          { type: 0x2004, body: { metric: 7, router: '192.0.2.9' } },
        ],
      }),
    ],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_LSUpd(lsalist=[OSPFv3_Inter_Area_Prefix_LSA(prefix="2001:db8::/32"),OSPFv3_Link_LSA(prefixes=1,lladdr="fe80::1",prefixlist=[OSPFv3_Prefix_Item(prefix="2001:db8::/64",metric=0)])])`,
    () => [
      ip6(),
      OSPFv3_Hdr({ src: '192.0.2.1' }),
      OSPFv3_LSUpd({
        lsalist: [
          { type: 0x2003, body: { prefixlen: 32 } },
          { type: 8, body: { lladdr: 'fe80::1', prefixlist: [{ metric: 0, prefix: '2001:db8::' }] } },
        ],
      }),
    ],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_LSUpd(lsalist=[OSPFv3_Intra_Area_Prefix_LSA(prefixes=1,reflstype=0x2001,refadrouter="192.0.2.1",prefixlist=[OSPFv3_Prefix_Item(prefix="2001:db8:1::/48",metric=3)])])`,
    () => [
      ip6(),
      OSPFv3_Hdr({ src: '192.0.2.1' }),
      OSPFv3_LSUpd({
        lsalist: [
          {
            type: 0x2009,
            body: { reflstype: 0x2001, refadrouter: '192.0.2.1', prefixlist: [{ prefixlen: 48, metric: 3, prefix: '2001:db8:1::' }] },
          },
        ],
      }),
    ],
  ],
  [
    `${I6}/OSPFv3_Hdr(src="192.0.2.1")/OSPFv3_LSUpd(lsalist=[OSPFv3_AS_External_LSA(prefix="2001:db8::/32",metric=9)])`,
    () => [ip6(), OSPFv3_Hdr({ src: '192.0.2.1' }), OSPFv3_LSUpd({ lsalist: [{ type: 0x4005, body: { metric: 9, prefixlen: 32 } }] })],
  ],
];
