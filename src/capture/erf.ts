/**
 * ERF: what Endace's DAG cards write. A file has no header, only records; a record says its link type and port itself.
 * @see "EDM11-01 ERF types reference guide"; https://www.tcpdump.org/linktypes/LINKTYPE_ERF.html
 */

import { LINKTYPE } from './link-types.ts';
import type { OctetWindow } from './octet-window.ts';
import { RecordWalker } from './record-walker.ts';
import type { CaptureVersion } from './walker.ts';

export const ERF_HEADER = 16;
const EXTENSION = 8;
/** A record's length has 16 bits. */
const LONGEST = 65_535;

const META = 27;
const PAD = 48;

/** What lies between header and packet: two octets of padding in front of Ethernet, four of channel in front of the MC types. */
interface ErfType {
  readonly before: number;
  /** `hdlc`: Cisco's or PPP, which the first octet tells. */
  readonly linkType: number | 'hdlc';
}

const ETHERNET: ErfType = { before: 2, linkType: LINKTYPE.ETHERNET };
const HDLC: ErfType = { before: 0, linkType: 'hdlc' };
const CHANNEL_HDLC: ErfType = { before: 4, linkType: 'hdlc' };

/** Types with a packet whose link type has a number. Records of all others are given whole, as LINKTYPE_ERF. */
const TYPES: Readonly<Record<number, ErfType>> = {
  1: HDLC,
  2: ETHERNET,
  5: CHANNEL_HDLC,
  10: HDLC,
  11: ETHERNET,
  15: HDLC,
  16: ETHERNET,
  17: CHANNEL_HDLC,
  19: HDLC,
  20: ETHERNET,
  21: { before: 0, linkType: LINKTYPE.INFINIBAND },
  22: { before: 0, linkType: LINKTYPE.IPV4 },
  23: { before: 0, linkType: LINKTYPE.IPV6 },
};

/** Records that are looked at before octets without a magic number are taken for ERF. */
const LOOKED_AT = 20;
/** 1995, the year of the first card, in seconds since 1970. */
const FIRST_SECOND = 788_918_400;
const YEAR = 366 * 86_400;

/**
 * Whether an input begins as ERF does. Every record that is there and whole must make sense: a known type, no reserved flag, a wire length
 * that fits its octets, times of one year. A single record must be all that there is.
 */
export async function beginsAsErf(window: OctetWindow): Promise<boolean> {
  if (!(await window.atLeast(ERF_HEADER))) return false;
  const { start } = window;
  if (!makesSense(window.view, start, window.view.getUint8(start + 8) & 0x7f, window.view.getUint16(start + 10))) return false;
  await window.atLeast(2 * LONGEST);
  const { view, end } = window;
  let at = window.start;
  let records = 0;
  let first = 0;
  while (at + ERF_HEADER <= end && records < LOOKED_AT) {
    const type = view.getUint8(at + 8) & 0x7f;
    const length = view.getUint16(at + 10);
    if (!makesSense(view, at, type, length)) return false;
    const sec = view.getUint32(at + 4, true);
    if (type !== META && type !== PAD) {
      if (sec < FIRST_SECOND || (first !== 0 && Math.abs(sec - first) > YEAR)) return false;
      first ||= sec;
    }
    at += length;
    records++;
  }
  return first !== 0 && (records > 1 || at === end);
}

function makesSense(view: DataView, at: number, type: number, length: number): boolean {
  const known = (type >= 1 && type <= META && type !== 26) || type === PAD;
  if (!known || (view.getUint8(at + 9) & 0xc0) !== 0 || length < ERF_HEADER) return false;
  if (type === META || type === PAD) return true;
  const wire = view.getUint16(at + 14);
  const before = TYPES[type]?.before ?? 0;
  const extensions = (view.getUint8(at + 8) & 0x80) === 0 ? 0 : EXTENSION;
  const room = length - ERF_HEADER - before - extensions;
  // More room than the packet had is padding to eight octets, or further extension headers.
  return wire > 0 && room > 0 && (extensions > 0 || room <= wire + 8);
}

export class ErfWalker extends RecordWalker {
  readonly format = 'erf';
  readonly version: CaptureVersion = { major: 0, minor: 0, byteOrder: 'big' };

  protected record(window: OctetWindow, at: number): number {
    if (!this.isThere(window, at, ERF_HEADER, `the header of record ${this.number} needs`)) return 0;
    const { view } = window;
    const length = view.getUint16(at + 10);
    if (length < ERF_HEADER)
      return this.damaged(window, at, `record ${this.number} claims ${length} octets, expected at least ${ERF_HEADER}`);
    if (!this.isThere(window, at, length, `record ${this.number} claims`)) return 0;
    const type = view.getUint8(at + 8) & 0x7f;
    if (type === PAD) return length;
    const wire = view.getUint16(at + 14);
    const start = TYPES[type] === undefined ? undefined : packetStart(view, at, length, TYPES[type].before);
    const port = view.getUint8(at + 9) & 3;
    // A fixed-point number: seconds, and 2^-32 of them. Little-endian, as nothing else is.
    const time = { sec: view.getUint32(at + 4, true), nsec: Math.floor((view.getUint32(at, true) * 1e9) / 2 ** 32) };
    if (start === undefined || wire === 0) {
      this.put({ at, captured: length, wire: length, ...time, iface: this.#iface(LINKTYPE.ERF, port) });
      return length;
    }
    // The record may be padded behind the packet.
    const captured = Math.min(at + length - start, wire);
    const linkType = linkTypeOf(TYPES[type] as ErfType, view.getUint8(start));
    this.put({ at: start, captured, wire, ...time, iface: this.#iface(linkType, port) });
    return length;
  }

  #iface(linkType: number, port: number): number {
    return this.interfaceOf(4 * linkType + port, () => ({ name: `Port ${'ABCD'[port]}`, linkType, ticksPerSecond: 2 ** 32 }));
  }
}

/** Behind the extension headers (each says in its highest bit whether another follows) and what the type has; undefined: nothing is there. */
function packetStart(view: DataView, at: number, length: number, before: number): number | undefined {
  let start = at + ERF_HEADER;
  for (let more = view.getUint8(at + 8) & 0x80; more !== 0; start += EXTENSION) {
    if (start + EXTENSION > at + length) return undefined;
    more = view.getUint8(start) & 0x80;
  }
  start += before;
  return start < at + length ? start : undefined;
}

/** Cisco HDLC begins with 0x0f (unicast) or 0x8f (multicast), PPP in HDLC framing with 0xff (RFC 1662 §3.1). */
function linkTypeOf({ linkType }: ErfType, first: number): number {
  if (linkType !== 'hdlc') return linkType;
  return first === 0xff ? LINKTYPE.PPP_HDLC : LINKTYPE.C_HDLC;
}
