/** The pseudo-header of upper layers over IPv6, as extension headers change it. */
import { addSums, sumOctets } from '../../../bytes/checksum.ts';
import { pseudoSum } from '../../../packet/chain/pseudo-sum.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';

/** Where the option of that type has its value, in the options between `at` and `end`; -1 when it is not there. */
export function optionValue(b: Uint8Array, at: number, end: number, type: number): number {
  let q = at;
  while (q + 1 < end) {
    if (b[q] === type) return q + 2;
    q += b[q] === 0 ? 1 : 2 + (b[q + 1] as number);
  }
  return -1;
}

/** Option type of RFC 6275 §6.3. */
export const HOME_ADDRESS = 201;

/**
 * The final destination in the routing header at `at` (RFC 8200 §8.1): the last address of types 0 and 2 while some are left
 * to visit; the first segment of type 4, which lists them backwards and is the destination in the end too (RFC 8754 §2, §4.3.1).
 */
export function finalDestination(
  { b, start, headerEnd }: Pick<LayerContext, 'b' | 'start' | 'headerEnd'>,
  destination: Uint8Array,
): Uint8Array | undefined {
  const type = b[start + 2];
  if (type === 4) return headerEnd - start < 24 ? undefined : b.subarray(start + 8, start + 24);
  if (headerEnd - start < 8 || b[start + 3] === 0) return undefined;
  if (type === 0 || type === 2) {
    const last = start + 8 + 16 * (((headerEnd - start - 8) >> 4) - 1);
    return last < start + 8 ? undefined : b.subarray(last, last + 16);
  }
  if (type !== 3) return undefined;
  // RFC 6554 §3: the last address leaves out CmprE octets, which it shares with the destination.
  const shared = (b[start + 4] as number) & 15,
    end = headerEnd - ((b[start + 5] as number) >> 4);
  if (end - (16 - shared) < start + 8) return undefined;
  return Uint8Array.of(...destination.subarray(0, shared), ...b.subarray(end - (16 - shared), end));
}

/** Also of one that an error quotes. */
export const isRoutingHeader = (name: string): boolean => name.startsWith('IPv6ExtHdr') && name.includes('Routing');

/**
 * The sum of the addresses that an upper layer's checksum covers, from the extension header at `at` down: those of the IPv6
 * header, but the final destination while a routing header has segments left (RFC 8200 §8.1), and the home address as the
 * source where that option says so (RFC 6275 §11.3.1).
 */
export function extendedPseudoSum(at: LayerContext): number {
  let base = at;
  while (base.parent !== undefined && typeof base.layer.spec.pseudoHeader !== 'object') base = base.parent;
  const { b, start } = base;
  const fixed = base.layer.spec.pseudoHeader;
  if (typeof fixed !== 'object') return 0;
  // Over IPv4 these headers mean nothing.
  if (fixed.to - fixed.from !== 32) return pseudoSum(fixed, b, start, base.headerEnd);
  let source = b.subarray(start + 8, start + 24),
    destination = b.subarray(start + 24, start + 40),
    routed = false,
    home = false;
  for (let c: LayerContext | undefined = at; c !== undefined && c.depth > base.depth; c = c.parent) {
    const name = c.layer.layerName;
    if (!routed && isRoutingHeader(name)) {
      const final = finalDestination(c, destination);
      routed = final !== undefined;
      destination = final ?? destination;
    } else if (!home && name.startsWith('IPv6ExtHdrDestOpt')) {
      const value = optionValue(c.b, c.start + 2, c.headerEnd, HOME_ADDRESS);
      home = value >= 0 && value + 16 <= c.headerEnd;
      if (home) source = c.b.subarray(value, value + 16);
    }
  }
  return addSums(sumOctets(source, 0, 16), sumOctets(destination, 0, 16));
}
