/** Path attributes: what an UPDATE says of its routes. @see RFC 4271 §4.3, §5; IANA: "BGP Path Attributes" */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u16, u24, u32, u64, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { attributeHead, tlvHead } from '../../../packet/fields/option-heads.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { ipv4Prefix, ipv6Prefix } from '../../../packet/fields/special/prefixes.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { aggregator, as4Aggregator, as4Path, asPath } from './as-path.ts';
import { BGPCommunity, BGPExtCommunity, BGPIPv6ExtCommunity, BGPLargeCommunity } from './communities.ts';
import { addressFamilies, subsequentFamilies } from './names.ts';

/** Routes of unicast and multicast; those of other families have forms of their own, and are kept as octets. */
const routes = (name4: string, name6: string) =>
  choose(
    'afi',
    {
      1: choose('safi', { 1: list(ipv4Prefix({ wireshark: name4 })), 2: list(ipv4Prefix({ wireshark: name4 })) }, octets()),
      2: choose('safi', { 1: list(ipv6Prefix({ wireshark: name6 })), 2: list(ipv6Prefix({ wireshark: name6 })) }, octets()),
    },
    octets(),
  );

/** Routes of any family of addresses. @see RFC 4760 §3 */
export const BGPMPReach = layer('BGPMPReach', () => ({
  about: 'Routes of one address family, and their next hop.',
  source: 'RFC 4760 §3; RFC 2545 §3',
  fields: {
    afi: u16({ default: 2, names: addressFamilies, wireshark: 'bgp.update.path_attribute.mp_reach_nlri.afi' }),
    safi: u8({ default: 1, names: subsequentFamilies, wireshark: 'bgp.update.path_attribute.mp_reach_nlri.safi' }),
    nh_addr_len: u8({ measures: 'nexthop' }),
    // By its length, since it may be of another family (RFC 8950); an IPv6 one may have a link-local one behind it (RFC 2545 §3).
    nexthop: choose(
      'nh_addr_len',
      {
        4: list(ipv4({ wireshark: 'bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv4' }), { rest: true }),
        16: list(ipv6({ wireshark: 'bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv6' }), { rest: true }),
        32: list(ipv6({ wireshark: 'bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv6' }), { rest: true }),
      },
      octets(),
    ),
    reserved: u8({ about: 'reserved; formerly the number of SNPAs' }),
    nlri: routes('bgp.mp_reach_nlri_ipv4_prefix', 'bgp.mp_reach_nlri_ipv6_prefix'),
  },
}));

/** Routes of any family that are no longer there. @see RFC 4760 §4 */
export const BGPMPUnreach = layer('BGPMPUnreach', () => ({
  about: 'Withdrawn routes of one address family.',
  source: 'RFC 4760 §4',
  fields: {
    afi: u16({ default: 2, names: addressFamilies, wireshark: 'bgp.update.path_attribute.mp_unreach_nlri.afi' }),
    safi: u8({ default: 1, names: subsequentFamilies, wireshark: 'bgp.update.path_attribute.mp_unreach_nlri.safi' }),
    withdrawn_routes: routes('bgp.mp_unreach_nlri_ipv4_prefix', 'bgp.mp_unreach_nlri_ipv6_prefix'),
  },
}));

/** @see RFC 6514 §5 */
export const BGPPMSITunnel = layer('BGPPMSITunnel', () => ({
  about: 'The tunnel by which multicast packets travel.',
  source: 'RFC 6514 §5',
  fields: {
    flags: u8({ hex: true }),
    type: u8({ wireshark: 'bgp.update.path_attribute.pmsi.tunnel.type' }),
    // 20 bits of it are the label, where it is one; a VNI has all 24 (RFC 8365 §5.1.3).
    label: u24({ hex: true }),
    identifier: octets(),
  },
}));

/** @see RFC 6368 §5 */
export const BGPAttrSet = layer('BGPAttrSet', () => ({
  about: "A customer's attributes, as they cross a provider's network.",
  source: 'RFC 6368 §5',
  fields: {
    as: u32(),
    attributes: octets({ about: 'path attributes again, not decoded' }),
  },
}));

