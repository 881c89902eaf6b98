/**
 * snoop: what Solaris' program of that name writes.
 * @see RFC 1761; RFC 3827 (further link types)
 */

import { fileError } from './file-error.ts';
import { MAX_BLOCK } from './limits.ts';
import { LINKTYPE } from './link-types.ts';
import type { OctetWindow } from './octet-window.ts';
import { RecordWalker } from './record-walker.ts';
import type { CaptureVersion } from './walker.ts';

/** `snoop` and three zeros; then the version and the link type (RFC 1761 §2). */
export const SNOOP_MAGIC = [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0, 0, 0] as const;
export const SNOOP_HEADER_LENGTH = 16;
const RECORD_HEADER = 24;

/** RFC 1761's datalink types, and Solaris' own, as far as they have a LINKTYPE number. */
const LINK_TYPES: Readonly<Record<number, number>> = {
  0: LINKTYPE.ETHERNET,
  2: LINKTYPE.IEEE802_5,
  4: LINKTYPE.ETHERNET,
  8: LINKTYPE.FDDI,
  9: LINKTYPE.NULL,
  14: LINKTYPE.NULL,
  16: LINKTYPE.IP_OVER_FC,
  18: LINKTYPE.SUNATM,
  26: LINKTYPE.IPOIB,
  0x8000_0005: LINKTYPE.IPNET,
};

/** Reads the 16 octets at `window.start`, whose magic is known to be right, and goes behind them. */
export function snoopWalker(window: OctetWindow, name: string): SnoopWalker {
  const { view, start } = window;
  const version = view.getUint32(start + 8);
  if (version !== 2) throw fileError(name, 8, `snoop version ${version} at offset 8: expected 2`);
  const type = view.getUint32(start + 12);
  const linkType = LINK_TYPES[type];
  if (linkType === undefined)
    throw fileError(name, 12, `snoop datalink type ${type} at offset 12: expected one that has a LINKTYPE number (4 is Ethernet)`);
  window.start += SNOOP_HEADER_LENGTH;
  return new SnoopWalker(linkType, name);
}

export class SnoopWalker extends RecordWalker {
  readonly format = 'snoop';
  readonly version: CaptureVersion = { major: 2, minor: 0, byteOrder: 'big' };

  constructor(linkType: number, name: string) {
    super(name);
    this.interfaceOf(0, () => ({ name: '', linkType, ticksPerSecond: 1_000_000 }));
  }

  protected record(window: OctetWindow, at: number): number {
    if (!this.isThere(window, at, RECORD_HEADER, `the header of record ${this.number} needs`)) return 0;
    const { view } = window;
    const captured = view.getUint32(at + 4);
    const length = view.getUint32(at + 8);
    // §4: the record's length counts its header, the packet, and what fills it up to a multiple of four.
    if (length < RECORD_HEADER + captured)
      return this.damaged(window, at, `record ${this.number} of ${length} octets claims a packet of ${captured}`);
    if (length > MAX_BLOCK) return this.damaged(window, at, `record ${this.number} claims ${length} octets, expected at most ${MAX_BLOCK}`);
    if (!this.isThere(window, at, length, `record ${this.number} claims`)) return 0;
    this.dropped = view.getUint32(at + 12); // in the whole capture so far
    this.put({
      at: at + RECORD_HEADER,
      captured,
      wire: view.getUint32(at),
      sec: view.getUint32(at + 16),
      nsec: view.getUint32(at + 20) * 1000,
      iface: 0,
    });
    return length;
  }
}
