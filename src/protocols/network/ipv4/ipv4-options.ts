/** Options of the IPv4 header. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { mark, option, type OptionListForm, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** A route recorded, or to be taken. The pointer counts from the option's first octet: 4 is the first address. @see RFC 791 §3.1 */
export const IPOptionRoute = layer('IPOptionRoute', () => ({
  about: 'Addresses of a route, and a pointer to the next one.',
  source: 'RFC 791 §3.1',
  fields: { pointer: u8({ default: 4 }), routers: list(ipv4()) },
}));

/** One router and when the packet passed it. @see RFC 791 §3.1 */
export const IPOptionStamp = layer('IPOptionStamp', () => ({
  about: 'A router and its time.',
  source: 'RFC 791 §3.1',
  fields: { address: ipv4(), time: u32({ about: 'milliseconds since midnight UT' }) },
}));

/** Times at which the packet passed routers. @see RFC 791 §3.1 */
export const IPOptionTimestamp = layer('IPOptionTimestamp', () => ({
  about: 'Times at which the packet passed routers.',
  source: 'RFC 791 §3.1',
  fields: {
    pointer: u8({ default: 5, about: 'where the next stamp goes, counted from 1 at the option' }),
    oflw: bits(4, { about: 'number of routers that had no room for their time' }),
    flg: bits(4, { names: { timestamp_only: 0, timestamp_and_ip_addr: 1, prespecified_ip_addr: 3 } }),
    stamps: choose(({ flg }) => (flg === 0 ? 'times' : 'pairs'), { times: list(u32()), pairs: records(() => IPOptionStamp) }, octets()),
  },
}));

/** Asks routers to report the packet to its originator. @see RFC 1393 §2.2 */
export const IPOptionTraceroute = layer('IPOptionTraceroute', () => ({
  about: 'Asks routers to report the packet to its originator.',
  source: 'RFC 1393 §2.2',
  fields: { id: u16(), outbound_hops: u16(), return_hops: u16({ default: 0xffff }), originator_ip: ipv4() },
}));

const route = record(() => IPOptionRoute);

/** IANA's registry "IP Option Numbers". The numbers are whole type octets: copied flag, class and number (RFC 791 §3.1). */
export const ipOptionKinds = {
  0: mark('EOL'),
  1: mark('NOP'),
  7: option('RR', route),
  10: option('ZSU', octets({ about: 'experimental measurement' })),
  11: option('MTUProbe', u16({ about: 'RFC 1063' })),
  12: option('MTUReply', u16({ about: 'RFC 1063' })),
  15: option('ENCODE', octets()),
  25: option('QuickStart', octets({ about: 'RFC 4782' })),
  68: option(
    'Timestamp',
    record(() => IPOptionTimestamp),
  ),
  82: option(
    'Traceroute',
    record(() => IPOptionTraceroute),
  ),
  130: option('Security', octets({ about: 'RFC 1108' })),
  131: option('LSRR', route),
  133: option('ExtendedSecurity', octets({ about: 'RFC 1108' })),
  134: option('CIPSO', octets({ about: 'commercial security' })),
  136: option('SID', u16({ about: 'stream identifier (RFC 791)' })),
  137: option('SSRR', route),
  142: option('VISA', octets({ about: 'experimental access control' })),
  144: option('IMITD', octets()),
  145: option('EIP', octets({ about: 'RFC 1385' })),
  147: option('AddressExtension', octets()),
  148: option('RouterAlert', u16({ wireshark: 'ip.opt.ra', about: '0: every router examines the packet (RFC 2113)' })),
  149: option('SDB', list(ipv4(), { about: 'selective directed broadcast (RFC 1770)' })),
  151: option('DPS', octets()),
  152: option('UMP', octets()),
} as const;

const ipOptionForm: OptionListForm<typeof ipOptionKinds> = {
  kinds: ipOptionKinds,
  lengthCovers: 'option',
  end: 0,
  align: 4,
  packets: true,
  wireshark: { type: 'ip.opt.type', length: 'ip.opt.len' },
};

export const ipOptions = optionList(ipOptionForm, { about: 'RFC 791 §3.1' });
