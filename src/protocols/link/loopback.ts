/** Headers of BSD's loopback interfaces: the address family alone. */
import { u16, u32, u32le } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { etherTypes } from '../registries/ether-types.ts';

/** AF_INET is 2 everywhere; AF_INET6 is 10 (Linux), 24 (NetBSD, OpenBSD), 28 (FreeBSD) or 30 (macOS). */
const families = { IPv4: 2, OSI: 7, AppleTalk: 16, 'Netware IPX/SPX': 23, IPv6: 28 } as const;

/**
 * The family in the order of the machine that captured (link type NULL): little-endian nowadays. A family is a small number, so
 * one with its high half set was written by a big-endian machine; then LoopbackNetwork stands here.
 * @see https://www.tcpdump.org/linktypes/LINKTYPE_NULL.html
 */
export const Loopback = layer('Loopback', () => ({
  about: 'BSD loopback header in the byte order of a little-endian machine.',
  source: 'LINKTYPE_NULL',
  wireshark: 'null',
  fields: {
    type: u32le({ default: 2, selects: 'loopback.family', names: families, wireshark: 'null.family', about: 'address family' }),
  },
}));

/** The family in network byte order (link type LOOP, and NULL from big-endian machines). @see https://www.tcpdump.org/linktypes/LINKTYPE_LOOP.html */
export const LoopbackNetwork = layer('LoopbackNetwork', () => ({
  about: 'BSD loopback header in network byte order.',
  source: 'LINKTYPE_LOOP',
  wireshark: 'null',
  fields: {
    type: u32({ default: 2, selects: 'loopback.family', names: families, wireshark: 'null.family', about: 'address family' }),
  },
}));

/** A family is no such large number: a Cisco HDLC header whose capture says NULL, with an EtherType in its second half. */
export const LoopbackEtherType = layer('LoopbackEtherType', () => ({
  about: 'Four octets with an EtherType in the last two, in captures that claim a loopback header.',
  source: 'LINKTYPE_NULL, as Wireshark reads it',
  wireshark: 'null',
  fields: {
    head: u16({ hex: true }),
    type: u16({ default: 0x0800, selects: 'ethertype', names: etherTypes, hex: true, wireshark: 'null.type' }),
  },
}));
