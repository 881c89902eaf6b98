/** The check sequence at the end of a frame. */
import { u32le } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';

/** CRC-32 of the frame, least significant octet first. @see IEEE 802.11-2020 §9.2.4.8 */
export const Dot11FCS = layer('Dot11FCS', () => ({
  title: '802.11 FCS',
  about: 'Check sequence of a frame of IEEE 802.11.',
  source: 'IEEE 802.11-2020 §9.2.4.8',
  wireshark: '',
  fields: { fcs: u32le({ hex: true, checksums: 'carried', sum: 'crc32', wireshark: 'wlan.fcs' }) },
}));
