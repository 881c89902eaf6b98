/** Unidirectional Link Detection: two switches find out whether a link carries frames in one direction only. @see RFC 5171 */
import { u16, u32, u8, bits } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ciscoPids, underSNAP } from '../../registries/cisco-pids.ts';

/** A neighbour that the sender hears. @see RFC 5171 §4 */
export const UDLDEcho = layer('UDLDEcho', () => ({
  about: 'A neighbour whom the sender hears.',
  source: 'RFC 5171 §4',
  wireshark: '',
  fields: { device: sized('u16', text()), port: sized('u16', text()) },
}));

/** Pieces. Their lengths count type and length. @see RFC 5171 §4 */
const kinds = () => ({
  1: option('Device ID', text({ wireshark: 'udld.device_id' })),
  2: option('Port ID', text({ wireshark: 'udld.sent_through_interface' })),
  3: option('Echo', struct({ count: u32({ about: 'of neighbours' }), neighbours: records(() => UDLDEcho, { rest: true }) })),
  4: option('Message Interval', u8({ default: 15, about: 'seconds' })),
  5: option('Timeout Interval', u8({ default: 5, about: 'seconds' })),
  6: option('Device Name', text()),
  7: option('Sequence Number', u32()),
});

/** Unidirectional Link Detection. @see RFC 5171 §4 */
export const UDLD = layer('UDLD', () => ({
  about: 'Unidirectional Link Detection: who the sender is, and whom it hears.',
  source: 'RFC 5171 §4',
  wireshark: 'udld',
  below: underSNAP(ciscoPids.UDLD),
  fields: {
    version: bits(3, { default: 1, wireshark: 'udld.version' }),
    opcode: bits(5, { default: 1, names: { reserved: 0, probe: 1, echo: 2, flush: 3 }, wireshark: 'udld.opcode' }),
    flags: u8({ wireshark: 'udld.flags', about: '1: the recommended timeout is told; 2: asks for new synchronisation' }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'udld.checksum' }),
    tlvs: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      lengthCovers: 'option',
      wireshark: { type: 'udld.tlv.type', length: 'udld.tlv.len' },
      kinds: kinds(),
    }),
  },
  columns: {
    'udld.flags.rt': { hex: 8, of: ({ flags }) => flags & 1 },
    'udld.flags.rsy': { hex: 8, of: ({ flags }) => (flags >> 1) & 1 },
  },
}));
