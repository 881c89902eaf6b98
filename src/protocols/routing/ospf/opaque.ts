/** What opaque advertisements carry: numbers, lengths and values, each filled up to 4 octets. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { f32, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { tlvHead } from '../../../packet/fields/option-heads.ts';
import { option, optionList } from '../../../packet/fields/options.ts';

const head = tlvHead('u16', 'u16');

/** A link, as traffic engineering sees it. Bandwidths are in octets a second. @see RFC 3630 §2.5 */
const link = () =>
  optionList({
    head,
    alignOptions: 4,
    kinds: {
      1: option('LinkType', u8({ default: 1, names: { 'point-to-point': 1, 'multi-access': 2 } })),
      2: option('LinkId', ipv4()),
      3: option('LocalAddresses', list(ipv4())),
      4: option('RemoteAddresses', list(ipv4())),
      5: option('Metric', u32()),
      6: option('MaximumBandwidth', f32()),
      7: option('MaximumReservable', f32()),
      8: option('Unreserved', list(f32())),
      9: option('AdministrativeGroup', u32({ hex: true })),
    },
  });

/** @internal @see RFC 3630 §2.4 */
export const trafficEngineering = () =>
  optionList({ head, alignOptions: 4, kinds: { 1: option('RouterAddress', ipv4()), 2: option('Link', link()) } });

/** @internal @see RFC 7770 §2.3; RFC 5642 */
export const routerInformation = () =>
  optionList({
    head,
    alignOptions: 4,
    kinds: { 1: option('Capabilities', octets()), 7: option('Hostname', text({ encoding: 'utf8' })) },
  });
