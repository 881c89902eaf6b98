/** Records in samples of sFlow. @see sFlow Version 5 §5 */
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { u16, u32, u64 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';

const source = 'sFlow.org: sFlow Version 5 §5';

/** A sampled frame of Ethernet. @see sFlow Version 5 §5 */
export const SFlowEthernet = layer('SFlowEthernet', () => ({
  title: 'sFlow Ethernet frame data',
  about: 'A sampled frame of Ethernet.',
  source,
  fields: {
    length: u32(),
    src_mac: mac(),
    src_fill: u16(),
    dst_mac: mac(),
    dst_fill: u16(),
    type: u32({ hex: true }),
  },
}));

/** A sampled packet of IPv4. @see sFlow Version 5 §5 */
export const SFlowIPv4 = layer('SFlowIPv4', () => ({
  title: 'sFlow IPv4 data',
  about: 'A sampled packet of IPv4.',
  source,
  fields: {
    length: u32(),
    protocol: u32(),
    src_ip: ipv4({ wireshark: 'sflow_245.ipv4_src' }),
    dst_ip: ipv4({ wireshark: 'sflow_245.ipv4_dst' }),
    src_port: u32(),
    dst_port: u32(),
    tcp_flags: u32({ hex: true }),
    tos: u32({ hex: true }),
  },
}));

/** A sampled packet of IPv6. @see sFlow Version 5 §5 */
export const SFlowIPv6 = layer('SFlowIPv6', () => ({
  title: 'sFlow IPv6 data',
  about: 'A sampled packet of IPv6.',
  source,
  fields: {
    length: u32(),
    protocol: u32(),
    src_ip: ipv6({ wireshark: 'sflow_245.ipv6_src' }),
    dst_ip: ipv6({ wireshark: 'sflow_245.ipv6_dst' }),
    src_port: u32(),
    dst_port: u32(),
    tcp_flags: u32({ hex: true }),
    priority: u32(),
  },
}));

/** The VLANs of a sampled packet. @see sFlow Version 5 §5 */
export const SFlowSwitch = layer('SFlowSwitch', () => ({
  title: 'sFlow extended switch data',
  about: 'The VLANs of a sampled packet.',
  source,
  fields: {
    src_vlan: u32({ wireshark: 'sflow_245.vlan.in' }),
    src_priority: u32({ wireshark: 'sflow_245.pri.in' }),
    dst_vlan: u32({ wireshark: 'sflow_245.vlan.out' }),
    dst_priority: u32({ wireshark: 'sflow_245.pri.out' }),
  },
}));

/** Counters of an interface. @see sFlow Version 5 §5 */
export const SFlowInterface = layer('SFlowInterface', () => ({
  title: 'sFlow generic interface counters',
  about: 'Counters of an interface.',
  source,
  fields: {
    ifIndex: u32({ wireshark: 'sflow_245.ifindex' }),
    ifType: u32({ wireshark: 'sflow_245.iftype' }),
    ifSpeed: u64({ wireshark: 'sflow_245.ifspeed' }),
    ifDirection: u32({ wireshark: 'sflow_245.ifdirection' }),
    ifStatus: u32({ about: 'bit 0: administratively up; bit 1: operating' }),
    ifInOctets: u64({ wireshark: 'sflow_245.ifinoct' }),
    ifInUcastPkts: u32({ wireshark: 'sflow_245.ifinpkt' }),
    ifInMulticastPkts: u32({ wireshark: 'sflow_245.ifinmcast' }),
    ifInBroadcastPkts: u32({ wireshark: 'sflow_245.ifinbcast' }),
    ifInDiscards: u32({ wireshark: 'sflow_245.ifindisc' }),
    ifInErrors: u32({ wireshark: 'sflow_245.ifinerr' }),
    ifInUnknownProtos: u32({ wireshark: 'sflow_245.ifinunk' }),
    ifOutOctets: u64({ wireshark: 'sflow_245.ifoutoct' }),
    ifOutUcastPkts: u32({ wireshark: 'sflow_245.ifoutpkt' }),
    ifOutMulticastPkts: u32({ wireshark: 'sflow_245.ifoutmcast' }),
    ifOutBroadcastPkts: u32({ wireshark: 'sflow_245.ifoutbcast' }),
    ifOutDiscards: u32({ wireshark: 'sflow_245.ifoutdisc' }),
    ifOutErrors: u32({ wireshark: 'sflow_245.ifouterr' }),
    ifPromiscuousMode: u32({ wireshark: 'sflow_245.ifpromisc' }),
  },
}));

/** Counters of an Ethernet interface. @see sFlow Version 5 §5 */
export const SFlowEthernetCounters = layer('SFlowEthernetCounters', () => ({
  title: 'sFlow Ethernet interface counters',
  about: 'Counters of an Ethernet interface.',
  source,
  fields: {
    dot3StatsAlignmentErrors: u32({ wireshark: 'sflow_245.dot3StatsAlignmentErrors' }),
    dot3StatsFCSErrors: u32({ wireshark: 'sflow_245.dot3StatsFCSErrors' }),
    dot3StatsSingleCollisionFrames: u32({ wireshark: 'sflow_245.dot3StatsSingleCollisionFrames' }),
    dot3StatsMultipleCollisionFrames: u32({ wireshark: 'sflow_245.dot3StatsMultipleCollisionFrames' }),
    dot3StatsSQETestErrors: u32({ wireshark: 'sflow_245.dot3StatsSQETestErrors' }),
    dot3StatsDeferredTransmissions: u32({ wireshark: 'sflow_245.dot3StatsDeferredTransmissions' }),
    dot3StatsLateCollisions: u32({ wireshark: 'sflow_245.dot3StatsLateCollisions' }),
    dot3StatsExcessiveCollisions: u32({ wireshark: 'sflow_245.dot3StatsExcessiveCollisions' }),
    dot3StatsInternalMacTransmitErrors: u32({ wireshark: 'sflow_245.dot3StatsInternalMacTransmitErrors' }),
    dot3StatsCarrierSenseErrors: u32({ wireshark: 'sflow_245.dot3StatsCarrierSenseErrors' }),
    dot3StatsFrameTooLongs: u32({ wireshark: 'sflow_245.dot3StatsFrameTooLongs' }),
    dot3StatsInternalMacReceiveErrors: u32({ wireshark: 'sflow_245.dot3StatsInternalMacReceiveErrors' }),
    dot3StatsSymbolErrors: u32({ wireshark: 'sflow_245.dot3StatsSymbolErrors' }),
  },
}));

/** Counters of a VLAN. @see sFlow Version 5 §5 */
export const SFlowVlan = layer('SFlowVlan', () => ({
  title: 'sFlow VLAN counters',
  about: 'Counters of a VLAN.',
  source,
  fields: {
    vlan_id: u32({ wireshark: 'sflow_245.vlan_id' }),
    octets: u64({ wireshark: 'sflow_245.octets' }),
    ucastPkts: u32({ wireshark: 'sflow_245.ucastPkts' }),
    multicastPkts: u32({ wireshark: 'sflow_245.multicastPkts' }),
    broadcastPkts: u32({ wireshark: 'sflow_245.broadcastPkts' }),
    discards: u32({ wireshark: 'sflow_245.discards' }),
  },
}));

/** What a processor is busy with. @see sFlow Version 5 §5 */
export const SFlowProcessor = layer('SFlowProcessor', () => ({
  title: 'sFlow processor information',
  about: 'What a processor is busy with.',
  source,
  fields: {
    cpu_5s: u32({ about: 'hundredths of a percent' }),
    cpu_1m: u32(),
    cpu_5m: u32(),
    total_memory: u64({ about: 'octets' }),
    free_memory: u64(),
  },
}));
