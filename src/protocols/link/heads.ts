/** Heads of links that are seldom met: FDDI, ARCNET, SLIP, sockets of virtual machines, and the tags of switch chips. */
import { mac } from '../../packet/fields/addresses.ts';
import { when } from '../../packet/fields/conditional.ts';
import { bits, u16, u16le, u32le, u64le, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, fixedText, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { etherTypes } from '../registries/ether-types.ts';

/** A ring of fibre. @see ISO 9314-2 §7.2 */
export const FDDI = layer('FDDI', () => ({
  about: 'Fiber Distributed Data Interface: a frame of a ring.',
  source: 'ISO 9314-2 §7.2; LINKTYPE_FDDI',
  wireshark: 'fddi',
  fields: {
    fc: u8({ default: 0x50, hex: true, wireshark: 'fddi.fc', about: '50 to 57: LLC, with a priority' }),
    dst: mac({ default: 'ff:ff:ff:ff:ff:ff', wireshark: 'fddi.dst' }),
    src: mac({ wireshark: 'fddi.src' }),
  },
}));

/** Protocols of ARCNET that have a split flag and a number: those of RFC 1201, and others of Datapoint's. RFC 1051 has none. */
const SPLIT = [0xd4, 0xd5, 0xd6];

/** ARCNET as Linux captures it. @see RFC 1201; RFC 1051; https://www.tcpdump.org/linktypes/LINKTYPE_ARCNET_LINUX.html */
export const ARCNET = layer('ARCNET', () => ({
  about: 'ARCNET: a frame between stations with numbers of one octet.',
  source: 'RFC 1201; RFC 1051; LINKTYPE_ARCNET_LINUX',
  wireshark: 'arcnet',
  fields: {
    src: u8({ hex: true, wireshark: 'arcnet.src' }),
    dst: u8({ hex: true, wireshark: 'arcnet.dst', about: '0: all stations' }),
    offset: fixedOctets(2, { wireshark: 'arcnet.offset' }),
    protocol: u8({
      default: 0xd4,
      selects: 'arcnet.protocol',
      names: { BACnet: 0xcd, 'IP (RFC 1201)': 0xd4, 'ARP (RFC 1201)': 0xd5, RARP: 0xd6, 'IP (RFC 1051)': 0xf0, 'ARP (RFC 1051)': 0xf1 },
      hex: true,
      wireshark: 'arcnet.protID',
    }),
    split_flag: when({ protocol: SPLIT }, u8({ wireshark: 'arcnet.split_flag', about: '0: not split; odd: the first part' })),
    sequence: when({ protocol: SPLIT }, u16({ wireshark: 'arcnet.sequence' })),
  },
  // A part of a packet that was split is none.
  partial: ({ split_flag }) => split_flag !== undefined && split_flag !== 0,
}));

/** IP over a serial line, as BSD captures it. @see RFC 1055; https://www.tcpdump.org/linktypes/LINKTYPE_SLIP.html */
export const SLIP = layer('SLIP', () => ({
  about: 'Serial Line IP: direction, and how the header was compressed.',
  source: 'RFC 1055; LINKTYPE_SLIP',
  wireshark: '',
  fields: {
    direction: u8({ names: { received: 0, sent: 1 } }),
    compressed: fixedOctets(15, { about: 'the header as it was compressed (RFC 1144)' }),
  },
}));

/** Sockets between virtual machines and their host. @see https://www.tcpdump.org/linktypes/LINKTYPE_VSOCK.html */
export const VSOCK = layer('VSOCK', () => ({
  about: 'A packet of a socket between a virtual machine and its host.',
  source: 'LINKTYPE_VSOCK; Linux, include/uapi/linux/vsockmon.h',
  wireshark: 'vsock',
  fields: {
    src_cid: u64le({ wireshark: 'vsock.src_cid', about: '2: the host' }),
    dst_cid: u64le({ wireshark: 'vsock.dst_cid' }),
    src_port: u32le({ wireshark: 'vsock.src_port' }),
    dst_port: u32le({ wireshark: 'vsock.dst_port' }),
    op: u16le({ default: 1, names: { unknown: 0, connect: 1, disconnect: 2, control: 3, payload: 4 }, wireshark: 'vsock.op' }),
    transport: u16le({ names: { unknown: 0, none: 1, virtio: 2 }, wireshark: 'vsock.trans' }),
    len: u16le({ measures: 'head', wireshark: 'vsock.trans_len' }),
    reserved: fixedOctets(2, { wireshark: 'vsock.reserved' }),
    head: octets({ about: "the transport's own head" }),
  },
}));

/** What macOS knows of a packet, its process among it. @see https://www.tcpdump.org/linktypes/LINKTYPE_PKTAP.html */
export const PKTAP = layer('PKTAP', () => ({
  about: 'What macOS knows of a packet: interface, process.',
  source: 'LINKTYPE_PKTAP; XNU, bsd/net/pktap.h',
  wireshark: 'pktap:pcap_pktdata',
  // Its first number is used by others as well: the head has 108 octets, or somewhat more.
  begins: (b, start, end) =>
    end - start >= 108 && b[start + 1] === 0 && b[start + 2] === 0 && b[start + 3] === 0 && (b[start] as number) >= 108,
  fields: {
    len: u32le({ measures: 'header', wireshark: 'pktap.hdrlen' }),
    rectype: u32le({ default: 1, wireshark: 'pktap.rectype' }),
    dlt: u32le({ default: 1, selects: 'ppi.dlt', wireshark: 'pktap.dlt', about: 'link type of what follows' }),
    ifname: fixedText(24, { wireshark: 'pktap.ifname' }),
    flags: u32le({ hex: true, wireshark: 'pktap.flags' }),
    pfamily: u32le({ wireshark: 'pktap.pfamily' }),
    llhdrlen: u32le({ wireshark: 'pktap.llhdrlen' }),
    lltrlrlen: u32le({ wireshark: 'pktap.lltrlrlen' }),
    pid: u32le({ wireshark: 'pktap.pid' }),
    cmdname: fixedText(20, { wireshark: 'pktap.cmdname' }),
    svc_class: u32le({ wireshark: 'pktap.svc_class' }),
    iftype: u16le({ wireshark: 'pktap.iftype' }),
    ifunit: u16le({ wireshark: 'pktap.ifunit' }),
    epid: u32le({ wireshark: 'pktap.epid' }),
    ecmdname: fixedText(20, { wireshark: 'pktap.ecmdname' }),
    more: octets(),
  },
}));

/** Addresses of Ethernet, before a tag that a switch's chip put behind them. */
const addresses = () => ({
  dst: mac({ default: 'ff:ff:ff:ff:ff:ff', wireshark: 'eth.dst' }),
  src: mac({ wireshark: 'eth.src' }),
});
const type = () => ({
  type: u16({ default: 0x0800, selects: 'ethertype', names: etherTypes, hex: true, about: 'EtherType, or a length as in IEEE 802.3' }),
});

/** Ethernet with Broadcom's tag. @see https://www.tcpdump.org/linktypes/LINKTYPE_DSA_TAG_BRCM.html */
export const EtherBroadcomTag = layer('EtherBroadcomTag', () => ({
  about: "Ethernet with the tag of Broadcom's switches behind the addresses.",
  source: 'LINKTYPE_DSA_TAG_BRCM',
  wireshark: '',
  fields: {
    ...addresses(),
    opcode: bits(3, { names: { egress: 0, ingress: 1 } }),
    reserved: bits(13, { about: 'reason and class' }),
    reason: bits(8, { about: 'why it came to the processor' }),
    class: bits(3),
    port: bits(5, { about: 'of the switch' }),
    ...type(),
  },
}));

/** What Marvell's tag says. */
const tag = () => ({
  mode: bits(2, { names: { 'to CPU': 0, 'from CPU': 1, 'to sniffer': 2, forward: 3 } }),
  tagged: bits(1),
  device: bits(5),
  port: bits(5),
  reserved: bits(2),
  cfi: bits(1),
  prio: bits(3),
  code: bits(1),
  vlan: bits(12),
});

/** Ethernet with Marvell's tag. @see https://www.tcpdump.org/linktypes/LINKTYPE_DSA_TAG_DSA.html */
export const EtherMarvellTag = layer('EtherMarvellTag', () => ({
  about: "Ethernet with the tag of Marvell's switches behind the addresses.",
  source: 'LINKTYPE_DSA_TAG_DSA',
  wireshark: '',
  fields: { ...addresses(), ...tag(), ...type() },
}));

/** Ethernet with Marvell's tag behind an EtherType of its own. @see https://www.tcpdump.org/linktypes/LINKTYPE_DSA_TAG_EDSA.html */
export const EtherMarvellTypedTag = layer('EtherMarvellTypedTag', () => ({
  about: "Ethernet with the tag of Marvell's switches, behind an EtherType that marks it.",
  source: 'LINKTYPE_DSA_TAG_EDSA',
  wireshark: '',
  fields: { ...addresses(), mark: u16({ default: 0xdada, hex: true }), zero: u16(), ...tag(), ...type() },
}));
