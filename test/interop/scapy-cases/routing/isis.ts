/** IS-IS. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { LLC } from '../../../../src/protocols/link/llc.ts';
import {
  ISIS_CommonHdr,
  ISIS_L1_CSNP,
  ISIS_L1_LAN_Hello,
  ISIS_L1_LSP,
  ISIS_L1_PSNP,
  ISIS_L2_CSNP,
  ISIS_L2_LAN_Hello,
  ISIS_L2_LSP,
  ISIS_L2_PSNP,
  ISIS_P2P_Hello,
} from '../../../../src/protocols/routing/isis/isis.ts';
import type { ScapyCase } from '../case.ts';
import { D, dot3 } from '../ends.ts';

export const isisCases: readonly ScapyCase[] = [
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L1_LAN_Hello(circuittype="L1",sourceid="1921.6800.1001",lanid="1921.6800.1001.02",tlvs=[ISIS_AreaTlv(areas=[ISIS_AreaEntry(areaid="49.0001")]),ISIS_ProtocolsSupportedTlv(nlpids=["IPv4","IPv6"]),ISIS_IpInterfaceAddressTlv(addresses=["192.0.2.1"])])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_L1_LAN_Hello({
        circuittype: 'L1',
        sourceid: '1921.6800.1001',
        lanid: '1921.6800.1001.02',
        tlvs: [
          ['Area', [{ areaid: fromHex('490001') }]],
          ['ProtocolsSupported', [204, 142]],
          ['IpInterfaceAddress', ['192.0.2.1']],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L2_LAN_Hello(priority=64,holdingtime=9,tlvs=[ISIS_PaddingTlv(padding=b"\\0"*20),ISIS_IsNeighbourTlv(neighbours=["02:00:00:00:00:09"])])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_L2_LAN_Hello({
        holdingtime: 9,
        priority: 64,
        tlvs: [
          ['Padding', new Uint8Array(20)],
          ['IsNeighbour', ['02:00:00:00:00:09']],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L1_LSP(lifetime=1200,lspid="1921.6800.1001.00-00",seqnum=9,tlvs=[ISIS_DynamicHostnameTlv(hostname="r1"),ISIS_InternalIpReachabilityTlv(entries=[ISIS_IpReachabilityEntry(ipaddress="198.51.100.0",subnetmask="255.255.255.0")])])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_L1_LSP({
        lifetime: 1200,
        lspid: '1921.6800.1001.00-00',
        seqnum: 9,
        tlvs: [
          ['DynamicHostname', 'r1'],
          ['InternalIpReachability', [{ ipaddress: '198.51.100.0', subnetmask: '255.255.255.0' }]],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L2_LSP(tlvs=[ISIS_ExtendedIsReachabilityTlv(neighbours=[ISIS_ExtendedIsNeighbourEntry(neighbourid="1921.6800.1002.00",metric=10)]),ISIS_ExtendedIpReachabilityTlv(pfxs=[ISIS_ExtendedIpPrefix(metric=20,pfx="198.51.100.0/24")]),ISIS_Ipv6ReachabilityTlv(pfxs=[ISIS_Ipv6Prefix(metric=5,pfx="2001:db8::/32")])])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_L2_LSP({
        tlvs: [
          ['ExtendedIsReachability', [{ neighbourid: '1921.6800.1002.00', metric: 10 }]],
          ['ExtendedIpReachability', [{ metric: 20, pfxlen: 24, pfx: '198.51.100.0' }]],
          ['Ipv6Reachability', [{ metric: 5, pfxlen: 32, pfx: '2001:db8::' }]],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L2_LSP(tlvs=[ISIS_IsReachabilityTlv(neighbours=[ISIS_IsReachabilityEntry(neighbourid="1921.6800.1002.00")]),ISIS_TERouterIDTlv(routerid="192.0.2.1"),ISIS_Ipv6InterfaceAddressTlv(addresses=["2001:db8::1"]),ISIS_BufferSizeTlv()])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_L2_LSP({
        tlvs: [
          ['IsReachability', { neighbours: [{ neighbourid: '1921.6800.1002.00' }] }],
          ['TERouterID', '192.0.2.1'],
          ['Ipv6InterfaceAddress', ['2001:db8::1']],
          ['BufferSize', 1497],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L1_CSNP(sourceid="1921.6800.1001.00",tlvs=[ISIS_LspEntryTlv(entries=[ISIS_LspEntry(lspid="1921.6800.1002.00-00",seqnum=3,checksum=0x1234,lifetime=900)])])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_L1_CSNP({
        sourceid: '1921.6800.1001.00',
        tlvs: [['LspEntry', [{ lifetime: 900, lspid: '1921.6800.1002.00-00', seqnum: 3, checksum: 4660 }]]],
      }),
    ],
  ],
  [`${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L2_CSNP()`, () => [dot3(), LLC(), ISIS_CommonHdr(), ISIS_L2_CSNP()]],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L1_PSNP(sourceid="1921.6800.1001.00")`,
    () => [dot3(), LLC(), ISIS_CommonHdr(), ISIS_L1_PSNP({ sourceid: '1921.6800.1001.00' })],
  ],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_L2_PSNP(tlvs=[ISIS_AuthenticationTlv(password="pw"),ISIS_LspEntryTlv(entries=[ISIS_LspEntry()])])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_L2_PSNP({
        tlvs: [
          ['Authentication', { password: 'pw' }],
          ['LspEntry', [{}]],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(dsap=0xfe,ssap=0xfe,ctrl=3)/ISIS_CommonHdr()/ISIS_P2P_Hello(localcircuitid=5,tlvs=[ISIS_P2PAdjacencyStateTlv(len=5,state=1,extlocalcircuitid=7)])`,
    () => [
      dot3(),
      LLC(),
      ISIS_CommonHdr(),
      ISIS_P2P_Hello({ localcircuitid: 5, tlvs: [['P2PAdjacencyState', { state: 1, extlocalcircuitid: 7 }]] }),
    ],
  ],
];
