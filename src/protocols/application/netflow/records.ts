/** The records of NetFlow 1, 5 and 7, which have one form each. @see Cisco: "NetFlow Export Datagram Format" */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ipProtocols } from '../../registries/ip-protocols.ts';

const tcpFlags = () => flags(8, 'FSRPAUEC', { wireshark: 'cflow.tcpflags' });
const protocol = (number: number) => u8({ default: number, names: ipProtocols, wireshark: 'cflow.protocol' });

/** The first fields of each: who, by which way, how much, and when (milliseconds since the router began). */
const flow = () => ({
  src: ipv4({ wireshark: 'cflow.srcaddr' }),
  dst: ipv4({ wireshark: 'cflow.dstaddr' }),
  nexthop: ipv4({ wireshark: 'cflow.nexthop' }),
  input: u16({ wireshark: 'cflow.inputint' }),
  output: u16({ wireshark: 'cflow.outputint' }),
  dpkts: u32({ wireshark: 'cflow.packets' }),
  dOctets: u32({ wireshark: 'cflow.octets' }),
  first: u32(),
  last: u32(),
  srcport: u16({ wireshark: 'cflow.srcport' }),
  dstport: u16({ wireshark: 'cflow.dstport' }),
});

const systems = () => ({
  tos: u8({ hex: true, wireshark: 'cflow.tos' }),
  src_as: u16({ wireshark: 'cflow.srcas' }),
  dst_as: u16({ wireshark: 'cflow.dstas' }),
  src_mask: u8({ wireshark: 'cflow.srcmask' }),
  dst_mask: u8({ wireshark: 'cflow.dstmask' }),
});

/** A flow, as NetFlow 1 tells it. */
export const NetflowRecordV1 = layer('NetflowRecordV1', () => ({
  title: 'Netflow Record v1',
  about: 'A flow in NetFlow 1.',
  source: 'Cisco: NetFlow Export Datagram Format, version 1',
  fields: {
    ...flow(),
    pad1: u16(),
    prot: protocol(0),
    tos: u8({ hex: true, wireshark: 'cflow.tos' }),
    tcpFlags: tcpFlags(),
    pad2: fixedOctets(7),
  },
}));

/** A flow, as NetFlow 5 tells it. */
export const NetflowRecordV5 = layer('NetflowRecordV5', () => ({
  title: 'Netflow Record v5',
  about: 'A flow in NetFlow 5.',
  source: 'Cisco: NetFlow Export Datagram Format, version 5',
  fields: { ...flow(), pad1: u8(), tcpFlags: tcpFlags(), prot: protocol(6), ...systems(), pad2: u16() },
}));

/** A flow, as NetFlow 7 tells it. */
export const NetflowRecordV7 = layer('NetflowRecordV7', () => ({
  title: 'Netflow Record v7',
  about: 'A flow in NetFlow 7: Catalyst switches say which router they bypass.',
  source: 'Cisco: NetFlow Export Datagram Format, version 7',
  fields: {
    ...flow(),
    flags1: u8({ hex: true, about: 'which of the fields are not valid' }),
    tcpFlags: tcpFlags(),
    prot: protocol(6),
    ...systems(),
    flags2: u16({ hex: true }),
    router: ipv4({ about: 'the router that the switch bypasses' }),
  },
}));
