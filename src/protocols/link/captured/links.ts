/** Frames of links that are seldom met: ATM, token ring, signalling system 7, field buses, and what a frame has before it on the wire. */
import { mac } from '../../../packet/fields/addresses.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, flags, i8, u16, u16le, u24le, u32, u32le, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { etherTypes } from '../../registries/ether-types.ts';
import { BACnet } from '../../industrial/bacnet.ts';
import { Ether } from '../ethernet.ts';
import { FrameRelay } from '../frame-relay.ts';
import { LLC } from '../llc.ts';

/** A cell's circuit, as Sun's driver tells it. @see https://www.tcpdump.org/linktypes/LINKTYPE_SUNATM.html */
export const SunATM = layer('SunATM', () => ({
  title: 'ATM',
  about: 'Asynchronous Transfer Mode: the circuit of a packet, and what kind of traffic it is.',
  source: 'LINKTYPE_SUNATM',
  wireshark: 'atm',
  fields: {
    direction: bits(1, { names: { received: 0, sent: 1 } }),
    reserved: bits(3),
    traffic: bits(4, { default: 2, names: { LANE: 1, LLC: 2, ILMI: 5, 'Q.2931': 6 } }),
    vpi: u8({ wireshark: 'atm.vpi' }),
    vci: u16({ wireshark: 'atm.vci' }),
  },
  next: { to: () => [LLC], choose: ({ traffic }) => (traffic === 2 ? LLC : undefined) },
}));

/** The bridges that a frame passes. @see IEEE 802.1D-1998 annex C.3.3.2 */
export const TokenRingRoute = layer('TokenRingRoute', () => ({
  about: 'The rings and bridges that a frame passes.',
  source: 'IEEE 802.1D-1998 annex C.3.3.2',
  wireshark: '',
  fields: {
    broadcast: bits(3, { names: { none: 0, all: 4, single: 6 }, wireshark: 'tr.broadcast' }),
    len: bits(5, { measures: 'header', wireshark: 'tr.rif_bytes' }),
    direction: bits(1, { wireshark: 'tr.direction' }),
    largest: bits(3, { wireshark: 'tr.max_frame_size' }),
    reserved: bits(4),
    segments: list(u16({ hex: true, about: 'ring (12 bits) and bridge (4)' }), { rest: true }),
  },
}));

/** A frame of a ring of copper. A source address of a group says that a route follows. @see IEEE 802.5-1998 §3.2; RFC 1042 */
export const TokenRing = layer('TokenRing', () => ({
  title: 'Token Ring',
  about: 'Token ring: a frame, and the bridges that it passes.',
  source: 'IEEE 802.5-1998 §3.2; IEEE 802.1D-1998 annex C (routes); LINKTYPE_IEEE802_5',
  wireshark: 'tr',
  fields: {
    ac: u8({ default: 0x10, hex: true, wireshark: 'tr.ac', about: 'priority, token, monitor, reservation' }),
    fc: u8({ default: 0x40, hex: true, wireshark: 'tr.fc', about: '40: LLC' }),
    dst: mac({ default: 'ff:ff:ff:ff:ff:ff', wireshark: 'tr.dst' }),
    routed: bits(1, { about: '1: a route follows' }),
    src: bits(7, { hex: true, about: "the source's first octet" }),
    src_rest: fixedOctets(5, { about: "the source's other octets" }),
    route: when(
      'routed',
      record(() => TokenRingRoute),
    ),
  },
  next: { to: () => [LLC], choose: ({ fc }) => (fc >> 6 === 1 ? LLC : undefined) },
}));

/** Ethernet of 3 Mbit/s. @see Metcalfe, Boggs, "Ethernet: Distributed Packet Switching for Local Computer Networks" (1976) §5 */
export const EtherExperimental = layer('EtherExperimental', () => ({
  title: 'Experimental Ethernet',
  about: 'The first Ethernet, of 3 Mbit/s: stations with numbers of one octet.',
  source: 'Xerox, CSL-75-7; LINKTYPE_EXP_ETHERNET',
  wireshark: '',
  fields: { dst: u8(), src: u8(), type: u16({ default: 0x0201, names: etherTypes, hex: true, about: '0x0200: PUP, 0x0201: IP' }) },
}));

