/** IEEE 802.15.4: small radios with little power, such as Zigbee's: the head of their frames. */
import { when } from '../../packet/fields/conditional.ts';
import { bits, u16le, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';

const MODES = { none: 0, reserved: 1, short: 2, long: 3 } as const;
const VERSION_2015 = 2;

/** The control field, least significant octet first, and the number (§7.2.2, §7.2.3). */
const head = () => ({
  fcf_reserved_1: bits(1),
  fcf_panidcompress: bits(1, { about: 'the PAN stands there once' }),
  fcf_ackreq: bits(1, { about: 'it wants an acknowledgement' }),
  fcf_pending: bits(1, { about: 'more is waiting' }),
  fcf_security: bits(1, { about: 'it is secured' }),
  fcf_frametype: bits(3, {
    names: { beacon: 0, data: 1, ack: 2, command: 3, reserved: 4, multipurpose: 5, fragment: 6, extended: 7 },
    hex: true,
  }),
  fcf_srcaddrmode: bits(2, { names: MODES }),
  fcf_framever: bits(2, { wireshark: 'wpan.version' }),
  fcf_destaddrmode: bits(2, { default: 2, names: MODES }),
  fcf_reserved_2: bits(2, { about: 'of version 2: elements follow; there is no number' }),
  seqnum: when(
    (self) => !(self['fcf_framever'] === VERSION_2015 && ((self['fcf_reserved_2'] as number) & 1) === 1),
    u8({ default: 1, wireshark: 'wpan.seq_no' }),
  ),
});

const columns = {
  'wpan.fcf': {
    hex: 16,
    of: (_self: unknown, { b, start }: { readonly b: Uint8Array; readonly start: number }) =>
      (b[start] as number) | ((b[start + 1] as number) << 8),
  },
  'wpan.frame_type': { hex: 16, of: (self: { readonly fcf_frametype: number }) => self.fcf_frametype },
  'wpan.src_addr_mode': { hex: 16, of: (self: { readonly fcf_srcaddrmode: number }) => self.fcf_srcaddrmode },
  'wpan.dst_addr_mode': { hex: 16, of: (self: { readonly fcf_destaddrmode: number }) => self.fcf_destaddrmode },
  'wpan.security': (self: { readonly fcf_security: number }) => self.fcf_security === 1,
  'wpan.pending': (self: { readonly fcf_pending: number }) => self.fcf_pending === 1,
  'wpan.ack_request': (self: { readonly fcf_ackreq: number }) => self.fcf_ackreq === 1,
  'wpan.pan_id_compression': (self: { readonly fcf_panidcompress: number }) => self.fcf_panidcompress === 1,
};
const source = 'IEEE 802.15.4-2020 §7.2';

/** A frame without its check sequence. @see IEEE 802.15.4-2020 §7.2 */
export const Dot15d4 = layer('Dot15d4', () => ({
  title: '802.15.4',
  about: 'IEEE 802.15.4: what kind of frame it is, and its number.',
  source,
  wireshark: 'wpan',
  fields: head(),
  columns,
}));

/** The check sequence at the end of a frame. @see IEEE 802.15.4-2020 §7.2.11 */
export const Dot15d4Check = layer('Dot15d4Check', () => ({
  title: '802.15.4 FCS',
  about: 'Check sequence of a frame of IEEE 802.15.4.',
  source: `${source}.11`,
  wireshark: '',
  fields: { fcs: u16le({ hex: true, wireshark: 'wpan.fcs' }) },
}));

/** A frame with its check sequence. @see IEEE 802.15.4-2020 §7.2 */
export const Dot15d4FCS = layer('Dot15d4FCS', () => ({
  title: '802.15.4 - FCS',
  about: 'IEEE 802.15.4 with a check sequence at the end.',
  source,
  wireshark: 'wpan',
  fields: head(),
  columns,
  trailer: { layer: () => Dot15d4Check },
}));
