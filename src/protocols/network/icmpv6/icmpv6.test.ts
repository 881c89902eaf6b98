import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { IPv6ExtHdrHopByHop } from '../ipv6/ipv6-extensions.ts';
import { IPv6 } from '../ipv6/ipv6.ts';
import { ICMPv6error, IPerror6, TCPerror, UDPerror } from '../quoted.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest, ICMPv6ExtEchoReply, ICMPv6ExtEchoRequest } from './echo.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded } from './errors.ts';
import { ICMPv6Unknown } from './icmpv6.ts';
import { ICMPv6MLDMultAddrRec, ICMPv6MLQuery, ICMPv6MLQuery2, ICMPv6MLReport2 } from './multicast-listener.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS } from './neighbour-discovery.ts';
import { ICMPv6HAADReply, ICMPv6NIQuery, ICMPv6NIReply } from './node-messages.ts';

const A = '2001:db8::1',
  B = '2001:db8::2',
  C = '2001:db8::3';
const I6 = () => IPv6({ src: A, dst: B });
const ends = '20010db800000000000000000000000120010db8000000000000000000000002';
const c = '20010db8000000000000000000000003';

layerSuite('ICMPv6', [
  {
    what: 'echo request',
    origin: 'scapy 2.5: ICMPv6EchoRequest(id=1,seq=2)',
    first: IPv6,
    chain: 'IPv6/ICMPv6EchoRequest',
    octets: `6000000000083a40${ends}8000244500010002`,
    read: { ICMPv6EchoRequest: { type: 128, code: 0, cksum: 0x2445, id: 1, seq: 2, data: '' } },
    build: () => [I6(), ICMPv6EchoRequest({ id: 1, seq: 2 })],
    summary: 'IPv6 / ICMPv6 Echo Request (id: 0x1 seq: 0x2)',
  },
  {
    what: 'neighbour advertisement',
    origin: 'scapy 2.5: ICMPv6ND_NA(tgt=…3)/ICMPv6NDOptDstLLAddr()',
    first: IPv6,
    chain: 'IPv6/ICMPv6ND_NA',
    octets: `6000000000203aff${ends}88004c72a0000000${c}0201000000000000`,
    read: { IPv6: { hlim: 255 }, ICMPv6ND_NA: { R: 1, S: 0, O: 1, tgt: C, options: [['DstLLAddr', '00:00:00:00:00:00']] } },
    build: () => [I6(), ICMPv6ND_NA({ tgt: C, options: [['DstLLAddr', '00:00:00:00:00:00']] })],
  },
  {
    what: 'router advertisement',
    origin: 'scapy 2.5: ICMPv6ND_RA()/ICMPv6NDOptMTU()',
    first: IPv6,
    chain: 'IPv6/ICMPv6ND_RA',
    octets: `6000000000183aff${ends}86000d270008070800000000000000000501000000000500`,
    read: { ICMPv6ND_RA: { prf: 1, routerlifetime: 1800, options: [['MTU', { res: 0, mtu: 1280 }]] } },
    build: () => [I6(), ICMPv6ND_RA({ options: [['MTU', {}]] })],
  },
  {
    what: 'options of all kinds',
    origin: 'RFC 4861 §4.6, RFC 8106 §5, RFC 4191 §2.3, RFC 3971 §5.3.2: by hand',
    first: ICMPv6Unknown,
    chain: 'ICMPv6ND_RA',
    octets:
      `8600000000000000${'00'.repeat(8)}0304 40c0 ffffffff ffffffff 00000000 ${c} 1903 0000 0000000a ${c} 1f03 0000 0000000a 076578616d706c65036f726700000000 1802 3018 00000064 20010db800090000 0e01 010203040506 0401 000000000000 c801 aabbccddeeff`.replaceAll(
        ' ',
        '',
      ),
    read: {
      ICMPv6ND_RA: {
        options: [
          [
            'PrefixInfo',
            { prefixlen: 64, L: 1, A: 1, R: 0, validlifetime: 0xffffffff, prefix: C, res1: 0, res2: 0, preferredlifetime: 0xffffffff },
          ],
          ['RDNSS', { res: 0, lifetime: 10, dns: [C] }],
          ['DNSSL', { res: 0, lifetime: 10, searchlist: ['example.org.'] }],
          ['RouteInfo', { plen: 48, prf: 3, rtlifetime: 100, prefix: '2001:db8:9::', res1: 0, res2: 0 }],
          ['Nonce', '010203040506'],
          ['RedirectedHdr', { res: '000000000000', pkt: '' }],
          [200, 'aabbccddeeff'],
        ],
      },
    },
  },
  {
    what: 'multicast listener report',
    origin: 'scapy 2.5',
    first: IPv6,
    chain: 'IPv6/IPv6ExtHdrHopByHop/ICMPv6MLReport2',
    octets: `6000000000340001${ends}3a000502000001008f00e4590000000104000001ff020000000000000000000000000009${c}`,
    read: {
      ICMPv6MLReport2: {
        records_number: 1,
        records: [{ rtype: 4, auxdata_len: 0, sources_number: 1, dst: 'ff02::9', sources: [C], auxdata: '' }],
      },
    },
    build: () => [
      I6(),
      IPv6ExtHdrHopByHop({ options: [['RouterAlert', 0]] }),
      ICMPv6MLReport2({ records: [ICMPv6MLDMultAddrRec({ dst: 'ff02::9', sources: [C] })] }),
    ],
  },
  {
    what: 'port unreachable',
    origin: 'scapy 2.5: ICMPv6DestUnreach(code=4)/IPerror6()/UDPerror()',
    first: ICMPv6DestUnreach,
    chain: 'ICMPv6DestUnreach/IPerror6/UDPerror',
    octets: `0104000000000000600000000008114020010db800000000000000000000000220010db8000000000000000000000001000100020008a4 66`.replaceAll(
      ' ',
      '',
    ),
    read: { ICMPv6DestUnreach: { code: 4 }, IPerror6: { src: B, dst: A }, UDPerror: { sport: 1, dport: 2 } },
    build: () => [ICMPv6DestUnreach({ code: 4, cksum: 0 }), IPerror6({ src: B, dst: A }), UDPerror({ sport: 1, dport: 2 })],
  },
  {
    what: 'a type that nobody knows',
    origin: 'RFC 4443 §2.1',
    first: ICMPv6Unknown,
    chain: 'ICMPv6Unknown',
    octets: 'c8010000626f6479',
    read: { ICMPv6Unknown: { type: 200, code: 1, msgbody: '626f6479' } },
  },
]);

