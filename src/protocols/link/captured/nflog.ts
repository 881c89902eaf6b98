/** What Linux's firewall logs of a packet, and the packet. @see https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html */
import { choose } from '../../../packet/fields/conditional.ts';
import { exact } from '../../../packet/fields/exact.ts';
import { u16, u16le, u32, u64, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets, padding, terminatedText } from '../../../packet/fields/octets.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { packetAt } from '../../network/by-version.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { etherTypes } from '../../registries/ether-types.ts';

/** Linux, include/uapi/linux/netfilter/nfnetlink_log.h. */
const TYPES = {
  packet: 1,
  mark: 2,
  timestamp: 3,
  'in device': 4,
  'out device': 5,
  'physical in device': 6,
  'physical out device': 7,
  'hardware address': 8,
  payload: 9,
  prefix: 10,
  uid: 11,
  sequence: 12,
  'global sequence': 13,
  gid: 14,
  'hardware type': 15,
  'hardware header': 16,
  'hardware length': 17,
  conntrack: 18,
  'conntrack info': 19,
} as const;
const PAYLOAD = TYPES.payload;
/** Octets of length and type. */
const HEAD = 4;

/** A piece begins where there is a head; the one that carries the packet is another layer. */
const pieceAt = (b: Uint8Array, start: number, end: number): AnyLayer | undefined =>
  end - start < HEAD ? undefined : b[start + 2] === PAYLOAD && b[start + 3] === 0 ? NFLogPayload : NFLogTLV;

const pieces = (): readonly AnyLayer[] => [NFLogTLV, NFLogPayload];

/** The family and the group of the log; pieces follow. @see LINKTYPE_NFLOG */
export const NFLog = layer('NFLog', () => ({
  title: 'netfilter log',
  about: "What Linux's firewall logs of a packet: the family and the group of the log.",
  source: 'LINKTYPE_NFLOG',
  wireshark: 'nflog',
  fields: {
    family: u8({ default: 2, names: { IPv4: 2, ARP: 3, bridge: 7, IPv6: 10 }, wireshark: 'nflog.family' }),
    version: u8({ wireshark: 'nflog.version' }),
    resource: u16({ wireshark: 'nflog.res_id', about: 'the group that the rule names' }),
  },
  next: { to: pieces, choose: (_self, { b, start, end }) => pieceAt(b, start + 4, end) },
}));

/** One thing that the firewall knows of the packet. Length and type are in the order of the machine that captured, nearly always the low octet first. */
export const NFLogTLV = layer('NFLogTLV', () => ({
  title: 'netfilter log TLV',
  about: 'One thing that the firewall knows of the packet.',
  source: 'LINKTYPE_NFLOG; Linux, include/uapi/linux/netfilter/nfnetlink_log.h',
  wireshark: '',
  fields: {
    len: u16le({ measures: 'value', bias: -HEAD, wireshark: 'nflog.tlv_length' }),
    type: u16le({ default: TYPES.prefix, names: TYPES, wireshark: 'nflog.tlv_type' }),
    value: exact(
      choose(
        'type',
        {
          1: struct({
            protocol: u16({ names: etherTypes, hex: true, wireshark: 'nflog.protocol' }),
            hook: u8({ wireshark: 'nflog.hook' }),
            pad: u8(),
          }),
          2: u32({ hex: true }),
          3: struct({ seconds: u64({ about: 'since 1970' }), microseconds: u64() }),
          4: u32({ wireshark: 'nflog.ifindex_indev' }),
          5: u32({ wireshark: 'nflog.ifindex_outdev' }),
          6: u32({ wireshark: 'nflog.ifindex_physindev' }),
          7: u32({ wireshark: 'nflog.ifindex_physoutdev' }),
          8: struct({ length: u16(), pad: u16(), address: fixedOctets(8) }),
          10: terminatedText({ wireshark: 'nflog.prefix' }),
          11: u32({ wireshark: 'nflog.uid' }),
          12: u32(),
          13: u32(),
          14: u32({ wireshark: 'nflog.gid' }),
          15: u16(),
          17: u16(),
        },
        octets(),
      ),
    ),
    pad: padding(4),
  },
  next: {
    to: pieces,
    choose: (self, { b, start, end }) => pieceAt(b, start + ((Math.max(self.len, HEAD) + 3) & ~3), end),
  },
}));

/** The packet. */
export const NFLogPayload = layer('NFLogPayload', () => ({
  title: 'netfilter log payload',
  about: 'The packet that the firewall logged.',
  source: 'LINKTYPE_NFLOG',
  wireshark: '',
  fields: {
    len: u16le({ measures: 'layer', wireshark: 'nflog.tlv_length' }),
    type: u16le({ default: PAYLOAD, names: TYPES, wireshark: 'nflog.tlv_type' }),
  },
  next: {
    to: () => [IP, IPv6],
    choose: (_self, { b, start, end }) => packetAt(b, start + HEAD, end),
  },
}));
