/** What fragments can have that those of an honest host have not. */

/**
 * What an anomaly of fragments is.
 *
 * - `overlap`: octets came twice, and not in one and the same fragment sent again; `differs` says whether with other contents.
 * - `teardrop`: a fragment lies inside another one, so that who computes what it adds gets a negative length (CERT CA-1997-28).
 * - `oversize`: it would end behind octet 65,535 of the packet ("ping of death", CERT CA-1996-26).
 * - `tiny`: a first fragment too small for the header of TCP or UDP, or a second one that begins inside of it (RFC 1858 §3, RFC 3128).
 * - `odd-length`: one that is not the last has a length that is no multiple of 8 (RFC 791 §3.2).
 * - `empty`: no octets.
 * - `other-end`: two last fragments, or octets behind the last one.
 * - `cut`: the capture has not all of its octets, so that the datagram cannot be put together.
 * - `bad-header`: the length in the IP header is smaller than the header.
 */
export type FragmentAnomalyKind =
  | 'overlap'
  | 'teardrop'
  | 'oversize'
  | 'tiny'
  | 'odd-length'
  | 'empty'
  | 'other-end'
  | 'cut'
  | 'bad-header';

/** A fragment, or what it does to others, that no honest host sends. */
export interface FragmentAnomaly {
  readonly kind: FragmentAnomalyKind;
  /** Which packet, counted from 1 in the order in which they were given. */
  readonly packet: number;
  readonly src: string;
  readonly dst: string;
  readonly id: number;
  /** Place of the fragment in the datagram's payload, octets, and how many it has. */
  readonly offset: number;
  readonly length: number;
  /** Of an overlap: octets that came before, and whether they were others. */
  readonly octets?: number;
  readonly differs?: boolean;
}
