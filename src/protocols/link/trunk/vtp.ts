/** VLAN Trunking Protocol: Cisco's switches of a domain tell each other which VLANs there are. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { mayEnd, when } from '../../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { fixedOctets, fixedText, octets, padding, text } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ciscoPids, underSNAP } from '../../registries/cisco-pids.ts';

const SUMMARY = 1,
  SUBSET = 2,
  REQUEST = 3,
  JOIN = 4;

/** One thing more about a VLAN. */
export const VTPVlanInfoTlv = layer('VTPVlanInfoTlv', () => ({
  about: 'One thing more about a VLAN.',
  source: "Cisco, 'Understanding VLAN Trunk Protocol (VTP)'",
  wireshark: '',
  fields: {
    type: u8({
      // biome-ignore format: one kind a number
      names: { 'ring number': 1, 'bridge number': 2, 'STP type': 3, parent: 4, 'translationally bridged': 5, pruning: 6, 'bridge type': 7, 'ARE hops': 8, 'STE hops': 9, 'backup CRF': 10 },
      hex: true,
      wireshark: 'vtp.vlan_info.tlv_type',
    }),
    length: u8({ measures: 'value', unit: 2, wireshark: 'vtp.vlan_info.tlv_len', about: 'units of two octets' }),
    value: octets(),
  },
}));

/** A VLAN. */
export const VTPVlanInfo = layer('VTPVlanInfo', () => ({
  about: 'A VLAN of the domain.',
  source: "Cisco, 'Understanding VLAN Trunk Protocol (VTP)'",
  wireshark: '',
  fields: {
    len: u8({ measures: 'header', wireshark: 'vtp.vlan_info.len' }),
    status: u8({ names: { active: 0, suspended: 1 }, hex: true, wireshark: 'vtp.vlan_info.status' }),
    type: u8({
      default: 1,
      names: { ethernet: 1, FDDI: 2, TrCRF: 3, 'FDDI-net': 4, TrBRF: 5 },
      hex: true,
      wireshark: 'vtp.vlan_info.vlan_type',
    }),
    vlannamelen: u8({ measures: 'vlanname', wireshark: 'vtp.vlan_info.vlan_name_len' }),
    vlanid: u16({ default: 1, hex: true, wireshark: 'vtp.vlan_info.isl_vlan_id' }),
    mtu: u16({ default: 1500, wireshark: 'vtp.vlan_info.mtu_size' }),
    dot10index: u32({ hex: true, wireshark: 'vtp.vlan_info.802_10_index' }),
    vlanname: text({ wireshark: 'vtp.vlan_info.vlan_name' }),
    pad: padding(4),
    tlvlist: records(() => VTPVlanInfoTlv, { rest: true }),
  },
  columns: { 'vtp.vlan_info.status.vlan_susp': ({ status }) => (status & 1) === 1 },
}));

/** VLAN Trunking Protocol, versions 1 and 2. */
export const VTP = layer('VTP', () => ({
  about: "VLAN Trunking Protocol: which VLANs a domain of Cisco's switches has.",
  source: "Cisco, 'Understanding VLAN Trunk Protocol (VTP)'",
  wireshark: 'vtp',
  below: underSNAP(ciscoPids.VTP),
  fields: {
    ver: u8({ default: 2, hex: true, wireshark: 'vtp.version' }),
    code: u8({
      default: SUMMARY,
      names: { 'Summary Advertisement': SUMMARY, 'Subset Advertisement': SUBSET, 'Advertisement Request': REQUEST, Join: JOIN },
      hex: true,
      wireshark: 'vtp.code',
    }),
    followers: u8({ about: 'of a summary: subsets that follow; of a subset: its number' }),
    domnamelen: u8({ wireshark: 'vtp.md_len', about: 'octets of the name' }),
    domname: fixedText(32),
    rev: when({ code: [SUMMARY, SUBSET] }, u32({ wireshark: 'vtp.conf_rev_num' })),
    uid: when({ code: SUMMARY }, ipv4({ wireshark: 'vtp.upd_id' })),
    timestamp: when({ code: SUMMARY }, fixedText(12, { wireshark: 'vtp.upd_ts', about: 'year, month, day, hour, minute, second' })),
    md5: when({ code: SUMMARY }, fixedOctets(16, { wireshark: 'vtp.md5_digest' })),
    more: when({ code: SUMMARY }, octets({ about: 'of later versions' })),
    vlaninfo: when(
      { code: SUBSET },
      records(() => VTPVlanInfo, { rest: true }),
    ),
    startvalue: when({ code: REQUEST }, u16({ hex: true, wireshark: 'vtp.start_value' })),
    first: when({ code: JOIN }, u16({ wireshark: 'vtp.pruning.first' })),
    last: when({ code: JOIN }, mayEnd(u16({ wireshark: 'vtp.pruning.last' }))),
    active: when({ code: JOIN }, octets({ about: 'a bit a VLAN' })),
  },
  compute: { domnamelen: (vtp) => vtp.domname.replace(/\0+$/, '').length },
  columns: {
    'vtp.followers': ({ code, followers }) => (code === SUMMARY ? followers : undefined),
    'vtp.seq_num': ({ code, followers }) => (code === SUBSET ? followers : undefined),
    'vtp.md': ({ domname, domnamelen }) => domname.slice(0, domnamelen),
  },
}));
