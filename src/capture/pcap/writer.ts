/** Writes pcap files: little-endian, version 2.4, microseconds or nanoseconds. */

import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { CaptureBatch } from '../batch-columns.ts';
import type { InterfaceInfo, PacketBatch } from '../batch.ts';
import { GatheringWriter, type OctetSink } from '../octet-sink.ts';
import { checkTime, isSelected, laterTimes, OLD_TIMES, type PacketRecord, type Selection } from '../packet-record.ts';
import { linkTypeOf, recordOf, type Writable, writeEach } from '../written-packet.ts';
import { largestCaptured, makePcapHeader, PCAP_HEADER_LENGTH } from './header.ts';

/** Options of a pcap file. */
export interface PcapWriterOptions {
  /** LINKTYPE_… number; when not given that of the first packet, or 1 (Ethernet) for octets. */
  readonly linkType?: number;
  /** What the header says; nothing is cut. 262,144 when not given: readers take so many octets a packet, whatever it is, and more only if it is larger. */
  readonly snaplen?: number;
  /** Time stamps in nanoseconds; otherwise they are cut to microseconds. */
  readonly nanoseconds?: boolean;
  readonly fcsOctets?: number;
  /** The sink already has a header (a file that is appended to). */
  readonly append?: boolean;
  /** Octets that the sink already has, for {@link PcapWriter.position}. */
  readonly position?: number;
}

/** @internal */
export const PCAP_OPTIONS: OptionNames<PcapWriterOptions> = {
  linkType: true,
  snaplen: true,
  nanoseconds: true,
  fcsOctets: true,
  append: true,
  position: true,
};

const RECORD = 16;

/** A pcap file being written. Await every call that returns a promise. */
export class PcapWriter {
  readonly nanoseconds: boolean;
  #linkType: number | undefined;
  readonly #out: GatheringWriter;
  /** Octets of the largest packet that readers take, by the header that this file has. */
  readonly #largest: number;
  readonly #record = new Uint8Array(RECORD);
  readonly #view = new DataView(this.#record.buffer);
  #written = 0;
  /** What the header is made of, until it is written: the first packet may say the link type. */
  #header: PcapWriterOptions | undefined;

  constructor(sink: OctetSink, options: PcapWriterOptions = {}) {
    checkOptions('a pcap writer', options, PCAP_OPTIONS);
    this.#linkType = options.linkType;
    this.nanoseconds = options.nanoseconds ?? false;
    this.#largest = largestCaptured(options.snaplen);
    this.#out = new GatheringWriter(sink, options.position);
    if (options.append !== true) this.#header = options;
  }

  /** LINKTYPE_… number of the file: as given, or the first packet's; 1 (Ethernet) until then. */
  get linkType(): number {
    return this.#linkType ?? 1;
  }

  /** Packets written. */
  get written(): number {
    return this.#written;
  }

  /** Offset of the next packet in the file, in octets; earlier octets may not be flushed yet. */
  get position(): number {
    return this.#out.position + (this.#header === undefined ? 0 : PCAP_HEADER_LENGTH);
  }

  /**
   * Writes a packet, several, or octets with their time. Of a packet go its time (now, for one that was not captured), its length on the
   * wire and its link type; what else it knows (comments, interface, direction) only pcapng holds.
   * @throws ERR_VALUE for a packet of another link type than the file's; ERR_RANGE for one that is larger than readers take
   */
  write(given: Writable<PacketRecord>): Promise<void> {
    return writeEach(
      given,
      (record) => this.#write(record),
      (p) => {
        this.#linkType ??= linkTypeOf(p);
        return this.#write(recordOf(p));
      },
    );
  }

