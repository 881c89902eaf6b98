/** What IEEE 802.1, 802.3 and LLDP-MED put into LLDP, by their numbers and subtypes. */
import { choose } from '../../../packet/fields/conditional.ts';
import { exact } from '../../../packet/fields/exact.ts';
import { group } from '../../../packet/fields/group.ts';
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { struct } from '../../../packet/fields/struct.ts';

/** Whose subtypes they are. */
export const ORGANISATIONS = {
  Cisco: 0x00_0142,
  PROFIBUS: 0x00_0ecf,
  'IEEE 802.3': 0x00_120f,
  'LLDP-MED': 0x00_12bb,
  'IEEE 802.1': 0x00_80c2,
} as const;

/** Eight classes' numbers: of four bits each, or an octet each. */
const traffic = () => ({
  priorities: u32({ hex: true, about: 'class of priority 0 in the highest four bits …' }),
  bandwidths: fixedOctets(8),
  selections: fixedOctets(8),
});

/** IEEE 802.1Q-2018 annex D.2; IEEE 802.1AX-2014 annex F for 7. */
const bridging = () => ({
  '32962.1': u16({ wireshark: 'lldp.ieee.802_1.port_vlan.id' }),
  '32962.2': struct({
    flags: u8({ hex: true, wireshark: 'lldp.ieee.802_1.port_and_vlan_id_flag', about: 'bit 1: can; bit 2: does' }),
    vlan: u16({ wireshark: 'lldp.ieee.802_1.port_proto_vlan.id' }),
  }),
  '32962.3': struct({
    vlan: u16({ wireshark: 'lldp.ieee.802_1.vlan.id' }),
    name: sized('u8', text({ wireshark: 'lldp.ieee.802_1.vlan.name' })),
  }),
  '32962.4': sized('u8', octets({ wireshark: 'lldp.ieee.802_1.proto.id' })),
  '32962.5': u32({ hex: true, about: 'digest of the table of VLANs' }),
  '32962.6': u16({ about: 'VLAN for management' }),
  '32962.7': struct({
    status: u8({ hex: true, wireshark: 'lldp.ieee.802_1.aggregation_status' }),
    port: u32({ wireshark: 'lldp.ieee.802_1.aggregated_port_id' }),
  }),
  '32962.8': struct({ priorities: u8({ hex: true }), ready: u8({ hex: true }) }),
  '32962.9': struct({ flags: u8({ hex: true, about: 'bit 7: willing; bits 0 to 2: classes' }), ...traffic() }),
  '32962.10': struct({ reserved: u8(), ...traffic() }),
  '32962.11': struct({ flags: u8({ hex: true, about: 'bit 7: willing; bits 0 to 3: classes' }), enabled: u8({ hex: true }) }),
  '32962.12': struct({
    reserved: u8(),
    applications: list(group({ priority: bits(3), reserved: bits(2), selector: bits(3), protocol: bits(16) })),
  }),
});

/** IEEE 802.3-2018 §79.3. */
const ethernet = () => ({
  '4623.1': struct({
    autonegotiation: u8({ hex: true, wireshark: 'lldp.ieee.802_3.mac_phy_auto_neg_status', about: 'bit 0: can; bit 1: does' }),
    capabilities: u16({ hex: true, wireshark: 'lldp.ieee.802_3.pmd_auto_neg_advertised_caps' }),
    mau: u16({ hex: true, wireshark: 'lldp.ieee.802_3.pmd_mau_type' }),
  }),
  '4623.2': struct({
    support: u8({ hex: true, wireshark: 'lldp.ieee.802_3.mdi_power_support' }),
    pair: u8({ names: { signal: 1, spare: 2 }, wireshark: 'lldp.ieee.802_3.mdi_pse_pair' }),
    class: u8({ wireshark: 'lldp.ieee.802_3.mdi_power_class', about: 'one more than the class' }),
  }),
  '4623.3': struct({
    status: u8({ hex: true, wireshark: 'lldp.ieee.802_3.aggregation_status' }),
    port: u32({ wireshark: 'lldp.ieee.802_3.aggregated_port_id' }),
  }),
  '4623.4': u16({ wireshark: 'lldp.ieee.802_3.max_frame_size' }),
  '4623.5': struct({
    transmit: u16({ wireshark: 'lldp.ieee.802_3.eee.transmit', about: 'microseconds to wake up' }),
    receive: u16({ wireshark: 'lldp.ieee.802_3.eee.receive' }),
    fallback_receive: u16({ wireshark: 'lldp.ieee.802_3.eee.fallback_receive' }),
    echo_transmit: u16({ wireshark: 'lldp.ieee.802_3.eee.echo_transmit' }),
    echo_receive: u16({ wireshark: 'lldp.ieee.802_3.eee.echo_receive' }),
  }),
});

