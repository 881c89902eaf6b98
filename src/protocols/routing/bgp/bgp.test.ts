import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { seededRandom } from '../../../bytes/random.ts';
import { Session } from '../../../packet/object/session.ts';
import { Ether } from '../../link/ethernet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { BGPHeader, BGPKeepAlive, BGPNotification, BGPOpen, BGPRouteRefresh, BGPUpdate } from './bgp.ts';

const MARKER = 'ff'.repeat(16);

layerSuite('BGP', [
  {
    what: 'an OPEN',
    origin: 'corpus: BGP_Cisco_hdlc_slarp.pcap, packet 4',
    first: BGPHeader,
    chain: 'BGPHeader/BGPOpen',
    octets: `${MARKER}00390104000100b40b0b0b0b1c02060104000100010202800002020200020246000206410400000001`,
    read: {
      BGPHeader: { len: 57, type: 1 },
      BGPOpen: {
        version: 4,
        my_as: 1,
        hold_time: 180,
        bgp_id: '11.11.11.11',
        opt_param_len: 28,
        opt_params: [
          ['Capabilities', [['Multiprotocol', { afi: 1, safi: 1 }]]],
          ['Capabilities', [['CiscoRouteRefresh']]],
          ['Capabilities', [['RouteRefresh']]],
          ['Capabilities', [['EnhancedRouteRefresh']]],
          ['Capabilities', [['FourOctetAS', 1]]],
        ],
      },
    },
    build: () => [
      BGPHeader(),
      BGPOpen({
        my_as: 1,
        hold_time: 180,
        bgp_id: '11.11.11.11',
        opt_params: [
          ['Capabilities', [['Multiprotocol', { afi: 1, safi: 1 }]]],
          ['Capabilities', ['CiscoRouteRefresh']],
          ['Capabilities', ['RouteRefresh']],
          ['Capabilities', ['EnhancedRouteRefresh']],
          ['Capabilities', [['FourOctetAS', 1]]],
        ],
      }),
    ],
    summary: 'BGPHeader / BGPOpen',
  },
  {
    what: 'an OPEN with extended next hops, several paths and graceful restart',
    origin: 'corpus: pmacct 502 traffic-00.pcap, packet 1',
    first: BGPHeader,
    chain: 'BGPHeader/BGPOpen',
    octets: `${MARKER}006101045ba000b4cb00715a4402060104000100800206010400020080020280000202020002064104fbf0005a020c400a0078000180000002800002140512000100010002000100020002000100800002`,
    read: {
      BGPOpen: {
        my_as: 23456,
        opt_params: [
          ['Capabilities', [['Multiprotocol', { afi: 1, safi: 128 }]]],
          ['Capabilities', [['Multiprotocol', { afi: 2, safi: 128 }]]],
          ['Capabilities', [['CiscoRouteRefresh']]],
          ['Capabilities', [['RouteRefresh']]],
          ['Capabilities', [['FourOctetAS', 4_226_809_946]]],
          [
            'Capabilities',
            [
              [
                'GracefulRestart',
                {
                  restart_flags: 0,
                  restart_time: 120,
                  entries: [
                    { afi: 1, safi: 128, flags: 0 },
                    { afi: 2, safi: 128, flags: 0 },
                  ],
                },
              ],
            ],
          ],
          [
            'Capabilities',
            [
              [
                'ExtendedNextHop',
                [
                  { afi: 1, safi: 1, nexthop_afi: 2 },
                  { afi: 1, safi: 2, nexthop_afi: 2 },
                  { afi: 1, safi: 128, nexthop_afi: 2 },
                ],
              ],
            ],
          ],
        ],
      },
    },
  },
  {
    what: 'several messages in one segment',
    origin: 'corpus: BGP_Cisco_hdlc_slarp.pcap, packet 11',
    first: BGPHeader,
    chain: 'BGPHeader/BGPUpdate/BGPHeader/BGPUpdate/BGPHeader/BGPRouteRefresh/BGPHeader/BGPUpdate',
    octets: `${MARKER}003902000000184001010240020a02020000fc0000000001400304641001011e641001081e6410010c${MARKER}003002000000184001010040020a02020000fc00000000014003046410010100${MARKER}00170500010201${MARKER}00170200000000`,
    read: {
      BGPUpdate: {
        withdrawn_routes: [],
        path_attr: [
          ['ORIGIN', 2],
          ['AS_PATH', [{ type: 2, length: 2, as4: [64512, 1] }]],
          ['NEXT_HOP', '100.16.1.1'],
        ],
        nlri: ['100.16.1.8/30', '100.16.1.12/30'],
      },
      BGPRouteRefresh: { afi: 1, subtype: 2, safi: 1 },
    },
    build: () => [
      BGPHeader(),
      BGPUpdate({
        path_attr: [
          ['ORIGIN', 2],
          ['AS_PATH', [{ as4: [64512, 1] }]],
          ['NEXT_HOP', '100.16.1.1'],
        ],
        nlri: ['100.16.1.8/30', '100.16.1.12/30'],
      }),
      BGPHeader(),
      BGPUpdate({
        path_attr: [
          ['ORIGIN', 0],
          ['AS_PATH', [{ as4: [64512, 1] }]],
          ['NEXT_HOP', '100.16.1.1'],
        ],
        nlri: ['0.0.0.0/0'],
      }),
      BGPHeader(),
      BGPRouteRefresh({ subtype: 'EoRR' }),
      BGPHeader(),
      BGPUpdate(),
    ],
  },
  {
    what: 'an UPDATE of VPN routes with a set of attributes',
    origin: 'corpus: bgp_vpn_attrset.pcap, packet 1',
    first: BGPHeader,
    chain: 'BGPHeader/BGPUpdate',
    octets: `${MARKER}007902000000624001010040020040050400000064c010080002012c0000012cc080240000fde940010100400204020115b34005040000002c80090416050505800a0416050505900e001e0001800c00000000000000000c0404040060187701000001f4000001f485`,
    read: {
      BGPUpdate: {
        path_attr: [
          ['ORIGIN', 0],
          ['AS_PATH', []],
          ['LOCAL_PREF', 100],
          ['EXTENDED_COMMUNITIES', [{ type: 0, subtype: 2, as: 300, number: 300 }]],
          ['ATTR_SET', { as: 65001 }],
          ['MP_REACH_NLRI', { afi: 1, safi: 128, nlri: '60187701000001f4000001f485' }, 0x90],
        ],
        nlri: [],
      },
    },
  },
  {
    what: 'an UPDATE with routes taken back, and one that the next message follows',
    origin: 'scapy 2.5.0',
    first: BGPHeader,
    chain: 'BGPHeader/BGPUpdate/BGPKeepAlive',
    octets: `${MARKER}002f0200000014400101004002060202fde9fdea400304c000020118c63364${MARKER}001304`,
    read: {
      BGPUpdate: {
        path_attr: [
          ['ORIGIN', 0],
          ['AS_PATH', [{ type: 2, as: [65001, 65002] }]],
          ['NEXT_HOP', '192.0.2.1'],
        ],
        nlri: ['198.51.100.0/24'],
      },
    },
    build: () => [
      BGPHeader(),
      BGPUpdate({
        path_attr: [
          ['ORIGIN', 'IGP'],
          ['AS_PATH', [{ type: 'AS_SEQUENCE', as: [65001, 65002] }]],
          ['NEXT_HOP', '192.0.2.1'],
        ],
        nlri: ['198.51.100.0/24'],
      }),
      BGPKeepAlive(),
    ],
    summary: 'BGPHeader / BGPUpdate / BGPKeepAlive',
  },
  {
    what: 'a NOTIFICATION that says why',
    origin: 'RFC 9003 §2, worked by hand',
    first: BGPHeader,
    chain: 'BGPHeader/BGPNotification',
    octets: `${MARKER}001b030602056e69676874`,
    read: { BGPNotification: { error_code: 6, error_subcode: 2, data: 'night' } },
    build: () => [BGPHeader(), BGPNotification({ error_code: 'Cease', error_subcode: 'Administrative Shutdown', data: 'night' })],
  },
]);

