/** Options in the hop-by-hop and destination headers of IPv6. */
import { ipv6 } from '../../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { mark, option, type OptionListForm, optionList } from '../../../packet/fields/options.ts';

/**
 * IANA's registry "Destination Options and Hop-by-Hop Options". The numbers are whole type octets: the two highest bits say what
 * to do with an option that one does not know, the third whether it may change on the way (RFC 8200 §4.2).
 */
export const ipv6OptionKinds = {
  0: mark('Pad1'),
  1: option('PadN', octets({ about: 'RFC 8200 §4.2' })),
  4: option('TunnelLimit', u8({ about: 'encapsulation limit (RFC 2473 §4.1.1)' })),
  5: option(
    'RouterAlert',
    u16({
      names: {
        'Datagram contains a MLD message': 0,
        'Datagram contains RSVP message': 1,
        'Datagram contains an Active Network message': 2,
      },
      wireshark: 'ipv6.opt.router_alert',
      about: 'RFC 2711',
    }),
  ),
  7: option('CALIPSO', octets({ about: 'RFC 5570' })),
  8: option('SMF_DPD', octets({ about: 'RFC 6621' })),
  15: option('PDM', octets({ about: 'RFC 8250' })),
  35: option('RPL', octets({ about: 'RFC 9008' })),
  99: option('RPLOld', octets({ about: 'RFC 6553' })),
  17: option('IOAM', octets({ about: 'RFC 9486' })),
  49: option('IOAMMutable', octets({ about: 'RFC 9486' })),
  38: option('QuickStart', octets({ about: 'RFC 4782' })),
  48: option('PathMTU', octets({ about: 'RFC 9268' })),
  109: option('MPL', octets({ about: 'RFC 7731' })),
  139: option('ILNPNonce', octets({ about: 'RFC 6744' })),
  140: option('LineID', octets({ about: 'RFC 6788' })),
  194: option('Jumbo', u32({ about: 'octets after the IPv6 header; 4n+2 aligned (RFC 2675)' })),
  201: option('HAO', ipv6({ about: 'home address; 8n+6 aligned (RFC 6275)' })),
  238: option('DFF', octets({ about: 'RFC 6971' })),
} as const;

const ipv6OptionForm: OptionListForm<typeof ipv6OptionKinds> = {
  kinds: ipv6OptionKinds,
  lengthCovers: 'value',
  wireshark: { type: 'ipv6.opt.type', length: 'ipv6.opt.length' },
  align: 8,
  // RFC 8200 §4.2: one octet is Pad1, more are one PadN.
  fill: (n) => (n < 2 ? new Uint8Array(n) : Uint8Array.of(1, n - 2, ...new Uint8Array(n - 2))),
};

export const ipv6Options = () => optionList(ipv6OptionForm, { about: 'padded to a multiple of 8 octets with Pad1 or PadN' });
