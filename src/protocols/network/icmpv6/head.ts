/** What every ICMPv6 message begins with. */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import type { Names } from '../../../packet/spec/names.ts';

/** IANA's registry "ICMPv6 type numbers", under scapy's names. */
export const icmpv6Types = {
  'Destination unreachable': 1,
  'Packet too big': 2,
  'Time exceeded': 3,
  'Parameter problem': 4,
  'Private Experimentation': 100,
  'Echo Request': 128,
  'Echo Reply': 129,
  'MLD Query': 130,
  'MLD Report': 131,
  'MLD Done': 132,
  'Router Solicitation': 133,
  'Router Advertisement': 134,
  'Neighbor Solicitation': 135,
  'Neighbor Advertisement': 136,
  'Redirect Message': 137,
  'Router Renumbering': 138,
  'ICMP Node Information Query': 139,
  'ICMP Node Information Response': 140,
  'Inverse Neighbor Discovery Solicitation Message': 141,
  'Inverse Neighbor Discovery Advertisement Message': 142,
  'MLD Report Version 2': 143,
  'Home Agent Address Discovery Request Message': 144,
  'Home Agent Address Discovery Reply Message': 145,
  'Mobile Prefix Solicitation': 146,
  'Mobile Prefix Advertisement': 147,
  'Certification Path Solicitation': 148,
  'Certification Path Advertisement': 149,
  'Multicast Router Advertisement': 151,
  'Multicast Router Solicitation': 152,
  'Multicast Router Termination': 153,
  'FMIPv6 Messages': 154,
  'RPL Control Message': 155,
  'Extended Echo Request': 160,
  'Extended Echo Reply': 161,
} as const;

/** Type, code and checksum (RFC 4443 §2.1). */
export const icmpv6Head = (type: number, codes?: Names) => ({
  type: u8({ default: type, names: icmpv6Types, wireshark: 'icmpv6.type' }),
  code: u8({ ...(codes && { names: codes }), wireshark: 'icmpv6.code' }),
  cksum: icmpv6Checksum(),
});

/** Over the pseudo-header with next header 58 (RFC 4443 §2.3). */
export const icmpv6Checksum = () => u16({ checksums: 'layer', pseudoHeader: 58, hex: true, wireshark: 'icmpv6.checksum' });
