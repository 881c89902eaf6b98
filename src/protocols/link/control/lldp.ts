/** Link Layer Discovery Protocol: a station tells its neighbours who it is, in pieces of type, length and value. */
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { choose, when } from '../../../packet/fields/conditional.ts';
import { exact } from '../../../packet/fields/exact.ts';
import { bits, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { ORGANISATIONS, organisational } from './lldp-organisations.ts';

/** IEEE 802.1AB-2016 table 8-1. */
const TYPES = {
  'end of LLDPDU': 0,
  'chassis ID': 1,
  'port ID': 2,
  'time to live': 3,
  'port description': 4,
  'system name': 5,
  'system description': 6,
  'system capabilities': 7,
  'management address': 8,
  'organisation specific': 127,
} as const;

/** Octets of type and length. */
const HEAD = 2;
const next = (): AnyLayer => LLDPDU;
const begins = (_b: Uint8Array, start: number, end: number): boolean => end - start >= HEAD;

/** What each piece begins with: seven bits of type, nine of length (§8.4). */
const head = (type: number, measures = 'header') => ({
  _type: bits(7, { default: type, names: TYPES, wireshark: 'lldp.tlv.type' }),
  _length: bits(9, { measures, bias: HEAD, wireshark: 'lldp.tlv.len', about: 'octets of the value' }),
});
const source = 'IEEE 802.1AB-2016';
/** What all pieces but the first have in common. */
const piece = { wireshark: '', begins, repeats: next };

/** A piece of a type that is not known. @see IEEE 802.1AB-2016 §8.4 */
export const LLDPDU = layer('LLDPDU', () => ({
  ...piece,
  title: 'LLDP TLV',
  about: 'A piece of an LLDP message, of a type without a layer of its own.',
  source: `${source} §8.4`,
  fields: { ...head(9), data: octets() },
}));

/** IANA "Address Family Numbers". */
const FAMILIES = { IPv4: 1, IPv6: 2, '802': 6 } as const;

interface Identifies {
  readonly subtype?: number;
  readonly family?: number | undefined;
}
/** An identifier is an address by its subtype, and by the family where it is one of the network's; or text that somebody chose. */
const identifier = (subtypeOfMac: number, subtypeOfNetwork: number, wireshark: string, textName?: string) =>
  exact(
    choose(
      (self: Identifies) => (self.subtype === subtypeOfMac ? 'mac' : self.subtype === subtypeOfNetwork ? self.family : 'text'),
      {
        mac: mac({ wireshark: `${wireshark}.mac` }),
        1: ipv4({ wireshark: `${wireshark}.ip4` }),
        2: ipv6({ wireshark: `${wireshark}.ip6` }),
        text: text(textName === undefined ? {} : { wireshark: textName }),
      },
      octets(),
    ),
  );
const family = (subtype: number) =>
  when({ subtype: [subtype] }, u8({ default: FAMILIES.IPv4, names: FAMILIES, wireshark: 'lldp.network_address.subtype' }));

/** Who the station is: the first piece. @see IEEE 802.1AB-2016 §8.5.2 */
export const LLDPDUChassisID = layer('LLDPDUChassisID', () => ({
  ...piece,
  wireshark: 'lldp',
  title: 'LLDP chassis ID',
  about: 'Link Layer Discovery Protocol: who sends it. Every message begins with this.',
  source: `${source} §8.5.2`,
  fields: {
    ...head(1),
    subtype: u8({
      default: 4,
      names: {
        'chassis component': 1,
        'interface alias': 2,
        'port component': 3,
        'MAC address': 4,
        'network address': 5,
        'interface name': 6,
        'locally assigned': 7,
      },
      wireshark: 'lldp.chassis.subtype',
    }),
    family: family(5),
    id: identifier(4, 5, 'lldp.chassis.id'),
  },
  columns: {
    'lldp.chassis.id': ({ subtype }, { b, start, headerEnd }) =>
      subtype === 4 || subtype === 5 ? undefined : b.subarray(start + HEAD + 1, headerEnd),
  },
}));

/** Which of its ports it is. @see IEEE 802.1AB-2016 §8.5.3 */
export const LLDPDUPortID = layer('LLDPDUPortID', () => ({
  ...piece,
  title: 'LLDP port ID',
  about: 'The port that it is sent from.',
  source: `${source} §8.5.3`,
  fields: {
    ...head(2),
    subtype: u8({
      default: 3,
      names: {
        'interface alias': 1,
        'port component': 2,
        'MAC address': 3,
        'network address': 4,
        'interface name': 5,
        'agent circuit ID': 6,
        'locally assigned': 7,
      },
      wireshark: 'lldp.port.subtype',
    }),
    family: family(4),
    id: identifier(3, 4, 'lldp.port.id', 'lldp.port.id'),
  },
}));

/** @see IEEE 802.1AB-2016 §8.5.4 */
export const LLDPDUTimeToLive = layer('LLDPDUTimeToLive', () => ({
  ...piece,
  title: 'LLDP time to live',
  about: 'How long what is told holds; 0: forget it.',
  source: `${source} §8.5.4`,
  fields: { ...head(3), ttl: u16({ default: 20, wireshark: 'lldp.time_to_live', about: 'seconds' }) },
}));

/** Behind it is only padding. @see IEEE 802.1AB-2016 §8.5.1 */
export const LLDPDUEndOfLLDPDU = layer('LLDPDUEndOfLLDPDU', () => ({
  title: 'LLDP end',
  about: 'The end of the message.',
  source: `${source} §8.5.1`,
  wireshark: '',
  begins,
  fields: head(0, 'layer'),
}));

/** @see IEEE 802.1AB-2016 §8.5.5 */
export const LLDPDUPortDescription = layer('LLDPDUPortDescription', () => ({
  ...piece,
  title: 'LLDP port description',
  about: 'The port in words.',
  source: `${source} §8.5.5`,
  fields: { ...head(4), description: text({ wireshark: 'lldp.port.desc' }) },
}));

/** @see IEEE 802.1AB-2016 §8.5.6 */
export const LLDPDUSystemName = layer('LLDPDUSystemName', () => ({
  ...piece,
  title: 'LLDP system name',
  about: 'Name of the station.',
  source: `${source} §8.5.6`,
  fields: { ...head(5), system_name: text({ wireshark: 'lldp.tlv.system.name' }) },
}));

/** @see IEEE 802.1AB-2016 §8.5.7 */
export const LLDPDUSystemDescription = layer('LLDPDUSystemDescription', () => ({
  ...piece,
  title: 'LLDP system description',
  about: 'The station in words: hardware, software.',
  source: `${source} §8.5.7`,
  fields: { ...head(6), description: text({ wireshark: 'lldp.tlv.system.desc' }) },
}));

/** What a station can be, from the highest bit (table 8-4). */
const CAPABILITIES = [
  'reserved_5',
  'reserved_4',
  'reserved_3',
  'reserved_2',
  'reserved_1',
  'two_port_mac_relay',
  's_vlan_component',
  'c_vlan_component',
  'station_only',
  'docsis_cable_device',
  'telephone',
  'router',
  'wlan_access_point',
  'mac_bridge',
  'repeater',
  'other',
] as const;
const oneBit = () => bits(1);
type Capabilities<S extends string> = { [K in (typeof CAPABILITIES)[number] as `${K}_${S}`]: ReturnType<typeof oneBit> };
const capabilities = <const S extends string>(suffix: S) =>
  Object.fromEntries(CAPABILITIES.map((name) => [`${name}_${suffix}`, oneBit()])) as Capabilities<S>;
const word = (offset: number) => ({
  hex: 16,
  of: (_self: unknown, { b, start }: { readonly b: Uint8Array; readonly start: number }) =>
    ((b[start + HEAD + offset] as number) << 8) | (b[start + HEAD + offset + 1] as number),
});

/** @see IEEE 802.1AB-2016 §8.5.8 */
export const LLDPDUSystemCapabilities = layer('LLDPDUSystemCapabilities', () => ({
  ...piece,
  title: 'LLDP system capabilities',
  about: 'What the station can be, and what it is.',
  source: `${source} §8.5.8`,
  fields: { ...head(7), ...capabilities('available'), ...capabilities('enabled') },
  columns: { 'lldp.tlv.system_cap': word(0), 'lldp.tlv.enable_system_cap': word(2) },
}));

/** Where to manage it. @see IEEE 802.1AB-2016 §8.5.9 */
export const LLDPDUManagementAddress = layer('LLDPDUManagementAddress', () => ({
  ...piece,
  title: 'LLDP management address',
  about: 'An address at which the station can be managed.',
  source: `${source} §8.5.9`,
  fields: {
    ...head(8),
    _management_address_string_length: u8({
      measures: 'management_address',
      bias: -1,
      wireshark: 'lldp.mgn.address.len',
      about: 'octets of family and address',
    }),
    management_address_subtype: u8({ default: FAMILIES.IPv4, names: FAMILIES, wireshark: 'lldp.mgn.address.subtype' }),
    management_address: exact(
      choose(
        'management_address_subtype',
        {
          1: ipv4({ wireshark: 'lldp.mgn.addr.ip4' }),
          2: ipv6({ wireshark: 'lldp.mgn.addr.ip6' }),
          6: mac(),
        },
        octets({ wireshark: 'lldp.mgn.addr.hex' }),
      ),
    ),
    interface_numbering_subtype: u8({
      default: 1,
      names: { unknown: 1, ifIndex: 2, 'system port number': 3 },
      wireshark: 'lldp.mgn.interface.subtype',
    }),
    interface_number: u32({ wireshark: 'lldp.mgn.interface.number' }),
    _oid_string_length: u8({ measures: 'object_id', wireshark: 'lldp.mgn.obj.len' }),
    object_id: octets({ about: 'an OID in ASN.1, without its head' }),
  },
}));

/** Something that an organisation has defined. @see IEEE 802.1AB-2016 §8.6; IEEE 802.1Q annex D; IEEE 802.3 §79; TIA-1057 */
export const LLDPDUGenericOrganisationSpecific = layer('LLDPDUGenericOrganisationSpecific', () => ({
  ...piece,
  title: 'LLDP organisation specific',
  about: 'What IEEE 802.1, 802.3, LLDP-MED or a vendor has defined.',
  source: `${source} §8.6; IEEE 802.1Q-2018 annex D; IEEE 802.3-2018 §79; TIA-1057`,
  fields: {
    ...head(127),
    org_code: u24({ default: ORGANISATIONS['IEEE 802.1'], names: ORGANISATIONS, hex: true, wireshark: 'lldp.orgtlv.oui' }),
    subtype: u8(),
    data: organisational(),
  },
  columns: {
    'lldp.ieee.802_1.subtype': { hex: 8, of: (self) => (self.org_code === ORGANISATIONS['IEEE 802.1'] ? self.subtype : undefined) },
    'lldp.ieee.802_3.subtype': { hex: 8, of: (self) => (self.org_code === ORGANISATIONS['IEEE 802.3'] ? self.subtype : undefined) },
    'lldp.media.subtype': { hex: 8, of: (self) => (self.org_code === ORGANISATIONS['LLDP-MED'] ? self.subtype : undefined) },
  },
}));
