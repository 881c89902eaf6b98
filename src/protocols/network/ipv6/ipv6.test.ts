import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { UDP } from '../../transport/udp.ts';
import { ICMPv6EchoRequest } from '../icmpv6/echo.ts';
import { AH, ESP } from '../ipsec.ts';
import { IP } from '../ipv4/ipv4.ts';
import { IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrOpaque, MIP6MH_Generic } from './ipv6-extensions.ts';
import { IPv6ExtHdrRouting, IPv6ExtHdrRoutingRPL, IPv6ExtHdrSegmentRouting } from './ipv6-routing.ts';
import { IPv6 } from './ipv6.ts';

const A = '2001:db8::1',
  B = '2001:db8::2',
  C = '2001:db8::3';
const I6 = () => IPv6({ src: A, dst: B });
const ends = '20010db800000000000000000000000120010db8000000000000000000000002';

layerSuite('IPv6', [
  {
    what: 'UDP',
    origin: 'scapy 2.5',
    first: IPv6,
    chain: 'IPv6/UDP',
    octets: `6000000000081140${ends}003500350008a3ff`,
    read: { IPv6: { version: 6, plen: 8, nh: 17, hlim: 64, src: A, dst: B } },
    build: () => [I6(), UDP()],
    summary: 'IPv6 / UDP 2001:db8::1:domain > 2001:db8::2:domain',
  },
  {
    what: 'hop-by-hop options',
    origin: 'scapy 2.5: IPv6ExtHdrHopByHop(options=[RouterAlert()])',
    first: IPv6,
    chain: 'IPv6/IPv6ExtHdrHopByHop/UDP',
    octets: `6000000000100040${ends}1100050200000100003500350008a3ff`,
    read: {
      IPv6ExtHdrHopByHop: {
        nh: 17,
        len: 0,
        options: [
          ['RouterAlert', 0],
          ['PadN', ''],
        ],
      },
    },
    build: () => [I6(), IPv6ExtHdrHopByHop({ options: [['RouterAlert', 0]] }), UDP()],
  },
  {
    what: 'destination options',
    origin: 'scapy 2.5',
    first: IPv6,
    chain: 'IPv6/IPv6ExtHdrDestOpt/UDP',
    octets: `6000000000103c40${ends}1100010400000000003500350008a3ff`,
    read: { IPv6ExtHdrDestOpt: { options: [['PadN', '00000000']] } },
    build: () => [I6(), IPv6ExtHdrDestOpt(), UDP()],
  },
  {
    what: 'routing header of type 0',
    origin: 'scapy 2.5: IPv6ExtHdrRouting(addresses=[…3, …4])',
    first: IPv6,
    chain: 'IPv6/IPv6ExtHdrRouting/UDP',
    octets: `6000000000302b40${ends}110400020000000020010db800000000000000000000000320010db8000000000000000000000004003500350008a3fd`,
    read: { IPv6ExtHdrRouting: { type: 0, segleft: 2, addresses: [C, '2001:db8::4'], data: '' } },
    build: () => [I6(), IPv6ExtHdrRouting({ addresses: [C, '2001:db8::4'] }), UDP()],
  },
  {
    what: 'segment routing header',
    origin: 'scapy 2.5: IPv6ExtHdrSegmentRouting(addresses=[…3, …2], segleft=1, lastentry=1, tag=9)',
    first: IPv6,
    chain: 'IPv6/IPv6ExtHdrSegmentRouting/UDP',
    octets: `6000000000302b40${ends}110404010100000920010db800000000000000000000000320010db8000000000000000000000002003500350008a3fe`,
    read: { IPv6ExtHdrSegmentRouting: { segleft: 1, lastentry: 1, tag: 9, addresses: [C, B], tlv_objects: [] } },
    build: () => [I6(), IPv6ExtHdrSegmentRouting({ addresses: [C, B], tag: 9 }), UDP()],
  },
  {
    what: 'segments with TLVs',
    origin: 'RFC 8754 §2.1: PadN and an HMAC of 8 octets, put together by hand',
    first: IPv6ExtHdrSegmentRouting,
    chain: 'IPv6ExtHdrSegmentRouting',
    octets: `3b05040000080000fd${'00'.repeat(14)}0104040000000000050e000000000001010203040506070800`,
    read: {
      IPv6ExtHdrSegmentRouting: {
        hmac: 1,
        addresses: ['fd00::1'],
        tlv_objects: [['PadN', '00000000'], ['Pad1'], ['HMAC', '0000000000010102030405060708'], ['Pad1']],
      },
    },
  },
  {
    what: 'RPL source route',
    origin: 'RFC 6554 §3: two addresses that share 15 octets, 6 of filling; put together by hand',
    first: IPv6ExtHdrRouting,
    chain: 'IPv6ExtHdrRoutingRPL/UDP/Raw',
    octets: '11010302ff600000020300000000000000090009000a1234abcd',
    read: { IPv6ExtHdrRoutingRPL: { segleft: 2, cmpri: 15, cmpre: 15, pad: 6, addresses: '0203000000000000' } },
    build: () => [
      IPv6ExtHdrRoutingRPL({ segleft: 2, cmpri: 15, cmpre: 15, pad: 6, addresses: fromHex('0203000000000000') }),
      UDP({ sport: 9, dport: 9, chksum: 0x1234 }),
      fromHex('abcd'),
    ],
  },
  {
    what: 'routing header of an unknown type',
    origin: 'RFC 8200 §4.4, type 77',
    first: IPv6ExtHdrRouting,
    chain: 'IPv6ExtHdrRouting',
    octets: '3b014d01000000001122334455667788',
    read: { IPv6ExtHdrRouting: { type: 77, segleft: 1, data: '1122334455667788' } },
  },
  {
    what: 'first fragment',
    origin: 'scapy 2.5: IPv6ExtHdrFragment(m=1, id=7)',
    first: IPv6,
    chain: 'IPv6/IPv6ExtHdrFragment/UDP',
    octets: `6000000000102c40${ends}1100000100000007003500350008a3ff`,
    read: { IPv6ExtHdrFragment: { offset: 0, m: 1, id: 7 } },
    build: () => [I6(), IPv6ExtHdrFragment({ m: 1, id: 7 }), UDP()],
  },
  {
    what: 'later fragment',
    origin: 'scapy 2.5: IPv6ExtHdrFragment(offset=185, id=7, nh=17)/b"rest"',
    first: IPv6,
    chain: 'IPv6/IPv6ExtHdrFragment/Raw',
    octets: `60000000000c2c40${ends}110005c80000000772657374`,
    read: { IPv6ExtHdrFragment: { offset: 185, m: 0 }, Raw: { load: '72657374' } },
    build: () => [I6(), IPv6ExtHdrFragment({ offset: 185, id: 7, nh: 17 }), 'rest'],
  },
  {
    what: 'AH',
    origin: 'scapy 2.5: AH(nh=17,payloadlen=4,spi=7,seq=1,icv=b"0123456789ab")/UDP(chksum=0)',
    first: IP,
    chain: 'IP/AH/UDP',
    octets: '45000034000100004033f692c0000201c00002021104000000000007000000013031323334353637383961620035003500080000',
    read: { AH: { nh: 17, payloadlen: 4, spi: 7, seq: 1, icv: '303132333435363738396162' } },
    build: () => [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), AH({ spi: 7, seq: 1, icv: '0123456789ab' }), UDP({ chksum: 0 })],
  },
  {
    what: 'ESP',
    origin: 'scapy 2.5: ESP(spi=7,seq=2,data=b"secret")',
    first: ESP,
    chain: 'ESP',
    octets: '0000000700000002736563726574',
    read: { ESP: { spi: 7, seq: 2, data: '736563726574' } },
    build: () => [ESP({ spi: 7, seq: 2, data: 'secret' })],
  },
  {
    what: 'mobility header',
    origin: 'scapy 2.5: MIP6MH_Generic(mhtype=11)',
    first: IPv6,
    chain: 'IPv6/MIP6MH_Generic',
    octets: `6000000000088740${ends}3b000b005dfb0000`,
    read: { MIP6MH_Generic: { mhtype: 11, msg: '0000' } },
    build: () => [I6(), MIP6MH_Generic({ mhtype: 11 })],
  },
  {
    what: 'HIP',
    origin: 'RFC 7401 §5.1, its head',
    first: IPv6ExtHdrOpaque,
    chain: 'IPv6ExtHdrOpaque',
    octets: '3b00010200000000',
    read: { IPv6ExtHdrOpaque: { nh: 59, data: '010200000000' } },
  },
]);

