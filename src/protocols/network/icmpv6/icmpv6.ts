/** An ICMPv6 message of no kind that is known; which messages are known stands in spaces/icmpv6.type.ts. */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { icmpv6Types } from './head.ts';

/**
 * Stands where ICMPv6 is expected; the type says which message it is. Itself it is a message of a type that we do not know, or
 * one that was cut short. @see RFC 4443 §2.1
 */
export const ICMPv6Unknown = layer('ICMPv6Unknown', () => ({
  title: 'ICMPv6',
  about: 'An ICMPv6 message of an unknown type, or cut short.',
  source: 'RFC 4443 §2.1',
  wireshark: 'icmpv6',
  fields: {
    type: u8({ default: 1, names: icmpv6Types, wireshark: 'icmpv6.type' }),
    code: u8({ wireshark: 'icmpv6.code' }),
    cksum: u16({ checksums: 'layer', pseudoHeader: 58, hex: true, wireshark: 'icmpv6.checksum' }),
    msgbody: octets(),
  },
}));
