/** Logical Link Control of IEEE 802.2, and SNAP, which brings other organisations' numbers. */
import { when } from '../../packet/fields/conditional.ts';
import { u16, u24, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { CISCO } from '../registries/cisco-pids.ts';
import { etherTypes } from '../registries/ether-types.ts';

/** Service access points. @see IEEE "LLC Addresses"; RFC 1340 "IEEE 802 numbers" */
const SAPS = {
  null: 0,
  individual_LLC_management: 2,
  group_LLC_management: 3,
  SNA_path_control: 4,
  IP: 6,
  PROWAY_management: 0x0e,
  STP: 0x42,
  ISI_IP: 0x4e,
  X25: 0x7e,
  PROWAY_active_station: 0x8e,
  ARP: 0x98,
  SNAP: 0xaa,
  Banyan_VINES: 0xbc,
  IPX: 0xe0,
  NetBIOS: 0xf0,
  LAN_manager: 0xf4,
  remote_program_load: 0xf8,
  ISO_network_layer: 0xfe,
  global: 0xff,
} as const;

/** Control fields of I and S format have two octets: all whose last two bits are not both set. @see IEEE 802.2 §5.4.2 */
const TWO_OCTETS = /* @__PURE__ */ Array.from({ length: 256 }, (_, n) => n).filter((n) => (n & 3) !== 3);

/** The bit that asks for an answer at once, or gives it (IEEE 802.2-1998 §5.3). Wireshark does not show it of unnumbered information. */
const pollOrFinal = (ctrl: number, ctrl2: number | undefined): boolean | undefined =>
  ctrl2 !== undefined ? (ctrl2 & 1) === 1 : ctrl === 3 ? undefined : (ctrl & 0x10) !== 0;

/** IEEE 802.2 LLC. @see IEEE 802.2-1998 §3.2, §5.4 */
export const LLC = layer('LLC', () => ({
  about: 'Logical Link Control: source and destination service access point.',
  source: 'IEEE 802.2-1998 §3.2',
  wireshark: 'llc',
  fields: {
    dsap: u8({
      selects: 'llc.sap',
      names: SAPS,
      hex: true,
      wireshark: 'llc.dsap',
      about: 'destination service access point; bit 0: a group',
    }),
    ssap: u8({ names: SAPS, hex: true, wireshark: 'llc.ssap', about: 'source service access point; bit 0: a response' }),
    // scapy's default is 0, a numbered frame; what carries other protocols is unnumbered information.
    ctrl: u8({ default: 3, hex: true, about: '3: unnumbered information' }),
    ctrl2: when({ ctrl: TWO_OCTETS }, u8({ hex: true, about: 'second octet of numbered frames: N(R), and poll or final' })),
  },
  // In 802.11 it stands in data frames (IEEE 802.11-2020 table 9-1; their type is 2).
  below: { Dot11: { type: 2 }, Dot11Swapped: { type: 2 } },
  // What is asked for is also who asks.
  compute: { ssap: (llc) => llc.dsap },
  columns: {
    'llc.control': { hex: 16, of: ({ ctrl, ctrl2 }) => ctrl | ((ctrl2 ?? 0) << 8) },
    'llc.control.n_s': ({ ctrl, ctrl2 }) => (ctrl2 !== undefined && (ctrl & 1) === 0 ? ctrl >> 1 : undefined),
    'llc.control.n_r': ({ ctrl2 }) => (ctrl2 === undefined ? undefined : ctrl2 >> 1),
    'llc.control.s_ftype': { hex: 16, of: ({ ctrl }) => ((ctrl & 3) === 1 ? ctrl & 0x0c : undefined) },
    'llc.control.u_modifier_cmd': { hex: 8, of: ({ ctrl, ssap }) => ((ctrl & 3) === 3 && (ssap & 1) === 0 ? ctrl & 0xec : undefined) },
    'llc.control.u_modifier_resp': { hex: 8, of: ({ ctrl, ssap }) => ((ctrl & 3) === 3 && (ssap & 1) === 1 ? ctrl & 0xec : undefined) },
    'llc.control.p': ({ ctrl, ctrl2, ssap }) => ((ssap & 1) === 0 ? pollOrFinal(ctrl, ctrl2) : undefined),
    'llc.control.f': ({ ctrl, ctrl2, ssap }) => ((ssap & 1) === 1 ? pollOrFinal(ctrl, ctrl2) : undefined),
    'llc.dsap.ig': (llc) => (llc.dsap & 1) === 1,
    'llc.ssap.cr': (llc) => (llc.ssap & 1) === 1,
  },
}));

/** OUI 0 and 0000f8: the number behind it is an EtherType (RFC 1042; IEEE 802.1H). */
const isEtherType = (oui: number): boolean => oui === 0 || oui === 0xf8;

/** Apple's numbers are EtherTypes, too (Inside AppleTalk, appendix C). */
const APPLE = 0x08_0007;

const organisation = (initial: number) =>
  u24({ default: initial, hex: true, about: 'the organisation whose number follows; 0: an EtherType' });

/** Subnetwork Access Protocol with an EtherType. @see RFC 1042; IEEE 802-2014 §9.2.3 */
export const SNAP = layer('SNAP', () => ({
  about: 'Subnetwork Access Protocol: an organisation, and a protocol by its numbers.',
  source: 'RFC 1042; IEEE 802-2014 §9.2.3',
  wireshark: '',
  fields: { OUI: organisation(0), code: u16({ selects: 'ethertype', names: etherTypes, hex: true, about: 'EtherType' }) },
  columns: {
    'llc.oui': (snap) => snap.OUI,
    'llc.type': { hex: 16, of: ({ OUI, code }) => (isEtherType(OUI) ? code : undefined) },
  },
}));

/** Subnetwork Access Protocol with a number of some organisation. @see IEEE 802-2014 §9.2.3 */
export const SNAPOther = layer('SNAPOther', () => ({
  title: 'SNAP',
  about: "Subnetwork Access Protocol with an organisation's own number.",
  source: 'IEEE 802-2014 §9.2.3',
  wireshark: '',
  fields: {
    OUI: organisation(APPLE),
    code: u16({ selects: 'llc.pid', hex: true, about: "the organisation's number of the protocol" }),
  },
  columns: {
    'llc.oui': (snap) => snap.OUI,
    'llc.apple_atalk_pid': { hex: 16, of: ({ OUI, code }) => (OUI === APPLE ? code : undefined) },
    'llc.pid': { hex: 16, of: ({ OUI, code }) => (OUI === APPLE ? undefined : code) },
  },
}));

/** Cisco's protocols. */
export const SNAPCisco = layer('SNAPCisco', () => ({
  title: 'SNAP',
  about: "Subnetwork Access Protocol with one of Cisco's protocols.",
  source: 'IEEE 802-2014 §9.2.3',
  wireshark: '',
  fields: { OUI: organisation(CISCO), code: u16({ selects: 'llc.cisco_pid', hex: true, wireshark: 'llc.cisco_pid' }) },
  columns: { 'llc.oui': (snap) => snap.OUI },
}));

/** Bridged frames, as ATM and frame relay carry them. @see RFC 2684 §5.2; RFC 2427 §4.2 */
export const SNAPBridged = layer('SNAPBridged', () => ({
  title: 'SNAP',
  about: 'Subnetwork Access Protocol with a bridged frame.',
  source: 'RFC 2684 §5.2',
  wireshark: '',
  fields: { OUI: organisation(0x80c2), code: u16({ selects: 'llc.bridged', hex: true, wireshark: 'llc.pid' }) },
  columns: { 'llc.oui': (snap) => snap.OUI },
}));
