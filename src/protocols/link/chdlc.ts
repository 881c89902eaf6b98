/** Cisco's HDLC: what its routers send over serial lines. */
import { u16, u8 } from '../../packet/fields/integers.ts';
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
