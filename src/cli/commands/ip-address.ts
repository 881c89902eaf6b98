/** Words of a command line that are IP addresses. */
import { isIpv4, isIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { splitZone } from '../../bytes/zone.ts';

/** For `OptionSpec.parse`: an IPv4 or IPv6 address, which may have a zone (`fe80::1%eth0`). @param word what was to be an address */
export function ipAddress(word: string): (text: string) => string {
  return (text) => {
    const { address } = splitZone(text);
    if (isIpv4(address) || isIpv6(address)) return text;
    throw new PacketwrightError('ERR_USAGE', `${word} '${text}': expected an IPv4 or IPv6 address`, { value: text });
  };
}
