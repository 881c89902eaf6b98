/** Where scapy 2.5 says or shows another thing than we do. Each entry was seen in its output. */

import type { AnyLayer } from '../../packet/spec/spec.ts';
import { DNSQR } from '../../protocols/application/dns/dns.ts';

/** How a number is shown. */
export const NUMBER_FORMS: Readonly<Record<string, 'decimal' | 'hex'>> = {
  'IP.id': 'decimal',
  'IPerror.id': 'decimal',
  'DNS.id': 'decimal',
  'IPv6.tc': 'decimal',
  'IPv6.fl': 'decimal',
  'IPerror6.tc': 'decimal',
  'IPerror6.fl': 'decimal',
  'LLC.dsap': 'hex',
  'LLC.ssap': 'hex',
  'LLC.ctrl': 'decimal',
  'IPv6ExtHdrFragment.id': 'decimal',
  'VXLAN.vni': 'hex',
};

/** Names of next headers in IPv6 and its extensions. */
export const NEXT_HEADERS: Readonly<Record<number, string>> = {
  0: 'Hop-by-Hop Option Header',
  4: 'IP',
  6: 'TCP',
  17: 'UDP',
  41: 'IPv6',
  43: 'Routing Header',
  44: 'Fragment Header',
  47: 'GRE',
  50: 'ESP Header',
  51: 'AH Header',
  58: 'ICMPv6',
  59: 'No Next Header',
  60: 'Destination Option Header',
  112: 'VRRP',
  132: 'SCTP',
  135: 'Mobility Header',
};

/** Titles that show() has. */
export const TITLES: Readonly<Record<string, string>> = { DNSQR: 'DNS Question Record', DNSRR: 'DNS Resource Record' };

/** Layers under the name that repr() has. */
export const CLASS_NAMES: Readonly<Record<string, string>> = { NTP: 'NTPHeader' };

/** Fields that scapy names otherwise: its name -> ours. */
export const FIELD_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = { Dot1Q: { id: 'dei' } };

/** Fields that scapy has in another layer, or not at all. */
export const HIDDEN_FIELDS: ReadonlySet<string> = new Set(['DHCP.cookie', 'BOOTP.chaddr_rest']);

/** Records that scapy puts into a new packet. */
export const FIRST_RECORDS: Readonly<Record<string, Readonly<Record<string, AnyLayer>>>> = { DNS: { qd: DNSQR as unknown as AnyLayer } };

/** DHCP's options begin with it (RFC 2131 §3); scapy has it as BOOTP's options. */
export const DHCP_COOKIE: Uint8Array = Uint8Array.of(0x63, 0x82, 0x53, 0x63);