// RFC 4271 §4.3: well-known ones are transitive; optional ones may be or not.
const WELL_KNOWN = { flags: 0x40 } as const,
  OPTIONAL = { flags: 0x80 } as const,
  TRANSITIVE = { flags: 0xc0 } as const;

/** @internal The list of path attributes. */
export const pathAttributes = () =>
  optionList({
    head: attributeHead,
    wireshark: { type: 'bgp.update.path_attribute.type_code', length: 'bgp.update.path_attribute.length' },
    kinds: {
      1: option('ORIGIN', u8({ names: { IGP: 0, EGP: 1, INCOMPLETE: 2 }, wireshark: 'bgp.update.path_attribute.origin' }), WELL_KNOWN),
      2: option('AS_PATH', asPath(), WELL_KNOWN),
      3: option('NEXT_HOP', ipv4({ wireshark: 'bgp.update.path_attribute.next_hop' }), WELL_KNOWN),
      4: option('MULTI_EXIT_DISC', u32({ wireshark: 'bgp.update.path_attribute.multi_exit_disc' }), OPTIONAL),
      5: option('LOCAL_PREF', u32({ default: 100, wireshark: 'bgp.update.path_attribute.local_pref' }), WELL_KNOWN),
      6: option('ATOMIC_AGGREGATE', octets(), WELL_KNOWN),
      7: option('AGGREGATOR', aggregator(), TRANSITIVE),
      8: option(
        'COMMUNITIES',
        records(() => BGPCommunity),
        TRANSITIVE,
      ),
      9: option('ORIGINATOR_ID', ipv4({ wireshark: 'bgp.update.path_attribute.originator_id' }), OPTIONAL),
      10: option('CLUSTER_LIST', list(ipv4()), OPTIONAL),
      14: option(
        'MP_REACH_NLRI',
        record(() => BGPMPReach),
        OPTIONAL,
      ),
      15: option(
        'MP_UNREACH_NLRI',
        record(() => BGPMPUnreach),
        OPTIONAL,
      ),
      16: option(
        'EXTENDED_COMMUNITIES',
        records(() => BGPExtCommunity),
        TRANSITIVE,
      ),
      17: option('AS4_PATH', as4Path(), TRANSITIVE),
      18: option('AS4_AGGREGATOR', as4Aggregator(), TRANSITIVE),
      22: option(
        'PMSI_TUNNEL',
        record(() => BGPPMSITunnel),
        TRANSITIVE,
      ),
      23: option('TUNNEL_ENCAPSULATION', optionList({ head: tlvHead('u16', 'u16'), kinds: {} }), TRANSITIVE),
      24: option('TRAFFIC_ENGINEERING', octets(), OPTIONAL),
      25: option(
        'IPV6_EXTENDED_COMMUNITIES',
        records(() => BGPIPv6ExtCommunity),
        TRANSITIVE,
      ),
      // RFC 7311 §3: the length counts number and length, too.
      26: option('AIGP', optionList({ head: tlvHead('u8', 'u16', { covers: 'option' }), kinds: { 1: option('AIGP', u64()) } }), OPTIONAL),
      27: option('PE_DISTINGUISHER_LABELS', octets(), TRANSITIVE),
      29: option('BGP-LS', optionList({ head: tlvHead('u16', 'u16'), kinds: {} }), OPTIONAL),
      32: option(
        'LARGE_COMMUNITY',
        records(() => BGPLargeCommunity),
        TRANSITIVE,
      ),
      33: option('BGPSEC_PATH', octets(), OPTIONAL),
      35: option('ONLY_TO_CUSTOMER', u32(), TRANSITIVE),
      40: option('PREFIX_SID', optionList({ head: tlvHead('u8', 'u16'), kinds: {} }), TRANSITIVE),
      128: option(
        'ATTR_SET',
        record(() => BGPAttrSet),
        TRANSITIVE,
      ),
    },
  });
