/** Routing headers of IPv6: lists of addresses to visit. */
import { ipv6 } from '../../../packet/fields/addresses.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { mark, option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ipProtocols } from '../../registries/ip-protocols.ts';
import { extendedPseudoSum } from './ipv6-pseudo.ts';

const head = {
  nh: u8({ selects: 'ipv6.nh', names: ipProtocols, default: 59, wireshark: 'ipv6.routing.nxt', about: 'next header' }),
  len: u8({
    measures: 'header',
    unit: 8,
    bias: 1,
    wireshark: 'ipv6.routing.len',
    about: 'length in units of 8 octets, without the first 8',
  }),
};
const routingTypes = { 'IPv6 Source Routing': 0, Nimrod: 1, 'Type 2': 2, RPL: 3, 'Segment Routing': 4, 'CRH-16': 5, 'CRH-32': 6 } as const;

/** Type 0 (deprecated, RFC 5095), type 2 (Mobile IPv6), and types that nobody told us of. @see RFC 8200 §4.4; RFC 6275 §6.4 */
export const IPv6ExtHdrRouting = layer('IPv6ExtHdrRouting', () => ({
  title: 'IPv6 Option Header Routing',
  about: 'Routing header of type 0 or 2; the content of other types is kept as octets.',
  source: 'RFC 8200 §4.4',
  wireshark: 'ipv6.routing',
  fields: {
    ...head,
    type: u8({ names: routingTypes, wireshark: 'ipv6.routing.type' }),
    segleft: u8({ counts: 'addresses', loose: true, wireshark: 'ipv6.routing.segleft', about: 'addresses still to visit; default: all' }),
    reserved: u32({ hex: true }),
    addresses: when({ type: [0, 2] }, list(ipv6({ wireshark: 'ipv6.routing.src.addr' }))),
    data: octets({ about: 'octets that are not an address: the content of an unknown type' }),
  },
  pseudoHeader: extendedPseudoSum,
}));

/** Source route of a low-power network (type 3): addresses without the octets that all of them share. @see RFC 6554 §3 */
export const IPv6ExtHdrRoutingRPL = layer('IPv6ExtHdrRoutingRPL', () => ({
  title: 'IPv6 Option Header RPL Source Routing',
  about: 'RPL source routing header (type 3).',
  source: 'RFC 6554 §3',
  wireshark: 'ipv6.routing',
  fields: {
    ...head,
    type: u8({ default: 3, names: routingTypes, wireshark: 'ipv6.routing.type' }),
    segleft: u8({ wireshark: 'ipv6.routing.segleft' }),
    cmpri: bits(4, { about: 'octets left out of all addresses but the last' }),
    cmpre: bits(4, { about: 'octets left out of the last address' }),
    pad: bits(4, { about: 'octets of padding at the end' }),
    reserved: bits(20),
    addresses: octets({ about: 'the compressed addresses, and the padding' }),
  },
  pseudoHeader: extendedPseudoSum,
}));

/** Segment routing header (type 4). The segments are listed backwards: the first is the last to be visited. @see RFC 8754 §2 */
export const IPv6ExtHdrSegmentRouting = layer('IPv6ExtHdrSegmentRouting', () => ({
  title: 'IPv6 Option Header Segment Routing',
  about: 'Segment routing header (type 4).',
  source: 'RFC 8754 §2',
  wireshark: 'ipv6.routing',
  fields: {
    ...head,
    type: u8({ default: 4, names: routingTypes, wireshark: 'ipv6.routing.type' }),
    segleft: u8({ wireshark: 'ipv6.routing.segleft', about: 'segments still to visit; default: one less than there are' }),
    lastentry: u8({ counts: 'addresses', bias: 1, wireshark: 'ipv6.routing.srh.last_entry', about: 'index of the last segment' }),
    unused1: bits(1),
    protected: bits(1),
    oam: bits(1),
    alert: bits(1),
    hmac: bits(1),
    unused2: bits(3),
    tag: u16({ wireshark: 'ipv6.routing.srh.tag', about: 'identifies packets of one class' }),
    addresses: list(ipv6({ wireshark: 'ipv6.routing.srh.addr' }), { default: ['::1'] }),
    tlv_objects: optionList({
      kinds: {
        0: mark('Pad1'),
        1: option('IngressNode', octets({ about: 'deprecated: 2 octets, then the address' })),
        2: option('EgressNode', octets({ about: 'deprecated: 2 octets, then the address' })),
        4: option('PadN', octets()),
        5: option('HMAC', octets({ about: 'D and 15 bits, key, HMAC (RFC 8754 §2.1.2)' })),
      },
      align: 8,
      // RFC 8754 §2.1.1: Pad1 is type 0, PadN type 4.
      fill: (n) => (n < 2 ? new Uint8Array(n) : Uint8Array.of(4, n - 2, ...new Uint8Array(n - 2))),
    }),
  },
  compute: { segleft: (self) => Math.max(self.addresses.length - 1, 0) },
  pseudoHeader: extendedPseudoSum,
}));
