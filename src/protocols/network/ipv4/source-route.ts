/** Where a source-routed IPv4 packet goes in the end. */
import type { PseudoAddresses } from '../../../packet/spec/context.ts';

const END = 0,
  NO_OPERATION = 1,
  LOOSE = 131,
  STRICT = 137;

/** Octets of the header without options; the destination is the last four of them. */
const LEAST = 20;

/**
 * Where the final destination stands in the octets of the header from `start` to `end`: the last address of the first source route (LSRR,
 * SSRR) that has addresses left to visit, else the header's own destination. The pointer counts from 1 at the option's type, so 4 is the
 * first address; beyond the option's length the route is done. @see RFC 791 §3.1
 */
export function finalDestinationAt(b: Uint8Array, start: number, end: number): number {
  for (let at = start + LEAST; at + 1 < end; ) {
    const type = b[at] as number;
    if (type === END) break;
    if (type === NO_OPERATION) {
      at++;
      continue;
    }
    const length = b[at + 1] as number;
    if (length < 2 || at + length > end) break;
    if (type === LOOSE || type === STRICT) {
      const pointer = b[at + 2] as number;
      // What points between two addresses is no route (tshark says so, too).
      if (length >= 7 && length % 4 === 3 && pointer >= 4 && pointer % 4 === 0 && pointer < length) return at + length - 4;
      break;
    }
    at += length;
  }
  return start + LEAST - 4;
}

/** Source and destination: what upper layers' checksums cover (RFC 768, RFC 9293 §3.1), the final one of a source route, as in IPv6 (RFC 8200 §8.1). */
export const ipv4Addresses: PseudoAddresses = { from: 12, to: LEAST, final: finalDestinationAt };
