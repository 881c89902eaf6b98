/**
 * Packets of a hex dump. Offset 0 begins a packet; other lines of text between its lines are not read, as with text2pcap. The packets have no
 * time: {@link FLAG_NO_TIME}.
 */

import type { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import { BatchColumns } from '../batch-columns.ts';
import { FLAG_NO_TIME } from '../batch.ts';
import { damaged } from '../file-error.ts';
import { MAX_CAPTURED, MAX_LINE } from '../limits.ts';
import { LINKTYPE } from '../link-types.ts';
import type { OctetWindow } from '../octet-window.ts';
import type { CaptureInterface, CaptureVersion, WalkEnd, Walker } from '../walker.ts';
import { type OffsetBase, readDumpLine } from './line.ts';

/** How a hex dump is read. */
export interface HexdumpOptions {
  /** How offsets are written. Default: hex. */
  readonly offsets?: OffsetBase;
  /** LINKTYPE_… number of the packets. Default: 1, Ethernet. */
  readonly linkType?: number;
  /** Called for each line that looks like a line of a dump but does not go on where the packet ended. The packet ends there. */
  readonly onIgnored?: (line: number, why: string) => void;
}

export function hexdumpWalker(name: string, o: HexdumpOptions | true): HexdumpWalker {
  const options = o === true ? {} : o;
  checkOptions<HexdumpOptions>('hexdump', options, { offsets: true, linkType: true, onIgnored: true });
  return new HexdumpWalker(name, options);
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export class HexdumpWalker implements Walker {
  readonly format = 'hexdump';
  readonly version: CaptureVersion = { major: 0, minor: 0, byteOrder: 'big' };
  readonly interfaces: CaptureInterface[];
  readonly batch = new BatchColumns();
  readonly dropped = 0;
  damage: PacketwrightError | undefined;
  onBlock: undefined;
  readonly #name: string;
  readonly #offsets: OffsetBase;
  readonly #onIgnored: HexdumpOptions['onIgnored'];
  /** The batch's packets, and behind them the one that is being read: `#open` to `#end`. */
  #data = new Uint8Array(64 * 1024);
  #open = 0;
  #end = 0;
  /** Whether lines belong to a packet: from offset 0 to an offset that does not fit. */
  #isInside = false;
  #line = 0;
  /** Octets behind the window's start that have no line end. */
  #looked = 0;

  constructor(name: string, { offsets = 'hex', linkType = LINKTYPE.ETHERNET, onIgnored }: HexdumpOptions) {
    this.#name = name;
    this.#offsets = offsets;
    this.#onIgnored = onIgnored;
    this.interfaces = [{ name: '', linkType, section: 0, number: 0 }];
  }

  walk(window: OctetWindow, maxPackets: number, maxOctets: number): WalkEnd {
    this.#begin();
    while (this.batch.n < maxPackets && this.#open < maxOctets) {
      const { start, end, data } = window;
      const lineEnd = data.subarray(0, end).indexOf(LINE_FEED, start + this.#looked);
      if ((lineEnd === -1 ? end : lineEnd) - start > MAX_LINE)
        return this.#damaged(window, `line ${this.#line + 1} has more than ${MAX_LINE} octets`);
      if (lineEnd === -1) {
        this.#looked = end - start;
        return this.#stop('more');
      }
      if (!this.#take(data, start, lineEnd)) return this.#tooLarge(window);
      window.start = lineEnd + 1;
      this.#looked = 0;
    }
    return this.#stop('batch');
  }

  /** Text may end anywhere: its last packet may be shorter than it was, which nothing tells. */
  cut(): undefined {
    return undefined;
  }

  last(window: OctetWindow): void {
    this.#begin();
    if (window.start < window.end) this.#take(window.data, window.start, window.end);
    window.start = window.end;
    this.#commit();
    this.#stop('more');
  }

  /** A new batch: what is known of the next packet goes to its start. */
  #begin(): void {
    this.batch.n = 0;
    this.#data.copyWithin(0, this.#open, this.#end);
    this.#end -= this.#open;
    this.#open = 0;
  }

  #stop(why: WalkEnd): WalkEnd {
    this.batch.data = this.#data;
    return why;
  }

  #damaged(window: OctetWindow, what: string): WalkEnd {
    this.damage = damaged(this.#name, window.offsetOf(window.start), what);
    return this.#stop('damage');
  }

  #tooLarge(window: OctetWindow): WalkEnd {
    return this.#damaged(window, `the packet of line ${this.#line} has more than ${MAX_CAPTURED} octets`);
  }

  /** False: the packet becomes larger than any. */
  #take(data: Uint8Array, start: number, lineEnd: number): boolean {
    this.#line++;
    const end = lineEnd > start && data[lineEnd - 1] === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd;
    const line = readDumpLine(data, start, end, this.#offsets);
    if (line === undefined) return true;
    const { offset, octets } = line;
    if (offset === 0) {
      this.#commit();
      this.#isInside = true;
    }
    if (!this.#isInside) return true;
    const length = this.#end - this.#open;
    if (offset > length) {
      this.#onIgnored?.(this.#line, `offset ${this.#shown(offset)} where ${this.#shown(length)} was expected; the packet ends there`);
      this.#isInside = false;
      return true;
    }
    // A smaller offset says that a text behind the last line's octets looked like more of them.
    this.#end = this.#open + offset;
    if (offset + octets.length > MAX_CAPTURED) return false;
    this.#append(octets);
    return true;
  }

  #shown(offset: number): string {
    const base = { hex: 16, oct: 8, dec: 10 }[this.#offsets];
    return offset.toString(base).padStart(4, '0');
  }

  #append(octets: Uint8Array): void {
    if (this.#end + octets.length > this.#data.length) {
      const larger = new Uint8Array(2 * (this.#end + octets.length));
      larger.set(this.#data.subarray(0, this.#end));
      this.#data = larger;
    }
    this.#data.set(octets, this.#end);
    this.#end += octets.length;
  }

  /** The packet that was read goes into the batch. */
  #commit(): void {
    this.#isInside = false;
    const length = this.#end - this.#open;
    if (length === 0) return;
    const { batch } = this;
    const i = batch.n++;
    batch.offset[i] = this.#open;
    batch.captured[i] = batch.wire[i] = length;
    batch.sec[i] = batch.nsec[i] = batch.iface[i] = 0;
    batch.flags[i] = FLAG_NO_TIME;
    this.#open = this.#end;
  }
}
