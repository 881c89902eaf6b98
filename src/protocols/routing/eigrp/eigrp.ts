/** Enhanced Interior Gateway Routing Protocol. */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { flags, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { record, records } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { tlvHead } from '../../../packet/fields/option-heads.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { prefixOctets } from '../../../packet/fields/special/prefix-octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

/** RFC 7868 §6.5, and older ones, in scapy's words. */
const opcodes = names({ Update: 1, Request: 2, Query: 3, Reply: 4, Hello: 5, 'IPX SAP': 6, 'SIA Query': 10, 'SIA Reply': 11 });

/** @see RFC 7868 §6.7.1 */
export const EIGRPParam = layer('EIGRPParam', () => ({
  title: 'EIGRP Parameters',
  about: 'How metrics are computed, and how long a neighbour lives without a Hello.',
  source: 'RFC 7868 §6.7.1',
  fields: {
    k1: u8({ default: 1, wireshark: 'eigrp.par.k1' }),
    k2: u8({ wireshark: 'eigrp.par.k2' }),
    k3: u8({ default: 1, wireshark: 'eigrp.par.k3' }),
    k4: u8({ wireshark: 'eigrp.par.k4' }),
    k5: u8({ wireshark: 'eigrp.par.k5' }),
    reserved: u8({ wireshark: 'eigrp.par.k6', about: 'K6' }),
    holdtime: u16({ default: 15, wireshark: 'eigrp.par.holdtime', about: 'seconds' }),
  },
}));

/** @see RFC 7868 §6.7.2 */
export const EIGRPAuthData = layer('EIGRPAuthData', () => ({
  title: 'EIGRP Authentication Data',
  about: 'A digest that authenticates the packet.',
  source: 'RFC 7868 §6.7.2',
  fields: {
    authtype: u16({ default: 2, names: { MD5: 2, 'SHA2-256': 3 }, wireshark: 'eigrp.auth.type' }),
    keysize: u16({ measures: 'authdata', wireshark: 'eigrp.auth.length' }),
    keyid: u32({ default: 1, wireshark: 'eigrp.auth.keyid' }),
    keyseq: u32({ wireshark: 'eigrp.auth.keyseq' }),
    nullpad: fixedOctets(8, { wireshark: 'eigrp.nullpad' }),
    authdata: octets({ default: new Uint8Array(16), wireshark: 'eigrp.auth.digest' }),
  },
}));

/** An address of a router that is not to take the next multicast packet. @see RFC 7868 §6.7.3 */
export const EIGRPSeq = layer('EIGRPSeq', () => ({
  title: 'EIGRP Sequence',
  about: 'A router that is not to take the next multicast packet.',
  source: 'RFC 7868 §6.7.3',
  fields: {
    addrlen: u8({ default: 4, wireshark: 'eigrp.seq.addrlen' }),
    ipaddr: choose('addrlen', { 4: ipv4({ wireshark: 'eigrp.seq.ipv4addr' }), 16: ipv6({ wireshark: 'eigrp.seq.ipv6addr' }) }, octets()),
  },
}));

/** @see RFC 7868 §6.7.4 */
export const EIGRPSwVer = layer('EIGRPSwVer', () => ({
  title: 'EIGRP Software Version',
  about: 'Which software a router runs.',
  source: 'RFC 7868 §6.7.4',
  fields: {
    ios: u16({ default: 0x0c00, wireshark: 'eigrp.release_version', about: "the system's: major, minor" }),
    eigrp: u16({ default: 0x0102, wireshark: 'eigrp.tlv_version', about: "the protocol's: major, minor" }),
  },
}));

/** What a route costs. @see RFC 7868 §6.9.1 */
const metric = (delay: number, bandwidth: number, hops: number) => ({
  delay: u32({ default: delay, wireshark: 'eigrp.old_metric.delay' }),
  bandwidth: u32({ default: bandwidth, wireshark: 'eigrp.old_metric.bw' }),
  mtu: u24({ default: 1500, wireshark: 'eigrp.old_metric.mtu' }),
  hopcount: u8({ default: hops, wireshark: 'eigrp.old_metric.hopcount' }),
  reliability: u8({ default: 255, wireshark: 'eigrp.old_metric.rel' }),
  load: u8({ wireshark: 'eigrp.old_metric.load' }),
});
/** The last two octets of a metric: a tag, and flags (RFC 7868 §6.9.1). */
const ends = <N extends string>(name: N) =>
  ({ [name]: u16({ hex: true, about: 'internal tag, and flags' }) }) as Record<N, ReturnType<typeof u16>>;

/** Where a route came from, that is not EIGRP's own. @see RFC 7868 §6.9.2 */
const external = () => ({
  originrouter: ipv4({ default: '192.168.0.1', wireshark: 'eigrp.extdata.origrid' }),
  originasn: u32({ wireshark: 'eigrp.extdata.as' }),
  tag: u32({ wireshark: 'eigrp.extdata.tag' }),
  externalmetric: u32({ wireshark: 'eigrp.extdata.metric' }),
  reserved: u16({ wireshark: 'eigrp.extdata.reserved' }),
  extprotocolid: u8({
    default: 3,
    names: { IGRP: 1, EIGRP: 2, Static: 3, RIP: 4, Hello: 5, OSPF: 6, 'IS-IS': 7, EGP: 8, BGP: 9, IDRP: 10, Connected: 11 },
    wireshark: 'eigrp.extdata.proto',
  }),
  flags: flags(8, ['external', 'candidate-default']),
});

/** Networks, as many as there are (RFC 7868 §6.9.3). */
const network4 = (initial: number) => ({
  prefixlen: u8({ default: initial, wireshark: 'eigrp.ipv4.prefixlen' }),
  dst: prefixOctets(4, 'prefixlen', { default: '192.168.1.0', wireshark: 'eigrp.ipv4.destination' }),
});
const network6 = (initial: number) => ({
  prefixlen: u8({ default: initial, wireshark: 'eigrp.ipv6.prefixlen' }),
  dst: prefixOctets(6, 'prefixlen', { default: '2001::', wireshark: 'eigrp.ipv6.destination' }),
});

/** A further network of a route. @see RFC 7868 §6.9.3 */
export const EIGRPNetwork = layer('EIGRPNetwork', () => ({
  about: 'A further network of a route.',
  source: 'RFC 7868 §6.9.3',
  fields: network4(24),
}));

/** A further network of a route. @see RFC 7868 §6.9.3 */
export const EIGRPv6Network = layer('EIGRPv6Network', () => ({
  about: 'A further IPv6 network of a route.',
  source: 'RFC 7868 §6.9.3',
  fields: network6(16),
}));
const more4 = () => ({ more: records(() => EIGRPNetwork) });
const more6 = () => ({ more: records(() => EIGRPv6Network) });

/** @see RFC 7868 §6.9.4 */
export const EIGRPIntRoute = layer('EIGRPIntRoute', () => ({
  title: 'EIGRP Internal Route',
  about: 'A route to an IPv4 network.',
  source: 'RFC 7868 §6.9.4',
  fields: {
    nexthop: ipv4({ default: '192.168.0.0', wireshark: 'eigrp.ipv4.nexthop' }),
    ...metric(128_000, 256, 0),
    ...ends('reserved'),
    ...network4(24),
    ...more4(),
  },
}));

/** @see RFC 7868 §6.9.4 */
export const EIGRPExtRoute = layer('EIGRPExtRoute', () => ({
  title: 'EIGRP External Route',
  about: 'A route to an IPv4 network that another protocol brought.',
  source: 'RFC 7868 §6.9.4',
  fields: {
    nexthop: ipv4({ default: '192.168.0.0', wireshark: 'eigrp.ipv4.nexthop' }),
    ...external(),
    ...metric(0, 256, 0),
    ...ends('reserved2'),
    ...network4(24),
    ...more4(),
  },
}));

/** @see RFC 7868 §6.9.5 */
export const EIGRPv6IntRoute = layer('EIGRPv6IntRoute', () => ({
  title: 'EIGRP for IPv6 Internal Route',
  about: 'A route to an IPv6 network.',
  source: 'RFC 7868 §6.9.5',
  fields: {
    nexthop: ipv6({ wireshark: 'eigrp.ipv6.nexthop' }),
    ...metric(128_000, 256_000, 1),
    ...ends('reserved'),
    ...network6(16),
    ...more6(),
  },
}));

/** @see RFC 7868 §6.9.5 */
export const EIGRPv6ExtRoute = layer('EIGRPv6ExtRoute', () => ({
  title: 'EIGRP for IPv6 External Route',
  about: 'A route to an IPv6 network that another protocol brought.',
  source: 'RFC 7868 §6.9.5',
  fields: {
    nexthop: ipv6({ wireshark: 'eigrp.ipv6.nexthop' }),
    ...external(),
    ...metric(128_000, 256_000, 1),
    ...ends('reserved2'),
    ...network6(8),
    ...more6(),
  },
}));

/** RFC 7868 §6.6; in scapy a packet each. */
const tlvs = () =>
  optionList({
    head: tlvHead('u16', 'u16', { covers: 'option' }),
    packets: true,
    kinds: {
      1: option(
        'Param',
        record(() => EIGRPParam),
      ),
      2: option(
        'AuthData',
        record(() => EIGRPAuthData),
      ),
      3: option(
        'Seq',
        records(() => EIGRPSeq),
      ),
      4: option(
        'SwVer',
        record(() => EIGRPSwVer),
      ),
      5: option('Nms', u32({ default: 2, wireshark: 'eigrp.next_mcast_seq', about: 'the number of the next multicast packet (§6.7.5)' })),
      6: option(
        'Stub',
        flags(16, ['connected', 'static', 'summary', 'receive-only', 'redistributed', 'leak-map'], { wireshark: 'eigrp.stub_options' }),
      ),
      0x102: option(
        'IntRoute',
        record(() => EIGRPIntRoute),
      ),
      0x103: option(
        'ExtRoute',
        record(() => EIGRPExtRoute),
      ),
      0x402: option(
        'v6IntRoute',
        record(() => EIGRPv6IntRoute),
      ),
      0x403: option(
        'v6ExtRoute',
        record(() => EIGRPv6ExtRoute),
      ),
    },
  });

/** @see RFC 7868 §6.5 */
export const EIGRP = layer('EIGRP', () => ({
  about: 'Enhanced Interior Gateway Routing Protocol: routers find each other, and tell each other their routes.',
  source: 'RFC 7868 §6.5',
  wireshark: 'eigrp',
  fields: {
    ver: u8({ default: 2, wireshark: 'eigrp.version' }),
    opcode: u8({ default: 5, names: opcodes, wireshark: 'eigrp.opcode' }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'eigrp.checksum' }),
    flags: flags(32, ['init', 'cond-recv', 'restart', 'end-of-table'], { wireshark: 'eigrp.flags' }),
    seq: u32({ wireshark: 'eigrp.seq' }),
    ack: u32({ wireshark: 'eigrp.ack' }),
    vrid: u16({ wireshark: 'eigrp.vrid', about: 'virtual router' }),
    asn: u16({ default: 100, wireshark: 'eigrp.as', about: 'autonomous system' }),
    tlvlist: tlvs(),
  },
  summary: ({ asn, opcode, flags: set }) => `EIGRP (AS=${asn} Opcode=${opcodes.name(opcode) ?? opcode} Flags=${set})`,
}));
