/** ICMPv6 errors: each quotes as much as it can of the packet that it is about. */
import { u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { Matching } from '../../../packet/spec/spec.ts';
import { icmpv6Head } from './head.ts';

/** An error answers what it quotes: the quoted layers decide, this one never. */
const never: Matching<unknown> = {
  about: 'what the error quotes: see the layers of quotes',
  hash: (_v, _role, seed) => mix(seed, 1),
  answers: () => false,
};
const length = u8({
  wireshark: 'icmpv6.length',
  about: 'length of the padded quote in units of 8 octets, if extensions follow it (RFC 4884)',
});

/** @see RFC 4443 §3.1 */
export const ICMPv6DestUnreach = layer('ICMPv6DestUnreach', () => ({
  title: 'ICMPv6 Destination Unreachable',
  about: 'The packet could not be delivered.',
  source: 'RFC 4443 §3.1',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(
      1,
      names({
        'No route to destination': 0,
        'Communication with destination administratively prohibited': 1,
        'Beyond scope of source address': 2,
        'Address unreachable': 3,
        'Port unreachable': 4,
        'Source address failed ingress/egress policy': 5,
        'Reject route to destination': 6,
        'Error in Source Routing Header': 7,
        'Headers too long': 8,
      }),
    ),
    length,
    unused: u24(),
  },
  match: never,
}));

/** @see RFC 4443 §3.2 */
export const ICMPv6PacketTooBig = layer('ICMPv6PacketTooBig', () => ({
  title: 'ICMPv6 Packet Too Big',
  about: 'The packet is larger than the MTU of the next link.',
  source: 'RFC 4443 §3.2',
  wireshark: 'icmpv6',
  fields: { ...icmpv6Head(2), mtu: u32({ default: 1280, wireshark: 'icmpv6.mtu', about: 'MTU of the next link' }) },
  match: never,
}));

/** @see RFC 4443 §3.3 */
export const ICMPv6TimeExceeded = layer('ICMPv6TimeExceeded', () => ({
  title: 'ICMPv6 Time Exceeded',
  about: 'The hop limit became 0, or a fragment did not arrive in time.',
  source: 'RFC 4443 §3.3',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(3, names({ 'hop limit exceeded in transit': 0, 'fragment reassembly time exceeded': 1 })),
    length,
    unused: u24(),
  },
  match: never,
}));

/** @see RFC 4443 §3.4 */
export const ICMPv6ParamProblem = layer('ICMPv6ParamProblem', () => ({
  title: 'ICMPv6 Parameter Problem',
  about: 'A field of the packet makes no sense.',
  source: 'RFC 4443 §3.4',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(
      4,
      names({
        'erroneous header field encountered': 0,
        'unrecognized Next Header type encountered': 1,
        'unrecognized IPv6 option encountered': 2,
        'first fragment has incomplete header chain': 3,
      }),
    ),
    ptr: u32({ default: 6, wireshark: 'icmpv6.pointer', about: 'offset of the wrong octet in the quoted packet' }),
  },
  match: never,
}));
