/** Writes pcapng files: blocks as they were read, packets of batches, and what is known besides. */

import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { CaptureBatch } from '../batch-columns.ts';
import { FLAG_CUT, FLAG_NO_TIME, type InterfaceInfo, type PacketBatch } from '../batch.ts';
import { GatheringWriter, type OctetSink } from '../octet-sink.ts';
import { isSelected, type PacketRecord, type Selection } from '../packet-record.ts';
import type { CaptureInterface } from '../walker.ts';
import { linkTypeOf, PacketInterfaces, recordOf, type Writable, writeEach } from '../written-packet.ts';
import { BLOCK_PACKET, type InterfaceBlock, type NameRecord, type PcapngBlock } from './block.ts';
import { joinTime, makeClock, type PcapngClock } from './clock.ts';
import { encodeBlock } from './encode-block.ts';
import { flagOptions } from './packet-flags.ts';
import { filterValue, option, optionValue, padded, type PcapngOption } from './options.ts';

/** Options of a pcapng section. */
export interface PcapngWriterOptions {
  /** Options of the section header: comments, hardware, operating system, program. */
  readonly section?: readonly PcapngOption[];
  /** Octets that the sink already has, for {@link PcapngWriter.position}. */
  readonly position?: number;
}

/** A packet for {@link PcapngWriter.write}. */
export interface PcapngPacket extends PacketRecord {
  /** What {@link PcapngWriter.addInterface} gave; 0 when not given. */
  readonly iface?: number | undefined;
  readonly comments?: readonly string[] | undefined;
  /** Further options: flags, hashes, custom ones … */
  readonly options?: readonly PcapngOption[] | undefined;
}

/**
 * A pcapng file being written; little-endian, unless a section header that was read is written to it. The first call writes the section
 * header, unless it writes one itself. Await every call.
 */
export class PcapngWriter {
  readonly #out: GatheringWriter;
  readonly #clocks: PcapngClock[] = [];
  readonly #interfaces = new Map<InterfaceInfo, number>();
  readonly #ofPackets = new PacketInterfaces();
  readonly #section: readonly PcapngOption[];
  readonly #scratch = new Uint8Array(0x8000 + 64);
  readonly #view = new DataView(this.#scratch.buffer);
  #little = true;
  #started = false;
  #written = 0;

  constructor(sink: OctetSink, options: PcapngWriterOptions = {}) {
    checkOptions('a pcapng writer', options, { section: true, position: true });
    this.#out = new GatheringWriter(sink, options.position);
    this.#section = options.section ?? [];
  }

  /** Packets written. */
  get written(): number {
    return this.#written;
  }

  /** Offset of the next block in the file, in octets; earlier octets may not be flushed yet. */
  get position(): number {
    return this.#out.position;
  }

  /** Writes any block; a block that was read is written with its original octets. */
  async writeBlock(block: PcapngBlock): Promise<void> {
    if (block.kind === 'section') {
      this.#started = true;
      this.#little = block.little;
      this.#clocks.length = 0;
      this.#interfaces.clear();
    } else await this.#start();
    if (block.kind === 'interface')
      this.#clocks.push(makeClock(optionValue(block.options, 'if_tsresol'), optionValue(block.options, 'if_tsoffset')));
    if (block.kind === 'packet' || block.kind === 'simple packet' || block.kind === 'old packet') this.#written++;
    await this.#out.write(encodeBlock(block, this.#little));
  }

  /**
   * Describes an interface and returns its number in this section. Time stamps are in nanoseconds, unless `ticksPerSecond` is 1e4 to 1e8.
   */
  async addInterface(info: InterfaceInfo & Partial<CaptureInterface>, options: readonly PcapngOption[] = []): Promise<number> {
    await this.#start();
    const digits = Math.round(Math.log10(info.ticksPerSecond ?? 1e9));
    const resolution = digits >= 4 && digits <= 9 && 10 ** digits === info.ticksPerSecond ? digits : 9;
    const block: InterfaceBlock = {
      kind: 'interface',
      linkType: info.linkType,
      snaplen: info.snaplen ?? 0,
      options: [...interfaceOptions(info, resolution), ...options],
    };
    await this.writeBlock(block);
    this.#interfaces.set(info, this.#clocks.length - 1);
    return this.#clocks.length - 1;
  }

