/** Checksums that are not the Internet's, by the name that a spec gives: `u32({ checksums: 'layer', sum: 'crc32c' })`. */
import { crc32, crc32c } from './crc.ts';
import { fletcherChecksum } from './fletcher.ts';

/** The number over the octets from `from` to `to`, in which the checksum's own, at `at`, are zero. */
export type Sum = (b: Uint8Array, from: number, to: number, at: number) => number;

/** A CRC is sent with its low octet first (RFC 9260 §6.8, IEEE 802.3 §3.2.9): in a field with the high octet first it stands the other way round. */
const turned = (crc: number): number => (((crc & 0xff) << 24) | ((crc & 0xff00) << 8) | ((crc >>> 8) & 0xff00) | (crc >>> 24)) >>> 0;

const SUMS: Readonly<Record<SumName, (little: boolean) => Sum>> = {
  crc32: (little) => (b, from, to) => (little ? crc32(b, from, to) : turned(crc32(b, from, to))),
  crc32c: (little) => (b, from, to) => (little ? crc32c(b, from, to) : turned(crc32c(b, from, to))),
  fletcher: () => fletcherChecksum,
};

export type SumName = 'crc32' | 'crc32c' | 'fletcher';

/** How many bits each has. */
export const SUM_BITS: Readonly<Record<SumName, number>> = { crc32: 32, crc32c: 32, fletcher: 16 };

export const sumOf = (name: SumName, little: boolean): Sum => SUMS[name](little);