/** A frame with what is on the wire before it. @see IEEE 802.3br-2016; https://www.tcpdump.org/linktypes/LINKTYPE_ETHERNET_MPACKET.html */
export const EtherMPacket = layer('EtherMPacket', () => ({
  title: 'Ethernet mPacket',
  about: 'Ethernet with its preamble, whose last octets tell whether the frame may be interrupted, or goes on.',
  source: 'IEEE 802.3br-2016 §99.3; LINKTYPE_ETHERNET_MPACKET',
  wireshark: '',
  fields: {
    preamble: fixedOctets(7, { default: new Uint8Array(7).fill(0x55) }),
    smd: u8({ default: 0xd5, hex: true, about: 'd5: a whole frame' }),
  },
  next: { to: () => [Ether], choose: ({ smd }) => (smd === 0xd5 ? Ether : undefined) },
}));

/** Message Transfer Part 2: signalling units, numbered and acknowledged. @see ITU-T Q.703 §2.2 */
export const MTP2 = layer('MTP2', () => ({
  about: 'Signalling system 7: the numbers of a unit, and whether it is filled with a message.',
  source: 'ITU-T Q.703 §2.2; LINKTYPE_MTP2',
  wireshark: 'mtp2',
  fields: {
    bib: bits(1, { wireshark: 'mtp2.bib' }),
    bsn: bits(7, { wireshark: 'mtp2.bsn', about: 'the last unit that came' }),
    fib: bits(1, { wireshark: 'mtp2.fib' }),
    fsn: bits(7, { wireshark: 'mtp2.fsn', about: 'number of this unit' }),
    spare: bits(2, { wireshark: 'mtp2.spare' }),
    li: bits(6, { default: 63, wireshark: 'mtp2.li', about: '0: fills the line; 1, 2: state of the line; 63: as many octets or more' }),
  },
  next: { to: () => [MTP3], choose: ({ li }) => (li > 2 ? MTP3 : undefined) },
}));

/** Message Transfer Part 3: where a message goes. @see ITU-T Q.704 §2.2, §14.2 */
export const MTP3 = layer('MTP3', () => ({
  about: 'Signalling system 7: who sends a message to whom, and for which service.',
  source: 'ITU-T Q.704 §2.2, §14.2; LINKTYPE_MTP3',
  wireshark: 'mtp3',
  fields: {
    ni: bits(2, {
      default: 2,
      names: { international: 0, spare: 1, national: 2, reserved: 3 },
      hex: true,
      wireshark: 'mtp3.network_indicator',
    }),
    spare: bits(2),
    si: bits(4, {
      default: 5,
      names: { management: 0, testing: 1, SCCP: 3, TUP: 4, ISUP: 5, BICC: 13 },
      hex: true,
      wireshark: 'mtp3.service_indicator',
    }),
    label: u32le({ hex: true, about: 'destination (14 bits from the lowest), origin (14), link (4)' }),
  },
  columns: {
    'mtp3.dpc': ({ label }) => label & 0x3fff,
    'mtp3.opc': ({ label }) => (label >>> 14) & 0x3fff,
    'mtp3.sls': ({ label }) => label >>> 28,
  },
}));

/** A check of eight bits: x⁸ + x⁷ + 1, the low bit first, and the complement of it. @see ANSI/ASHRAE 135 annex G.1 */
function headerCrc(b: Uint8Array, from: number, to: number): number {
  let crc = 0xff;
  for (let i = from; i < to; i++) {
    crc ^= b[i] as number;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x81 : crc >> 1;
  }
  return ~crc & 0xff;
}

/** BACnet on a serial line with several stations. @see ANSI/ASHRAE 135 §9.3 */
export const BACnetMSTP = layer('BACnetMSTP', () => ({
  title: 'BACnet MS/TP',
  about: 'BACnet on a serial line: a frame, or the token that says who may send.',
  source: 'ANSI/ASHRAE 135 §9.3; LINKTYPE_BACNET_MS_TP',
  wireshark: 'mstp',
  fields: {
    preamble: fixedOctets(2, { default: Uint8Array.of(0x55, 0xff) }),
    type: u8({
      // biome-ignore format: one kind a number
      names: { token: 0, 'poll for master': 1, 'reply to poll': 2, 'test request': 3, 'test response': 4, 'data expecting reply': 5, 'data not expecting reply': 6, 'reply postponed': 7 },
      wireshark: 'mstp.frame_type',
    }),
    dst: u8({ default: 255, wireshark: 'mstp.dst' }),
    src: u8({ wireshark: 'mstp.src' }),
    len: u16({ measures: 'payload', wireshark: 'mstp.len' }),
    crc: u8({ compute: ({ b, start }) => headerCrc(b, start + 2, start + 7), hex: true, wireshark: 'mstp.hdr_crc' }),
  },
  columns: {
    'mstp.preamble_55': { hex: 8, of: ({ preamble }) => preamble[0] as number },
    'mstp.preamble_FF': { hex: 8, of: ({ preamble }) => preamble[1] as number },
  },
  next: { to: () => [BACnet], choose: ({ type }) => (type === 5 || type === 6 ? BACnet : undefined) },
}));

