/** Where a ping goes: the address of a name, and the way there. */
import { isIpv4, isIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { splitZone } from '../../bytes/zone.ts';
import type { Host, WaitOptions } from '../../host/host.ts';

/** A kernel asks three times, a second apart, before it gives an address up (`mcast_solicit`, `retrans_time_ms`; RFC 4861 §10). */
export const NEIGHBOUR_MS = 3000;

/**
 * The address that a text says, or the first one of a name.
 * @throws ERR_RESOLVE, ERR_ADDRESS for an address of the other family
 */
export async function addressOf(host: Host, text: string, family: 4 | 6 | undefined, signal: AbortSignal | undefined): Promise<string> {
  const { address } = splitZone(text);
  if (isIpv4(address) || isIpv6(address)) {
    const own = isIpv4(address) ? 4 : 6;
    if (family === undefined || family === own) return text;
    throw new PacketwrightError('ERR_ADDRESS', `${text} is an IPv${own} address, and IPv${family} is asked for`, { address: text, family });
  }
  const o: WaitOptions = signal === undefined ? {} : { signal };
  const found = await host.resolve(text, o);
  const wanted = found.find((one) => family === undefined || isIpv4(one) === (family === 4));
  if (wanted !== undefined) return wanted;
  throw new PacketwrightError('ERR_RESOLVE', `${text} has no IPv${family ?? 4} address`, { name: text, addresses: found });
}
