/** Packets of IP that nothing in front names. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { IP } from './ipv4/ipv4.ts';
import { IPv6 } from './ipv6/ipv6.ts';

/** IPv4 or IPv6 by the version in the first four bits at `at` (RFC 791 §3.1; RFC 8200 §3); undefined for what is neither. */
export function packetAt(b: Uint8Array, at: number, end: number): AnyLayer | undefined {
  const version = at < end ? (b[at] as number) >> 4 : 0;
  return version === 4 ? IP : version === 6 ? IPv6 : undefined;
}
