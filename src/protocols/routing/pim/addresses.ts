/** Addresses as PIM encodes them: with their family, and with what is said of groups and sources. @see RFC 7761 §4.9.1 */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** IANA's "Address Family Numbers". */
const families = { IPv4: 1, IPv6: 2 } as const;

/** @internal Family and encoding, which stand before each address. */
export const family = () => u8({ default: 1, names: families, wireshark: 'pim.addr_address_family' });
/** @internal */
export const encoding = () => u8({ wireshark: 'pim.addr_encoding_type', about: '0: native' });
/** An address of the family in `by`, with Wireshark's names for both. */
const namedAddress = (by: string, name4: string | readonly string[], name6: string | readonly string[]) =>
  choose(by, { IPv4: ipv4({ wireshark: name4 }), IPv6: ipv6({ wireshark: name6 }) }, octets());

/** @internal One that stands without flags: Wireshark has it by this name as well. */
export const addressOf = (by: string, name4: string, name6: string) =>
  namedAddress(by, [name4, 'pim.unicast'], [name6, 'pim.unicast_ipv6']);

/** @internal An address alone; which one it is is said where it stands. */
export const unicast = (name4: string, name6: string) => ({
  addr_family: family(),
  encoding_type: encoding(),
  addr: addressOf('addr_family', name4, name6),
});

/** @see RFC 7761 §4.9.1 */
export const PIMUnicast = layer('PIMUnicast', () => ({
  about: 'An address, and its family.',
  source: 'RFC 7761 §4.9.1',
  fields: { addr_family: family(), encoding_type: encoding(), addr: namedAddress('addr_family', 'pim.unicast', 'pim.unicast_ipv6') },
}));

/** A router's further addresses. @see RFC 7761 §4.9.2 */
export const PIMSecondaryAddress = layer('PIMSecondaryAddress', () => ({
  about: 'Another address of the router that says Hello.',
  source: 'RFC 7761 §4.9.2',
  fields: unicast('pim.address_list', 'pim.address_list_ip6'),
}));

/** A rendezvous point. @see RFC 5059 §4.1 */
export const PIMRP = layer('PIMRP', () => ({
  about: 'A rendezvous point of a group.',
  source: 'RFC 5059 §4.1',
  fields: {
    ...unicast('pim.rp', 'pim.rp_ip6'),
    holdtime: u16({ wireshark: 'pim.holdtime', about: 'seconds' }),
    priority: u8({ wireshark: 'pim.priority' }),
    reserved: u8(),
  },
}));

/** @internal What stands before the address of a group. */
export const groupHead = () => ({
  addr_family: family(),
  encoding_type: encoding(),
  bidirection: bits(1, { wireshark: 'pim.group_addr.flags.b' }),
  reserved: bits(6),
  admin_scope_zone: bits(1, { wireshark: 'pim.group_addr.flags.z' }),
  mask_len: u8({ default: 32, wireshark: 'pim.mask_len' }),
  gaddr: namedAddress('addr_family', 'pim.group', 'pim.group_ip6'),
});

/** A group, or several that begin alike. @see RFC 7761 §4.9.1 */
export const PIMGroup = layer('PIMGroup', () => ({
  about: 'A group, or all groups that begin with the same bits.',
  source: 'RFC 7761 §4.9.1',
  fields: groupHead(),
}));

/** @internal What stands before the address of a source, and that. */
export const sourceOf = (name4: string, name6: string) => ({
  addr_family: family(),
  encoding_type: encoding(),
  rsrvd: bits(5),
  sparse: bits(1, { wireshark: 'pim.source_addr.flags.s' }),
  wildcard: bits(1, { wireshark: 'pim.source_addr.flags.w' }),
  rpt: bits(1, { default: 1, wireshark: 'pim.source_addr.flags.r' }),
  mask_len: u8({ default: 32, wireshark: 'pim.mask_len' }),
  src_ip: namedAddress('addr_family', [name4, 'pim.source'], [name6, 'pim.source_ip6']),
});
