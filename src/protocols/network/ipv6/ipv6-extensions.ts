/** Extension headers of IPv6 that carry options, fragments, or something that we do not look into. */
import { bits, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ipProtocols } from '../../registries/ip-protocols.ts';
import { mobilityHead } from './mobility.ts';
import { ipv6Options } from './ipv6-options.ts';
import { extendedPseudoSum } from './ipv6-pseudo.ts';

/** What every extension header begins with: what follows it, and its length. `prefix` begins the Wireshark names. */
export const extensionHead = (prefix: string) => ({
  nh: u8({ selects: 'ipv6.nh', names: ipProtocols, default: 59, wireshark: `${prefix}.nxt`, about: 'next header' }),
  len: u8({ measures: 'header', unit: 8, bias: 1, wireshark: `${prefix}.len`, about: 'length in units of 8 octets, without the first 8' }),
});

/** Options that every node on the way looks at; directly behind the IPv6 header. @see RFC 8200 §4.3 */
export const IPv6ExtHdrHopByHop = layer('IPv6ExtHdrHopByHop', () => ({
  title: 'IPv6 Extension Header - Hop-by-Hop Options Header',
  about: 'Hop-by-hop options.',
  source: 'RFC 8200 §4.3',
  wireshark: 'ipv6.hopopts',
  fields: { ...extensionHead('ipv6.hopopts'), options: ipv6Options() },
  pseudoHeader: 'inherit',
}));

/** Options for the destination, or for each stop of a routing header that follows. @see RFC 8200 §4.6 */
export const IPv6ExtHdrDestOpt = layer('IPv6ExtHdrDestOpt', () => ({
  title: 'IPv6 Extension Header - Destination Options Header',
  about: 'Destination options.',
  source: 'RFC 8200 §4.6',
  wireshark: 'ipv6.dstopts',
  fields: { ...extensionHead('ipv6.dstopts'), options: ipv6Options() },
  pseudoHeader: extendedPseudoSum,
}));

/** One fragment of a packet. Behind it stands what the unfragmented packet has there. @see RFC 8200 §4.5 */
export const IPv6ExtHdrFragment = layer('IPv6ExtHdrFragment', () => ({
  title: 'IPv6 Extension Header - Fragmentation header',
  about: 'Fragment header.',
  source: 'RFC 8200 §4.5',
  wireshark: 'ipv6.fraghdr',
  fields: {
    nh: u8({ selects: 'ipv6.nh', names: ipProtocols, default: 59, wireshark: 'ipv6.fraghdr.nxt', about: 'next header' }),
    res1: u8({ wireshark: 'ipv6.fraghdr.reserved_octet' }),
    offset: bits(13, { opaque: true, wireshark: 'ipv6.fraghdr.offset', about: 'offset of this fragment in units of 8 octets' }),
    res2: bits(2, { wireshark: 'ipv6.fraghdr.reserved_bits' }),
    m: bits(1, { wireshark: 'ipv6.fraghdr.more', about: '1: more fragments follow' }),
    id: u32({ hex: true, wireshark: 'ipv6.fraghdr.ident' }),
  },
  partial: (fragment) => fragment.offset > 0 || fragment.m === 1,
  pseudoHeader: 'inherit',
}));

/** Host Identity Protocol (139), Shim6 (140): headers of the usual form, whose inside is kept as octets. */
export const IPv6ExtHdrOpaque = layer('IPv6ExtHdrOpaque', () => ({
  title: 'IPv6 Extension Header - not decoded',
  about: 'An extension header of the uniform format (RFC 6564), with its content as octets: HIP, Shim6.',
  source: 'RFC 6564; RFC 7401 §5.1; RFC 5533 §5.1',
  fields: {
    nh: u8({ selects: 'ipv6.nh', names: ipProtocols, default: 59, about: 'next header' }),
    len: u8({ measures: 'header', unit: 8, bias: 1, about: 'length in units of 8 octets, without the first 8' }),
    data: octets({ default: new Uint8Array(6) }),
  },
  pseudoHeader: 'inherit',
}));

/** Mobility header: a message of Mobile IPv6 that has no layer of its own, its inside as octets. @see RFC 6275 §6.1 */
export const MIP6MH_Generic = layer('MIP6MH_Generic', () => ({
  title: 'IPv6 Mobility Header - Generic Message',
  about: 'A message of Mobile IPv6.',
  source: 'RFC 6275 §6.1',
  wireshark: 'mipv6',
  fields: { ...mobilityHead(undefined), msg: octets({ default: new Uint8Array(2), about: 'the message, with its options' }) },
}));