/** Power with what later editions added (§79.3.2.4 to 79.3.2.7). */
const powered = () => ({
  '4623.2.12': struct({
    support: u8({ hex: true, wireshark: 'lldp.ieee.802_3.mdi_power_support' }),
    pair: u8({ names: { signal: 1, spare: 2 }, wireshark: 'lldp.ieee.802_3.mdi_pse_pair' }),
    class: u8({ wireshark: 'lldp.ieee.802_3.mdi_power_class' }),
    kind: group({ type: bits(2), source: bits(2), reserved: bits(2), priority: bits(2) }),
    requested: u16({ about: 'tenths of a watt' }),
    allocated: u16({ about: 'tenths of a watt' }),
    more: octets({ about: 'what IEEE 802.3bt added' }),
  }),
});

const inventory = (wireshark: string) => text({ wireshark: `lldp.media.${wireshark}` });
/** LLDP for media endpoints. TIA-1057 §10.2. */
const media = () => ({
  '4795.1': struct({
    capabilities: u16({
      hex: true,
      wireshark: 'lldp.media.subtype.caps',
      about: 'bit 0: capabilities; 1: network policy; 2: location; 3, 4: power; 5: inventory',
    }),
    class: u8({
      wireshark: 'lldp.media.subtype.class',
      names: { 'not defined': 0, 'endpoint class I': 1, 'endpoint class II': 2, 'endpoint class III': 3, 'network connectivity': 4 },
    }),
  }),
  '4795.2': struct({
    application: u8({
      names: {
        voice: 1,
        'voice signalling': 2,
        'guest voice': 3,
        'guest voice signalling': 4,
        'softphone voice': 5,
        'video conferencing': 6,
        'streaming video': 7,
        'video signalling': 8,
      },
    }),
    policy: group({ unknown: bits(1), tagged: bits(1), reserved: bits(1), vlan: bits(12), priority: bits(3), dscp: bits(6) }),
  }),
  '4795.3': struct({ format: u8({ names: { coordinates: 1, civic: 2, ELIN: 3 } }), location: octets() }),
  '4795.4': struct({ kind: group({ type: bits(2), source: bits(2), priority: bits(4) }), power: u16({ about: 'tenths of a watt' }) }),
  '4795.5': inventory('hardware'),
  '4795.6': inventory('firmware'),
  '4795.7': inventory('software'),
  '4795.8': inventory('sn'),
  '4795.9': inventory('manufacturer'),
  '4795.10': inventory('model'),
  '4795.11': inventory('asset'),
});

interface Whose {
  readonly org_code?: number;
  readonly subtype?: number;
  readonly _length?: number;
}
/** Octets of organisation, subtype and the form of power's first edition (§79.3.2). */
const FIRST_POWER = 7;
const key = ({ org_code, subtype, _length = 0 }: Whose): string =>
  org_code === ORGANISATIONS['IEEE 802.3'] && subtype === 2 && _length > FIRST_POWER
    ? '4623.2.12'
    : `${String(org_code)}.${String(subtype)}`;

/** The value by whose it is; octets where it is not known or not as it should be. */
export const organisational = () => exact(choose(key, { ...bridging(), ...ethernet(), ...powered(), ...media() }, octets()));