const A = '192.0.2.1',
  B = '192.0.2.2';
const from = (src: string, dst: string, ...layers: unknown[]): Uint8Array =>
  packet(
    Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
    IP({ src, dst }),
    TCP({ sport: src === A ? 179 : 5000, dport: src === A ? 5000 : 179 }),
    ...(layers as []),
  ).bytes;
const open = (src: string, dst: string, capabilities: unknown[]): Uint8Array =>
  from(src, dst, BGPHeader(), BGPOpen({ opt_params: [['Capabilities', capabilities as never]] }));
const update = (as: number[], nlri: unknown): Uint8Array =>
  from(A, B, BGPHeader(), BGPUpdate({ path_attr: [['AS_PATH', [{ as4: as }]]], nlri: nlri as never }));
const asPathOf = (b: Uint8Array, session?: Session): unknown => {
  const p = dissect(b, Ether, session === undefined ? {} : { session });
  return plain(p.get(BGPUpdate)?.path_attr);
};

describe('paths of AS numbers', () => {
  it('are told by their octets: 2 each, unless there is an AS 0', () => {
    expect(asPathOf(update([65001, 131_072], []))).toMatchObject([['AS_PATH', [{ as4: [65001, 131_072] }]]]);
    const set = from(
      A,
      B,
      BGPHeader(),
      BGPUpdate({
        path_attr: [['AS_PATH', [{ as: [100, 101] }, { type: 'AS_SET', as: [102] }]]],
      }),
    );
    expect(asPathOf(set)).toMatchObject([
      [
        'AS_PATH',
        [
          { type: 2, as: [100, 101] },
          { type: 1, as: [102] },
        ],
      ],
    ]);
    // No whole segments of either width.
    const odd = from(A, B, BGPHeader(), BGPUpdate({ path_attr: [['AS_PATH', fromHex('0203ffff')]] }));
    expect(asPathOf(odd)).toEqual([['AS_PATH', '0203ffff']]);
  });

  it('are of 4 octets where both speakers have said so', () => {
    // Read alone, these look like two segments of 2 octets.
    const octets = fromHex('0202' + '00640065' + '0101ffff');
    const b = from(A, B, BGPHeader(), BGPUpdate({ path_attr: [['AS_PATH', octets]] }));
    const two = [['AS_PATH', [{ as: [100, 101] }, { type: 1, as: [65535] }]]];
    expect(asPathOf(b)).toMatchObject(two);
    const session = new Session();
    dissect(open(A, B, [['FourOctetAS', 1]]), Ether, { session });
    expect(asPathOf(b, session)).toMatchObject(two);
    dissect(open(B, A, [['FourOctetAS', 2]]), Ether, { session });
    expect(asPathOf(b, session)).toMatchObject([['AS_PATH', [{ as4: [6_553_701, 16_908_287] }]]]);
    expect(asPathOf(b, Session.from(JSON.parse(JSON.stringify(session)), protocols))).toMatchObject([
      ['AS_PATH', [{ as4: [6_553_701, 16_908_287] }]],
    ]);
    dissect(open(B, A, []), Ether, { session });
    expect(asPathOf(b, session)).toMatchObject(two);
  });
});

