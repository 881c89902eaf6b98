/** What stands inside options of DHCPv6. Names as scapy has them. */
import { hardwareAddress, ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { fixedOctets, fixedText, octets, text, uuid } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { timestamp } from '../../../packet/fields/special/times.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { hardwareTypes } from '../../registries/hardware-types.ts';
import { dnsName } from '../dns/name-field.ts';

/** Names in options are not shortened (RFC 8415 §10). */
const NO_POINTERS = 0x4000;
export const domain = (wireshark?: string) => dnsName({ header: NO_POINTERS, ...(wireshark !== undefined && { wireshark }) });
export const domains = () => list(domain());

/** Seconds from 1970 to 2000, which DUIDs count from (RFC 8415 §11.2). */
const FROM_2000 = 946_684_800;
const duidType = (type: number) => u16({ default: type, wireshark: 'dhcpv6.duid.type' });
const hardware = (wireshark: string) => u16({ default: 1, names: hardwareTypes, wireshark });

/** A DUID of a hardware address and a time. @see RFC 8415 §11.2 */
export const DUID_LLT = layer('DUID_LLT', () => ({
  title: 'DUID - Link-layer address plus time',
  about: 'Identifies a host by a hardware address and a time.',
  source: 'RFC 8415 §11.2',
  fields: {
    type: duidType(1),
    hwtype: hardware('dhcpv6.duidllt.hwtype'),
    timeval: timestamp(u32(), { epoch: FROM_2000 }),
    lladdr: hardwareAddress({ wireshark: 'dhcpv6.duidllt.link_layer_addr' }),
  },
}));

/** A DUID that a vendor gave. @see RFC 8415 §11.3 */
export const DUID_EN = layer('DUID_EN', () => ({
  title: 'DUID - Assigned by Vendor Based on Enterprise Number',
  about: 'Identifies a host by what its vendor gave it.',
  source: 'RFC 8415 §11.3',
  fields: {
    type: duidType(2),
    enterprisenum: u32({ default: 311, wireshark: 'dhcpv6.duiden.enterprise' }),
    id: octets({ wireshark: 'dhcpv6.duiden.identifier' }),
  },
}));

/** A DUID of a hardware address. @see RFC 8415 §11.4 */
export const DUID_LL = layer('DUID_LL', () => ({
  title: 'DUID - Based on Link-layer Address',
  about: 'Identifies a host by a hardware address.',
  source: 'RFC 8415 §11.4',
  fields: {
    type: duidType(3),
    hwtype: hardware('dhcpv6.duidll.hwtype'),
    lladdr: hardwareAddress({ wireshark: 'dhcpv6.duidll.link_layer_addr' }),
  },
}));

/** A DUID that is a UUID. @see RFC 8415 §11.5 */
export const DUID_UUID = layer('DUID_UUID', () => ({
  title: 'DUID - Based on UUID',
  about: 'Identifies a host by a UUID.',
  source: 'RFC 8415 §11.5',
  fields: { type: duidType(4), uuid: uuid() },
}));

/** Who a client or server is. */
export const duid = () =>
  choose.peek(
    u16(),
    { 1: record(() => DUID_LLT), 2: record(() => DUID_EN), 3: record(() => DUID_LL), 4: record(() => DUID_UUID) },
    octets(),
  );

/** Authenticates a message. @see RFC 8415 §21.11 */
export const DHCP6OptAuth = layer('DHCP6OptAuth', () => ({
  about: 'Authenticates a message.',
  source: 'RFC 8415 §21.11',
  fields: {
    proto: u8({
      default: 3,
      names: { 'configuration token': 0, 'delayed authentication': 2, 'reconfigure key': 3 },
      wireshark: 'dhcpv6.auth.protocol',
    }),
    alg: u8({ default: 1, wireshark: 'dhcpv6.auth.algorithm' }),
    rdm: u8({ wireshark: 'dhcpv6.auth.rdm', about: 'how replays are told' }),
    replay: fixedOctets(8, { wireshark: 'dhcpv6.auth.replay_detection' }),
    authinfo: octets({ wireshark: 'dhcpv6.auth.info' }),
  },
}));

/** RFC 8415 §21.13, RFC 5007 §4.1.3, RFC 5460 §5.2, RFC 7653 §5.2, RFC 8156 §5.5. */
const STATUS = /* @__PURE__ */ names({
  Success: 0,
  UnspecFail: 1,
  NoAddrsAvail: 2,
  NoBinding: 3,
  NotOnLink: 4,
  UseMulticast: 5,
  NoPrefixAvail: 6,
  UnknownQueryType: 7,
  MalformedQuery: 8,
  NotConfigured: 9,
  NotAllowed: 10,
  QueryTerminated: 11,
  DataMissing: 12,
  CatchUpComplete: 13,
  NotSupported: 14,
  TLSConnectionRefused: 15,
});

/** How it went. @see RFC 8415 §21.13 */
export const DHCP6OptStatusCode = layer('DHCP6OptStatusCode', () => ({
  about: 'How it went.',
  source: 'RFC 8415 §21.13',
  fields: {
    statuscode: u16({ names: STATUS, wireshark: 'dhcpv6.status_code' }),
    statusmsg: text({ encoding: 'utf8', wireshark: 'dhcpv6.status_msg' }),
  },
}));

/** Pieces behind their lengths (RFC 8415 §21.15, §21.16). */
export const pieces = (wireshark?: string) => list(sized('u16', octets(wireshark === undefined ? {} : { wireshark })));

/** The kind of device, by its vendor. @see RFC 8415 §21.16 */
export const DHCP6OptVendorClass = layer('DHCP6OptVendorClass', () => ({
  about: 'The kind of a device, as its vendor says it.',
  source: 'RFC 8415 §21.16',
  fields: { enterprisenum: u32({ wireshark: 'dhcpv6.vendorclass.enterprise' }), vcdata: pieces('dhcpv6.vendorclass.data') },
}));

/** What a vendor says, with option numbers of its own. @see RFC 8415 §21.17 */
export const DHCP6OptVendorSpecificInfo = layer('DHCP6OptVendorSpecificInfo', () => ({
  about: 'Options of a vendor.',
  source: 'RFC 8415 §21.17',
  fields: {
    enterprisenum: u32({ wireshark: 'dhcpv6.vendoropts.enterprise' }),
    vso: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      kinds: {},
      wireshark: {
        type: 'dhcpv6.vendoropts.enterprise.option_code',
        length: 'dhcpv6.vendoropts.enterprise.option_length',
        value: 'dhcpv6.vendoropts.enterprise.option_data',
      },
    }),
  },
}));