describe('IPv6', () => {
  it('answers with its ends changed, with the same hash', () => {
    const { match } = IPv6.spec;
    const request = packet(IPv6({ src: A, dst: B }), UDP()).get(IPv6),
      reply = packet(IPv6({ src: B, dst: A }), UDP()).get(IPv6);
    expect(match?.hash(reply, 'reply', 5)).toBe(match?.hash(request, 'request', 5));
    expect(match?.answers(reply, request)).toBe(true);
    expect(match?.answers(request, request)).toBe(false);
  });
});

describe('IPv6 extension headers', () => {
  it('pass the addresses on to checksums', () => {
    const plain = packet(I6(), UDP()).get(UDP).chksum;
    expect(packet(I6(), IPv6ExtHdrHopByHop(), IPv6ExtHdrDestOpt(), IPv6ExtHdrFragment(), UDP()).get(UDP).chksum).toBe(plain);
    // Nothing left to visit: the destination is the one in the IPv6 header (RFC 8200 §8.1).
    expect(packet(I6(), IPv6ExtHdrRouting({ segleft: 0, addresses: [C] }), UDP()).get(UDP).chksum).toBe(plain);
    expect(packet(I6(), IPv6ExtHdrRouting({ addresses: [C] }), UDP()).get(UDP).chksum).toBe(
      packet(IPv6({ src: A, dst: C }), UDP()).get(UDP).chksum,
    );
    expect(packet(I6(), IPv6ExtHdrRouting({ addresses: [C] }), IPv6ExtHdrDestOpt(), TCP()).get(TCP).chksum).toBe(
      packet(IPv6({ src: A, dst: C }), TCP()).get(TCP).chksum,
    );
    // A home address stands in for the source (RFC 6275 §11.3.1).
    expect(
      packet(
        I6(),
        IPv6ExtHdrDestOpt({
          options: [
            ['PadN', new Uint8Array(2)],
            ['HAO', C],
          ],
        }),
        UDP(),
      ).get(UDP).chksum,
    ).toBe(packet(IPv6({ src: C, dst: B }), UDP()).get(UDP).chksum);
    // The last address of an RPL route has the destination's first octets.
    expect(
      packet(I6(), IPv6ExtHdrRoutingRPL({ segleft: 1, cmpri: 15, cmpre: 15, pad: 7, addresses: fromHex('0300000000000000') }), UDP()).get(
        UDP,
      ).chksum,
    ).toBe(packet(IPv6({ src: A, dst: C }), UDP()).get(UDP).chksum);
  });

  it('keep right what was right when a route changes', () => {
    const p = dissect(packet(I6(), IPv6ExtHdrRouting({ addresses: [C] }), UDP(), 'x').bytes, IPv6);
    p.set(IPv6ExtHdrRouting, { addresses: ['2001:db8::4', C] });
    expect(toHex(p.bytes)).toBe(toHex(packet(I6(), IPv6ExtHdrRouting({ addresses: ['2001:db8::4', C] }), UDP(), 'x').bytes));
  });

  it('set the hop limit that the message above wants, unless one is given', () => {
    expect(packet(I6(), ICMPv6EchoRequest()).get(IPv6).hlim).toBe(64);
  });

  it('leave jumbograms open', () => {
    const p = packet(I6(), IPv6ExtHdrHopByHop({ options: [['Jumbo', 70_008]] }), UDP(), new Uint8Array(70_000));
    expect(p.get(IPv6).plen).toBe(0);
    expect(p.get(UDP).len).toBe(0);
    expect(dissect(p.bytes, IPv6).payload(UDP).length).toBe(70_000);
  });

  it('of a number without a layer are Raw, and 59 is the end', () => {
    expect(
      dissect(packet(I6(), 'rest').bytes, IPv6)
        .layers()
        .map((l) => l.layerName),
    ).toEqual(['IPv6', 'Raw']);
    expect(packet(I6()).get(IPv6).nh).toBe(59);
  });
});