describe('ICMPv6', () => {
  const chain = (octets: string): string => chainOf(dissect(fromHex(octets), ICMPv6Unknown));

  it('takes queries of 24 octets for version 1 and of 28 for version 2 (RFC 3810 §8.1)', () => {
    expect(dissect(packet(ICMPv6MLQuery()).bytes, ICMPv6Unknown).has(ICMPv6MLQuery)).toBe(true);
    expect(dissect(packet(ICMPv6MLQuery2()).bytes, ICMPv6Unknown).has(ICMPv6MLQuery2)).toBe(true);
    expect(packet(ICMPv6MLQuery2({ sources: [A, B] })).get(ICMPv6MLQuery2).sources_number).toBe(2);
  });

  it('keeps the type of a message that is cut short', () => {
    expect(chain('8700aabb0000000020010db8')).toBe('ICMPv6Unknown');
    expect(dissect(fromHex('8700aabb0000000020010db8'), ICMPv6Unknown).get(ICMPv6Unknown)?.type).toBe(135);
    expect(chain('8700aa')).toBe('Raw');
  });

  it('asks for the hop limits that RFC 4861 and RFC 3810 demand', () => {
    expect(packet(I6(), ICMPv6ND_NS()).get(IPv6).hlim).toBe(255);
    expect(packet(I6(), ICMPv6MLQuery()).get(IPv6).hlim).toBe(1);
    expect(packet(I6(), IPv6ExtHdrHopByHop(), ICMPv6MLReport2()).get(IPv6).hlim).toBe(1);
    expect(packet(IPv6({ hlim: 3 }), ICMPv6ND_NS()).get(IPv6).hlim).toBe(3);
    expect(packet(I6(), ICMPv6EchoRequest()).get(IPv6).hlim).toBe(64);
  });

  it('keeps search lists that are not just names', () => {
    const option = fromHex('1f0200000000000a0361626300000001');
    const p = dissect(Uint8Array.of(...packet(ICMPv6ND_RS({ cksum: 0 })).bytes, ...option), ICMPv6Unknown);
    expect(plain(p.get(ICMPv6ND_RS)?.options)).toEqual([['DNSSL', { res: 0, lifetime: 10, searchlist: '0361626300000001' }]]);
  });

  it('fills options up to 8 octets', () => {
    expect(
      toHex(
        packet(
          ICMPv6ND_RS({
            cksum: 0,
            options: [
              ['Nonce', fromHex('0102')],
              ['DNSSL', { searchlist: ['a', 'bc'] }],
            ],
          }),
        ).bytes,
      ),
    ).toBe('8500000000000000' + '0e01010200000000' + '1f020000ffffffff' + '0161000262630000');
  });

  it('answers', () => {
    const echo = ICMPv6EchoRequest.spec.match!;
    const request = packet(ICMPv6EchoRequest({ id: 1, seq: 2 })).get(ICMPv6EchoRequest);
    const reply = packet(ICMPv6EchoReply({ id: 1, seq: 2 })).get(ICMPv6EchoReply);
    expect(echo.answers(reply, request)).toBe(true);
    expect(echo.answers(request, reply)).toBe(false);
    expect(echo.hash(reply, 'reply', 3)).toBe(echo.hash(request, 'request', 3));
    expect(
      ICMPv6ExtEchoReply.spec.match?.answers(
        packet(ICMPv6ExtEchoReply({ id: 1, seq: 9 })).get(ICMPv6ExtEchoReply) as never,
        packet(ICMPv6ExtEchoRequest({ id: 1, seq: 9 })).get(ICMPv6ExtEchoRequest) as never,
      ),
    ).toBe(true);
    // The target of a solicitation answers, whatever group it went to.
    const ns = packet(ICMPv6ND_NS({ tgt: C })).get(ICMPv6ND_NS),
      na = packet(ICMPv6ND_NA({ tgt: C })).get(ICMPv6ND_NA);
    expect(ICMPv6ND_NA.spec.match?.answers(na, ns as never)).toBe(true);
    expect(ICMPv6ND_NA.spec.match?.hash(na, 'reply', 1)).toBe(ICMPv6ND_NS.spec.match?.hash(ns, 'request', 2));
    const ni = ICMPv6NIQuery.spec.match!;
    expect(
      ni.answers(
        packet(ICMPv6NIReply({ nonce: 'abcdefgh' })).get(ICMPv6NIReply),
        packet(ICMPv6NIQuery({ nonce: 'abcdefgh' })).get(ICMPv6NIQuery),
      ),
    ).toBe(true);
    expect(
      ni.answers(
        packet(ICMPv6NIReply({ nonce: 'abcdefgX' })).get(ICMPv6NIReply),
        packet(ICMPv6NIQuery({ nonce: 'abcdefgh' })).get(ICMPv6NIQuery),
      ),
    ).toBe(false);
    expect(packet(ICMPv6HAADReply({ addresses: [A] })).length).toBe(24);
  });

  it('quotes', () => {
    const p = dissect(packet(I6(), ICMPv6PacketTooBig({ mtu: 1300 }), IPerror6({ src: A, dst: B }), TCPerror({ sport: 5 })).bytes, IPv6);
    expect(chainOf(p)).toBe('IPv6/ICMPv6PacketTooBig/IPerror6/TCPerror');
    const q = dissect(packet(I6(), ICMPv6TimeExceeded(), IPerror6({ src: A, dst: B }), ICMPv6error({ id: 7, seq: 8 }), 'rest').bytes, IPv6);
    expect(q.get(ICMPv6error)).toMatchObject({ type: 128, id: 7, seq: 8 });
    expect(q.get(ICMPv6EchoRequest)).toBeUndefined();
    expect(packet(I6(), ICMPv6DestUnreach(), IPerror6(), UDPerror()).has(UDP)).toBe(false);
  });
});
