/** Authentication Header, Encapsulating Security Payload: what of them can be read without the keys; and IPComp's head. */
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { ipProtocols } from '../registries/ip-protocols.ts';

/** Authentication Header, of IPv4 and IPv6. @see RFC 4302 §2 */
export const AH = layer('AH', () => ({
  about: 'IP Authentication Header.',
  source: 'RFC 4302 §2',
  wireshark: 'ah',
  fields: {
    nh: u8({ selects: 'ipv6.nh', names: ipProtocols, wireshark: 'ah.next_header', about: 'next header' }),
    // RFC 4302 §2.2: in words of 4 octets, minus 2.
    payloadlen: u8({
      measures: 'header',
      unit: 4,
      bias: 2,
      wireshark: 'ah.length',
      about: 'length of this header in words of 4 octets, minus 2',
    }),
    reserved: u16(),
    spi: u32({ default: 1, hex: true, wireshark: 'ah.spi', about: 'security parameters index' }),
    seq: u32({ wireshark: 'ah.sequence' }),
    icv: octets({ wireshark: 'ah.icv', about: 'integrity check value, with its padding' }),
  },
  pseudoHeader: 'inherit',
}));

/** Encapsulating Security Payload. What follows the sequence number is encrypted. @see RFC 4303 §2 */
export const ESP = layer('ESP', () => ({
  about: 'IP Encapsulating Security Payload, still encrypted.',
  source: 'RFC 4303 §2',
  wireshark: 'esp',
  fields: {
    spi: u32({ default: 1, hex: true, wireshark: 'esp.spi', about: 'security parameters index' }),
    seq: u32({ wireshark: 'esp.sequence' }),
    data: octets({ about: 'encrypted payload, padding, next header; integrity check value' }),
  },
}));

/** IP Payload Compression Protocol. What follows is compressed. @see RFC 3173 §3 */
export const IPComp = layer('IPComp', () => ({
  about: 'IP Payload Compression Protocol: which compression; what follows is still compressed.',
  source: 'RFC 3173 §3',
  wireshark: 'ipcomp',
  fields: {
    nh: u8({ names: ipProtocols, hex: true, wireshark: 'ipcomp.next_header', about: 'next header, of what was compressed' }),
    flags: u8({ hex: true, wireshark: 'ipcomp.flags' }),
    cpi: u16({
      default: 2,
      names: { OUI: 1, DEFLATE: 2, LZS: 3, LZJH: 4 },
      hex: true,
      wireshark: 'ipcomp.cpi',
      about: 'compression parameter index',
    }),
  },
}));
