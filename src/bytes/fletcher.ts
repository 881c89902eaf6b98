/** Fletcher's checksum of two octets, as ISO 8473 and OSPF have it (RFC 1008 §7, RFC 905 annex B). */

/** After as many octets the sums are made small again: so long they stay within 32 bits. */
const CHUNK = 5802;

/** Both sums over the octets, those of the checksum itself, which stands at `at`, counting as zero. */
function sums(b: Uint8Array, start: number, end: number, at: number): readonly [c0: number, c1: number] {
  let c0 = 0,
    c1 = 0;
  for (let q = start; q < end; ) {
    const stop = Math.min(end, q + CHUNK);
    for (; q < stop; q++) {
      if (q !== at && q !== at + 1) c0 += b[q] as number;
      c1 += c0;
    }
    c0 %= 255;
    c1 %= 255;
  }
  return [c0, c1];
}

/**
 * The two octets that stand at `at` when both sums over `start` to `end` are to be 0: as a number, the first octet high. Neither is 0, which means that
 * there is no checksum.
 */
export function fletcherChecksum(b: Uint8Array, start: number, end: number, at: number): number {
  const [c0, c1] = sums(b, start, end, at);
  // c0 + x + y = 0 and c1 + (end - at) x + (end - at - 1) y = 0, modulo 255.
  const x = ((((end - at - 1) * c0 - c1) % 255) + 255) % 255 || 255;
  const y = (((-c0 - x) % 255) + 510) % 255 || 255;
  return (x << 8) | y;
}
