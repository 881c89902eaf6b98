/** Controller Area Network: messages of cars and machines, as Linux captures them. */
import { flags, bits, u16, u24, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** Octets before the data. */
const HEAD = 8;
const identifier = () => ({
  flags: flags(3, ['error', 'remote_transmission_request', 'extended']),
  identifier: bits(29, { hex: true, about: '11 bits, or 29 of an extended frame' }),
});
const flagColumns = {
  // Of an error it is no number, but says what happened; only an extended frame uses more than 11 bits.
  'can.id': (self: { readonly flags: { has(name: string): boolean }; readonly identifier: number }) =>
    self.flags.has('error') ? undefined : self.flags.has('extended') ? self.identifier : self.identifier & 0x7ff,
  'can.flags.xtd': ({ flags: set }: { readonly flags: { has(name: string): boolean } }) => set.has('extended'),
  'can.flags.rtr': ({ flags: set }: { readonly flags: { has(name: string): boolean } }) => set.has('remote_transmission_request'),
};
const length = () => u8({ measures: 'layer', bias: HEAD, wireshark: 'can.len', about: 'octets of data' });

/** A frame of up to 8 octets. @see https://www.tcpdump.org/linktypes/LINKTYPE_CAN_SOCKETCAN.html; ISO 11898-1 §10 */
export const CAN = layer('CAN', () => ({
  about: 'Controller Area Network: a frame of up to 8 octets.',
  source: 'LINKTYPE_CAN_SOCKETCAN',
  wireshark: 'can:data',
  fields: { ...identifier(), length: length(), reserved: u24(), data: octets() },
  columns: flagColumns,
}));

/** A frame with a flexible data rate, of up to 64 octets. @see https://www.tcpdump.org/linktypes/LINKTYPE_CAN_SOCKETCAN.html */
export const CANFD = layer('CANFD', () => ({
  about: 'CAN with a flexible data rate: a frame of up to 64 octets.',
  source: 'LINKTYPE_CAN_SOCKETCAN',
  wireshark: 'can:data',
  fields: {
    ...identifier(),
    length: length(),
    fd_flags: flags(8, ['bit_rate_switch', 'error_state_indicator', 'fd_frame']),
    reserved: u16(),
    data: octets(),
  },
  columns: flagColumns,
}));