/** A client's name, and who tells DNS. @see RFC 4704 §4 */
export const DHCP6OptClientFQDN = layer('DHCP6OptClientFQDN', () => ({
  about: 'A client’s name, and who tells DNS.',
  source: 'RFC 4704 §4',
  fields: {
    flags: flags(8, ['S', 'O', 'N']),
    fqdn: octets({ about: 'labels of a name; without an empty one at the end the server adds the rest' }),
  },
}));

/** What a relay knows of the line. @see RFC 4649 §3 */
export const DHCP6OptRemoteID = layer('DHCP6OptRemoteID', () => ({
  about: 'What a relay knows of the line that a client is on.',
  source: 'RFC 4649 §3',
  fields: { enterprisenum: u32({ wireshark: 'dhcpv6.remoteid.enterprise' }), remoteid: octets() },
}));

/** A client's hardware address, as the relay saw it. @see RFC 6939 §4 */
export const DHCP6OptClientLinkLayerAddr = layer('DHCP6OptClientLinkLayerAddr', () => ({
  about: 'The hardware address of a client, as the relay saw it.',
  source: 'RFC 6939 §4',
  fields: { lltype: u16({ default: 1, names: hardwareTypes }), clladdr: hardwareAddress() },
}));

/** The client's network card. @see RFC 5970 §3.4 */
export const DHCP6OptClientNetworkInterId = layer('DHCP6OptClientNetworkInterId', () => ({
  about: 'The kind of a client’s network interface: UNDI 2.0 and later.',
  source: 'RFC 5970 §3.4',
  fields: { iitype: u8(), iimajor: u8(), iiminor: u8() },
}));

/** The network that a client is in. @see RFC 6607 §3.3 */
export const DHCP6OptVSS = layer('DHCP6OptVSS', () => ({
  about: 'The virtual network that a client is in.',
  source: 'RFC 6607 §3.3',
  fields: { type: u8({ default: 255 }), data: octets() },
}));

/** An element of where a client is. @see RFC 4776 §3.3 */
export const DHCP6OptGeoConfElement = layer('DHCP6OptGeoConfElement', () => ({
  about: 'A part of an address of a place.',
  source: 'RFC 4776 §3.3',
  fields: { CAtype: u8(), CAlength: u8({ measures: 'CAvalue' }), CAvalue: text({ encoding: 'utf8' }) },
}));

/** Where a client is. @see RFC 4776 §3.2 */
export const DHCP6OptGeoConf = layer('DHCP6OptGeoConf', () => ({
  about: 'Where a client is: a civic address.',
  source: 'RFC 4776 §3.2',
  fields: {
    what: u8({ default: 2, names: { 'DHCP server': 0, 'nearest network element': 1, client: 2 } }),
    country_code: fixedText(2, { default: 'FR' }),
    ca_elts: records(() => DHCP6OptGeoConfElement, { rest: true }),
  },
}));

/** A rule that maps IPv4 into IPv6. @see RFC 7598 §4.1 */
export const DHCP6OptS46Rule = layer('DHCP6OptS46Rule', () => ({
  about: 'A rule that maps IPv4 addresses into IPv6 ones.',
  source: 'RFC 7598 §4.1',
  fields: {
    flags: u8({ hex: true, wireshark: 'dhcpv6.s46_rule.flags' }),
    ea_len: u8({ wireshark: 'dhcpv6.s46_rule.ea_len' }),
    prefix4_len: u8({ wireshark: 'dhcpv6.s46_rule.ipv4_pref_len' }),
    ipv4_prefix: ipv4({ wireshark: 'dhcpv6.s46_rule.ipv4_prefix' }),
    prefix6_len: u8({ wireshark: 'dhcpv6.s46_rule.ipv6_prefix_len' }),
    ipv6_prefix: octets({ about: 'as many octets as the length needs; options follow' }),
  },
}));

/** Time servers, by address, group or name. @see RFC 5908 §4 */
export const ntpServers = () =>
  optionList({
    typeOctets: 2,
    lengthOctets: 2,
    kinds: {
      1: option('addr', ipv6({ wireshark: 'dhcpv6.ntpserver.addr' })),
      2: option('mc-addr', ipv6({ wireshark: 'dhcpv6.ntpserver.mc_addr' })),
      3: option('fqdn', domain()),
    },
    wireshark: { type: 'dhcpv6.ntpserver.option.type', length: 'dhcpv6.ntpserver.option.length' },
  });
