/** Opens a capture that comes as octets: finds out what it is, and gives its packets in batches. */

import { checkOptions } from '../bytes/known-options.ts';
import type { StopSignal } from '../bytes/stop-signal.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { CaptureBatch } from './batch-columns.ts';
import type { PacketSource, SourceStats } from './batch.ts';
import { compressionOf, decompressed } from './decompress.ts';
import type { Compression, Decompressors } from './decompressor.ts';
import { cutShort, fileError } from './file-error.ts';
import { MAX_BATCH_OCTETS, MAX_BATCH_PACKETS } from './limits.ts';
import { inputFromChunks, inputFromOctets, type OctetChunks, type OctetInput } from './octet-input.ts';
import { OctetWindow } from './octet-window.ts';
import { PacketStream, type ToPacket } from './packet-stream.ts';
import { PCAP_HEADER_LENGTH, pcapByteOrder, readPcapHeader } from './pcap/header.ts';
import { PcapWalker } from './pcap/walker.ts';
import { BLOCK_SECTION, type PcapngBlock } from './pcapng/block.ts';
import { PcapngWalker } from './pcapng/walker.ts';
import type { CaptureInterface, CaptureVersion, Walker } from './walker.ts';

export type { CaptureVersion };

/** How a capture is read. */
export interface ReadOptions<P> extends Decompressors {
  /** The name of the source in messages: a file name, or `-`. */
  readonly name?: string;
  /** Makes what `packets()` gives. Without it, `packets()` throws. */
  readonly toPacket?: ToPacket<P, CaptureInterface>;
  /** pcapng: called with every block that is not a packet. */
  readonly onBlock?: (block: PcapngBlock) => void;
}

/** A capture being read: once, from start to end, with one of the three methods. */
export interface CaptureSource<P> extends PacketSource<P> {
  readonly format: 'pcap' | 'pcapng';
  /** Version of the format and byte order of its headers, as in libpcap's pcap_major_version, pcap_minor_version and pcap_is_swapped. */
  readonly version: CaptureVersion;
  /** How its octets were compressed. */
  readonly compression: Compression | undefined;
  /** pcap: whether its records are as {@link PcapWriter} writes them. */
  readonly appendable: boolean;
  /** pcap: one. pcapng: grows as interface descriptions are read; a batch never refers to a later one. */
  readonly interfaces: readonly CaptureInterface[];
  batches(o?: { signal?: StopSignal }): AsyncIterableIterator<CaptureBatch>;
  packets(o?: { signal?: StopSignal }): AsyncIterableIterator<P>;
  /** pcapng: every block, typed, with its own octets. */
  blocks(o?: { signal?: StopSignal }): AsyncIterableIterator<PcapngBlock>;
}

/**
 * Reads pcap and pcapng, compressed too when decompressors are given.
 * @param source octets, chunks of octets, or an {@link OctetInput}
 * @throws ERR_FILE when it is not a capture. The iteration throws on later damage, after it has given every packet before the damage.
 */
export async function readCapture<P = never>(
  source: Uint8Array | OctetChunks | OctetInput,
  options: ReadOptions<P> = {},
): Promise<CaptureSource<P>> {
  checkOptions<ReadOptions<P>>('readCapture', options, {
    name: true,
    toPacket: true,
    onBlock: true,
    gunzip: true,
    unzstd: true,
    zstdWindow: true,
  });
  const name = options.name ?? 'capture';
  let input = toInput(source);
  try {
    let window = new OctetWindow(input);
    await window.atLeast(4);
    const first = window.data.subarray(window.start, window.end);
    const compression = compressionOf(first);
    if (compression !== undefined) {
      input = decompressed(input, first, compression, options, name);
      window = new OctetWindow(input);
      await window.atLeast(4);
    }
    const walker = await recognise(window, name);
    return new OpenCapture(walker, window, await readEarlyBlocks(walker, window, options.onBlock), options, compression);
  } catch (error) {
    await input.close();
    throw error;
  }
}

function toInput(source: Uint8Array | OctetChunks | OctetInput): OctetInput {
  if (source instanceof Uint8Array) return inputFromOctets(source);
  return 'read' in source && 'close' in source && !(Symbol.asyncIterator in source) ? source : inputFromChunks(source as OctetChunks);
}

async function recognise(window: OctetWindow, name: string): Promise<Walker> {
  const had = window.end - window.start;
  if (had === 0) throw fileError(name, 0, 'not a capture: it is empty; expected pcap or pcapng');
  if (had < 4) throw fileError(name, 0, `not a capture: it has only ${had} octets; expected pcap or pcapng`);
  if (window.view.getUint32(window.start) === BLOCK_SECTION) {
    if (!(await window.atLeast(12))) throw cutShort(name, 0, 'the section header needs', 28, window.end - window.start);
    return new PcapngWalker(name);
  }
  if (pcapByteOrder(window.view, window.start) === undefined) {
    const octets = Array.from(window.data.subarray(window.start, window.start + 4), (o) => o.toString(16).padStart(2, '0')).join(' ');
    throw fileError(name, 0, `not a capture: the first four octets are ${octets}; expected pcap or pcapng`);
  }
  if (!(await window.atLeast(PCAP_HEADER_LENGTH)))
    throw cutShort(name, 0, 'the file header needs', PCAP_HEADER_LENGTH, window.end - window.start);
  const header = readPcapHeader(window.view, window.start, name);
  window.start += PCAP_HEADER_LENGTH;
  return new PcapWalker(header, name);
}

/**
 * Reads what stands before the first packet, as far as it is here: interfaces are known before the first batch, but none is
 * waited for. Damage stays where it is and is found again.
 */
