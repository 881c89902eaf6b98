/** BGP Monitoring Protocol: what a router hears and believes of BGP, sent on to a station. */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { overlay } from '../../../packet/fields/overlay.ts';
import { bits, u16, u32, u8, u64 } from '../../../packet/fields/integers.ts';
import { record } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { addressFamilies, subsequentFamilies } from './names.ts';

/** IANA "BMP Message Types" (RFC 7854 §10.1). */
const TYPES = {
  'Route Monitoring': 0,
  'Statistics Report': 1,
  'Peer Down': 2,
  'Peer Up': 3,
  Initiation: 4,
  Termination: 5,
  'Route Mirroring': 6,
} as const;
const HEADER = 6,
  MOST_TYPE = 6,
  INITIATION = 4,
  TERMINATION = 5,
  MOST_PEER_TYPE = 3;

/**
 * Whether a message begins: version 3, a type that there is, a length below 2^24 with room for the header, and, where the message is of a peer, a
 * type of peers that there is.
 */
function begins(b: Uint8Array, start: number, end: number): boolean {
  const type = b[start + 5] as number;
  if (end - start < HEADER || b[start] !== 3 || b[start + 1] !== 0 || type > MOST_TYPE) return false;
  const length = ((b[start + 2] as number) << 16) | ((b[start + 3] as number) << 8) | (b[start + 4] as number);
  if (type === INITIATION || type === TERMINATION) return length >= HEADER;
  return length >= HEADER + 42 && (end - start === HEADER || (b[start + HEADER] as number) <= MOST_PEER_TYPE);
}

/** What every message of BMP begins with. @see RFC 7854 §4.1 */
export const BMP = layer('BMP', () => ({
  about: 'BGP Monitoring Protocol: the header of every message.',
  source: 'RFC 7854 §4.1',
  wireshark: 'bmp',
  begins,
  repeats: true,
  fields: {
    version: u8({ default: 3, wireshark: 'bmp.version' }),
    len: u32({ measures: 'layer', wireshark: 'bmp.length', about: 'octets of the message and this header' }),
    type: u8({ default: INITIATION, names: TYPES, selects: 'bmp.type', wireshark: 'bmp.type' }),
  },
}));

/** Whom the message is of. @see RFC 7854 §4.2; RFC 8671 §4; RFC 9069 §4 */
const perPeer = () => ({
  peer_type: u8({
    names: { 'Global Instance': 0, 'RD Instance': 1, 'Local Instance': 2, 'Loc-RIB Instance': 3 },
    wireshark: 'bmp.peer.type',
  }),
  V: bits(1, { about: 'the addresses are of IPv6; in a Loc-RIB instance: routes are filtered' }),
  L: bits(1, { about: 'after policy' }),
  A: bits(1, { about: 'AS numbers of 2 octets' }),
  O: bits(1, { about: 'Adj-RIB-Out' }),
  reserved: bits(4),
  distinguisher: fixedOctets(8, { wireshark: 'bmp.peer.distinguisher' }),
  // An address of IPv4 is in the last four octets.
  ...overlay('V', 16, [[0, { peer_zeros: fixedOctets(12), peer_ipv4: ipv4({ wireshark: 'bmp.peer.ip.addr' }) }]], {
    peer_ipv6: ipv6({ wireshark: 'bmp.peer.ipv6.addr' }),
  }),
  peer_as: u32({ wireshark: 'bmp.peer.asn' }),
  bgp_id: ipv4({ wireshark: 'bmp.peer.id' }),
  seconds: u32({ wireshark: 'bmp.peer.timestamp.sec' }),
  microseconds: u32({ wireshark: 'bmp.peer.timestamp.msec' }),
});

/** An UPDATE of a peer, which follows. @see RFC 7854 §4.6 */
export const BMPRouteMonitoring = layer('BMPRouteMonitoring', () => ({
  title: 'BMP route monitoring',
  about: 'Routes that a router heard from a peer: an UPDATE follows.',
  source: 'RFC 7854 §4.6',
  wireshark: '',
  fields: perPeer(),
}));

/** A count of an address family. @see RFC 7854 §4.8 */
export const BMPFamilyCount = layer('BMPFamilyCount', () => ({
  about: 'How many routes of one address family there are.',
  source: 'RFC 7854 §4.8; RFC 8671 §6.2',
  fields: { afi: u16({ names: addressFamilies }), safi: u8({ names: subsequentFamilies }), routes: u64() },
}));

const perFamily = (name: string) =>
  option(
    name,
    record(() => BMPFamilyCount),
  );

