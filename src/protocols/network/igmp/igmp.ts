/** Internet Group Management Protocol, versions 1 to 3: hosts say which groups they listen to. And RGMP, which has its form. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { mayEnd } from '../../../packet/fields/conditional.ts';
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { names } from '../../../packet/spec/names.ts';

const QUERY = 0x11,
  REPORT_1 = 0x12,
  REPORT_3 = 0x22;

/** RFC 1112 appendix I; RFC 2236 §2.1; RFC 3376 §4; RFC 4286 §4; in scapy's words. DVMRP, PIM of version 1 and traces have the same number of IP. */
const types = {
  'Group Membership Query': QUERY,
  'Version 1 - Membership Report': REPORT_1,
  DVMRP: 0x13,
  'PIM version 1': 0x14,
  'Version 2 - Membership Report': 0x16,
  'Leave Group': 0x17,
  'Mtrace Response': 0x1e,
  Mtrace: 0x1f,
  'Version 3 Membership Report': REPORT_3,
  'Multicast Router Advertisement': 0x30,
  'Multicast Router Solicitation': 0x31,
  'Multicast Router Termination': 0x32,
} as const;
const typeNames = names(types);

/** They stay on the link (RFC 2236 §2, RFC 3376 §4). */
const below = { IP: { ttl: 1 } } as const;

const type = (initial: number) => u8({ default: initial, names: typeNames, hex: true, wireshark: 'igmp.type' });
const chksum = () => u16({ checksums: 'layer', hex: true, wireshark: 'igmp.checksum' });

const summary =
  (name: string) =>
  (self: { readonly type: number; readonly gaddr?: string }, at: LayerContext): string => {
    const ip = at.below('IP')?.fields;
    const ends = ip === undefined ? '' : `: ${ip['src']} > ${ip['dst']}`;
    return `${name}${ends} ${typeNames.name(self.type) ?? self.type}${self.gaddr === undefined ? '' : ` ${self.gaddr}`}`;
  };

/** RFC 2236 §2.2, §4: version 1 has no time, and its queries have 0 there. */
const version = ({ type, mrcode }: { readonly type: number; readonly mrcode: number }): number =>
  type === REPORT_1 || (type === QUERY && mrcode === 0) ? 1 : 2;

/** From 128 on, a number with an exponent (RFC 3376 §4.1.1). */
const floating = (code: number): number => (code < 128 ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3));

/** Versions 1 and 2. @see RFC 1112 appendix I; RFC 2236 §2 */
export const IGMP = layer('IGMP', () => ({
  about: 'Internet Group Management Protocol, version 1 or 2: a host listens to a group, or a router asks who does.',
  source: 'RFC 1112 appendix I; RFC 2236 §2',
  wireshark: 'igmp:igmp',
  below,
  fields: {
    type: type(QUERY),
    mrcode: u8({ default: 20, about: 'most tenths of a second until an answer; version 1: 0' }),
    chksum: chksum(),
    gaddr: ipv4({ wireshark: 'igmp.maddr', about: 'the group; 0.0.0.0 in a general query' }),
  },
  columns: {
    'igmp.version': version,
    'igmp.max_resp': (self) => (version(self) === 1 ? undefined : self.mrcode),
  },
  summary: summary('IGMP'),
}));

const RGMP_TYPES = { Leave: 0xfc, Join: 0xfd, Bye: 0xfe, Hello: 0xff } as const;

/** Routers tell a switch which groups they want. @see RFC 3488 §3 */
export const RGMP = layer('RGMP', () => ({
  about: 'Router-port Group Management Protocol: a router tells a switch which groups it wants.',
  source: 'RFC 3488 §3',
  wireshark: 'igmp:rgmp',
  below,
  // RFC 3488 §3: it takes 8 octets, and its types are beyond those of IGMP.
  begins: (b, start, end) => (b[start] as number) >= RGMP_TYPES.Leave && end - start >= 8,
  fields: {
    type: u8({ default: RGMP_TYPES.Hello, names: RGMP_TYPES, hex: true, wireshark: 'rgmp.type' }),
    reserved: u8(),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'rgmp.checksum' }),
    gaddr: ipv4({ wireshark: 'rgmp.maddr', about: 'the group; 0.0.0.0 in Hello and Bye' }),
  },
}));

