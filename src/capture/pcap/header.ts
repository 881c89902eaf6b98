/**
 * The header of a pcap file: which of the variants it is.
 * @see draft-ietf-opsawg-pcap; libpcap's pcap-savefile(5)
 */

import { damaged, fileError } from '../file-error.ts';
import { MAX_BLOCK, MAX_CAPTURED } from '../limits.ts';
import { LINKTYPE } from '../link-types.ts';

export const PCAP_HEADER_LENGTH = 24;
/** Ixia's variants have a number more in the header: how many octets of records follow. */
export const IXIA_HEADER_LENGTH = 28;

export const MAGIC_MICROSECONDS = 0xa1b2c3d4;
export const MAGIC_NANOSECONDS = 0xa1b23c4d;
/** Alexey Kuznetzov's patch of libpcap 0.4: records say interface, protocol and direction besides. */
const MAGIC_KUZNETZOV = 0xa1b2cd34;
/** Ixia's `lcap`, of hardware and of software. */
const MAGIC_IXIA_HARDWARE = 0x1c0001ac;
const MAGIC_IXIA_SOFTWARE = 0x1c0001ab;

const MAGICS: ReadonlySet<number> = new Set([
  MAGIC_MICROSECONDS,
  MAGIC_NANOSECONDS,
  MAGIC_KUZNETZOV,
  MAGIC_IXIA_HARDWARE,
  MAGIC_IXIA_SOFTWARE,
]);

/**
 * AIX says version 2.2 and has types of interfaces (RFC 1573's ifType: 6 Ethernet, 9 token ring, 15 FDDI, 24 loopback) in the place of link
 * types. It counts nanoseconds, and in front of FDDI are three octets of padding.
 */
const AIX_LINK_TYPES: Readonly<Record<number, number>> = {
  6: LINKTYPE.ETHERNET,
  9: LINKTYPE.IEEE802_5,
  15: LINKTYPE.FDDI,
  24: LINKTYPE.NULL,
};

export interface PcapHeader {
  readonly little: boolean;
  readonly magic: number;
  readonly ticks: 1_000_000 | 1_000_000_000;
  readonly major: number;
  readonly minor: number;
  readonly snaplen: number;
  readonly linkType: number;
  /** Octets of frame check sequence at each packet's end, when the file says so. */
  readonly fcsOctets?: number;
  /** Octets of the file's header. */
  readonly length: number;
  /** Octets of a record's header, where the magic number settles it; else the usual of those that it may have ({@link recordHeaders}). */
  readonly recordHeader: number;
  /** Octets of padding in front of each packet. */
  readonly padding: number;
  /** Old versions have the two lengths the other way round: always, or where they would make no sense. */
  readonly swapped: 'no' | 'yes' | 'where the first is larger';
  /** Largest record that is believed. */
  readonly largest: number;
}

/** Whether four octets start a pcap file, and in which byte order. */
export function pcapByteOrder(view: DataView, at: number): 'little' | 'big' | undefined {
  if (MAGICS.has(view.getUint32(at, true))) return 'little';
  return MAGICS.has(view.getUint32(at)) ? 'big' : undefined;
}

/** How many octets the header has whose magic is at `at`. */
export function pcapHeaderLength(view: DataView, at: number): number {
  const magic = view.getUint32(at, pcapByteOrder(view, at) === 'little');
  return magic === MAGIC_IXIA_HARDWARE || magic === MAGIC_IXIA_SOFTWARE ? IXIA_HEADER_LENGTH : PCAP_HEADER_LENGTH;
}

/** Octets that a record's header may have, the usual first: patches of libpcap made it longer and left the magic number as it was. */
export function recordHeaders(magic: number): readonly number[] {
  if (magic === MAGIC_KUZNETZOV) return [24, 28]; // 28: SuSE 6.3
  return magic === MAGIC_MICROSECONDS ? [16, 24, 20] : [16]; // 24: Red Hat 6.1; 20: Nokia's firewalls
}

/** Reads the header at `at`; its magic is known to be right, and all its octets are there. */
export function readPcapHeader(view: DataView, at: number, name: string): PcapHeader {
  const little = pcapByteOrder(view, at) === 'little';
  const magic = view.getUint32(at, little);
  const major = view.getUint16(at + 4, little);
  const minor = view.getUint16(at + 6, little);
  // 543.0 is what DG/UX wrote; anything else than 2 was never specified.
  if (major !== 2 && !(major === 543 && minor === 0))
    throw fileError(name, 4, `pcap version ${major}.${minor} at offset 4: expected 2.4 (or an older 2.x)`);
  const snaplen = view.getUint32(at + 16, little);
  const network = view.getUint32(at + 20, little);
  const aix = major === 2 && minor === 2 ? AIX_LINK_TYPES[network] : undefined;
  return {
    little,
    magic,
    length: pcapHeaderLength(view, at),
    ticks: magic === MAGIC_NANOSECONDS || aix !== undefined ? 1_000_000_000 : 1_000_000,
    major,
    minor,
    snaplen,
    linkType: aix ?? network & 0xffff,
    // Bit 26 says that the upper four bits count 16-bit words of FCS.
    ...((network & 0x0400_0000) !== 0 ? { fcsOctets: (network >>> 28) * 2 } : {}),
    recordHeader: recordHeaders(magic)[0] as number,
    padding: aix === LINKTYPE.FDDI ? 3 : 0,
    // Up to 2.2 the wire length came first; with 2.3 some programs had changed and some had not.
    swapped: major === 543 || minor < 3 ? 'yes' : minor === 3 ? 'where the first is larger' : 'no',
    largest: largestCaptured(snaplen),
  };
}

/** Octets of the largest record that is read from a file, or written to one, whose header says this snaplen. */
export const largestCaptured = (snaplen = MAX_CAPTURED): number => Math.max(MAX_CAPTURED, Math.min(snaplen, MAX_BLOCK));

/** The error for a record that claims more than is believed. */
export function recordTooLarge(name: string, offset: number, record: number, claimed: number, header: PcapHeader) {
  return damaged(name, offset, `record ${record} claims ${claimed} octets, expected at most ${header.largest}`);
}

/** The 24 octets of a new file: little-endian, version 2.4. */
export function makePcapHeader(header: { linkType: number; snaplen: number; nanoseconds: boolean; fcsOctets?: number }): Uint8Array {
  const octets = new Uint8Array(PCAP_HEADER_LENGTH);
  const view = new DataView(octets.buffer);
  view.setUint32(0, header.nanoseconds ? MAGIC_NANOSECONDS : MAGIC_MICROSECONDS, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, header.snaplen, true);
  const fcs = header.fcsOctets === undefined ? 0 : (((header.fcsOctets / 2) << 28) | 0x0400_0000) >>> 0;
  view.setUint32(20, (header.linkType | fcs) >>> 0, true);
  return octets;
}
