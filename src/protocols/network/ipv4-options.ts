/** Options of the IPv4 header. */
import { ipv4 } from '../../packet/fields/addresses.ts';
import { u16 } from '../../packet/fields/integers.ts';
import { list } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { mark, option, type OptionListForm, optionList } from '../../packet/fields/options.ts';

/** The numbers are whole type octets: copied flag, class and number (RFC 791 §3.1). */
export const ipOptionKinds = {
  0: mark('EOL'),
  1: mark('NOP'),
  7: option('RR', octets({ about: 'pointer and route (RFC 791)' })),
  68: option('Timestamp', octets({ about: 'pointer, overflow and flag, time stamps (RFC 791)' })),
  130: option('Security', octets({ about: 'RFC 1108' })),
  131: option('LSRR', octets({ about: 'pointer and route (RFC 791)' })),
  133: option('ExtendedSecurity', octets({ about: 'RFC 1108' })),
  134: option('CIPSO', octets()),
  136: option('SID', u16({ about: 'stream identifier (RFC 791)' })),
  137: option('SSRR', octets({ about: 'pointer and route (RFC 791)' })),
  148: option('RouterAlert', u16({ about: 'RFC 2113' })),
  149: option('SDB', list(ipv4(), { about: 'RFC 1770' })),
  25: option('QuickStart', octets({ about: 'RFC 4782' })),
  11: option('MTUProbe', u16({ about: 'RFC 1191' })),
  12: option('MTUReply', u16({ about: 'RFC 1191' })),
  82: option('Traceroute', octets({ about: 'RFC 1393' })),
} as const;

export const ipOptionForm: OptionListForm<typeof ipOptionKinds> = { kinds: ipOptionKinds, lengthCovers: 'option', end: 0, align: 4 };

export const ipOptions = optionList(ipOptionForm, { about: 'RFC 791 §3.1' });
