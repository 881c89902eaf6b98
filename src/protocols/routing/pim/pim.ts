/** Protocol Independent Multicast, version 2: routers tell each other who wants which group. And the head of version 1. */
import { sumOctets } from '../../../bytes/checksum.ts';
import { mayEnd } from '../../../packet/fields/conditional.ts';
import { bits, flag, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { record, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { tlvHead } from '../../../packet/fields/option-heads.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { names } from '../../../packet/spec/names.ts';
import { packetAt } from '../../network/by-version.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { addressOf, encoding, family, groupHead, PIMGroup, PIMRP, PIMSecondaryAddress, PIMUnicast, sourceOf } from './addresses.ts';

const REGISTER = 1;
/** RFC 7761 §4.9; RFC 3973 §4.7; RFC 5015 §3.7. */
const types = names({
  Hello: 0,
  Register: REGISTER,
  'Register-Stop': 2,
  'Join/Prune': 3,
  Bootstrap: 4,
  Assert: 5,
  Graft: 6,
  'Graft-Ack': 7,
  'Candidate-RP-Advertisement': 8,
  'State Refresh': 9,
  'DF Election': 10,
});

/** A Register's sum is of its first 8 octets only; over IPv6 that, too, is the length in the pseudo-header. @see RFC 7761 §4.9 */
function pimChecksum(at: LayerContext): number {
  const { b, start, end } = at;
  const last = ((b[start] as number) & 15) === REGISTER ? Math.min(start + 8, end) : end;
  const isOver6 = (at.below('IPv6')?.depth ?? -1) > (at.below('IP')?.depth ?? -1);
  // In ones' complement 0xffff is 0: what the pseudo-header counts too much is taken away.
  const before = isOver6 ? (at.pseudo(103) ?? 0) + 0xffff * 2 - (end - last) : 0;
  return ~sumOctets(b, start + 4, last, sumOctets(b, start, start + 2, before)) & 0xffff;
}

/** What every message begins with. @see RFC 7761 §4.9 */
export const PIMv2Hdr = layer('PIMv2Hdr', () => ({
  title: 'Protocol Independent Multicast',
  about: 'Protocol Independent Multicast: the header of every message.',
  source: 'RFC 7761 §4.9',
  wireshark: 'pim',
  below: { IP: { ttl: 1 }, IPv6: { hlim: 1 } },
  fields: {
    version: bits(4, { default: 2, wireshark: 'pim.version' }),
    type: bits(4, { selects: 'pim.type', names: types, wireshark: 'pim.type' }),
    reserved: u8({ about: 'with DF Election: its subtype, in the first four bits' }),
    chksum: u16({ hex: true, compute: pimChecksum, wireshark: 'pim.cksum' }),
  },
  summary: ({ version, type }) => `PIMv${version} ${types.name(type) ?? type}`,
}));

/** @see RFC 7761 §4.9.2 */
export const PIMv2HelloLANPruneDelayValue = layer('PIMv2HelloLANPruneDelayValue', () => ({
  title: 'PIMv2 LAN Prune Delay',
  about: 'How long a router waits before it prunes.',
  source: 'RFC 7761 §4.9.2',
  fields: {
    t: bits(1, { wireshark: 'pim.t', about: '1: it can do without suppressing Joins' }),
    propagation_delay: bits(15, { default: 500, wireshark: 'pim.propagation_delay', about: 'milliseconds' }),
    override_interval: u16({ default: 2500, wireshark: 'pim.override_interval', about: 'milliseconds' }),
  },
}));

/** @see RFC 3973 §4.7.5 */
export const PIMv2HelloStateRefreshValue = layer('PIMv2HelloStateRefreshValue', () => ({
  title: 'PIMv2 State Refresh Capable',
  about: 'A router can refresh state.',
  source: 'RFC 3973 §4.7.5',
  fields: {
    version: u8({ default: 1, wireshark: 'pim.state_refresh_version' }),
    interval: u8({ wireshark: 'pim.state_refresh_interval', about: 'seconds' }),
    reserved: u16({ wireshark: 'pim.state_refresh_reserved' }),
  },
}));

/** Finds neighbours. @see RFC 7761 §4.9.2 */
export const PIMv2Hello = layer('PIMv2Hello', () => ({
  title: 'PIMv2 Hello Options',
  about: 'Finds neighbours, and says what a router can do.',
  source: 'RFC 7761 §4.9.2',
  wireshark: '',
  fields: {
    option: optionList({
      head: tlvHead('u16', 'u16'),
      packets: true,
      wireshark: { type: 'pim.optiontype', length: 'pim.optionlength' },
      kinds: {
        1: option('Holdtime', u16({ default: 105, wireshark: 'pim.holdtime', about: 'seconds' })),
        2: option(
          'LANPruneDelay',
          record(() => PIMv2HelloLANPruneDelayValue),
        ),
        19: option('DRPriority', u32({ default: 1, wireshark: 'pim.dr_priority' })),
        20: option('GenerationID', u32({ wireshark: 'pim.generation_id' })),
        21: option(
          'StateRefresh',
          record(() => PIMv2HelloStateRefreshValue),
        ),
        22: option('Bidirectional'),
        24: option(
          'AddressList',
          records(() => PIMSecondaryAddress),
        ),
        26: option('JoinAttribute'),
      },
    }),
  },
}));

/** A packet for a group, on its way to the rendezvous point. @see RFC 7761 §4.9.3 */
export const PIMv2Register = layer('PIMv2Register', () => ({
  title: 'PIMv2 Register',
  about: 'Carries a packet for a group to the rendezvous point.',
  source: 'RFC 7761 §4.9.3',
  wireshark: '',
  fields: {
    border: flag({ wireshark: 'pim.register_flag.border' }),
    null: flag({ wireshark: 'pim.register_flag.null_register', about: 'no packet, but its header' }),
    reserved: bits(30),
  },
  columns: {
    'pim.register_flag': { hex: 32, of: ({ border, null: none, reserved }) => (border ? 2 ** 31 : 0) + (none ? 2 ** 30 : 0) + reserved },
  },
  next: {
    to: () => [IP, IPv6],
    choose: (_self, { b, start, end }) => packetAt(b, start + 4, end),
  },
}));

/** @see RFC 7761 §4.9.4 */
export const PIMv2RegisterStop = layer('PIMv2RegisterStop', () => ({
  title: 'PIMv2 Register-Stop',
  about: 'The rendezvous point wants no more packets of this source.',
  source: 'RFC 7761 §4.9.4',
  wireshark: '',
  fields: {
    group: record(() => PIMGroup),
    source_family: family(),
    source_encoding: encoding(),
    source: addressOf('source_family', 'pim.source', 'pim.source_ip6'),
  },
}));

/** @see RFC 7761 §4.9.5 */
export const PIMv2JoinAddrs = layer('PIMv2JoinAddrs', () => ({
  title: 'PIMv2 Join',
  about: 'A source that is wanted.',
  source: 'RFC 7761 §4.9.5',
  fields: sourceOf('pim.join_ip', 'pim.join_ip6'),
}));

/** @see RFC 7761 §4.9.5 */
export const PIMv2PruneAddrs = layer('PIMv2PruneAddrs', () => ({
  title: 'PIMv2 Prune',
  about: 'A source that is no longer wanted.',
  source: 'RFC 7761 §4.9.5',
  fields: sourceOf('pim.prune_ip', 'pim.prune_ip6'),
}));

/** @see RFC 7761 §4.9.5 */
export const PIMv2GroupAddrs = layer('PIMv2GroupAddrs', () => ({
  title: 'PIMv2 Group Addresses',
  about: 'A group, and the sources that are wanted or not.',
  source: 'RFC 7761 §4.9.5',
  fields: {
    ...groupHead(),
    num_joins: u16({ counts: 'join_ips', wireshark: 'pim.numjoins' }),
    num_prunes: u16({ counts: 'prune_ips', wireshark: 'pim.numprunes' }),
    join_ips: records(() => PIMv2JoinAddrs),
    prune_ips: records(() => PIMv2PruneAddrs),
  },
}));

const joinPrune = () => ({
  up_addr_family: family(),
  up_encoding_type: encoding(),
  up_neighbor_ip: addressOf('up_addr_family', 'pim.upstream_neighbor', 'pim.upstream_neighbor_ip6'),
  reserved: u8(),
  num_group: u8({ counts: 'jp_ips', wireshark: 'pim.numgroups' }),
  holdtime: u16({ default: 210, wireshark: 'pim.holdtime', about: 'seconds' }),
  jp_ips: records(() => PIMv2GroupAddrs),
});

/** @see RFC 7761 §4.9.5 */
export const PIMv2JoinPrune = layer('PIMv2JoinPrune', () => ({
  title: 'PIMv2 Join/Prune Options',
  about: 'Says which sources of which groups are wanted, and which are not.',
  source: 'RFC 7761 §4.9.5',
  wireshark: '',
  fields: joinPrune(),
}));

/** Wants a group again at once; the answer has the same form. @see RFC 3973 §4.7.6, §4.7.7 */
export const PIMv2Graft = layer('PIMv2Graft', () => ({
  title: 'PIMv2 Graft',
  about: 'Wants a group again at once, or acknowledges that.',
  source: 'RFC 3973 §4.7.6',
  wireshark: '',
  fields: joinPrune(),
}));

/** A group, and its rendezvous points. @see RFC 5059 §4.1 */
export const PIMBootstrapGroup = layer('PIMBootstrapGroup', () => ({
  about: 'A group, and its rendezvous points.',
  source: 'RFC 5059 §4.1',
  fields: {
    ...groupHead(),
    rp_count: u8({ wireshark: 'pim.rp_count' }),
    frag_rp_count: u8({ counts: 'rps', wireshark: 'pim.frp_count' }),
    reserved2: u16(),
    rps: records(() => PIMRP),
  },
}));

/** @see RFC 5059 §4.1 */
export const PIMv2Bootstrap = layer('PIMv2Bootstrap', () => ({
  title: 'PIMv2 Bootstrap',
  about: 'Says which rendezvous points there are.',
  source: 'RFC 5059 §4.1',
  wireshark: '',
  fields: {
    fragment_tag: u16({ hex: true, wireshark: 'pim.fragment_tag' }),
    hash_mask_len: u8({ default: 30, wireshark: 'pim.hash_mask_len' }),
    priority: u8({ wireshark: 'pim.bsr_priority' }),
    bsr_family: family(),
    bsr_encoding: encoding(),
    bsr: addressOf('bsr_family', 'pim.bsr', 'pim.bsr_ip6'),
    groups: records(() => PIMBootstrapGroup),
  },
}));

/** What a route to a source costs. */
const metric = () => ({
  rpt: flag({ wireshark: 'pim.rpt', about: 'the tree of the rendezvous point' }),
  metric_pref: bits(31, { wireshark: 'pim.metric_pref' }),
  metric: u32({ wireshark: 'pim.metric' }),
});

/** @see RFC 7761 §4.9.6 */
export const PIMv2Assert = layer('PIMv2Assert', () => ({
  title: 'PIMv2 Assert',
  about: 'Of two routers that send the same packets one goes on.',
  source: 'RFC 7761 §4.9.6',
  wireshark: '',
  fields: {
    group: record(() => PIMGroup),
    source_family: family(),
    source_encoding: encoding(),
    source: addressOf('source_family', 'pim.source', 'pim.source_ip6'),
    ...metric(),
  },
}));

/** @see RFC 5059 §4.2 */
export const PIMv2CandidateRP = layer('PIMv2CandidateRP', () => ({
  title: 'PIMv2 Candidate-RP-Advertisement',
  about: 'A router could be the rendezvous point of these groups.',
  source: 'RFC 5059 §4.2',
  wireshark: '',
  fields: {
    prefix_count: u8({ counts: 'groups', wireshark: 'pim.prefix_count' }),
    priority: u8({ wireshark: 'pim.priority' }),
    holdtime: u16({ wireshark: 'pim.holdtime', about: 'seconds' }),
    rp_family: family(),
    rp_encoding: encoding(),
    rp: addressOf('rp_family', 'pim.rp', 'pim.rp_ip6'),
    groups: records(() => PIMGroup),
  },
}));

/** @see RFC 3973 §4.7.10 */
export const PIMv2StateRefresh = layer('PIMv2StateRefresh', () => ({
  title: 'PIMv2 State Refresh',
  about: 'Keeps what was pruned from being sent again.',
  source: 'RFC 3973 §4.7.10',
  wireshark: '',
  fields: {
    group: record(() => PIMGroup),
    source_family: family(),
    source_encoding: encoding(),
    source: addressOf('source_family', 'pim.source', 'pim.source_ip6'),
    originator_family: family(),
    originator_encoding: encoding(),
    originator: addressOf('originator_family', 'pim.originator', 'pim.originator_ip6'),
    ...metric(),
    mask_len: u8({ wireshark: 'pim.mask_len' }),
    ttl: u8({ wireshark: 'pim.ttl' }),
    prune_indicator: flag({ wireshark: 'pim.prune_indicator' }),
    prune_now: flag({ wireshark: 'pim.prune_now' }),
    assert_override: flag({ wireshark: 'pim.assert_override' }),
    reserved: bits(5),
    interval: u8({ wireshark: 'pim.interval', about: 'seconds' }),
  },
}));

/** Who forwards for a rendezvous point of bidirectional groups. @see RFC 5015 §3.7 */
export const PIMv2DFElection = layer('PIMv2DFElection', () => ({
  title: 'PIMv2 DF Election',
  about: 'Routers agree on who forwards for a rendezvous point.',
  source: 'RFC 5015 §3.7',
  wireshark: '',
  fields: {
    rp_family: family(),
    rp_encoding: encoding(),
    rp: addressOf('rp_family', 'pim.rp', 'pim.rp_ip6'),
    metric_pref: u32({ wireshark: 'pim.metric_pref', about: "the sender's" }),
    metric: u32({ wireshark: 'pim.metric', about: "the sender's" }),
    winner: mayEnd(record(() => PIMDFOther)),
    interval: mayEnd(u16({ wireshark: 'pim.bidir_offering_interval', about: 'in Backoff: milliseconds' })),
  },
}));

/** Another router in an election. @see RFC 5015 §3.7.3, §3.7.4 */
export const PIMDFOther = layer('PIMDFOther', () => ({
  about: 'Another router, and what its route costs.',
  source: 'RFC 5015 §3.7.3',
  fields: {
    address: record(() => PIMUnicast),
    metric_pref: u32(),
    metric: u32(),
  },
}));

/** Version 1 came in IGMP. Its head only: it was never a standard. @see Internet draft draft-ietf-idmr-pim-spec-02 */
export const PIMv1 = layer('PIMv1', () => ({
  title: 'PIM version 1',
  about: 'Protocol Independent Multicast, version 1, which came in IGMP; its content as octets.',
  source: 'draft-ietf-idmr-pim-spec-02',
  wireshark: 'igmp:pim',
  begins: (b, start, end) => b[start] === 0x14 && end - start >= 8,
  fields: {
    type: u8({ default: 0x14, names: { 'PIM version 1': 0x14 }, hex: true }),
    code: u8({
      names: { Query: 0, Register: 1, 'Register-Stop': 2, 'Join/Prune': 3, 'RP-Reachable': 4, Assert: 5, Graft: 6, 'Graft-Ack': 7 },
      wireshark: 'pim.code',
    }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'pim.cksum' }),
    version: bits(4, { default: 1, wireshark: 'pim.version' }),
    reserved: bits(28),
    data: octets(),
  },
}));
