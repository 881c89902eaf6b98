/** Protocols: `tcp`, `ip proto 89`, `isis`, `ip6 protochain 6`. */
import type { Generator } from '../link/generator.ts';
import { and, anyOf, type Condition, equal, equalMasked, moved, or, type Position } from '../conditions/intermediate.ts';
import { ETHERTYPE, linkProtocol, SAP } from '../link/link-protocol.ts';
import type { Protocol } from '../text/words.ts';

export const IP_PROTOCOL = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  igrp: 9,
  udp: 17,
  ip6Fragment: 44,
  esp: 50,
  ah: 51,
  icmp6: 58,
  noNext: 59,
  pim: 103,
  vrrp: 112,
  carp: 112,
  sctp: 132,
} as const;

/** ISO network layer protocols (ISO/IEC TR 9577). */
export const ISO_PROTOCOL = { clnp: 0x81, esis: 0x82, isis: 0x83 } as const;

/** IS-IS packet types (ISO 10589 §9), in libpcap's order. */
const ISIS_TYPES = {
  l1: [26, 24, 18, 15, 17],
  l2: [27, 25, 20, 16, 17],
  iih: [17, 15, 16],
  lsp: [18, 20],
  snp: [27, 26, 24, 25],
  csnp: [24, 25],
  psnp: [26, 27],
} as const;

/** A protocol's name alone. */
export function protocolTerm(g: Generator, protocol: Protocol, at: number): Condition {
  switch (protocol) {
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'pim':
    case 'ah':
    case 'esp':
      return ipOrIp6Protocol(g, IP_PROTOCOL[protocol], at);
    case 'icmp':
    case 'igmp':
    case 'igrp':
    case 'vrrp':
    case 'carp':
      return ipProtocol(g, IP_PROTOCOL[protocol], at);
    case 'icmp6':
      return ip6Protocol(g, IP_PROTOCOL.icmp6, at);
    case 'ip':
    case 'ip6':
    case 'arp':
    case 'rarp':
    case 'atalk':
    case 'aarp':
    case 'decnet':
    case 'lat':
    case 'sca':
    case 'mopdl':
    case 'moprc':
      return linkProtocol(g, ETHERTYPE[protocol], at);
    case 'iso':
    case 'stp':
    case 'ipx':
    case 'netbeui':
      return linkProtocol(g, SAP[protocol], at);
    case 'clnp':
    case 'esis':
    case 'isis':
      return isoProtocol(g, ISO_PROTOCOL[protocol], at);
    case 'l1':
    case 'l2':
    case 'iih':
    case 'lsp':
    case 'snp':
    case 'csnp':
    case 'psnp':
      return anyOf(ISIS_TYPES[protocol].map((type) => isisType(g, type, at)));
    case 'link':
    case 'radio':
      throw g.error(at, `'${protocol}' alone is not a filter: write 'host', 'proto' or '[' after it`);
  }
}

export function ipProtocol(g: Generator, number: number, at: number): Condition {
  g.atMost(at, 'protocol number', number, 255);
  return and(linkProtocol(g, ETHERTYPE.ip, at), equal(g.networkAt(9, at), 1, number));
}

/** The next header, or the one behind a fragment header when that is next. Other extension headers are not looked through. */
export function ip6Protocol(g: Generator, number: number, at: number): Condition {
  g.atMost(at, 'protocol number', number, 255);
  const next = g.networkAt(6, at);
  return and(
    linkProtocol(g, ETHERTYPE.ip6, at),
    or(equal(next, 1, number), and(equal(next, 1, IP_PROTOCOL.ip6Fragment), equal(g.networkAt(40, at), 1, number))),
  );
}

export const ipOrIp6Protocol = (g: Generator, number: number, at: number): Condition =>
  or(ipProtocol(g, number, at), ip6Protocol(g, number, at));

/** Behind an LLC header; frame relay and Cisco's HDLC say it otherwise. */
export function isoProtocol(g: Generator, number: number, at: number): Condition {
  g.atMost(at, 'ISO protocol number', number, 255);
  if (g.layout.style === 'frelay') return equal({ offset: 2 }, 2, 0x0300 | number);
  return and(linkProtocol(g, SAP.iso, at), equal(isoAt(g, 0, at), 1, number));
}

export function isisType(g: Generator, type: number, at: number): Condition {
  g.atMost(at, 'IS-IS packet type', type, 31);
  return and(isoProtocol(g, ISO_PROTOCOL.isis, at), equalMasked(isoAt(g, 4, at), 1, type, 0x1f));
}

function isoAt(g: Generator, offset: number, at: number): Position {
  g.networkAt(0, at); // Refuses link types without a payload.
  return moved(g.payload as Position, g.networkNoSnap + offset);
}
