/** Walks the records of a pcap file into batches. The innermost loop of reading: measured, kept plain. */

import { BatchColumns } from '../batch-columns.ts';
import { FLAG_CUT, FLAG_OUTGOING } from '../batch.ts';
import type { PacketwrightError } from '../../bytes/errors.ts';
import { cutShort } from '../file-error.ts';
import type { OctetWindow } from '../octet-window.ts';
import type { CaptureInterface, CaptureVersion, WalkEnd, Walker } from '../walker.ts';
import { PCAP_HEADER_LENGTH, type PcapHeader, recordTooLarge } from './header.ts';

class PcapBatch extends BatchColumns {
  readonly pcapTicks?: number;

  constructor(header: PcapHeader) {
    super();
    const isPlain = header.length === PCAP_HEADER_LENGTH && header.recordHeader === 16 && header.swapped === 'no';
    if (header.little && isPlain) this.pcapTicks = header.ticks;
  }
}

/** tcpdump's and Linux's packet type for what this host sent. */
const PACKET_OUTGOING = 4;

export class PcapWalker implements Walker {
  readonly format = 'pcap';
  readonly header: PcapHeader;
  readonly version: CaptureVersion;
  readonly interfaces: CaptureInterface[];
  readonly batch: PcapBatch;
  readonly dropped = 0;
  damage: PacketwrightError | undefined;
  onBlock: undefined;
  readonly #name: string;
  #taken = 0;

  constructor(header: PcapHeader, name: string) {
    this.header = header;
    this.version = { major: header.major, minor: header.minor, byteOrder: header.little ? 'little' : 'big' };
    this.#name = name;
    this.batch = new PcapBatch(header);
    this.interfaces = [
      {
        name: '',
        linkType: header.linkType,
        section: 0,
        number: 0,
        snaplen: header.snaplen,
        ticksPerSecond: header.ticks,
        ...(header.fcsOctets === undefined ? {} : { fcsOctets: header.fcsOctets }),
      },
    ];
  }

  walk(window: OctetWindow, maxPackets: number, maxOctets: number): WalkEnd {
    const { batch, header } = this;
    const { view, end } = window;
    const { little, largest, recordHeader, padding } = header;
    const { offset, captured, wire, sec, nsec, flags } = batch;
    const toNano = header.ticks === 1_000_000 ? 1000 : 1;
    const usual = header.swapped === 'no' && recordHeader === 16;
    const stop = window.start + maxOctets;
    let at = window.start;
    let n = 0;
    let why: WalkEnd = 'batch';
    while (n < maxPackets && at < stop) {
      let start = at + recordHeader;
      if (start > end) {
        why = 'more';
        break;
      }
      let here = view.getUint32(at + 8, little);
      let onWire = view.getUint32(at + 12, little);
      if (!usual && (header.swapped === 'yes' || (header.swapped === 'where the first is larger' && here > onWire)))
        [here, onWire] = [onWire, here];
      if (here > largest) {
        this.damage = recordTooLarge(this.#name, window.offsetOf(at), this.#taken + n + 1, here, header);
        why = 'damage';
        break;
      }
      const next = start + here;
      if (next > end) {
        why = 'more';
        break;
      }
      if (padding !== 0) {
        const skipped = Math.min(padding, here);
        start += skipped;
        here -= skipped;
        onWire = Math.max(onWire - skipped, here);
      }
      const fraction = view.getUint32(at + 4, little) * toNano;
      offset[n] = start;
      captured[n] = here;
      wire[n] = onWire;
      sec[n] = view.getUint32(at, little);
      nsec[n] = fraction > 0xffff_ffff ? 0xffff_ffff : fraction; // more than a second is wrong, and stays visibly wrong
      flags[n] = here < onWire ? FLAG_CUT : 0;
      if (recordHeader >= 24 && view.getUint8(at + 22) === PACKET_OUTGOING) flags[n]! |= FLAG_OUTGOING;
      n++;
      at = next;
    }
    batch.data = window.data;
    batch.n = n;
    this.#taken += n;
    window.start = at;
    return why;
  }

  cut(window: OctetWindow): PacketwrightError | undefined {
    const had = window.end - window.start;
    if (had === 0) return undefined;
    const at = window.offsetOf(window.start);
    const record = `record ${this.#taken + 1}`;
    const { recordHeader, swapped, little } = this.header;
    if (had < recordHeader) return cutShort(this.#name, at, `the header of ${record} needs`, recordHeader, had);
    const claimed = window.view.getUint32(window.start + (swapped === 'yes' ? 12 : 8), little);
    return cutShort(this.#name, at, `${record} claims`, claimed, had - recordHeader);
  }
}
