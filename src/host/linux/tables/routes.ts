/** The table of routes. */
import { readIpv4, readIpv6 } from '../../../bytes/address.ts';

/** The next hop of RTA_VIA: an address family (u16, host byte order), then the address. */
export function viaText(via: Uint8Array | undefined): string | undefined {
  if (via === undefined) return undefined;
  if (via.length === 6) return readIpv4(via, 2);
  return via.length === 18 ? readIpv6(via, 2) : undefined;
}
