/** The name under which an address is looked up. */
import { isIpv4, isIpv6, parseIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { toHex } from '../../../bytes/hex.ts';

/** `1.2.0.192.in-addr.arpa.` of 192.0.2.1, or the name under `ip6.arpa.` (RFC 1035 §3.5, RFC 3596 §2.5). @throws ERR_ADDRESS */
export function reverseName(address: string): string {
  if (isIpv4(address)) return `${address.split('.').reverse().join('.')}.in-addr.arpa.`;
  if (isIpv6(address))
    return `${Array.from(toHex(parseIpv6(address)))
      .reverse()
      .join('.')}.ip6.arpa.`;
  throw new PacketwrightError('ERR_ADDRESS', `'${address}' is not an address`, { address, remedy: 'give 192.0.2.1 or 2001:db8::1' });
}
