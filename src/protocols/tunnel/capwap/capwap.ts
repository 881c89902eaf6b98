/** Control And Provisioning of Wireless Access Points: a controller runs access points, and their stations' frames go through tunnels to it. */
import { mix } from '../../../bytes/hash.ts';
import { mac } from '../../../packet/fields/addresses.ts';
import { aligned } from '../../../packet/fields/aligned.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, flag, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets, padding } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { Ether } from '../../link/ethernet.ts';
import { Dot11, Dot11Swapped, isSwapped } from '../../wireless/dot11.ts';
import { elements } from './elements.ts';
import { bindings, capwapMessages } from './names.ts';

/** The type in the first octet: a header follows, or DTLS. @see RFC 5415 §4.1 */
const CLEAR = 0,
  ENCRYPTED = 1;
const IEEE_80211 = 1;
const typeOf = (b: Uint8Array, start: number): number => (b[start] as number) & 15;

const preamble = (type: number) => ({
  version: bits(4, { wireshark: 'capwap.preamble.version' }),
  type: bits(4, { default: type, names: { CAPWAP: CLEAR, DTLS: ENCRYPTED }, wireshark: 'capwap.preamble.type' }),
});

/** What messages and data have in front. @see RFC 5415 §4.3 */
const header = () => ({
  ...preamble(CLEAR),
  length: bits(5, { measures: 'header', unit: 4, wireshark: 'capwap.header.length', about: 'of this header, in words of 4 octets' }),
  radio: bits(5, { wireshark: 'capwap.header.rid' }),
  wbid: bits(5, { default: IEEE_80211, names: bindings, wireshark: 'capwap.header.wbid' }),
  native: flag({ wireshark: 'capwap.header.flags.t', about: "a frame in its own technology's form; else of IEEE 802.3" }),
  fragment: flag({ wireshark: 'capwap.header.flags.f' }),
  last: flag({ wireshark: 'capwap.header.flags.l', about: 'the last fragment' }),
  hasWireless: flag({ wireshark: 'capwap.header.flags.w' }),
  hasMac: flag({ wireshark: 'capwap.header.flags.m' }),
  keepAlive: flag({ wireshark: 'capwap.header.flags.k' }),
  reserved: bits(3, { wireshark: 'capwap.header.flags.r' }),
  fragmentId: u16({ wireshark: 'capwap.header.fragment.id' }),
  fragmentOffset: bits(13, { wireshark: 'capwap.header.fragment.offset', about: 'in units of 8 octets' }),
  reserved2: bits(3, { wireshark: 'capwap.header.fragment.reserved' }),
  mac: when('hasMac', sized('u8', mac({ wireshark: 'capwap.header.mac.eui48', about: 'of the radio' }))),
  wireless: when('hasWireless', aligned(4, sized('u8', octets({ wireshark: 'capwap.header.wireless.data', about: 'RFC 5416 §4' })))),
  pad: padding(4),
});
const columns = {
  'capwap.header.flags': {
    hex: 24,
    of: (_self: unknown, { b, start }: { readonly b: Uint8Array; readonly start: number }) =>
      (((b[start + 2] as number) & 1) << 8) | (b[start + 3] as number),
  },
} as const;
const headerSize = (b: Uint8Array, start: number): number => 4 * ((b[start + 1] as number) >> 3);

interface Head {
  readonly fragment: boolean;
  readonly fragmentOffset: number;
}
const isLaterFragment = ({ fragment, fragmentOffset }: Head): boolean => fragment && fragmentOffset > 0;

/** In clear, on the control channel: discovery, and what a session's DTLS has decrypted. @see RFC 5415 §4.3 */
export const CAPWAP = layer('CAPWAP', () => ({
  about: 'Control And Provisioning of Wireless Access Points: the header of a message.',
  source: 'RFC 5415 §4.3',
  wireshark: 'capwap',
  fields: header(),
  columns,
  begins: (b, start, end) => end - start >= 8 && typeOf(b, start) === CLEAR,
  headerSize,
  next: { to: () => [CAPWAPControl], choose: (self): AnyLayer | undefined => (isLaterFragment(self) ? undefined : CAPWAPControl) },
  summary: () => 'CAPWAP',
}));

