/** What control frames carry: acknowledgements of many frames at once. */
import { u16le } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** The number of the first frame, and that of its fragment. */
const columns = {
  'wlan.ba.control.ackpolicy': ({ control }: { readonly control: number }) => (control & 1) === 1,
  'wlan.ba.control.ba_type': { hex: 16, of: ({ control }: { readonly control: number }) => (control >> 1) & 15 },
  'wlan.fixed.ssc.sequence': ({ start }: { readonly start: number }) => start >> 4,
  'wlan.fixed.ssc.fragment': ({ start }: { readonly start: number }) => start & 15,
};

/** @see IEEE 802.11-2020 §9.3.1.7 */
export const Dot11BAckRequest = layer('Dot11BAckRequest', () => ({
  title: '802.11 block ack request',
  about: 'Asks which frames have arrived.',
  source: 'IEEE 802.11-2020 §9.3.1.7',
  wireshark: '',
  fields: {
    control: u16le({ hex: true, wireshark: 'wlan.ba.control' }),
    start: u16le({ hex: true, wireshark: 'wlan.fixed.ssc', about: 'number of the first frame (upper 12 bits)' }),
    more: octets(),
  },
  columns,
}));

/** @see IEEE 802.11-2020 §9.3.1.8 */
export const Dot11BAck = layer('Dot11BAck', () => ({
  title: '802.11 block ack',
  about: 'Says which frames have arrived.',
  source: 'IEEE 802.11-2020 §9.3.1.8',
  wireshark: '',
  fields: {
    control: u16le({ hex: true, wireshark: 'wlan.ba.control' }),
    start: u16le({ hex: true, wireshark: 'wlan.fixed.ssc', about: 'number of the first frame (upper 12 bits)' }),
    bitmap: octets({ wireshark: 'wlan.ba.bm', about: 'one bit per frame' }),
  },
  columns,
}));
