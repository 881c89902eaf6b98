/** Addresses as the kernel's socket calls have them: struct sockaddr_in and sockaddr_in6 (ip(7), ipv6(7)). */
import { isIpv4, isIpv6, parseIpv4, parseIpv6, readIpv4, readIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { splitZone } from '../../../bytes/zone.ts';
import type { Address } from '../../host.ts';
import { AF_INET } from '../links/constants.ts';

export const AF_INET6 = 10;
/** Octets of struct sockaddr_in6, the longer of the two. */
export const ADDRESS_OCTETS = 28;
const IPV4_OCTETS = 16;

/** An address and a port. */
export interface End {
  readonly address: Address;
  readonly port: number;
}

export const familyOf = (address: Address): number => (isIpv4(address) ? AF_INET : AF_INET6);

/**
 * @param indexOf the number of an interface, for the zone of `fe80::1%eth0`
 * @throws ERR_ADDRESS, ERR_RANGE
 */
export function socketAddress({ address, port }: End, indexOf: (iface: string) => number): Uint8Array {
  if (!Number.isInteger(port) || port < 0 || port > 0xffff)
    throw new PacketwrightError('ERR_RANGE', `port ${port} is not a whole number from 0 to 65535`, { port });
  const isFour = isIpv4(address);
  const out = new Uint8Array(isFour ? IPV4_OCTETS : ADDRESS_OCTETS);
  const view = new DataView(out.buffer);
  view.setUint16(2, port);
  if (isFour) {
    view.setUint16(0, AF_INET, true);
    view.setUint32(4, parseIpv4(address));
    return out;
  }
  const { address: bare, zone } = splitZone(address);
  if (!isIpv6(bare))
    throw new PacketwrightError('ERR_ADDRESS', `'${address}' is not an address`, {
      address,
      remedy: 'look the name up first: host.resolve',
    });
  view.setUint16(0, AF_INET6, true);
  parseIpv6(bare, out, 8);
  if (zone !== undefined) view.setUint32(24, /^\d+$/.test(zone) ? Number(zone) : indexOf(zone), true);
  return out;
}

/** What the kernel wrote. A link-local address gets its zone as the number that the kernel gave. */
export function endOf(octets: Uint8Array): End {
  const view = new DataView(octets.buffer, octets.byteOffset);
  const port = view.getUint16(2);
  if (view.getUint16(0, true) === AF_INET) return { address: readIpv4(octets, 4), port };
  const scope = view.getUint32(24, true);
  return { address: `${readIpv6(octets, 8)}${scope === 0 ? '' : `%${scope}`}`, port };
}