  async #write(packet: PacketRecord): Promise<void> {
    await this.#start();
    if ((packet.linkType ?? this.linkType) !== this.linkType) throw mixedLinkTypes(this.linkType, packet.linkType);
    await this.#one(packet.octets, packet.sec, packet.nsec, packet.wire ?? packet.octets.length);
  }

  /**
   * Writes the packets of a batch; whole runs of records are copied if they already have this file's format.
   * @param interfaces the interfaces of the source; if given, a packet of another link type than the file's throws ERR_VALUE
   */
  async writeBatch(batch: PacketBatch & CaptureBatch, interfaces?: readonly InterfaceInfo[], selection?: Selection): Promise<void> {
    await this.#start();
    if (interfaces !== undefined) this.#checkLinkTypes(batch, interfaces, selection);
    if (batch.pcapTicks === (this.nanoseconds ? 1_000_000_000 : 1_000_000)) return this.#writeRuns(batch, selection);
    for (let i = 0; i < batch.n; i++) {
      if (!isSelected(selection, i)) continue;
      const at = batch.offset[i] as number;
      const done = this.#one(
        batch.data.subarray(at, at + (batch.captured[i] as number)),
        batch.sec[i] as number,
        batch.nsec[i] as number,
        batch.wire[i] as number,
      );
      if (done !== undefined) await done;
    }
  }

  async flush(): Promise<void> {
    await this.#start();
    await this.#out.flush();
  }

  /** Writes what is left and closes the sink. A file without packets still gets its header. */
  async close(): Promise<void> {
    await this.#start();
    await this.#out.close();
  }

  async #start(): Promise<void> {
    const header = this.#header;
    if (header === undefined) return;
    this.#header = undefined;
    const { snaplen = 262_144, fcsOctets } = header;
    const { nanoseconds, linkType } = this;
    this.#linkType = linkType;
    await this.#out.write(makePcapHeader({ linkType, snaplen, nanoseconds, ...(fcsOctets === undefined ? {} : { fcsOctets }) }));
  }

  #one(octets: Uint8Array, sec: number, nsec: number, wire: number): void | Promise<void> {
    this.#checkLength(octets.length);
    checkTime(sec, nsec);
    if (!(sec >= 0 && sec <= 0xffff_ffff))
      throw new PacketwrightError('ERR_RANGE', `a pcap file holds seconds from 0 to 4294967295 (1970 to 2106), not ${sec}`, {
        value: sec,
        remedy: sec < 0 ? OLD_TIMES : laterTimes(sec),
      });
    const view = this.#view;
    view.setUint32(0, sec, true);
    view.setUint32(4, this.nanoseconds ? nsec : Math.floor(nsec / 1000), true);
    view.setUint32(8, octets.length, true);
    view.setUint32(12, wire, true);
    this.#written++;
    const first = this.#out.write(this.#record);
    return first === undefined ? this.#out.write(octets) : first.then(() => this.#out.write(octets));
  }

  async #writeRuns(batch: PacketBatch, selection: Selection | undefined): Promise<void> {
    const { data, offset, captured, n } = batch;
    let from = 0;
    let to = 0;
    for (let i = 0; i < n; i++) {
      if (!isSelected(selection, i)) continue;
      this.#checkLength(captured[i] as number);
      this.#written++;
      const start = (offset[i] as number) - RECORD;
      if (start !== to || to === from) {
        if (to > from) {
          const done = this.#out.write(data.subarray(from, to));
          if (done !== undefined) await done;
        }
        from = start;
      }
      to = (offset[i] as number) + (captured[i] as number);
    }
    if (to > from) await this.#out.write(data.subarray(from, to));
  }

  #checkLength(length: number): void {
    if (length <= this.#largest) return;
    throw new PacketwrightError('ERR_RANGE', `readers of this pcap file take at most ${this.#largest} octets a packet, not ${length}`, {
      had: length,
      expected: this.#largest,
      remedy: 'write its first octets, with its length as `wire`; a larger snaplen allows more, which few other programs read',
    });
  }

  #checkLinkTypes(batch: PacketBatch, interfaces: readonly InterfaceInfo[], selection: Selection | undefined): void {
    if (interfaces.every((iface) => iface.linkType === this.linkType)) return;
    for (let i = 0; i < batch.n; i++) {
      const linkType = interfaces[batch.iface[i] as number]?.linkType;
      if (linkType === this.linkType || !isSelected(selection, i)) continue;
      throw mixedLinkTypes(this.linkType, linkType);
    }
  }
}

/** The error for a packet of another link type than its pcap file's. */
export function mixedLinkTypes(expected: number, had: number | undefined): PacketwrightError {
  return new PacketwrightError('ERR_VALUE', `a pcap file has one link type: the file has ${expected}, a packet has ${had}`, {
    remedy: 'Write pcapng, which holds several link types.',
    expected,
    had,
  });
}
