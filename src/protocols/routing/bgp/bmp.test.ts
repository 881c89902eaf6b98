import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { LINKTYPE } from '../../../capture/link-types.ts';
import { protocolChain } from '../../../filter/protocol-chain.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { BGPHeader, BGPNotification, BGPOpen, BGPUpdate } from './bgp.ts';
import { BMP, BMPInitiation, BMPPeerDown, BMPPeerUp, BMPRouteMirroring, BMPRouteMonitoring, BMPStatistics, BMPTermination } from './bmp.ts';

/** Octets as in RFC 7854 §4, built here; tshark 4.0 reads the same values (`-d tcp.port==1790,bmp`). */
const origin = 'RFC 7854 §4; tshark 4.0 reads the same values';
const peer = { peer_as: 65_001, bgp_id: '192.0.2.1', seconds: 1_700_000_000, microseconds: 5 } as const;
const INITIATION = '03000000160400010006726f75746572000200027231';
const UP =
  '030000007e030080000000000000000020010db80000000000000000000000010000fde9c00002016553f1000000000520010db800000000000000000000000200b39c40ffffffffffffffffffffffffffffffff001d0104fde800b4c000020200ffffffffffffffffffffffffffffffff001d0104fde9005ac000020100';
const ROUTE =
  '030000004b0000400000000000000000000000000000000000000000c00002010000fde9c00002016553f10000000005ffffffffffffffffffffffffffffffff001b020000000018c63364';
const DOWN = '03000000330200000000000000000000000000000000000000000000c00002010000fde9c00002016553f1000000000502000a';

