/**
 * The header of a pcap file: which of the variants it is.
 * @see draft-ietf-opsawg-pcap; libpcap's pcap-savefile(5)
 */

import { damaged, fileError } from '../file-error.ts';
import { MAX_BLOCK, MAX_CAPTURED } from '../limits.ts';

export const PCAP_HEADER_LENGTH = 24;

export const MAGIC_MICROSECONDS = 0xa1b2c3d4;
export const MAGIC_NANOSECONDS = 0xa1b23c4d;
/** Alexey Kuznetzov's patch of libpcap 0.4: records say interface, protocol and direction besides. */
const MAGIC_KUZNETZOV = 0xa1b2cd34;

export interface PcapHeader {
  readonly little: boolean;
  readonly ticks: 1_000_000 | 1_000_000_000;
  readonly major: number;
  readonly minor: number;
  readonly snaplen: number;
  readonly linkType: number;
  /** Octets of frame check sequence at each packet's end, when the file says so. */
  readonly fcsOctets?: number;
  /** Octets of a record's header: 16, or 24 in the patched variant. */
  readonly recordHeader: 16 | 24;
  /** Old versions have the two lengths the other way round: always, or where they would make no sense. */
  readonly swapped: 'no' | 'yes' | 'where the first is larger';
  /** Largest record that is believed. */
  readonly largest: number;
}

/** Whether four octets start a pcap file, and in which byte order. */
export function pcapByteOrder(view: DataView, at: number): 'little' | 'big' | undefined {
  const isMagic = (magic: number): boolean => magic === MAGIC_MICROSECONDS || magic === MAGIC_NANOSECONDS || magic === MAGIC_KUZNETZOV;
  if (isMagic(view.getUint32(at, true))) return 'little';
  return isMagic(view.getUint32(at)) ? 'big' : undefined;
}

/** Reads the 24 octets at `at`; their magic is known to be right. */
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
  return {
    little,
    ticks: magic === MAGIC_NANOSECONDS ? 1_000_000_000 : 1_000_000,
    major,
    minor,
    snaplen,
    linkType: network & 0xffff,
    // Bit 26 says that the upper four bits count 16-bit words of FCS.
    ...((network & 0x0400_0000) !== 0 ? { fcsOctets: (network >>> 28) * 2 } : {}),
    recordHeader: magic === MAGIC_KUZNETZOV ? 24 : 16,
    // Up to 2.2 the wire length came first; with 2.3 some programs had changed and some had not.
    swapped: major === 543 || minor < 3 ? 'yes' : minor === 3 ? 'where the first is larger' : 'no',
    largest: Math.max(MAX_CAPTURED, Math.min(snaplen, MAX_BLOCK)),
  };
}

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
