/** Communities: marks that routes carry. */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { overlay } from '../../../packet/fields/overlay.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** A mark of a route; those of AS 65535 are well known (65535:65281 is NO_EXPORT). @see RFC 1997; IANA: "BGP Well-known Communities" */
export const BGPCommunity = layer('BGPCommunity', () => ({
  about: 'A community of a route.',
  source: 'RFC 1997',
  fields: {
    as: u16({ wireshark: 'bgp.update.path_attribute.community_as' }),
    value: u16({ wireshark: 'bgp.update.path_attribute.community_value' }),
  },
}));

/** @see RFC 8092 §3 */
export const BGPLargeCommunity = layer('BGPLargeCommunity', () => ({
  about: 'A community of a route, for AS numbers of 4 octets.',
  source: 'RFC 8092 §3',
  fields: {
    as: u32({ wireshark: 'bgp.large_communities.ga', about: 'global administrator' }),
    local1: u32({ wireshark: 'bgp.large_communities.ldp1' }),
    local2: u32({ wireshark: 'bgp.large_communities.ldp2' }),
  },
}));

/** A mark with a type. What the other six octets are, the type says. @see RFC 4360 §3; RFC 5668; IANA: "BGP Extended Communities" */
export const BGPExtCommunity = layer('BGPExtCommunity', () => ({
  about: 'A community of a route with a type: a route target, an origin.',
  source: 'RFC 4360 §3; RFC 5668',
  fields: {
    // Bit 0x40: not passed on to other AS.
    type: u8({
      hex: true,
      wireshark: 'bgp.ext_com.type',
      about: '0 AS of 2 octets, 1 IPv4 address, 2 AS of 4 octets; 0x40: not transitive',
    }),
    subtype: u8({ hex: true, about: '2 route target, 3 route origin' }),
    ...overlay(
      'type',
      6,
      [
        [[0x00, 0x40], { as: u16({ wireshark: 'bgp.ext_com.value_as2' }), number: u32({ wireshark: 'bgp.ext_com.value_an4' }) }],
        [[0x01, 0x41], { address: ipv4({ wireshark: 'bgp.ext_com.value_IP4' }), local: u16({ wireshark: 'bgp.ext_com.value_an2' }) }],
        [[0x02, 0x42], { as4: u32({ wireshark: 'bgp.ext_com.value_as4' }), local: u16({ wireshark: 'bgp.ext_com.value_an2' }) }],
      ],
      { value: fixedOctets(6) },
    ),
  },
}));

/** The same with an IPv6 address. @see RFC 5701 §2 */
export const BGPIPv6ExtCommunity = layer('BGPIPv6ExtCommunity', () => ({
  about: 'A community of a route with a type and an IPv6 address.',
  source: 'RFC 5701 §2',
  fields: { type: u8({ hex: true }), subtype: u8({ hex: true }), address: ipv6(), local: u16() },
}));