/** A message between controller and access point. @see RFC 5415 §4.5 */
export const CAPWAPControl = layer('CAPWAPControl', () => ({
  about: 'A message between a controller and an access point.',
  source: 'RFC 5415 §4.5.1',
  wireshark: '',
  fields: {
    type: u32({ default: 1, names: capwapMessages, wireshark: 'capwap.control.header.message_type' }),
    sequence: u8({ wireshark: 'capwap.control.header.sequence_number' }),
    length: u16({
      measures: 'header',
      bias: 5,
      wireshark: 'capwap.control.header.message_element_length',
      about: 'octets behind the sequence number',
    }),
    flags: u8({ wireshark: 'capwap.control.header.flags' }),
    elements: elements(),
  },
  columns: {
    'capwap.control.header.message_type.enterprise_number': ({ type }) => type >>> 8,
    'capwap.control.header.message_type.enterprise_specific': ({ type }) => type & 255,
  },
  // RFC 5415 §4.5.1.1, §4.5.1.2.
  match: {
    about: 'the sequence number, and the next type of message',
    hash: ({ sequence }, _role, seed) => mix(seed, sequence),
    answers: (reply, request) => (request.type & 1) === 1 && reply.type === request.type + 1 && reply.sequence === request.sequence,
  },
  summary: ({ type }) => `CAPWAP ${capwapMessages.name(type) ?? type}`,
}));

/** On the data channel: a station's frame. @see RFC 5415 §4.4 */
export const CAPWAPData = layer('CAPWAPData', () => ({
  about: "A station's frame, on its way between access point and controller.",
  source: 'RFC 5415 §4.4.2',
  wireshark: 'capwap.data',
  fields: header(),
  columns,
  begins: (b, start, end) => end - start >= 8 && typeOf(b, start) === CLEAR,
  headerSize,
  next: {
    to: () => [CAPWAPKeepAlive, Ether, Dot11, Dot11Swapped],
    choose: (self, { b, start, end }): AnyLayer | undefined => {
      if (isLaterFragment(self)) return undefined;
      if (self.keepAlive) return CAPWAPKeepAlive;
      if (!self.native) return Ether;
      if (self.wbid !== IEEE_80211) return undefined;
      return isSwapped(b, start + headerSize(b, start), end) ? Dot11Swapped : Dot11;
    },
  },
  summary: () => 'CAPWAP data',
}));

/** Says that the data channel is in use. @see RFC 5415 §4.4.1 */
export const CAPWAPKeepAlive = layer('CAPWAPKeepAlive', () => ({
  about: 'Keeps the data channel open: whose it is.',
  source: 'RFC 5415 §4.4.1',
  wireshark: '',
  fields: {
    length: u16({ measures: 'header', wireshark: 'capwap.keep_alive.length', about: 'octets behind the CAPWAP header' }),
    elements: elements(),
  },
  summary: () => 'CAPWAP keep-alive',
}));

/** What stands before DTLS. @see RFC 5415 §4.2 */
const encrypted = () => ({ ...preamble(ENCRYPTED), reserved: u24({ wireshark: 'capwap.preamble.reserved' }) });

/** Encrypted, on the control channel: a record of DTLS follows. @see RFC 5415 §4.2 */
export const CAPWAPEncrypted = layer('CAPWAPEncrypted', () => ({
  about: 'An encrypted message: DTLS follows.',
  source: 'RFC 5415 §4.2',
  wireshark: 'capwap',
  fields: encrypted(),
  begins: (b, start, end) => end - start >= 4 && typeOf(b, start) === ENCRYPTED,
  summary: () => 'CAPWAP',
}));

/** Encrypted, on the data channel: a record of DTLS follows. @see RFC 5415 §4.2 */
export const CAPWAPEncryptedData = layer('CAPWAPEncryptedData', () => ({
  about: 'Encrypted data: DTLS follows.',
  source: 'RFC 5415 §4.2',
  wireshark: 'capwap.data',
  fields: encrypted(),
  begins: (b, start, end) => end - start >= 4 && typeOf(b, start) === ENCRYPTED,
  summary: () => 'CAPWAP data',
}));
