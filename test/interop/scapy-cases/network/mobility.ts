/** Mobile IPv6, and more of IPv6 and ICMPv6. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { ICMPv6EchoRequest } from '../../../../src/protocols/network/icmpv6/echo.ts';
import { ICMPv6MRD_Solicitation, ICMPv6MRD_Termination } from '../../../../src/protocols/network/icmpv6/multicast-listener.ts';
import { ICMPv6ND_INDAdv } from '../../../../src/protocols/network/icmpv6/neighbour-discovery.ts';
import { ICMPv6HAADRequest, ICMPv6MPAdv, ICMPv6RPL } from '../../../../src/protocols/network/icmpv6/node-messages.ts';
import { IPv6ExtHdrDestOpt, IPv6ExtHdrHopByHop } from '../../../../src/protocols/network/ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRouting } from '../../../../src/protocols/network/ipv6/ipv6-routing.ts';
import {
  MIP6MH_BA,
  MIP6MH_BE,
  MIP6MH_BRR,
  MIP6MH_BU,
  MIP6MH_CoT,
  MIP6MH_CoTI,
  MIP6MH_HoT,
  MIP6MH_HoTI,
} from '../../../../src/protocols/network/ipv6/mobility.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I6, ip6 } from '../ends.ts';

export const mobilityCases: readonly ScapyCase[] = [
  [`${I6}/MIP6MH_BRR()`, () => [ip6(), MIP6MH_BRR()]],
  [`${I6}/MIP6MH_HoTI(cookie=b"12345678")`, () => [ip6(), MIP6MH_HoTI({ cookie: 3_544_952_156_018_063_160n })]],
  [`${I6}/MIP6MH_CoTI(cookie=b"12345678")`, () => [ip6(), MIP6MH_CoTI({ cookie: 3_544_952_156_018_063_160n })]],
  [
    `${I6}/MIP6MH_HoT(index=5,cookie=b"12345678",token=b"abcdefgh")`,
    () => [ip6(), MIP6MH_HoT({ index: 5, cookie: 3_544_952_156_018_063_160n, token: 7_017_280_452_245_743_464n })],
  ],
  [
    `${I6}/MIP6MH_CoT(index=5,cookie=b"12345678",token=b"abcdefgh")`,
    () => [ip6(), MIP6MH_CoT({ index: 5, cookie: 3_544_952_156_018_063_160n, token: 7_017_280_452_245_743_464n })],
  ],
  [
    `${I6}/MIP6MH_BU(seq=7,flags="AHK",mhtime=10,options=[MIP6OptAltCoA(acoa="2001:db8::9")])`,
    () => [
      ip6(),
      MIP6MH_BU({
        seq: 7,
        mhtime: 10,
        options: [
          ['PadN', fromHex('')],
          ['AltCoA', '2001:db8::9'],
        ],
      }),
    ],
  ],
  [
    `${I6}/MIP6MH_BU(seq=7,flags="A",options=[MIP6OptNonceIndices(olen=4,hni=1,coni=2)])`,
    () => [ip6(), MIP6MH_BU({ seq: 7, flags: 'A', options: [['NonceIndices', { hni: 1, coni: 2 }]] })],
  ],
  [`${I6}/MIP6MH_BA(status=0,seq=7,mhtime=10)`, () => [ip6(), MIP6MH_BA({ seq: 7, mhtime: 10 })]],
  [`${I6}/MIP6MH_BE(status=1,ha="2001:db8::9")`, () => [ip6(), MIP6MH_BE({ status: 1, ha: '2001:db8::9' })]],
  [`${I6}/ICMPv6ND_INDAdv()`, () => [ip6(), ICMPv6ND_INDAdv()]],
  [`${I6}/ICMPv6HAADRequest(id=3)`, () => [ip6(), ICMPv6HAADRequest({ id: 3 })]],
  [`${I6}/ICMPv6MPAdv(id=4,flags=2)`, () => [ip6(), ICMPv6MPAdv({ id: 4 })]],
  [`${I6}/ICMPv6MRD_Solicitation()`, () => [ip6(), ICMPv6MRD_Solicitation()]],
  [`${I6}/ICMPv6MRD_Termination()`, () => [ip6(), ICMPv6MRD_Termination()]],
  [
    `${I6}/IPv6ExtHdrHopByHop(options=[PadN(optdata=b"\\0\\0\\0"),Pad1()])/UDP()`,
    () => [ip6(), IPv6ExtHdrHopByHop({ options: [['PadN', fromHex('000000')]] }), UDP()],
  ],
  [
    `${I6}/IPv6ExtHdrDestOpt(options=[HBHOptUnknown(otype=0x3e,optdata=b"ab")])/TCP()`,
    () => [ip6(), IPv6ExtHdrDestOpt({ options: [[62, fromHex('6162')]] }), TCP()],
  ],
  [
    `${I6}/IPv6ExtHdrRouting(type=0,segleft=2,addresses=["2001:db8::3","2001:db8::4"])/ICMPv6EchoRequest()`,
    () => [ip6(), IPv6ExtHdrRouting({ addresses: ['2001:db8::3', '2001:db8::4'] }), ICMPv6EchoRequest()],
  ],
  [
    `${I6}/MIP6MH_BU(seq=7,options=[MIP6OptMNID(subtype=1,id="me@x")])`,
    () => [ip6(), MIP6MH_BU({ seq: 7, options: [['MNID', { id: 'me@x' }]] })],
  ],
  [
    `${I6}/MIP6MH_BU(seq=8,options=[MIP6OptMobNetPrefix(plen=48,prefix="2001:db8:1::")])`,
    () => [ip6(), MIP6MH_BU({ seq: 8, options: [['MobNetPrefix', { plen: 48, prefix: '2001:db8:1::' }]] })],
  ],
  [
    `${I6}/MIP6MH_BA(seq=9,options=[MIP6OptMsgAuth(mspi=5,authdata=b"0123456789ab"),MIP6OptBRAdvice(rinter=9)])`,
    () => [ip6(), MIP6MH_BA({ seq: 9, options: ['Pad1', ['MsgAuth', { mspi: 5, authdata: '0123456789ab' }], ['BRAdvice', 9]] })],
  ],
  [`${I6}/ICMPv6RPL(code=1)/b"abcd"`, () => [ip6(), ICMPv6RPL({ code: 1 }), 'abcd']],
];
