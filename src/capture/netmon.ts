/**
 * Microsoft Network Monitor, versions 1 and 2. A table at the file's end says where each frame is; as a stream cannot look there, frames are
 * taken as they lie, one behind the other, which is how Network Monitor writes them. The table's length says how many there are.
 * @see Network Monitor 3.4 SDK, "NM capture file format" (MS-NMCAP's structures)
 */

import type { PacketwrightError } from '../bytes/errors.ts';
import { fileError } from './file-error.ts';
import { MAX_BLOCK } from './limits.ts';
import { LINKTYPE } from './link-types.ts';
import type { OctetWindow } from './octet-window.ts';
import { RecordWalker } from './record-walker.ts';
import type { CaptureVersion } from './walker.ts';

/** `RTSS`, version 1. */
export const NETMON1_MAGIC = 0x5254_5353;
/** `GMBU`, version 2. */
export const NETMON2_MAGIC = 0x474d_4255;
export const NETMON_HEADER_LENGTH = 128;

/** Media types that have a LINKTYPE number. 7 to 9 are tunnels, mobile links and bare IP. */
const LINK_TYPES: Readonly<Record<number, number>> = {
  1: LINKTYPE.ETHERNET,
  2: LINKTYPE.IEEE802_5,
  3: LINKTYPE.FDDI,
  7: LINKTYPE.RAW,
  8: LINKTYPE.RAW,
  9: LINKTYPE.RAW,
};
/** Behind this come numbers of pcap: LINKTYPE 105 as 0xe069. */
const PCAP_TYPES = 0xe000;
/** No registered number: their octets are shown as they are. */
const NO_LINK_TYPE = 0xffff;

/** Reads the header at `window.start`, whose magic is known to be right, and goes to the first frame. */
export function netmonWalker(window: OctetWindow, name: string): NetmonWalker {
  const { view, start } = window;
  const major = view.getUint8(start + 5);
  const minor = view.getUint8(start + 4);
  const expected = view.getUint32(start) === NETMON1_MAGIC ? 1 : 2;
  if (major !== expected || (major === 2 && minor > 3))
    throw fileError(name, 4, `Network Monitor version ${major}.${minor} at offset 4: expected ${expected === 1 ? '1.x' : '2.0 to 2.3'}`);
  const u32 = (at: number): number => view.getUint32(start + at, true);
  // Frame table, user data, comments, statistics, network information: where each begins and how many octets it has.
  const tables = [24, 32, 40, 48, 56]
    .map((at) => ({ offset: u32(at), length: u32(at + 4) }))
    .filter(({ offset, length }) => offset >= NETMON_HEADER_LENGTH && length > 0);
  const walker = new NetmonWalker(name, {
    major,
    minor,
    media: view.getUint16(start + 6, true),
    // SYSTEMTIME: year, month, day of the week, day, hour, minute, second, millisecond. Whose time zone, no version before 2.3 says.
    start: Date.UTC(...([8, 10, 14, 16, 18, 20, 22].map((at, i) => view.getUint16(start + at, true) - (i === 1 ? 1 : 0)) as Instant)),
    frames: Math.floor(u32(28) / 4),
    tables,
  });
  window.start += NETMON_HEADER_LENGTH;
  return walker;
}

type Instant = [year: number, month: number, day: number, hour: number, minute: number, second: number, millisecond: number];

interface NetmonHeader {
  readonly major: number;
  readonly minor: number;
  readonly media: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly frames: number;
  readonly tables: readonly { readonly offset: number; readonly length: number }[];
}

/** 100 ns from 1601 to 1970, in seconds: the first instant of a FILETIME. */
const FILETIME_START = 11_644_473_600;

export class NetmonWalker extends RecordWalker {
  readonly format = 'netmon';
  readonly #name: string;
  readonly version: CaptureVersion;
  readonly #header: NetmonHeader;
  readonly #frameHeader: number;
  readonly #trailer: number;
  #frames = 0;