describe('routes with several paths', () => {
  it('have identifiers where one speaker sends them and the other receives them', () => {
    const b = update([1], fromHex('00000007' + '18c63364'));
    const nlri = (session?: Session): unknown => plain(dissect(b, Ether, session === undefined ? {} : { session }).get(BGPUpdate)?.nlri);
    expect(nlri()).toEqual(['0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/0', '24.0.0.0/7', 'c63364']);
    const session = new Session();
    dissect(open(A, B, [['AddPath', [{ afi: 1, safi: 1, send_receive: 'send' }]]]), Ether, { session });
    dissect(open(B, A, [['AddPath', [{ afi: 1, safi: 1, send_receive: 'receive' }]]]), Ether, { session });
    expect(nlri(session)).toMatchObject([{ path_id: 7, prefix: '198.51.100.0/24' }]);
  });

  it('in any order, with any octets, never throw', () => {
    const r = seededRandom(4);
    const session = new Session({ most: 8 });
    const all = [
      open(A, B, [
        ['FourOctetAS', 1],
        ['AddPath', [{ send_receive: 3 }]],
      ]),
      open(B, A, [
        ['FourOctetAS', 1],
        ['AddPath', [{ send_receive: 3 }]],
      ]),
      update([1, 2], ['192.0.2.0/24']),
    ];
    for (let i = 0; i < 3000; i++) {
      const b = (all[r.below(all.length)] as Uint8Array).slice();
      for (let k = r.below(4); k > 0; k--) b[54 + r.below(b.length - 54)] = r.below(256);
      const p = dissect(b, Ether, { session });
      p.show();
      p.json();
      expect(toHex(p.bytes)).toBe(toHex(b));
    }
  });
});
