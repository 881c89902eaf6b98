/** Neighbour Discovery: routers, neighbours, redirects. */
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { ipv6 } from '../../../packet/fields/addresses.ts';
import { textNumber } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { icmpv6Head } from './head.ts';
import { ndOptionColumns, ndOptions } from './nd-options.ts';

/** A message with less has passed a router, and is not believed (RFC 4861 §11.2). */
const below = { IPv6: { hlim: 255 } };

// Hashes leave out the addresses (the seed): a solicitation goes to a group, and its target answers.

/** @see RFC 4861 §4.1 */
export const ICMPv6ND_RS = layer('ICMPv6ND_RS', () => ({
  title: 'ICMPv6 Neighbor Discovery - Router Solicitation',
  about: 'Asks the routers to advertise themselves now.',
  source: 'RFC 4861 §4.1',
  wireshark: 'icmpv6',
  fields: { ...icmpv6Head(133), res: u32(), options: ndOptions() },
  columns: ndOptionColumns,
  below,
  match: { about: 'a question: nothing is answered by it', hash: () => 133, answers: () => false },
}));

/** @see RFC 4861 §4.2; RFC 4191 §2.2 (prf); RFC 6275 §7.1 (H); RFC 4389 §4.1.3.3 (P) */
export const ICMPv6ND_RA = layer('ICMPv6ND_RA', () => ({
  title: 'ICMPv6 Neighbor Discovery - Router Advertisement',
  about: 'A router, and what hosts on its link need to know.',
  source: 'RFC 4861 §4.2',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(134),
    chlim: u8({ wireshark: 'icmpv6.nd.ra.cur_hop_limit', about: 'hop limit for hosts to use' }),
    M: bits(1, { wireshark: 'icmpv6.nd.ra.flag.m', about: 'addresses by DHCPv6' }),
    O: bits(1, { wireshark: 'icmpv6.nd.ra.flag.o', about: 'other configuration by DHCPv6' }),
    H: bits(1, { wireshark: 'icmpv6.nd.ra.flag.h', about: 'home agent' }),
    prf: bits(2, {
      default: 1,
      names: { 'Medium (default)': 0, High: 1, Reserved: 2, Low: 3 },
      wireshark: 'icmpv6.nd.ra.flag.prf',
      about: 'preference among routers',
    }),
    P: bits(1, { wireshark: 'icmpv6.nd.ra.flag.p', about: 'proxy' }),
    res: bits(2, { wireshark: 'icmpv6.nd.ra.flag.rsv' }),
    routerlifetime: u16({ default: 1800, wireshark: 'icmpv6.nd.ra.router_lifetime', about: 'seconds; 0: no default router' }),
    reachabletime: u32({ wireshark: 'icmpv6.nd.ra.reachable_time', about: 'milliseconds' }),
    retranstimer: u32({ wireshark: 'icmpv6.nd.ra.retrans_timer', about: 'milliseconds' }),
    options: ndOptions(),
  },
  columns: ndOptionColumns,
  below,
  match: {
    about: 'a solicitation that was sent, by whichever router',
    hash: () => 133,
    // An advertisement answers a solicitation.
    answers: (_reply, request) => (request.type as number) === 133,
  },
}));

/** @see RFC 4861 §4.3 */
export const ICMPv6ND_NS = layer('ICMPv6ND_NS', () => ({
  title: 'ICMPv6 Neighbor Discovery - Neighbor Solicitation',
  about: 'Asks for the link address of a neighbour.',
  source: 'RFC 4861 §4.3',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(135),
    res: u32(),
    tgt: ipv6({ wireshark: 'icmpv6.nd.ns.target_address', about: 'the address that is asked for' }),
    options: ndOptions(),
  },
  columns: ndOptionColumns,
  below,
  match: { about: 'a question: nothing is answered by it', hash: (ns) => textNumber(ns.tgt), answers: () => false },
  summary: (ns) => `ICMPv6 Neighbor Discovery - Neighbor Solicitation (tgt: ${ns.tgt})`,
}));

/** @see RFC 4861 §4.4 */
export const ICMPv6ND_NA = layer('ICMPv6ND_NA', () => ({
  title: 'ICMPv6 Neighbor Discovery - Neighbor Advertisement',
  about: "A neighbour's link address.",
  source: 'RFC 4861 §4.4',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(136),
    R: bits(1, { default: 1, wireshark: 'icmpv6.nd.na.flag.r', about: 'it is a router' }),
    S: bits(1, { wireshark: 'icmpv6.nd.na.flag.s', about: 'solicited: answers a solicitation' }),
    O: bits(1, { default: 1, wireshark: 'icmpv6.nd.na.flag.o', about: 'override the cached address' }),
    res: bits(29, { wireshark: 'icmpv6.nd.na.flag.rsv' }),
    tgt: ipv6({ wireshark: 'icmpv6.nd.na.target_address' }),
    options: ndOptions(),
  },
  columns: ndOptionColumns,
  below,
  match: {
    about: 'the target that was asked for',
    hash: (na) => textNumber(na.tgt),
    answers: (reply, request) => (request.type as number) === 135 && reply.tgt === request.tgt,
  },
  summary: (na) => `ICMPv6 Neighbor Discovery - Neighbor Advertisement (tgt: ${na.tgt})`,
}));

/** @see RFC 4861 §4.5 */
export const ICMPv6ND_Redirect = layer('ICMPv6ND_Redirect', () => ({
  title: 'ICMPv6 Neighbor Discovery - Redirect',
  about: 'A better first hop.',
  source: 'RFC 4861 §4.5',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(137),
    res: u32(),
    tgt: ipv6({ wireshark: 'icmpv6.nd.rd.target_address', about: 'the better hop' }),
    dst: ipv6({ wireshark: 'icmpv6.rd.na.destination_address', about: 'for packets to this address' }),
    options: ndOptions(),
  },
  columns: ndOptionColumns,
  below,
}));

/** @see RFC 3122 §2.1 */
export const ICMPv6ND_INDSol = layer('ICMPv6ND_INDSol', () => ({
  title: 'ICMPv6 Inverse Neighbor Discovery Solicitation',
  about: 'Asks for the IPv6 addresses of a link address.',
  source: 'RFC 3122 §2.1',
  wireshark: 'icmpv6',
  fields: { ...icmpv6Head(141), reserved: u32({ hex: true }), options: ndOptions() },
  columns: ndOptionColumns,
  below,
}));

/** @see RFC 3122 §2.2 */
export const ICMPv6ND_INDAdv = layer('ICMPv6ND_INDAdv', () => ({
  title: 'ICMPv6 Inverse Neighbor Discovery Advertisement',
  about: 'The IPv6 addresses of a link address.',
  source: 'RFC 3122 §2.2',
  wireshark: 'icmpv6',
  fields: { ...icmpv6Head(142), reserved: u32({ hex: true }), options: ndOptions() },
  columns: ndOptionColumns,
  below,
}));
