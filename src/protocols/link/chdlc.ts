/** Cisco's HDLC: what its routers send over serial lines. */
import { u16, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { etherTypes } from '../registries/ether-types.ts';

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
