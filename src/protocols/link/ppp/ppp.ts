/** Point-to-Point Protocol: its framing, and the number of what it carries. */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { pppProtocols } from '../../registries/ppp-protocols.ts';

/** Address and control field of HDLC, which peers may agree to leave out. @see RFC 1662 §3.1 */
export const HDLC = layer('HDLC', () => ({
  about: 'Address and control field of PPP in HDLC-like framing.',
  source: 'RFC 1662 §3.1',
  wireshark: '',
  fields: {
    address: u8({ default: 0xff, hex: true, wireshark: 'ppp.address', about: '255: all stations' }),
    control: u8({ default: 3, hex: true, wireshark: 'ppp.control', about: '3: unnumbered information' }),
  },
}));

const about = 'number of the protocol';

/** Point-to-Point Protocol. @see RFC 1661 §2 */
export const PPP = layer('PPP', () => ({
  title: 'PPP Link Layer',
  about: 'Point-to-Point Protocol.',
  source: 'RFC 1661 §2',
  wireshark: 'ppp',
  fields: { proto: u16({ default: 0x21, selects: 'ppp.proto', names: pppProtocols, hex: true, wireshark: 'ppp.protocol', about }) },
}));

/**
 * PPP whose protocol number is compressed to one octet, which peers may agree on: the last octet of a number is odd, and no other one.
 * scapy's PPP writes numbers below 256 so.
 * @see RFC 1661 §6.5
 */
export const PPPCompressed = layer('PPPCompressed', () => ({
  title: 'PPP Link Layer',
  about: 'Point-to-Point Protocol with a protocol number of one octet.',
  source: 'RFC 1661 §6.5',
  wireshark: 'ppp',
  fields: { proto: u8({ default: 0x21, selects: 'ppp.proto', names: pppProtocols, hex: true, about }) },
  // The number as it would be uncompressed.
  columns: { 'ppp.protocol': { hex: 16, of: (ppp) => ppp.proto } },
}));
