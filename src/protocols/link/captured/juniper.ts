/** What Juniper's routers write before a packet that they captured. @see https://www.tcpdump.org/linktypes.html (LINKTYPE_JUNIPER_…) */
import { bits, u16, u16le, u24, u32, u32le, u64, u8 } from '../../../packet/fields/integers.ts';
import { mayEnd, when } from '../../../packet/fields/conditional.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { Ether } from '../ethernet.ts';
import { FrameRelay } from '../frame-relay.ts';
import { CHDLC } from '../chdlc.ts';
import { PPP } from '../ppp/ppp.ts';

/** `MGC`. */
const MAGIC = 0x4d4743;

/** What the router knows of the packet. Its numbers have the low octet first. */
const kinds = () => ({
  1: option('device', u16le({ wireshark: 'juniper.ext.ifd' })),
  2: option('device name', text()),
  3: option('media type', u8({ wireshark: 'juniper.ext.ifmt' })),
  4: option('interface', u32le({ wireshark: 'juniper.ext.ifl' })),
  5: option('unit', u32le({ wireshark: 'juniper.ext.unit' })),
  6: option('encapsulation', u8({ wireshark: 'juniper.ext.ifle' })),
  7: option('derived media type', u8({ wireshark: 'juniper.ext.ttp_ifmt' })),
  8: option('derived encapsulation', u8({ wireshark: 'juniper.ext.ttp_ifle' })),
});

const fields = () => ({
  magic: u24({ default: MAGIC, hex: true, wireshark: 'juniper.magic-number' }),
  extended: bits(1, { about: '1: extensions follow' }),
  reserved: bits(5),
  no_l2: bits(1, { about: "1: without the link's header" }),
  direction: bits(1, { names: { out: 0, in: 1 } }),
  len: when('extended', u16({ measures: 'extensions', wireshark: 'juniper.ext_total_len' })),
  extensions: when('extended', optionList({ kinds: kinds() })),
});

const spec = {
  source: 'LINKTYPE_JUNIPER_…; tshark 4.0 reads the same',
  wireshark: 'juniper',
  columns: {
    'juniper.direction': { hex: 8, of: ({ direction }: { readonly direction: number }) => direction },
    'juniper.l2hdr': { hex: 8, of: ({ no_l2 }: { readonly no_l2: number }) => no_l2 },
  },
} as const;
/** Where the link's header is left out, nothing says what follows. */
const hasLink = ({ no_l2 }: { readonly no_l2: number }): boolean => no_l2 === 0;

/** A packet of a service or of an interface whose own head is kept as octets. */
export const Juniper = layer('Juniper', () => ({
  ...spec,
  about: 'What a router of Juniper knows of a packet of a service, or of an interface with a head of its own.',
  fields: fields(),
}));

/** A frame of Ethernet. */
export const JuniperEther = layer('JuniperEther', () => ({
  ...spec,
  about: 'What a router of Juniper knows of a frame of Ethernet.',
  fields: fields(),
  next: { to: () => [Ether], choose: (self) => (hasLink(self) ? Ether : undefined) },
}));

/** A frame of PPP. */
export const JuniperPPP = layer('JuniperPPP', () => ({
  ...spec,
  about: 'What a router of Juniper knows of a frame of PPP.',
  fields: fields(),
  next: { to: () => [PPP], choose: (self) => (hasLink(self) ? PPP : undefined) },
}));

/** A frame of frame relay. */
export const JuniperFrameRelay = layer('JuniperFrameRelay', () => ({
  ...spec,
  about: 'What a router of Juniper knows of a frame of frame relay.',
  fields: fields(),
  next: { to: () => [FrameRelay], choose: (self) => (hasLink(self) ? FrameRelay : undefined) },
}));

/** A frame of Cisco's HDLC. */
export const JuniperCHDLC = layer('JuniperCHDLC', () => ({
  ...spec,
  about: "What a router of Juniper knows of a frame of Cisco's HDLC.",
  fields: fields(),
  next: { to: () => [CHDLC], choose: (self) => (hasLink(self) ? CHDLC : undefined) },
}));

/** A packet of the first ATM interfaces: their head has four octets. */
export const JuniperATM1 = layer('JuniperATM1', () => ({
  ...spec,
  about: 'What a router of Juniper knows of a packet of its first ATM interfaces.',
  fields: { ...fields(), cookie: mayEnd(u32({ hex: true, wireshark: 'juniper.atm1.cookie' })), data: octets() },
}));

/** A packet of the second ATM interfaces: their head has eight octets. */
export const JuniperATM2 = layer('JuniperATM2', () => ({
  ...spec,
  about: 'What a router of Juniper knows of a packet of its second ATM interfaces.',
  fields: { ...fields(), cookie: mayEnd(u64({ hex: true, wireshark: 'juniper.atm2.cookie' })), data: octets() },
}));
