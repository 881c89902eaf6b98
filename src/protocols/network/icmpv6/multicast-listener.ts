/** Multicast Listener Discovery, versions 1 and 2, and discovery of multicast routers. */
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { ipv6 } from '../../../packet/fields/addresses.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { icmpv6Checksum, icmpv6Head, icmpv6Types } from './head.ts';

/** They stay on the link (RFC 3810 §5). */
const below = { IPv6: { hlim: 1 } };

const version1 = (type: number, delay: number) => ({
  ...icmpv6Head(type),
  mrd: u16({ default: delay, wireshark: 'icmpv6.mld.maximum_response_delay', about: 'maximum response delay in milliseconds' }),
  reserved: u16(),
  mladdr: ipv6({ wireshark: 'icmpv6.mld.multicast_address', about: 'the group; :: in a general query' }),
});

/** @see RFC 2710 §3 */
export const ICMPv6MLQuery = layer('ICMPv6MLQuery', () => ({
  title: 'MLD - Multicast Listener Query',
  about: 'Asks who listens to groups.',
  source: 'RFC 2710 §3',
  wireshark: 'icmpv6',
  fields: version1(130, 10_000),
  below,
}));

/** @see RFC 2710 §3 */
export const ICMPv6MLReport = layer('ICMPv6MLReport', () => ({
  title: 'MLD - Multicast Listener Report',
  about: 'A node listens to a group.',
  source: 'RFC 2710 §3',
  wireshark: 'icmpv6',
  fields: version1(131, 0),
  below,
}));

/** @see RFC 2710 §3 */
export const ICMPv6MLDone = layer('ICMPv6MLDone', () => ({
  title: 'MLD - Multicast Listener Done',
  about: 'A node stops listening to a group.',
  source: 'RFC 2710 §3',
  wireshark: 'icmpv6',
  fields: version1(132, 0),
  below,
}));

/** A query of version 2 is told by its length: 28 octets or more (RFC 3810 §8.1). @see RFC 3810 §5.1 */
export const ICMPv6MLQuery2 = layer('ICMPv6MLQuery2', () => ({
  title: 'MLDv2 - Multicast Listener Query',
  about: 'Asks who listens to groups, or to these sources of a group.',
  source: 'RFC 3810 §5.1',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(130),
    mrd: u16({
      default: 10_000,
      wireshark: 'icmpv6.mld.maximum_response_code',
      about: 'milliseconds; 32768 or more is a floating-point code (§5.1.3)',
    }),
    reserved: u16(),
    mladdr: ipv6({ wireshark: 'icmpv6.mld.multicast_address' }),
    Resv: bits(4, { wireshark: 'icmpv6.mld.flag.reserved' }),
    S: bits(1, { wireshark: 'icmpv6.mld.flag.s', about: 'suppress processing by routers' }),
    QRV: bits(3, { wireshark: 'icmpv6.mld.flag.qrv', about: "querier's robustness" }),
    QQIC: u8({ wireshark: 'icmpv6.mld.qqi', about: "querier's interval in seconds; 128 or more is a floating-point code (§5.1.9)" }),
    sources_number: u16({ counts: 'sources', wireshark: 'icmpv6.mld.nb_sources' }),
    sources: list(ipv6({ wireshark: 'icmpv6.mld.source_address' })),
  },
  below,
}));

/** @see RFC 3810 §5.2 */
export const ICMPv6MLDMultAddrRec = layer('ICMPv6MLDMultAddrRec', () => ({
  title: 'ICMPv6 MLDv2 - Multicast Address Record',
  about: 'What one interface wants from one group.',
  source: 'RFC 3810 §5.2.4',
  fields: {
    rtype: u8({
      default: 4,
      wireshark: 'icmpv6.mldr.mar.record_type',
      names: {
        MODE_IS_INCLUDE: 1,
        MODE_IS_EXCLUDE: 2,
        CHANGE_TO_INCLUDE_MODE: 3,
        CHANGE_TO_EXCLUDE_MODE: 4,
        ALLOW_NEW_SOURCES: 5,
        BLOCK_OLD_SOURCES: 6,
      },
    }),
    auxdata_len: u8({ measures: 'auxdata', unit: 4, wireshark: 'icmpv6.mldr.mar.aux_data_len' }),
    sources_number: u16({ counts: 'sources', wireshark: 'icmpv6.mldr.mar.nb_sources' }),
    dst: ipv6({ wireshark: 'icmpv6.mldr.mar.multicast_address' }),
    sources: list(ipv6({ wireshark: 'icmpv6.mldr.mar.source_address' })),
    auxdata: octets({ wireshark: 'icmpv6.mldr.mar.auxiliary_data' }),
  },
}));

/** @see RFC 3810 §5.2 */
export const ICMPv6MLReport2 = layer('ICMPv6MLReport2', () => ({
  title: 'MLDv2 - Multicast Listener Report',
  about: 'The groups that an interface listens to.',
  source: 'RFC 3810 §5.2',
  wireshark: 'icmpv6',
  fields: {
    type: u8({ default: 143, names: icmpv6Types, wireshark: 'icmpv6.type' }),
    res: u8({ wireshark: 'icmpv6.code' }),
    cksum: icmpv6Checksum(),
    reserved: u16(),
    records_number: u16({ counts: 'records', wireshark: 'icmpv6.mldr.nb_mcast_records' }),
    records: records(() => ICMPv6MLDMultAddrRec),
  },
  below,
}));

/** @see RFC 4286 §4.1 */
export const ICMPv6MRD_Advertisement = layer('ICMPv6MRD_Advertisement', () => ({
  title: 'ICMPv6 Multicast Router Discovery Advertisement',
  about: 'A multicast router is here.',
  source: 'RFC 4286 §4.1',
  wireshark: 'icmpv6',
  fields: {
    type: u8({ default: 151, names: icmpv6Types, wireshark: 'icmpv6.type' }),
    advinter: u8({ default: 20, wireshark: 'icmpv6.code', about: 'seconds between advertisements' }),
    cksum: icmpv6Checksum(),
    queryint: u16({ wireshark: 'icmpv6.mcast_ra.query_interval' }),
    robustness: u16({ wireshark: 'icmpv6.mcast_ra.robustness_variable' }),
  },
  below,
}));

const routerMessage = (type: number) => ({
  type: u8({ default: type, names: icmpv6Types, wireshark: 'icmpv6.type' }),
  res: u8({ wireshark: 'icmpv6.code' }),
  cksum: icmpv6Checksum(),
});

/** @see RFC 4286 §4.2 */
export const ICMPv6MRD_Solicitation = layer('ICMPv6MRD_Solicitation', () => ({
  title: 'ICMPv6 Multicast Router Discovery Solicitation',
  about: 'Asks for multicast routers.',
  source: 'RFC 4286 §4.2',
  wireshark: 'icmpv6',
  fields: routerMessage(152),
  below,
}));

/** @see RFC 4286 §4.3 */
export const ICMPv6MRD_Termination = layer('ICMPv6MRD_Termination', () => ({
  title: 'ICMPv6 Multicast Router Discovery Termination',
  about: 'A multicast router stops.',
  source: 'RFC 4286 §4.3',
  wireshark: 'icmpv6',
  fields: routerMessage(153),
  below,
}));
