/** Zones of IPv6 addresses: `fe80::1%eth0` is the address fe80::1 on the link of eth0. The zone says which interface, and is no octet of the address. */
import { isIpv6 } from './address.ts';

/** An address, and the interface that its zone names, by name or number. */
export interface Zoned {
  readonly address: string;
  readonly zone?: string;
}

/** Takes the zone off. Anything but an IPv6 address with a zone comes back as it is. @see RFC 4007 §11 */
export function splitZone(text: string): Zoned {
  const at = text.indexOf('%');
  if (at < 0 || at === text.length - 1) return { address: text };
  const address = text.slice(0, at);
  return isIpv6(address) ? { address, zone: text.slice(at + 1) } : { address: text };
}

/** Whether a zone means the interface: its name, or its number. @see RFC 4007 §11.2 */
export const isZoneOf = (zone: string, { name, index }: { readonly name: string; readonly index?: number }): boolean =>
  zone === name || (index !== undefined && zone === String(index));
