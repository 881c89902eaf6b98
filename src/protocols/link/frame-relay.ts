/** Frame relay: a number for the circuit, and what it carries. */
import { when } from '../../packet/fields/conditional.ts';
import { bits, u16, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { etherTypes } from '../registries/ether-types.ts';

/** Unnumbered information. */
const UI = 3;

/** The address, of two to four octets: the lowest bit of the last one is set. @see ITU-T Q.922 §3.2 */
export const FrameRelay = layer('FrameRelay', () => ({
  title: 'Frame Relay',
  about: 'Frame relay: the number of the circuit.',
  source: 'ITU-T Q.922 §3.2; RFC 2427 §4',
  wireshark: 'fr',
  fields: {
    upper_dlci: bits(6, { hex: true, wireshark: 'fr.upper_dlci', about: 'the first bits of the number of the circuit' }),
    cr: bits(1, { about: 'command or response' }),
    ea: bits(1, { about: '1: the address ends here' }),
    second_dlci: bits(4, { hex: true, wireshark: 'fr.second_dlci' }),
    fecn: bits(1, { about: 'congestion where it goes to' }),
    becn: bits(1, { about: 'congestion where it comes from' }),
    de: bits(1, { about: 'may be discarded first' }),
    ea2: bits(1, { default: 1, about: '1: the address ends here' }),
    third: when({ ea2: 0 }, u8({ default: 1, hex: true, about: 'six bits of the number, or seven where a fourth octet follows' })),
    fourth: when((self) => self['ea2'] === 0 && ((self['third'] as number) & 1) === 0, u8({ default: 1, hex: true })),
  },
  columns: {
    'fr.dlci': ({ upper_dlci, second_dlci, third, fourth }) => {
      const ten = (upper_dlci << 4) | second_dlci;
      if (third === undefined) return ten;
      return fourth === undefined ? (ten << 6) | (third >> 2) : (ten << 13) | ((third >> 1) << 6) | (fourth >> 2);
    },
    'fr.cr': ({ cr }) => cr === 1,
    'fr.fecn': ({ fecn }) => fecn === 1,
    'fr.becn': ({ becn }) => becn === 1,
    'fr.de': ({ de }) => de === 1,
  },
  next: { to: () => [FrameRelayNLPID, FrameRelayPadded, FrameRelayCisco], choose: (_self, { b, start, end }) => forms(b, start, end) },
}));

/** Behind the address: a control field and the number of a protocol (RFC 2427), or an EtherType as Cisco's routers send. */
function forms(b: Uint8Array, start: number, end: number) {
  let q = start + 1;
  while (q < start + 3 && q < end && ((b[q] as number) & 1) === 0) q++;
  const control = b[q + 1];
  if (control === undefined || q + 2 >= end) return undefined;
  if (control === UI) return b[q + 2] === 0 ? FrameRelayPadded : FrameRelayNLPID;
  return etherTypes.name((control << 8) | (b[q + 2] as number)) === undefined ? undefined : FrameRelayCisco;
}

const control = () => ({ control: u8({ default: UI, hex: true, wireshark: 'fr.control' }) });
const nlpid = (initial: number) => ({
  nlpid: u8({
    default: initial,
    selects: 'nlpid',
    names: { 'Q.933': 8, SNAP: 0x80, CLNP: 0x81, 'ES-IS': 0x82, 'IS-IS': 0x83, IPv6: 0x8e, IP: 0xcc, PPP: 0xcf },
    hex: true,
    wireshark: 'fr.nlpid',
  }),
});
const source = 'RFC 2427 §3';

/** The control field, and a number of ISO's for the protocol. @see RFC 2427 §3, §4 */
export const FrameRelayNLPID = layer('FrameRelayNLPID', () => ({
  about: 'Multiprotocol over frame relay: the protocol by a number of ISO and IEC.',
  source,
  wireshark: '',
  fields: { ...control(), ...nlpid(0xcc) },
}));

/** The same with an octet 0 in between, so that what SNAP carries is aligned. @see RFC 2427 §3 */
export const FrameRelayPadded = layer('FrameRelayPadded', () => ({
  about: 'Multiprotocol over frame relay, with an octet to align what follows.',
  source,
  wireshark: '',
  fields: { ...control(), pad: u8(), ...nlpid(0x80) },
}));

/** An EtherType behind the address. */
export const FrameRelayCisco = layer('FrameRelayCisco', () => ({
  about: "Frame relay as Cisco's routers send it by default: an EtherType.",
  source: "Cisco, 'frame-relay encapsulation cisco'",
  wireshark: '',
  fields: { type: u16({ default: 0x0800, selects: 'ethertype', names: etherTypes, hex: true, wireshark: 'fr.chdlctype' }) },
}));