layerSuite('BMP', [
  {
    what: 'initiation',
    origin,
    first: BMP,
    chain: 'BMP/BMPInitiation',
    octets: INITIATION,
    read: {
      BMP: { version: 3, len: 22, type: 4 },
      BMPInitiation: {
        information: [
          ['sysDescr', 'router'],
          ['sysName', 'r1'],
        ],
      },
    },
    build: () => [
      BMP(),
      BMPInitiation({
        information: [
          ['sysDescr', 'router'],
          ['sysName', 'r1'],
        ],
      }),
    ],
  },
  {
    what: 'peer up, over IPv6',
    origin,
    first: BMP,
    chain: 'BMP/BMPPeerUp/BGPHeader/BGPOpen/BGPHeader/BGPOpen',
    octets: UP,
    read: {
      BMP: { len: 126, type: 3 },
      BMPPeerUp: { V: 1, peer_ipv6: '2001:db8::1', peer_as: 65_001, local_ipv6: '2001:db8::2', local_port: 179, remote_port: 40_000 },
    },
    build: () => [
      BMP(),
      BMPPeerUp({ ...peer, V: 1, peer_ipv6: '2001:db8::1', local_ipv6: '2001:db8::2', local_port: 179, remote_port: 40_000 }),
      BGPHeader(),
      BGPOpen({ my_as: 65_000, hold_time: 180, bgp_id: '192.0.2.2' }),
      BGPHeader(),
      BGPOpen({ my_as: 65_001, hold_time: 90, bgp_id: '192.0.2.1' }),
    ],
  },
  {
    what: 'statistics',
    origin,
    first: BMP,
    chain: 'BMP/BMPStatistics',
    octets:
      '03000000570100000000000000000000000000000000000000000000c00002010000fde9c00002016553f100000000050000000300000004000000070007000800000000000f42400009000b0001010000000000000009',
    read: {
      BMPStatistics: {
        peer_ipv4: '192.0.2.1',
        count: 3,
        statistics: [
          ['prefixes-rejected', 7],
          ['routes-in', 1_000_000n],
          ['routes-in-by-family', { afi: 1, safi: 1, routes: 9n }],
        ],
      },
    },
    build: () => [
      BMP(),
      BMPStatistics({
        ...peer,
        peer_ipv4: '192.0.2.1',
        statistics: [
          ['prefixes-rejected', 7],
          ['routes-in', 1_000_000n],
          ['routes-in-by-family', { afi: 1, safi: 1, routes: 9n }],
        ],
      }),
    ],
  },
  {
    what: 'peer down, without a notification',
    origin,
    first: BMP,
    chain: 'BMP/BMPPeerDown',
    octets: DOWN,
    read: { BMPPeerDown: { reason: 2, event: 10, distinguisher: '0000000000000000' } },
    build: () => [BMP(), BMPPeerDown({ ...peer, peer_ipv4: '192.0.2.1', reason: 2, event: 10 })],
  },
  {
    what: 'peer down, with a notification',
    origin,
    first: BMP,
    chain: 'BMP/BMPPeerDown/BGPHeader/BGPNotification',
    octets:
      '03000000460200000000000000000000000000000000000000000000c00002010000fde9c00002016553f1000000000503ffffffffffffffffffffffffffffffff0015030602',
    read: { BMPPeerDown: { reason: 3 }, BGPNotification: { error_code: 6 } },
    build: () => [
      BMP(),
      BMPPeerDown({ ...peer, peer_ipv4: '192.0.2.1', reason: 3 }),
      BGPHeader(),
      BGPNotification({ error_code: 6, error_subcode: 2 }),
    ],
  },
  {
    what: 'route monitoring',
    origin,
    first: BMP,
    chain: 'BMP/BMPRouteMonitoring/BGPHeader/BGPUpdate',
    octets: ROUTE,
    read: { BMPRouteMonitoring: { L: 1 }, BGPUpdate: { nlri: ['198.51.100.0/24'] } },
    build: () => [
      BMP(),
      BMPRouteMonitoring({ ...peer, peer_ipv4: '192.0.2.1', L: 1 }),
      BGPHeader(),
      BGPUpdate({ nlri: ['198.51.100.0/24'] }),
    ],
  },
  {
    what: 'termination',
    origin,
    first: BMP,
    chain: 'BMP/BMPTermination',
    octets: '030000000c05000100020002',
    read: { BMPTermination: { information: [['reason', 2]] } },
    build: () => [BMP(), BMPTermination({ information: [['reason', 2]] })],
  },
  {
    what: 'route mirroring',
    origin,
    first: BMP,
    chain: 'BMP/BMPRouteMirroring',
    octets: '03000000360600000000000000000000000000000000000000000000c00002010000fde9c00002016553f10000000005000100020001',
    read: { BMPRouteMirroring: { information: [['what', 1]] } },
    build: () => [BMP(), BMPRouteMirroring({ ...peer, peer_ipv4: '192.0.2.1', information: [['what', 1]] })],
  },
]);

describe('BMP', () => {
  const over = (octets: string, sport = 40_000): Uint8Array =>
    packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport, dport: 1790 }), fromHex(octets)).bytes;

  it('is found on any port, one message behind another', () => {
    const p = dissect(over(INITIATION + DOWN + DOWN), IP);
    expect(chainOf(p)).toBe('IP/TCP/BMP/BMPInitiation/BMP/BMPPeerDown/BMP/BMPPeerDown');
    expect(p.get(BMP)?.type).toBe(4);
  });

  it('is named once in the chain, and BGP once for each message (as tshark 4.0 names them)', () => {
    const p = dissect(over(ROUTE + ROUTE + UP), IP);
    expect(protocolChain(objectOf(p).shape, LINKTYPE.IPV4)).toBe('ip:tcp:bmp:bgp:bgp:bgp');
  });

  it('is not what TPKT begins with (RFC 2126 §4.3), nor a message of an unknown type or kind of peer', () => {
    for (const octets of [
      '0300001611e00000000100c1020600c2020600c0010a',
      `${INITIATION.slice(0, 10)}07`,
      `${DOWN.slice(0, 12)}04${DOWN.slice(14)}`,
    ])
      expect(dissect(over(octets), IP).get(BMP)).toBeUndefined();
  });
});