  constructor(name: string, header: NetmonHeader) {
    super(name);
    this.#name = name;
    const { major, minor } = header;
    this.version = { major, minor, byteOrder: 'little' };
    this.#header = header;
    this.#frameHeader = major === 1 ? 8 : 16;
    // 2.1 says the media type, 2.2 the process besides, 2.3 the time in UTC and its zone besides.
    this.#trailer = major === 1 ? 0 : ([0, 2, 6, 15][minor] as number);
    // Later versions say it of each frame, and may say 0 here.
    if (this.#trailer === 0 || LINK_TYPES[header.media] !== undefined) this.#interfaceOf(header.media);
  }

  protected record(window: OctetWindow, at: number): number {
    const { view } = window;
    const { major, frames } = this.#header;
    if (this.#frames >= frames) return window.end - at; // tables, which nobody asks for
    const table = this.#tableAt(window.offsetOf(at));
    if (table > 0) return Math.min(table, window.end - at);
    if (!this.isThere(window, at, this.#frameHeader, `the header of record ${this.number} needs`)) return 0;
    const captured = major === 1 ? view.getUint16(at + 6, true) : view.getUint32(at + 12, true);
    if (captured > MAX_BLOCK)
      return this.damaged(window, at, `record ${this.number} claims ${captured} octets, expected at most ${MAX_BLOCK}`);
    const length = this.#frameHeader + captured + this.#trailer;
    if (!this.isThere(window, at, length, `record ${this.number} claims`)) return 0;
    const trailer = at + this.#frameHeader + captured;
    const media = this.#trailer === 0 ? this.#header.media : view.getUint16(trailer, true);
    this.#frames++;
    // What Network Monitor itself notes among the frames: headers of payloads, filters, header of the list.
    if (media >= 0xfffc && media <= 0xfffe) return length;
    this.put({
      at: at + this.#frameHeader,
      captured,
      wire: major === 1 ? view.getUint16(at + 4, true) : view.getUint32(at + 8, true),
      ...(this.#trailer === 15 ? timeOfFile(view, trailer + 6) : this.#time(view, at)),
      iface: this.#interfaceOf(media),
    });
    return length;
  }

  override cut(window: OctetWindow): PacketwrightError | undefined {
    const { frames } = this.#header;
    if (window.start < window.end || this.#frames >= frames) return super.cut(window);
    const at = window.offsetOf(window.end);
    return fileError(this.#name, at, `cut short at offset ${at}: its table has ${frames} frames, only ${this.#frames} are there`);
  }

  /** How many octets a table has that begins or lasts at this offset of the file. */
  #tableAt(offset: number): number {
    const here = this.#header.tables.find((one) => offset >= one.offset && offset < one.offset + one.length);
    return here === undefined ? 0 : here.offset + here.length - offset;
  }

  /** Version 1 counts milliseconds from the start, version 2 microseconds in 64 bits, which may be less than none. */
  #time(view: DataView, at: number): { sec: number; nsec: number } {
    const isFirst = this.#header.major === 1;
    const micros = isFirst ? view.getUint32(at, true) * 1000 : view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
    const sec = Math.floor(micros / 1e6);
    const start = Math.floor(this.#header.start / 1000);
    const nsec = (micros - sec * 1e6 + (this.#header.start - start * 1000) * 1000) * 1000;
    const carry = Math.floor(nsec / 1e9);
    return { sec: start + sec + carry, nsec: nsec - carry * 1e9 };
  }

  #interfaceOf(media: number): number {
    return this.interfaceOf(media, () => {
      const linkType = LINK_TYPES[media] ?? ((media & 0xf000) === PCAP_TYPES ? media & 0xfff : undefined);
      return linkType === undefined ? { name: `Network Monitor's media type ${media}`, linkType: NO_LINK_TYPE } : { name: '', linkType };
    });
  }
}

/** A FILETIME: 100 ns since 1601. */
function timeOfFile(view: DataView, at: number): { sec: number; nsec: number } {
  const ticks = view.getBigUint64(at, true);
  return { sec: Number(ticks / 10_000_000n) - FILETIME_START, nsec: Number(ticks % 10_000_000n) * 100 };
}