async function readEarlyBlocks(walker: Walker, window: OctetWindow, onBlock: ReadOptions<never>['onBlock']): Promise<PcapngBlock[]> {
  const early: PcapngBlock[] = [];
  if (walker.format === 'pcap') return early;
  walker.onBlock = (block) => {
    early.push(block);
    onBlock?.(block);
  };
  while (walker.walk(window, 0, MAX_BATCH_OCTETS) === 'more' && early.length === 0 && (await window.more()));
  walker.onBlock = onBlock;
  return early;
}

/**
 * Octets in a batch of those that {@link CaptureSource.packets} copies. So few that their memory stays in the processor's cache, and,
 * with a packet more, below the 128 kB from which malloc asks the kernel for fresh pages each time: a page that is touched first
 * costs as much as dissecting ten packets.
 */
const KEPT_OCTETS = 120 * 1024;

class OpenCapture<P> implements CaptureSource<P> {
  readonly format: 'pcap' | 'pcapng';
  readonly compression: Compression | undefined;
  readonly appendable: boolean;
  readonly interfaces: readonly CaptureInterface[];
  readonly #walker: Walker;
  readonly #window: OctetWindow;
  readonly #toPacket: ToPacket<P, CaptureInterface> | undefined;
  readonly #early: PcapngBlock[];
  #received = 0;
  #started = false;
  #closed: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(walker: Walker, window: OctetWindow, early: PcapngBlock[], options: ReadOptions<P>, compression: Compression | undefined) {
    this.compression = compression;
    this.#walker = walker;
    this.#early = early;
    this.#window = window;
    this.#toPacket = options.toPacket;
    this.format = walker.format;
    this.appendable = walker instanceof PcapWalker && walker.batch.pcapTicks !== undefined;
    this.interfaces = walker.interfaces;
  }

  batches(o: { signal?: StopSignal } = {}): AsyncIterableIterator<CaptureBatch> {
    checkOptions('batches', o, { signal: true });
    return this.#batches(MAX_BATCH_OCTETS, o);
  }

  async *#batches(octets: number, o: { signal?: StopSignal }): AsyncIterableIterator<CaptureBatch> {
    this.#start();
    const walker = this.#walker;
    const window = this.#window;
    try {
      for (;;) {
        o.signal?.throwIfAborted();
        const why = walker.walk(window, MAX_BATCH_PACKETS, octets);
        if (walker.batch.n > 0) {
          this.#received += walker.batch.n;
          yield walker.batch;
          if (this.#closed !== undefined) return;
        }
        if (why === 'damage') throw walker.damage;
        if (why === 'more' && !(await this.#more(o.signal))) return;
      }
    } finally {
      await this.close();
    }
  }

  packets(o: { signal?: StopSignal } = {}): AsyncIterableIterator<P> {
    checkOptions('packets', o, { signal: true });
    if (this.#toPacket === undefined)
      throw new PacketwrightError('ERR_VALUE', 'packets() needs the option toPacket, a function that makes a packet from octets');
    return new PacketStream(this.#batches(KEPT_OCTETS, o), this.#toPacket, this.interfaces);
  }

  async *blocks(o: { signal?: StopSignal } = {}): AsyncIterableIterator<PcapngBlock> {
    checkOptions('blocks', o, { signal: true });
    const walker = this.#walker;
    if (!(walker instanceof PcapngWalker))
      throw new PacketwrightError('ERR_VALUE', 'a pcap file has no blocks: expected pcapng; use batches() for its packets');
    this.#start();
    try {
      yield* this.#early;
      for (;;) {
        o.signal?.throwIfAborted();
        const block = walker.nextBlock(this.#window);
        if (typeof block === 'object') {
          if (block.kind === 'packet' || block.kind === 'simple packet' || block.kind === 'old packet') this.#received++;
          yield block;
          if (this.#closed !== undefined) return;
        } else if (block === 'damage') throw walker.damage;
        else if (!(await this.#more(o.signal))) return;
      }
    } finally {
      await this.close();
    }
  }

  get version(): CaptureVersion {
    return this.#walker.version;
  }

  stats(): SourceStats {
    return { received: this.#received, dropped: this.#walker.dropped, frozen: 0 };
  }

  close(): Promise<void> {
    this.#closed ??= this.#window.close();
    this.#wake?.();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #start(): void {
    if (this.#closed !== undefined)
      throw new PacketwrightError('ERR_CLOSED', 'this capture is closed or was already read to its end: open it again');
    if (this.#started) throw new PacketwrightError('ERR_BUSY', 'this capture is already being read: open it a second time');
    this.#started = true;
  }

  /** More octets; false at a clean end, or when closed meanwhile. */
  async #more(signal: StopSignal | undefined): Promise<boolean> {
    const coming = this.#window.more();
    if (typeof coming === 'boolean' ? coming : await this.#wait(coming, signal)) return true;
    if (this.#closed !== undefined) return false;
    const cut = this.#walker.cut(this.#window);
    if (cut !== undefined) throw cut;
    return false;
  }

  /** A pipe may say nothing for hours: `signal` and close() end the wait. */
  async #wait(coming: Promise<boolean>, signal: StopSignal | undefined): Promise<boolean> {
    let abort = (): void => {};
    try {
      return await new Promise<boolean>((resolve, reject) => {
        abort = () => reject(signal?.reason);
        this.#wake = () => resolve(false);
        signal?.addEventListener('abort', abort, { once: true });
        coming.then(resolve, reject);
      });
    } finally {
      this.#wake = undefined;
      signal?.removeEventListener('abort', abort);
    }
  }
}