/** What passes between a receiver of television and a card of it. @see https://www.tcpdump.org/linktypes/LINKTYPE_DVB_CI.html */
export const DVBCI = layer('DVBCI', () => ({
  title: 'DVB common interface',
  about: 'What a receiver of television and its conditional access module say, or what happens to the module.',
  source: 'https://www.kaiser.cx/pcap-dvbci.html; EN 50221',
  wireshark: 'dvb-ci',
  fields: {
    version: u8({ wireshark: 'dvb-ci.hdr_version' }),
    event: u8({
      default: 0xff,
      names: { 'module in': 0xfc, 'module out': 0xfb, 'power off': 0xfa, 'to module': 0xfe, 'to host': 0xff },
      wireshark: 'dvb-ci.event',
    }),
    len: u16({ measures: 'payload' }),
  },
}));

/** What a radio saw of a packet of Bluetooth. @see https://www.tcpdump.org/linktypes/LINKTYPE_BLUETOOTH_BREDR_BB.html */
export const BluetoothBaseband = layer('BluetoothBaseband', () => ({
  title: 'Bluetooth baseband',
  about: 'A packet of Bluetooth on the air: channel, power, and what the radio could check.',
  source: 'LINKTYPE_BLUETOOTH_BREDR_BB',
  wireshark: 'bluetooth:btbredr_rf',
  fields: {
    channel: u8(),
    signal: i8({ about: 'dBm' }),
    noise: i8({ about: 'dBm' }),
    offenses: u8({ wireshark: 'btbredr_rf.access_address_offenses' }),
    rate: u8({ hex: true, wireshark: 'btbredr_rf.payload_transport_rate' }),
    header_bits: u8({ wireshark: 'btbredr_rf.corrected_header_bits' }),
    payload_bits: u16le({ wireshark: 'btbredr_rf.corrected_payload_bits' }),
    lap: u32le({ hex: true, wireshark: 'btbredr_rf.lower_address_part' }),
    ref_lap: u24le({ hex: true }),
    ref_uap: u8({ hex: true }),
    header: u32le({ hex: true }),
    flags: flags(16, [], { hex: true, wireshark: 'btbredr_rf.flags' }, { little: true }),
    data: octets(),
  },
}));

/** Frame relay over several lines. @see FRF.16.1 §3 */
export const MFR = layer('MFR', () => ({
  title: 'Multilink Frame Relay',
  about: 'Multilink frame relay: a fragment of a frame, or a message about the lines.',
  source: 'FRF.16.1 §3.1',
  wireshark: '',
  fields: {
    begins: bits(1, { default: 1 }),
    ends: bits(1, { default: 1 }),
    control: bits(1),
    seq: bits(4, { about: 'upper bits of the number' }),
    one: bits(1, { about: 'set in messages about the lines' }),
    seq_low: u8({ about: 'lower bits' }),
  },
  next: {
    to: () => [MFRControl, FrameRelay],
    choose: ({ control, begins }) => (control === 1 ? MFRControl : begins === 1 ? FrameRelay : undefined),
  },
  partial: ({ begins, ends }) => begins === 0 || ends === 0,
}));

/** About the lines that are one. @see FRF.16.1 §3.2 */
export const MFRControl = layer('MFRControl', () => ({
  about: 'Multilink frame relay: adds a line, says hello on it, or takes it away.',
  source: 'FRF.16.1 §3.2, §3.4',
  wireshark: '',
  fields: {
    type: u8({
      default: 4,
      names: { 'add link': 1, 'add link ack': 2, 'add link reject': 3, hello: 4, 'hello ack': 5, 'remove link': 6, 'remove link ack': 7 },
    }),
    elements: optionList({
      lengthCovers: 'option',
      kinds: {
        1: option('bundle', text()),
        2: option('link', text()),
        4: option('magic number', u32({ hex: true })),
        7: option('sequence', u16()),
      },
    }),
  },
}));