/** What messages of version 3 and of router discovery begin with. @see RFC 3376 §4 */
export const IGMPv3 = layer('IGMPv3', () => ({
  about: 'Internet Group Management Protocol, version 3, or a message that finds multicast routers.',
  source: 'RFC 3376 §4; RFC 4286 §4',
  // Wireshark has it twice where it knows what follows.
  wireshark: 'igmp',
  // RFC 3376 §4: the precedence of Internetwork Control, too.
  below: { IP: { ...below.IP, tos: 0xc0 } },
  // RFC 3376 §7.1: queries of 12 octets and more are of version 3.
  begins: (b, start, end) =>
    b[start] === REPORT_3 || ((b[start] as number) >> 2 === 0x0c && b[start] !== 0x33) || (b[start] === QUERY && end - start >= 12),
  fields: {
    type: u8({ default: QUERY, names: typeNames, hex: true, selects: 'igmp.type', wireshark: 'igmp.type' }),
    mrcode: u8({ default: 20, about: 'query: tenths of a second, 128 and more is a floating-point code (§4.1.1); advertisement: seconds' }),
    chksum: chksum(),
  },
  columns: {
    // Wireshark gives discovery of routers no version.
    'igmp.version': (self) => (self.type < 0x30 ? 3 : undefined),
    'igmp.max_resp': (self) => (self.type === QUERY ? floating(self.mrcode) : undefined),
  },
  summary: summary('IGMPv3'),
}));

/** @see RFC 3376 §4.1 */
export const IGMPv3mq = layer('IGMPv3mq', () => ({
  title: 'IGMPv3 Membership Query',
  about: 'Asks who listens to groups, or to these sources of a group.',
  source: 'RFC 3376 §4.1',
  wireshark: 'igmp',
  fields: {
    gaddr: ipv4({ wireshark: 'igmp.maddr', about: 'the group; 0.0.0.0 in a general query' }),
    resv: bits(4),
    s: bits(1, { wireshark: 'igmp.s', about: 'suppress processing by routers' }),
    qrv: bits(3, { wireshark: 'igmp.qrv', about: "querier's robustness" }),
    qqic: u8({ wireshark: 'igmp.qqic', about: "querier's interval in seconds; 128 and more is a floating-point code" }),
    numsrc: u16({ counts: 'srcaddrs', wireshark: 'igmp.num_src' }),
    srcaddrs: list(ipv4({ wireshark: 'igmp.saddr' })),
  },
}));

/** @see RFC 3376 §4.2.4 */
export const IGMPv3gr = layer('IGMPv3gr', () => ({
  title: 'IGMPv3 Group Record',
  about: 'What one interface wants from one group.',
  source: 'RFC 3376 §4.2.4',
  fields: {
    rtype: u8({
      default: 1,
      wireshark: 'igmp.record_type',
      names: {
        'Mode Is Include': 1,
        'Mode Is Exclude': 2,
        'Change To Include Mode': 3,
        'Change To Exclude Mode': 4,
        'Allow New Sources': 5,
        'Block Old Sources': 6,
      },
    }),
    auxdlen: u8({ measures: 'auxdata', unit: 4, wireshark: 'igmp.aux_data_len' }),
    numsrc: u16({ counts: 'srcaddrs', wireshark: 'igmp.num_src' }),
    maddr: ipv4({ wireshark: 'igmp.maddr' }),
    srcaddrs: list(ipv4({ wireshark: 'igmp.saddr' })),
    auxdata: octets({ wireshark: 'igmp.aux_data' }),
  },
}));

/** @see RFC 3376 §4.2 */
export const IGMPv3mr = layer('IGMPv3mr', () => ({
  title: 'IGMPv3 Membership Report',
  about: 'The groups that an interface listens to.',
  source: 'RFC 3376 §4.2',
  wireshark: 'igmp',
  fields: {
    res2: u16({ hex: true }),
    numgrp: u16({ counts: 'records', wireshark: 'igmp.num_grp_recs' }),
    records: records(() => IGMPv3gr),
  },
}));

/** @see RFC 4286 §4.1 */
export const IGMPv3mra = layer('IGMPv3mra', () => ({
  title: 'IGMPv3 Multicast Router Advertisement',
  about: 'A multicast router is here.',
  source: 'RFC 4286 §4.1',
  wireshark: '',
  fields: {
    qryIntvl: u16({ about: 'seconds between queries' }),
    robust: mayEnd(u16({ about: 'robustness' })),
  },
}));