/** IANA "BMP Statistics Types". */
const statistics = () =>
  optionList({
    typeOctets: 2,
    lengthOctets: 2,
    wireshark: { type: 'bmp.stats.type', length: 'bmp.stats.length' },
    kinds: {
      0: option('prefixes-rejected', u32({ wireshark: 'bmp.stats.data.prefix_rej' })),
      1: option('duplicate-prefixes', u32({ wireshark: 'bmp.stats.data.prefix_dup' })),
      2: option('duplicate-withdraws', u32({ wireshark: 'bmp.stats.data.withdraw_dup' })),
      3: option('cluster-list-loops', u32({ wireshark: 'bmp.stats.data.cluster_loop' })),
      4: option('as-path-loops', u32({ wireshark: 'bmp.stats.data.as_loop' })),
      5: option('originator-ids', u32({ wireshark: 'bmp.stats.data.inv_originator' })),
      6: option('confederation-loops', u32({ wireshark: 'bmp.stats.data.as_confed_loop' })),
      7: option('routes-in', u64({ wireshark: 'bmp.stats.data.routes_adj_rib_in' })),
      8: option('routes-local', u64({ wireshark: 'bmp.stats.data.routes_loc_rib' })),
      9: perFamily('routes-in-by-family'),
      10: perFamily('routes-local-by-family'),
      11: option('updates-as-withdraw', u32({ wireshark: 'bmp.stats.data.update_treat' })),
      12: option('prefixes-as-withdraw', u32({ wireshark: 'bmp.stats.data.prefixes_treat' })),
      13: option('duplicate-updates', u32({ wireshark: 'bmp.stats.data.duplicate_update' })),
      14: option('routes-out-before-policy', u64({ wireshark: 'bmp.stats.data.routes_pre_adj_rib_out' })),
      15: option('routes-out', u64({ wireshark: 'bmp.stats.data.routes_post_adj_rib_out' })),
      16: perFamily('routes-out-before-policy-by-family'),
      17: perFamily('routes-out-by-family'),
    },
  });

/** Counters of a peer. @see RFC 7854 §4.8; RFC 8671 §6.2 */
export const BMPStatistics = layer('BMPStatistics', () => ({
  title: 'BMP statistics report',
  about: 'Counters of a peer.',
  source: 'RFC 7854 §4.8; RFC 8671 §6.2',
  wireshark: '',
  greedy: true,
  fields: { ...perPeer(), count: u32({ counts: 'statistics', wireshark: 'bmp.stats.count' }), statistics: statistics() },
}));

/** A session that ended; the NOTIFICATION follows where there was one. @see RFC 7854 §4.9; RFC 9069 §5.3 */
export const BMPPeerDown = layer('BMPPeerDown', () => ({
  title: 'BMP peer down',
  about: 'A session that ended, and why; the NOTIFICATION follows where there was one.',
  source: 'RFC 7854 §4.9; RFC 9069 §5.3',
  wireshark: '',
  fields: {
    ...perPeer(),
    reason: u8({
      default: 1,
      names: {
        'local NOTIFICATION': 1,
        'local, no NOTIFICATION': 2,
        'remote NOTIFICATION': 3,
        'remote, no data': 4,
        'no longer monitored': 5,
        'local system closed': 6,
      },
      wireshark: 'bmp.peer.down.reason',
    }),
    event: when({ reason: 2 }, u16({ about: 'of the state machine (RFC 4271 §8.1)' })),
  },
}));

/** A session that began; both OPENs follow. @see RFC 7854 §4.10 */
export const BMPPeerUp = layer('BMPPeerUp', () => ({
  title: 'BMP peer up',
  about: 'A session that began: its ends. The OPENs that were sent and received follow.',
  source: 'RFC 7854 §4.10',
  wireshark: '',
  fields: {
    ...perPeer(),
    ...overlay('V', 16, [[0, { local_zeros: fixedOctets(12), local_ipv4: ipv4({ wireshark: 'bmp.peer.up.ip.addr' }) }]], {
      local_ipv6: ipv6({ wireshark: 'bmp.peer.up.ipv6.addr' }),
    }),
    local_port: u16({ wireshark: 'bmp.peer.up.port.local' }),
    remote_port: u16({ wireshark: 'bmp.peer.up.port.remote' }),
  },
}));

/** Who the router is. @see RFC 7854 §4.3, §4.4 */
export const BMPInitiation = layer('BMPInitiation', () => ({
  title: 'BMP initiation',
  about: 'Who the router is.',
  source: 'RFC 7854 §4.3',
  wireshark: '',
  greedy: true,
  fields: {
    information: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      wireshark: { type: 'bmp.init.type', length: 'bmp.init.length' },
      kinds: {
        0: option('string', text({ encoding: 'utf8' })),
        1: option('sysDescr', text({ encoding: 'utf8' })),
        2: option('sysName', text({ encoding: 'utf8' })),
        3: option('vrf', text({ encoding: 'utf8' })),
      },
    }),
  },
}));

/** Why the router says no more. @see RFC 7854 §4.5 */
export const BMPTermination = layer('BMPTermination', () => ({
  title: 'BMP termination',
  about: 'Why the router closes its connection.',
  source: 'RFC 7854 §4.5',
  wireshark: '',
  greedy: true,
  fields: {
    information: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      wireshark: { type: 'bmp.term.type', length: 'bmp.term.length' },
      kinds: {
        0: option('string', text({ encoding: 'utf8' })),
        1: option(
          'reason',
          u16({
            names: {
              'administratively closed': 0,
              unspecified: 1,
              'out of resources': 2,
              'redundant connection': 3,
              'permanently closed': 4,
            },
            wireshark: 'bmp.term.reason',
          }),
        ),
      },
    }),
  },
}));

/** Messages as they came, also those that are wrong. @see RFC 7854 §4.7 */
export const BMPRouteMirroring = layer('BMPRouteMirroring', () => ({
  title: 'BMP route mirroring',
  about: 'Messages of a peer as they came, also those that are wrong.',
  source: 'RFC 7854 §4.7',
  wireshark: '',
  greedy: true,
  fields: {
    ...perPeer(),
    information: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      kinds: {
        0: option('message', octets()),
        1: option('what', u16({ names: { 'errored PDU': 0, 'messages lost': 1 } })),
      },
    }),
  },
}));