  /**
   * Writes a packet, several, or octets with their time. Of a packet go its time (now, for one that was not captured), its length on the
   * wire, and what its capture and its `meta` say: comments, direction, other options, and the interface, which is described when its
   * first packet comes. Each link type has an interface of its own.
   */
  write(given: Writable<PcapngPacket>): Promise<void> {
    return writeEach(
      given,
      (record) => this.#write(record),
      async (p) => {
        const linkType = linkTypeOf(p);
        await this.#write({ ...recordOf(p, linkType), iface: await this.numberOf(this.#ofPackets.of(p, linkType)) });
      },
    );
  }

  /**
   * @internal The interface's number, which is described when it is first asked for; in nanoseconds, whatever it was captured in: a packet
   * may have another time by now.
   */
  async numberOf(info: InterfaceInfo): Promise<number> {
    const known = this.#interfaces.get(info);
    if (known !== undefined && this.#clocks[known]?.fast === 1e9) return known;
    // One of which a packet knows the name only may be described already.
    const isBare = info.name !== '' && info.ticksPerSecond === undefined;
    for (const [{ name, linkType }, number] of this.#interfaces)
      if (isBare && name === info.name && linkType === info.linkType) return number;
    const number = await this.addInterface({ ...info, ticksPerSecond: 1e9 });
    this.#interfaces.set(info, number);
    return number;
  }

  async #write(packet: PcapngPacket): Promise<void> {
    const iface = packet.iface ?? 0;
    const options = [...(packet.comments ?? []).map((comment) => option('comment', comment)), ...(packet.options ?? [])];
    await this.#packet(iface, packet.octets, packet.sec, packet.nsec, packet.wire ?? packet.octets.length, options);
  }

  /** Writes a batch's packets with their options; describes each interface of the source before its first packet. */
  async writeBatch(batch: PacketBatch & CaptureBatch, interfaces: readonly InterfaceInfo[], selection?: Selection): Promise<void> {
    for (let i = 0; i < batch.n; i++) {
      if (!isSelected(selection, i)) continue;
      const info = interfaces[batch.iface[i] as number];
      if (info === undefined)
        throw new PacketwrightError(
          'ERR_VALUE',
          `packet ${i} of a batch belongs to interface ${batch.iface[i]}, but the source has ${interfaces.length} interfaces`,
        );
      const iface = this.#interfaces.get(info) ?? (await this.addInterface(info));
      const at = batch.offset[i] as number;
      const octets = batch.data.subarray(at, at + (batch.captured[i] as number));
      const flags = batch.flags[i] as number;
      const options = batch.options?.(i) ?? flagOptions(flags);
      // The block for packets without a time stamp knows the first interface and whole packets only (draft-ietf-opsawg-pcapng §4.4).
      if ((flags & (FLAG_NO_TIME | FLAG_CUT)) === FLAG_NO_TIME && iface === 0 && octets.length <= (info.snaplen || octets.length)) {
        await this.writeBlock({ kind: 'simple packet', wire: batch.wire[i] as number, data: octets, options: [] });
        continue;
      }
      const done = this.#packet(iface, octets, batch.sec[i] as number, batch.nsec[i] as number, batch.wire[i] as number, options);
      if (done !== undefined) await done;
    }
  }

  /** Addresses and their names. */
  writeNames(records: readonly NameRecord[]): Promise<void> {
    return this.writeBlock({ kind: 'names', records, options: [] });
  }

  /** Writes secrets for decryption, such as a TLS key log (type 0x544c534b), before the packets that need them. */
  writeSecrets(secretsType: number, data: Uint8Array): Promise<void> {
    return this.writeBlock({ kind: 'secrets', secretsType, data, options: [] });
  }

  /** Counters of an interface at a time. */
  async writeStatistics(
    iface: number,
    time: { sec: number; nsec: number },
    counters: { received?: bigint; dropped?: bigint },
  ): Promise<void> {
    await this.writeBlock({
      kind: 'statistics',
      interfaceId: iface,
      ticks: joinTime(this.#clock(iface), time.sec, time.nsec),
      options: [
        ...(counters.received === undefined ? [] : [option('isb_ifrecv', counters.received)]),
        ...(counters.dropped === undefined ? [] : [option('isb_ifdrop', counters.dropped)]),
      ],
    });
  }

  /** Writes a custom block. `copy`: programs that do not know it may copy it into a changed file. */
  writeCustom(pen: number, data: Uint8Array, copy = true): Promise<void> {
    return this.writeBlock({ kind: 'custom', pen, data, copy, options: [] });
  }

  async flush(): Promise<void> {
    await this.#out.flush();
  }

  /** Writes what is left and closes the sink. */
  async close(): Promise<void> {
    await this.#start();
    await this.#out.close();
  }

  async #start(): Promise<void> {
    if (!this.#started)
      await this.writeBlock({ kind: 'section', little: true, major: 1, minor: 0, sectionLength: -1n, options: this.#section });
  }

  #clock(iface: number): PcapngClock {
    const clock = this.#clocks[iface];
    if (clock === undefined)
      throw new PacketwrightError(
        'ERR_VALUE',
        `interface ${iface} is not described: this section has ${this.#clocks.length}; call addInterface first`,
      );
    return clock;
  }

  #packet(
    iface: number,
    data: Uint8Array,
    sec: number,
    nsec: number,
    wire: number,
    options: readonly PcapngOption[],
  ): void | Promise<void> {
    const clock = this.#clock(iface);
    if (
      options.length > 0 ||
      data.length > 0x8000 ||
      clock.fast === 0 ||
      clock.offset !== 0 ||
      !(sec >= 0 && sec <= 0xffff_ffff && Number.isInteger(sec) && nsec >= 0 && Number.isInteger(nsec))
    ) {
      const block = encodeBlock(
        { kind: 'packet', interfaceId: iface, ticks: joinTime(clock, sec, nsec), wire, data, options },
        this.#little,
      );
      this.#written++;
      return this.#out.write(block);
    }
    this.#written++;
    // The usual packet in one piece of scratch memory: ten times faster than through the fields above.
    const length = 32 + padded(data.length);
    const view = this.#view;
    const little = this.#little;
    const low = (Math.imul(sec, clock.fast) + Math.floor(nsec / (1_000_000_000 / clock.fast))) >>> 0;
    view.setUint32(0, BLOCK_PACKET, little);
    view.setUint32(4, length, little);
    view.setUint32(8, iface, little);
    // `low` is exact, so rounding takes away what the product of doubles has lost.
    view.setUint32(12, Math.round((sec * clock.fast + nsec / (1_000_000_000 / clock.fast) - low) / 4_294_967_296), little);
    view.setUint32(16, low, little);
    view.setUint32(20, data.length, little);
    view.setUint32(24, wire, little);
    this.#scratch.set(data, 28);
    this.#scratch.fill(0, 28 + data.length, length - 4);
    view.setUint32(length - 4, length, little);
    return this.#out.write(this.#scratch.subarray(0, length));
  }
}

/** An interface's options: those that its file had, or what is known of it. */
function interfaceOptions(info: InterfaceInfo & Partial<CaptureInterface>, resolution: number): PcapngOption[] {
  if (info.options !== undefined) return [...info.options.filter(({ name }) => name !== 'if_tsresol'), option('if_tsresol', resolution)];
  const text = (name: 'if_name' | 'if_description' | 'if_os' | 'if_hardware' | 'if_MACaddr', value: string | undefined) =>
    value === undefined || value === '' ? [] : [option(name, value)];
  return [
    ...(info.comments ?? []).map((comment) => option('comment', comment)),
    ...text('if_name', info.name),
    ...text('if_description', info.description),
    ...text('if_MACaddr', info.mac),
    option('if_tsresol', resolution),
    ...(info.filter === undefined ? [] : [option('if_filter', filterValue(info.filter))]),
    ...text('if_os', info.os),
    ...(info.timeOffset === undefined ? [] : [option('if_tsoffset', BigInt(info.timeOffset))]),
    ...(info.fcsOctets === undefined ? [] : [option('if_fcslen', info.fcsOctets)]),
    ...text('if_hardware', info.hardware),
  ];
}
