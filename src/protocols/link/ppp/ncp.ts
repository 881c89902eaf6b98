/** Network control protocols of PPP: IPCP, IPV6CP, and those of encryption and compression. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u16, u24, u8 } from '../../../packet/fields/integers.ts';
import { fixedHex } from '../../../packet/fields/hex-text.ts';
import { record } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Field } from '../../../packet/spec/field.ts';
import { pppProtocols } from '../../registries/ppp-protocols.ts';
import { answersBy, controlHead, controlSummary } from './control.ts';

/** The protocol that compresses headers. @see RFC 1332 §3.2; RFC 2509 §2 */
export const IPCPCompression = layer('IPCPCompression', () => ({
  about: 'The protocol that compresses headers.',
  source: 'RFC 1332 §3.2; RFC 2509 §2',
  fields: {
    protocol: u16({ default: 0x2d, names: pppProtocols, hex: true, wireshark: 'ipcp.opt.compress_proto' }),
    data: choose(
      'protocol',
      {
        0x2d: record(() => IPCPVanJacobson),
        0x61: record(() => IPCPHeaderCompression),
      },
      octets({ wireshark: 'ipcp.data' }),
    ),
  },
}));

/** Van Jacobson TCP/IP header compression. @see RFC 1332 §4 */
export const IPCPVanJacobson = layer('IPCPVanJacobson', () => ({
  about: 'Van Jacobson TCP/IP header compression.',
  source: 'RFC 1332 §4',
  fields: { max_slot_id: u8({ wireshark: 'ipcp.opt.max_slot_id' }), comp_slot_id: u8({ wireshark: 'ipcp.opt.comp_slot_id' }) },
}));

/** IP header compression. @see RFC 2509 §2.1 */
export const IPCPHeaderCompression = layer('IPCPHeaderCompression', () => ({
  about: 'IP header compression.',
  source: 'RFC 2509 §2.1',
  fields: {
    tcp_space: u16({ default: 15, wireshark: 'ipcp.opt.tcp_space' }),
    non_tcp_space: u16({ default: 15, wireshark: 'ipcp.opt.non_tcp_space' }),
    f_max_period: u16({ default: 256, wireshark: 'ipcp.opt.f_max_period' }),
    f_max_time: u16({ default: 5, wireshark: 'ipcp.opt.f_max_time' }),
    max_header: u16({ default: 168, wireshark: 'ipcp.opt.max_header' }),
    suboptions: octets(),
  },
}));

/** Both addresses; deprecated. @see RFC 1332 §3.1 */
export const IPCPAddresses = layer('IPCPAddresses', () => ({
  about: 'Both addresses; deprecated.',
  source: 'RFC 1332 §3.1',
  fields: { src: ipv4({ wireshark: 'ipcp.opt.src_address' }), dst: ipv4({ wireshark: 'ipcp.opt.dst_address' }) },
}));

/** RFC 1332 §3, RFC 2290 §2, RFC 1877 §1. */
const ipcpOptions = optionList(
  {
    lengthCovers: 'option',
    packets: true,
    wireshark: { type: 'ipcp.opt.type', length: 'ipcp.opt.length' },
    kinds: {
      1: option(
        'IP-Addresses',
        record(() => IPCPAddresses),
      ),
      2: option(
        'IP-Compression-Protocol',
        record(() => IPCPCompression),
      ),
      3: option('IP-Address', ipv4({ wireshark: 'ipcp.opt.ip_address' })),
      4: option('Mobile-IPv4', ipv4({ wireshark: 'ipcp.opt.mobilenodehomeaddress' })),
      129: option('Primary-DNS-Address', ipv4({ wireshark: 'ipcp.opt.pri_dns_address' })),
      130: option('Primary-NBNS-Address', ipv4({ wireshark: 'ipcp.opt.pri_nbns_address' })),
      131: option('Secondary-DNS-Address', ipv4({ wireshark: 'ipcp.opt.sec_dns_address' })),
      132: option('Secondary-NBNS-Address', ipv4({ wireshark: 'ipcp.opt.sec_nbns_address' })),
    },
  },
  { about: 'RFC 1332 §3; RFC 1877' },
);

