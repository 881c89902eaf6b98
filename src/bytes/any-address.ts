/** Addresses whose kind the text or the number of octets tells: 4 octets are IPv4, 6 a MAC, 16 IPv6. */
import { isIpv4, isIpv6, isMac, parseIpv4, parseIpv6, parseMac, readIpv4, readIpv6, readMac } from './address.ts';
import { PacketwrightError } from './errors.ts';

/** The 4, 6 or 16 octets of an address, in a new array. @throws ERR_ADDRESS */
export function parseAddress(text: string): Uint8Array {
  if (isIpv4(text)) {
    const octets = new Uint8Array(4);
    new DataView(octets.buffer).setUint32(0, parseIpv4(text));
    return octets;
  }
  if (isIpv6(text)) return parseIpv6(text);
  if (isMac(text)) return parseMac(text);
  throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not an IPv4, IPv6 or MAC address`, { text });
}

/**
 * An address as text in canonical form: IPv4 (4 octets), MAC (6) or IPv6 (16). @throws ERR_ADDRESS for other numbers of octets than 4, 6
 * and 16
 */
export function formatAddress(octets: Uint8Array): string {
  if (octets.length === 4) return readIpv4(octets, 0);
  if (octets.length === 6) return readMac(octets, 0);
  if (octets.length === 16) return readIpv6(octets, 0);
  throw new PacketwrightError('ERR_ADDRESS', `${octets.length} octets are not an address: expected 4 (IPv4), 6 (MAC) or 16 (IPv6)`, {
    found: octets.length,
  });
}

/**
 * Orders addresses, for `sort`: IPv4, then MACs, then IPv6, each by value. Returns 0 for the same address, even when it is written
 * differently. @throws ERR_ADDRESS
 */
export function compareAddresses(a: string, b: string): number {
  const x = parseAddress(a);
  const y = parseAddress(b);
  if (x.length !== y.length) return x.length - y.length;
  const at = x.findIndex((octet, i) => octet !== y[i]);
  return at < 0 ? 0 : (x[at] as number) - (y[at] as number);
}
