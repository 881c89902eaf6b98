/** Cisco's HDLC: what its routers send over serial lines. */
import { ipv4 } from '../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { overlay } from '../../packet/fields/overlay.ts';
import { layer } from '../../packet/layer/layer.ts';
import { etherTypes } from '../registries/ether-types.ts';

/** An octet before protocols of ISO, whose own numbers follow it. */
export const CHDLC_CLNS = layer('CHDLC_CLNS', () => ({
  title: 'Cisco HDLC padding',
  about: 'An octet before a packet of a protocol of ISO.',
  source: 'as Wireshark and tcpdump have it',
  wireshark: '',
  // CLNP, ES-IS, IS-IS behind it (ISO/IEC TR 9577).
  begins: (b, start, end) => end - start > 1 && (b[start + 1] as number) >= 0x81 && (b[start + 1] as number) <= 0x83,
  fields: { padding: u8({ hex: true, wireshark: 'chdlc.clns_padding' }) },
}));

/** Cisco HDLC: an EtherType behind two octets. @see RFC 1547 §4.3.1 */
export const CHDLC = layer('CHDLC', () => ({
  title: 'Cisco HDLC',
  about: 'Frame header on a serial line between Cisco routers.',
  source: 'RFC 1547 §4.3.1',
  wireshark: 'chdlc',
  fields: {
    address: u8({ default: 0x0f, names: { unicast: 0x0f, multicast: 0x8f }, hex: true, wireshark: 'chdlc.address' }),
    control: u8({ hex: true, wireshark: 'chdlc.control' }),
    proto: u16({ selects: 'chdlc.proto', names: etherTypes, hex: true, wireshark: 'chdlc.protocol' }),
  },
}));

/** Asks for an address, or tells that the line is up. @see RFC 1547 §4.3.1 */
export const SLARP = layer('SLARP', () => ({
  about: 'Serial Line Address Resolution Protocol: keepalives of Cisco HDLC, and addresses.',
  source: 'RFC 1547 §4.3.1',
  wireshark: 'slarp',
  fields: {
    code: u32({ default: 2, names: { request: 0, reply: 1, keepalive: 2 }, wireshark: 'slarp.ptype' }),
    ...overlay(
      'code',
      8,
      [[2, { mysequence: u32({ wireshark: 'slarp.mysequence' }), yoursequence: u32({ wireshark: 'slarp.yoursequence' }) }]],
      { address: ipv4({ wireshark: 'slarp.address' }), mask: ipv4() },
    ),
    reliability: u16({ default: 0xffff, hex: true, about: 'always ffff' }),
  },
}));