/** Options stand in what configures; other messages have octets there. */
const configured = <R, G>(options: Field<R, G>) => choose('code', { 1: options, 2: options, 3: options, 4: options }, octets());

const match = answersBy({ 1: [2, 3, 4, 7], 5: [6, 7], 14: [15] });

/** IP Control Protocol: addresses, and how headers are compressed. @see RFC 1332 §2 */
export const PPP_IPCP = layer('PPP_IPCP', () => ({
  about: 'IP Control Protocol: addresses of the ends.',
  source: 'RFC 1332 §2',
  wireshark: 'ipcp',
  fields: { ...controlHead(1), options: configured(ipcpOptions) },
  match,
  summary: controlSummary('IPCP'),
}));

const ipv6cpOptions = optionList({
  lengthCovers: 'option',
  packets: true,
  kinds: {
    1: option('Interface-Identifier', fixedHex(8, { about: 'RFC 5072 §4.1' })),
    2: option('IPv6-Compression-Protocol', octets({ about: 'RFC 5172' })),
  },
});

/** IPv6 Control Protocol: interface identifiers. @see RFC 5072 §4 */
export const PPP_IPV6CP = layer('PPP_IPV6CP', () => ({
  about: 'IPv6 Control Protocol: interface identifiers of the ends.',
  source: 'RFC 5072 §4',
  wireshark: 'ipv6cp',
  fields: { ...controlHead(1), options: configured(ipv6cpOptions) },
  match,
  summary: controlSummary('IPV6CP'),
}));

/** An organisation's way. @see RFC 1968 §4; RFC 1962 §4 */
export const PPPVendorOption = layer('PPPVendorOption', () => ({
  about: "An organisation's own way.",
  source: 'RFC 1968 §4; RFC 1962 §4',
  fields: { oui: u24({ hex: true }), subtype: u8(), data: octets() },
}));

const vendor = option(
  'OUI',
  record(() => PPPVendorOption),
);

/** IANA's registry "PPP ECP Configuration Option Types". */
const ecpOptions = optionList({
  lengthCovers: 'option',
  packets: true,
  kinds: { 0: vendor, 1: option('DESE', octets()), 2: option('3DESE', octets()), 3: option('DESE-bis', octets()) },
});

/** Encryption Control Protocol. @see RFC 1968 §2 */
export const PPP_ECP = layer('PPP_ECP', () => ({
  about: 'Encryption Control Protocol: how to encrypt packets.',
  source: 'RFC 1968 §2',
  wireshark: 'ecp',
  fields: { ...controlHead(1), options: configured(ecpOptions) },
  match,
  summary: controlSummary('ECP'),
}));

/** IANA's registry "PPP CCP Configuration Option Types". */
const ccpOptions = optionList({
  lengthCovers: 'option',
  packets: true,
  kinds: {
    0: vendor,
    1: option('Predictor-1'),
    2: option('Predictor-2'),
    3: option('Puddle-Jumper', octets()),
    16: option('Hewlett-Packard-PPC', octets()),
    17: option('Stac-LZS', octets({ about: 'RFC 1974' })),
    18: option('MPPC', octets({ about: 'RFC 2118' })),
    19: option('Gandalf-FZA', octets({ about: 'RFC 1993' })),
    20: option('V.42bis', octets()),
    21: option('BSD-LZW', octets({ about: 'RFC 1977' })),
    23: option('LZS-DCP', octets({ about: 'RFC 1967' })),
    24: option('MVRCA', octets({ about: 'RFC 1975' })),
    26: option('Deflate', octets({ about: 'RFC 1979' })),
    27: option('V.44', octets()),
  },
});

/** Compression Control Protocol. @see RFC 1962 §2 */
export const PPP_CCP = layer('PPP_CCP', () => ({
  about: 'Compression Control Protocol: how to compress packets.',
  source: 'RFC 1962 §2',
  wireshark: 'ccp',
  fields: { ...controlHead(1), options: configured(ccpOptions) },
  match,
  summary: controlSummary('CCP'),
}));
