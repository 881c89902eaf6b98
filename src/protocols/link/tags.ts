/** What bridges and switches put before a frame, or into it: provider backbone bridging, VN-Tag, E-Tag, Cisco's FabricPath, Arista's time stamps. */
import { mac } from '../../packet/fields/addresses.ts';
import { when } from '../../packet/fields/conditional.ts';
import { bits, u16, u24, u32, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { etherTypes } from '../registries/ether-types.ts';

const type = (wireshark: string) => u16({ selects: 'ethertype', names: etherTypes, hex: true, wireshark });

/** The tag of a service, and the customer's addresses: a frame in a provider's frame. @see IEEE 802.1Q-2018 §9.7 */
export const Dot1AH = layer('Dot1AH', () => ({
  title: '802_1AH',
  about: "Provider backbone bridging: the service's tag, and the addresses of the customer's frame.",
  source: 'IEEE 802.1Q-2018 §9.7 (first in IEEE 802.1ah-2008)',
  wireshark: 'ieee8021ah:ethertype',
  fields: {
    prio: bits(3, { wireshark: 'ieee8021ah.priority' }),
    dei: bits(1, { wireshark: 'ieee8021ah.drop', about: 'drop eligible' }),
    nca: bits(1, { wireshark: 'ieee8021ah.nca', about: "use the customer's addresses" }),
    res1: bits(1, { wireshark: 'ieee8021ah.res1' }),
    res2: bits(2, { wireshark: 'ieee8021ah.res2' }),
    isid: u24({ wireshark: 'ieee8021ah.isid', about: 'number of the service' }),
    cdst: mac({ wireshark: 'ieee8021ah.cdst', about: "the customer's destination" }),
    csrc: mac({ wireshark: 'ieee8021ah.csrc', about: "the customer's source" }),
    type: type('ieee8021ah.etype'),
  },
}));

/** Between a switch and the ports of an extender, or of virtual machines. @see IEEE 802.1BR-2012 (the E-tag, its successor); Cisco: VN-Tag 1.0 */
export const VNTag = layer('VNTag', () => ({
  title: 'VN-Tag',
  about: 'Which virtual interface a frame comes from and goes to.',
  source: 'Cisco, VMware: Network Interface Virtualization (VN-Tag)',
  wireshark: 'vntag:ethertype',
  fields: {
    direction: bits(1, { wireshark: 'vntag.dir', about: '1: from the switch' }),
    pointer: bits(1, { wireshark: 'vntag.ptr', about: '1: the destination is a list of interfaces' }),
    dst: bits(14, { wireshark: 'vntag.dst' }),
    looped: bits(1, { wireshark: 'vntag.looped' }),
    reserved: bits(1, { wireshark: 'vntag.r' }),
    version: bits(2, { wireshark: 'vntag.version' }),
    src: bits(12, { wireshark: 'vntag.src' }),
    type: type('vntag.etype'),
  },
}));

/** Between a bridge and its port extenders: which of their ports a frame comes from and goes to. @see IEEE 802.1BR-2012 §7.5 */
export const ETag = layer('ETag', () => ({
  title: 'E-Tag',
  about: "Which port of a bridge's extenders a frame comes from and goes to.",
  source: 'IEEE 802.1BR-2012 §7.5',
  wireshark: 'etag:ethertype',
  fields: {
    prio: bits(3, { wireshark: 'etag.pcp' }),
    dei: bits(1, { wireshark: 'etag.dei', about: 'drop eligible' }),
    ingress: bits(12, { hex: true, wireshark: 'etag.iecid_base', about: 'where it came from: the base of E-CID' }),
    reserved: bits(2, { wireshark: 'etag.resv' }),
    group: bits(2, { wireshark: 'etag.group', about: '0: one port; else the E-CID is of several' }),
    ecid: bits(12, { hex: true, wireshark: 'etag.ecid_base', about: 'where it goes: the base of E-CID' }),
    ingress_extension: u8({ hex: true, wireshark: 'etag.iecid_ext' }),
    ecid_extension: u8({ hex: true, wireshark: 'etag.ecid_ext' }),
    type: type('etag.etype'),
  },
}));

/** A frame in Cisco's fabric: its addresses are those of switches, and a whole frame follows. */
export const FabricPath = layer('FabricPath', () => ({
  title: 'Cisco FabricPath',
  about: 'Between switches of a fabric: the addresses are those of switches. The frame follows.',
  source: 'Cisco: FabricPath (DCE)',
  wireshark: 'eth:cfp',
  fields: {
    dst: mac({ about: 'of the switch, or a group' }),
    src: mac({ about: 'of the switch' }),
    type: u16({ default: 0x8903, hex: true, wireshark: 'cfp.etype' }),
    ftag: bits(10, { wireshark: 'cfp.ftag', about: 'tree that the frame is forwarded along' }),
    ttl: bits(6, { default: 32, wireshark: 'cfp.ttl' }),
  },
}));

const BITS_48 = [0x20, 0x21];

/** When a switch forwarded the frame. Its versions differ in size, and in what the time is of (TAI, UTC). */
export const AristaTimestamp = layer('AristaTimestamp', () => ({
  title: 'Arista time stamp',
  about: 'When a switch forwarded the frame.',
  source: 'Arista EOS: Timestamping (EtherType 0xd28b)',
  wireshark: 'avsp:ethertype',
  fields: {
    subtype: u16({ default: 1, wireshark: 'avsp.sub_type' }),
    family: u8({ about: 'of the switch that wrote it' }),
    version: u8({
      default: 0x10,
      hex: true,
      names: { 'TAI, 64 bits': 0x10, 'UTC, 64 bits': 0x11, 'TAI, 48 bits': 0x20, 'UTC, 48 bits': 0x21 },
    }),
    seconds: when({ version: [0x10, 0x11] }, u32({ wireshark: 'avsp.64sec' })),
    seconds_low: when({ version: BITS_48 }, u16({ wireshark: 'avsp.48sec', about: 'lower 16 bits' })),
    nanoseconds: when({ version: [0x10, 0x11, 0x20, 0x21] }, u32()),
    type: type('avsp.etype'),
  },
  columns: {
    'avsp.ver': { hex: 16, of: ({ family, version }) => family * 256 + version },
    'avsp.64ns': ({ version, nanoseconds }) => (BITS_48.includes(version) ? undefined : nanoseconds),
    'avsp.48ns': ({ version, nanoseconds }) => (BITS_48.includes(version) ? nanoseconds : undefined),
  },
}));
