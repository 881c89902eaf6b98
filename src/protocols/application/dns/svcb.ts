/** SVCB and HTTPS: how a service is reached. @see RFC 9460; RFC 9461 (dohpath); RFC 9540 (ohttp) */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { u16 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { dnsName } from './name-field.ts';
import { characterStrings, restText } from './pieces.ts';
import { struct } from '../../../packet/fields/struct.ts';

/** Parameters, by IANA's registry "Service Parameter Keys"; others by number, as octets. They stand in rising order (§2.2): that is the giver's care. */
const svcParams = () =>
  optionList({
    kinds: {
      0: option('mandatory', list(u16({ wireshark: 'dns.svcb.svcparam.mandatory.key' }))),
      1: option('alpn', characterStrings()),
      2: option('no-default-alpn'),
      3: option('port', u16({ wireshark: 'dns.svcb.svcparam.port' })),
      4: option('ipv4hint', list(ipv4({ wireshark: 'dns.svcb.svcparam.ipv4hint.ip' }))),
      5: option('ech', octets()),
      6: option('ipv6hint', list(ipv6({ wireshark: 'dns.svcb.svcparam.ipv6hint.ip' }))),
      7: option('dohpath', restText()),
      8: option('ohttp'),
    },
    typeOctets: 2,
    lengthOctets: 2,
  });

const service = () => struct({ priority: u16({ wireshark: 'dns.svcb.svcpriority' }), target: dnsName(), params: svcParams() });

/** By type: what `rdata` is. */
export const serviceRdata = () => ({ SVCB: service(), HTTPS: service() });
