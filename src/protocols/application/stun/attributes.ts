/** Attributes of STUN, TURN and ICE, by number. @see RFC 8489 §14; RFC 8656 §18; RFC 8445 §16.1; RFC 5780 §7; IANA "STUN Attributes" */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { exact } from '../../../packet/fields/exact.ts';
import { bits, flag, u16, u24, u32, u64, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { tlvHead } from '../../../packet/fields/option-heads.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { xorIpv4, xorPort } from './xor.ts';

const FAMILIES = { IPv4: 1, IPv6: 2 } as const;
const family = () => u8({ default: 1, names: FAMILIES, wireshark: 'stun.att.family' });

/** An address and a port. @see RFC 8489 §14.1 */
export const STUNAddress = layer('STUNAddress', () => ({
  about: 'An address and a port.',
  source: 'RFC 8489 §14.1',
  wireshark: '',
  fields: {
    RESERVED: u8(),
    address_family: family(),
    port: u16({ wireshark: 'stun.att.port' }),
    ip: choose(
      'address_family',
      { IPv4: exact(ipv4({ wireshark: 'stun.att.ipv4' })), IPv6: exact(ipv6({ wireshark: 'stun.att.ipv6' })) },
      octets(),
    ),
  },
}));

/** The same, XORed with the cookie; an address of IPv6 also with the transaction id, so it is kept as it stands. @see RFC 8489 §14.2 */
export const STUNXorAddress = layer('STUNXorAddress', () => ({
  about: 'An address and a port, sent XORed with the cookie.',
  source: 'RFC 8489 §14.2',
  wireshark: '',
  fields: {
    RESERVED: u8(),
    address_family: family(),
    xport: xorPort('stun.att.port'),
    xip: choose(
      'address_family',
      { IPv4: exact(xorIpv4('stun.att.ipv4')) },
      octets({ about: 'IPv6: XORed with the cookie and the transaction id' }),
    ),
  },
}));

/** Why a request failed. @see RFC 8489 §14.8 */
export const STUNErrorCode = layer('STUNErrorCode', () => ({
  about: 'Why a request failed.',
  source: 'RFC 8489 §14.8',
  wireshark: '',
  fields: {
    reserved: bits(21),
    class: bits(3, { wireshark: 'stun.att.error.class', about: 'hundreds of the number' }),
    number: u8({ wireshark: 'stun.att.error' }),
    reason: text({ encoding: 'utf8', wireshark: 'stun.att.error.reason' }),
  },
}));

const address = <const N extends string>(name: N) =>
  option(
    name,
    record(() => STUNAddress),
  );
const xorAddress = <const N extends string>(name: N) =>
  option(
    name,
    record(() => STUNXorAddress),
  );

/** One octet that means something, and three that do not. */
export const STUNOctet = layer('STUNOctet', () => ({
  about: 'A number of one octet, and three reserved ones.',
  source: 'RFC 8656 §18.6, §18.8',
  wireshark: '',
  fields: { value: u8({ wireshark: 'stun.att.transp' }), reserved: u24() },
}));

/** A channel. @see RFC 8656 §18.1 */
export const STUNChannelNumber = layer('STUNChannelNumber', () => ({
  about: 'Number of a channel.',
  source: 'RFC 8656 §18.1',
  wireshark: '',
  fields: { channel: u16({ hex: true, wireshark: 'stun.att.channelnum' }), reserved: u16() },
}));

/** Whether the next port is to be kept, too. @see RFC 8656 §18.5 */
export const STUNEvenPort = layer('STUNEvenPort', () => ({
  about: 'Asks for an even port.',
  source: 'RFC 8656 §18.5',
  wireshark: '',
  fields: { reserve: flag({ wireshark: 'stun.att.even-port.reserve-next', about: 'the port above it, too' }), unused: bits(7) },
}));

/** From where the answer is to come. @see RFC 5780 §7.2 */
export const STUNChangeRequest = layer('STUNChangeRequest', () => ({
  about: 'Asks for an answer from another address or port.',
  source: 'RFC 5780 §7.2',
  wireshark: '',
  fields: {
    reserved: bits(29),
    ip: flag({ wireshark: 'stun.att.change-ip' }),
    port: flag({ wireshark: 'stun.att.change-port' }),
    last: bits(1),
  },
}));

/** Google's number of a network. */
export const STUNGoogleNetwork = layer('STUNGoogleNetwork', () => ({
  about: 'The network that a candidate is on, and what it costs.',
  source: 'WebRTC: GOOG-NETWORK-INFO',
  wireshark: '',
  fields: { network_id: u16(), network_cost: u16({ default: 999 }) },
}));

const utf8 = (wireshark: string) => text({ encoding: 'utf8', wireshark: `stun.att.${wireshark}` });

export const stunAttributes = () =>
  optionList({
    head: tlvHead('u16', 'u16'),
    alignOptions: 4,
    kinds: {
      0x0001: address('MAPPED-ADDRESS'),
      0x0002: address('RESPONSE-ADDRESS'),
      0x0003: option(
        'CHANGE-REQUEST',
        record(() => STUNChangeRequest),
      ),
      0x0004: address('SOURCE-ADDRESS'),
      0x0005: address('CHANGED-ADDRESS'),
      0x0006: option('USERNAME', utf8('username')),
      0x0007: option('PASSWORD', octets({ wireshark: 'stun.att.password' })),
      0x0008: option('MESSAGE-INTEGRITY', octets({ wireshark: 'stun.att.hmac', about: 'HMAC-SHA1 of the message before it' })),
      0x0009: option(
        'ERROR-CODE',
        record(() => STUNErrorCode),
      ),
      0x000a: option('UNKNOWN-ATTRIBUTES', exact(list(u16({ hex: true, wireshark: 'stun.att.unknown' })))),
      0x000b: address('REFLECTED-FROM'),
      0x000c: option(
        'CHANNEL-NUMBER',
        record(() => STUNChannelNumber),
      ),
      0x000d: option('LIFETIME', u32({ wireshark: 'stun.att.lifetime', about: 'seconds' })),
      0x0010: option('BANDWIDTH', u32({ wireshark: 'stun.port.bandwidth' })),
      0x0012: xorAddress('XOR-PEER-ADDRESS'),
      0x0013: option('DATA', octets()),
      0x0014: option('REALM', utf8('realm')),
      0x0015: option('NONCE', utf8('nonce')),
      0x0016: xorAddress('XOR-RELAYED-ADDRESS'),
      0x0017: option(
        'REQUESTED-ADDRESS-FAMILY',
        record(() => STUNFamily),
      ),
      0x0018: option(
        'EVEN-PORT',
        record(() => STUNEvenPort),
      ),
      0x0019: option(
        'REQUESTED-TRANSPORT',
        record(() => STUNOctet),
      ),
      0x001a: option('DONT-FRAGMENT'),
      0x001c: option('MESSAGE-INTEGRITY-SHA256', octets({ wireshark: 'stun.att.hmac' })),
      0x001d: option('PASSWORD-ALGORITHM', octets()),
      0x001e: option('USERHASH', octets()),
      0x0020: xorAddress('XOR-MAPPED-ADDRESS'),
      0x0022: option('RESERVATION-TOKEN', octets({ wireshark: 'stun.att.token' })),
      0x0024: option('PRIORITY', u32({ wireshark: 'stun.att.priority' })),
      0x0025: option('USE-CANDIDATE'),
      0x0026: option('PADDING', octets()),
      0x0027: option('RESPONSE-PORT', octets()),
      0x002a: option('CONNECTION-ID', octets()),
      0x8000: option('ADDITIONAL-ADDRESS-FAMILY', octets()),
      0x8001: option('ADDRESS-ERROR-CODE', octets()),
      0x8002: option('PASSWORD-ALGORITHMS', octets()),
      0x8003: option('ALTERNATE-DOMAIN', octets()),
      0x8004: option('ICMP', octets()),
      0x8020: xorAddress('XOR-MAPPED-ADDRESS-OLD'),
      0x8022: option('SOFTWARE', utf8('software')),
      0x8023: address('ALTERNATE-SERVER'),
      0x8027: option('CACHE-TIMEOUT', u32({ wireshark: 'stun.att.cache-timeout', about: 'seconds' })),
      0x8028: option(
        'FINGERPRINT',
        u32({ hex: true, wireshark: 'stun.att.crc32', about: 'CRC-32 of the message before it, XORed with 0x5354554e' }),
      ),
      0x8029: option('ICE-CONTROLLED', u64({ hex: true })),
      0x802a: option('ICE-CONTROLLING', u64({ hex: true })),
      0x802b: address('RESPONSE-ORIGIN'),
      0x802c: address('OTHER-ADDRESS'),
      0x802d: option('ECN-CHECK', octets()),
      0x802e: option('THIRD-PARTY-AUTHORIZATION', octets()),
      0x8030: option('MOBILITY-TICKET', octets()),
      0xc057: option(
        'GOOG-NETWORK-INFO',
        record(() => STUNGoogleNetwork),
      ),
    },
    wireshark: { type: 'stun.att.type', length: 'stun.att.length' },
  });

/** A family of addresses. @see RFC 8656 §18.6 */
export const STUNFamily = layer('STUNFamily', () => ({
  about: 'A family of addresses.',
  source: 'RFC 8656 §18.6',
  wireshark: '',
  fields: { address_family: family(), reserved: u24() },
}));
